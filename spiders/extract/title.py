"""The title of an article: what the page says it is, as it is printed above the text."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise

from spiders.extract import dates
from spiders.extract.infoline import begins_info, is_date, is_info, is_labelled
from spiders.extract.labels import sole_label
from spiders.extract.outline import Block, Line
from spiders.extract.tools import is_foot, is_tool

TAG, PAGE_TITLE = "tag", "page title"  # the rules by which a title is only told
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CLASS = re.compile(r"(?:^|[\s_-])\w{0,12}(?:title|tit|biaoti|headline|subject|bt)(?:$|[\s_\d-])", re.IGNORECASE)
_LEAST, _MOST = 4, 150  # characters
_SURE = 6  # characters that agree with what <title> begins with; fewer may be the name of a section
_CUT = 15  # characters that a <title> keeps at least of a title that it cuts off
_DASHES = ("——", "--", "—", "－－")
_ABOVE = 8  # lines between a title and its info line or text: subtitles
_NAME = 100  # characters of a class or id that are looked at
_LINES = 4  # of a title that is broken

# What is put after the title in <title>. A single hyphen may be the title's own (1-10月): a name must follow it.
_SUFFIX = re.compile(r"\s?(?:_+|[|｜]+|-{2,}|\s[-–—]\s)\s?")
_HYPHEN = re.compile(r"\s?[-–—]\s?")
_PARTS = re.compile(r"[\s_|｜–—-]+")
_SITE_NAMES = """
    网 网站 门户 政府 管委会 委员会 局 厅 委 办公室 在线 频道 平台 首页 中心 公报 报 学校 大学 学院 医院 法院
    检察院 协会 学会 集团 开发区 高新区 经开区 新区 园区 示范区 保税区
"""
_SITE_ENDS, _SITE_LENGTH = tuple(_SITE_NAMES.split()), 40
_CRUMB = re.compile(r"[>＞»›]|(?:当前|现在|所在)?位置[：:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title and where it is printed: its lines from `start` up to, not including, `end`; `block` holds the first.
    A title that is only told, in <title> or a tag, has start = end = 0 and no block. `rule` is what found it;
    `dated`: a date is printed behind it, in its line."""

    text: str | None = None
    start: int = 0
    end: int = 0
    block: Block | None = None
    rule: str = ""
    dated: bool = False

    @property
    def around(self) -> Block | None:
        """The smallest block that holds all lines of a title that is printed."""
        chain = self.block.chain() if self.block is not None else ()
        return next((block for block in chain if block.first <= self.start and self.end <= block.end), self.block)


def key(text: str) -> str:
    """A text for comparison: compatibility forms, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def told(lines: Sequence[Line], declared: str | None, others: Sequence[str], names: Collection[str]) -> Title:
    """The title by what the page tells of itself: `declared` in a tag of the standard, or the start of one of the
    `others`: <title> and its like.

    It is looked for among the lines, since the printed one is whole and has its own spaces. `names` are those of
    site and section, which are no titles. `declared` is believed; of the others, nothing that is not printed.
    """
    taken = {key(name) for name in names if name}
    if declared is not None and key(declared) not in taken:
        printed = _printed(lines, key(declared), taken)
        if printed.text is not None and key(printed.text) == key(without_suffix(declared, names) or declared):
            return replace(printed, rule="printed as in the tag")
        if printed.text is not None and len(key(printed.text)) >= len(key(declared)):
            return replace(printed, rule="printed as in the tag")
        return Title(text=declared, start=printed.start, end=printed.end, block=printed.block, rule=TAG)
    found = (_printed(lines, wanted, taken) for other in others for wanted in _beginnings(other))
    ends = ((_printed(lines, wanted, taken), wanted) for other in others for wanted in _ends(other))
    wholes = (title for title, wanted in ends if title.text is not None and key(title.text) == wanted)
    first = Title()
    for title in chain(found, wholes):
        if title.text is not None and not is_site(title.text):
            return replace(title, rule="printed as in the page's title")
        first = title if first.text is None else first
    # The name of a site may begin <title> and head the page; an article about an office may end like one.
    title = _above_info(lines, others, taken)
    return replace(first if title.text is None else title, rule="printed as in the page's title")


def _beginnings(page_title: str) -> Iterator[str]:
    """What a title may be in <title>: its start, or a part of it after the names of site and section."""
    if page_title and not (is_site(page_title) and len(_HYPHEN.split(_SUFFIX.sub("-", page_title))) == 1):
        yield key(page_title)
        parts = [key(part) for part in _SUFFIX.split(page_title)[1:] if not is_site(part)]
        yield from sorted((part for part in parts if len(part) > _SURE), key=len, reverse=True)


def _ends(page_title: str) -> Iterator[str]:
    """What a title may be in <title> behind names that only spaces part from it."""
    words = page_title.split()
    ends = (key("".join(words[number:])) for number in range(1, len(words)))
    return (end for end in ends if len(end) > _SURE)


def _above_info(lines: Sequence[Line], page_titles: Sequence[str], taken: Collection[str]) -> Title:
    """The line that is a part of <title>, however short, and has the line of source and date right below it."""
    parts = {key(part) for title in page_titles for part in _PARTS.split(title) if part and not is_site(part)}
    for number, (line, below) in enumerate(pairwise(lines)):
        if key(line.text) in parts and begins_info(below.text) and _may_be(line, taken):
            return Title(text=line.text, start=number, end=number + 1, block=line.block)
    return Title()


def is_site(name: str) -> bool:
    """Whether a part of <title> reads like the name of a site or an office."""
    return len(name) <= _SITE_LENGTH and name.endswith(_SITE_ENDS)


def undated(title: Title, others: Sequence[str | None]) -> Title:
    """A printed title without the date behind it, 园区召开会议(2024-03-05), where one of the `others` tells none."""
    found = dates.find(title.text or "") if title.block is not None else None
    text = (title.text or "")[: found.start].rstrip(" (（[【") if found is not None else ""
    is_told = text and any(key(text) == key(other) for other in others if other)
    return replace(title, text=text, dated=True) if is_told else title


def above(lines: Sequence[Line], start: int, names: Collection[str]) -> Title:
    """The title by its place: the next heading above the text, which begins at `start`; else what stands above the
    info line and the buttons, where there are any between it and the text."""
    taken = {key(name) for name in names if name}
    best, apart = Title(), False
    for number in range(start - 1, max(start - 1 - _ABOVE, -1), -1):
        line = lines[number]
        if _CRUMB.search(line.text) or (best.text is not None and line.linked * 2 > len(line.text)):
            break  # what stands above links heads them
        if not _may_be(line, taken) or is_labelled(line.text) or is_date(line.text):
            apart = apart or not (line.hidden or key(line.text) in taken)
        elif _is_heading(line) and not _is_subtitle(lines, number, taken):
            return replace(_whole(lines, number), rule="heading above the text")
        elif apart and best.text is None and len(line.text) >= _LEAST and not is_labelled(lines[number - 1].text):
            best = replace(_whole(lines, number), rule="line above the info line")
    return best


def without_suffix(page_title: str, names: Collection[str]) -> str | None:
    """<title> without the names of section and site after it; None if nothing else is left.

    >>> without_suffix("开发区1-10月投资增长_工作动态_某某开发区", ())
    '开发区1-10月投资增长'
    """
    taken = {key(name) for name in names if name}
    title = _SUFFIX.split(page_title.strip())[0]
    parts = _HYPHEN.split(title)
    while len(parts) > 1 and (key(parts[-1]) in taken or is_site(parts[-1])):
        title = title[: title.rindex(parts[-1])].rstrip(" -–—")
        parts.pop()
    if len(title) < 2 or key(title) in taken or (title == page_title.strip() and is_site(title)):
        return None
    return title


def joined(texts: Sequence[str]) -> str:
    """The lines of a broken text as one; a space stands only between Latin letters."""
    whole = ""
    for text in texts:
        latin = whole[-1:].isascii() and text[:1].isascii() and whole != ""
        whole += f" {text}" if latin else text
    return whole


def _printed(lines: Sequence[Line], wanted: str, taken: Collection[str]) -> Title:
    """The run of lines that `wanted` begins with, or the line that begins with all of it: the longest, a heading
    before others, the first of equals."""
    best, highest, longest = Title(), 0, 0
    start = wanted[:1]
    # What lies between these two is Chinese, of which no character has a compatible form.
    firsts = enumerate([line.text[0] for line in lines])
    for number in [n for n, first in firsts if first == start or not "\u2e80" < first < "\uf900"]:
        line = lines[number]
        if initial(line.text[0]) != start or not _is_apart(line):
            continue
        end, size = _agreement(lines, number, wanted)
        if size < longest - 2 or not size or not _may_be(line, taken):
            continue
        is_cell = number > 0 and sole_label(lines[number - 1].text) == "title"
        score = 2 * size + (5 if _is_heading(line) else 0) - (3 if is_cell else 0)
        if score > highest:
            texts = [part.text for part in lines[number:end]]
            highest, longest = score, size
            best = Title(text=joined(texts), start=number, end=end, block=line.block)
    return best if longest >= min(_SURE, max(len(wanted), 2)) else Title()


@lru_cache(maxsize=1024)
def initial(character: str) -> str:
    """A character for comparison, as `key`."""
    return key(character)


def _agreement(lines: Sequence[Line], number: int, wanted: str) -> tuple[int, int]:
    """Where the run of lines from `number` that agrees with `wanted` ends, and how many characters agree."""
    run, end = "", number
    for line in lines[number : number + _LINES]:
        text = key(line.text)
        if not wanted.startswith(run + text):
            break
        run += text
        end += 1
    if run:
        return end, len(run)
    bare = wanted.rstrip(".…")
    is_cut = len(bare) >= (_SURE if bare != wanted else _CUT) and key(lines[number].text).startswith(bare)
    return (number + 1, len(bare)) if is_cut else (number, 0)


def _whole(lines: Sequence[Line], number: int) -> Title:
    """The title that a line belongs to: all lines of its heading, or of its block, where that is broken."""
    block = lines[number].block
    start, end = number, number + 1
    while start > block.first and number - start < _LINES and lines[start - 1].block is block:
        start -= 1
    while end < block.end and end - number < _LINES and lines[end].block is block:
        end += 1
    if not all(_may_be(line, ()) for line in lines[start:end]):
        start, end = number, number + 1
    return Title(text=joined([line.text for line in lines[start:end]]), start=start, end=end, block=block)


def _is_apart(line: Line) -> bool:
    """Whether a line may be a title by all but its words: in sight, of a fair length, and no link."""
    return not line.hidden and line.linked * 2 <= len(line.text) and 2 <= len(line.text) <= _MOST


def _may_be(line: Line, taken: Collection[str]) -> bool:
    text = line.text
    return (
        _is_apart(line)
        and key(text) not in taken
        and not is_tool(text)
        and not is_foot(text)
        and not _CRUMB.search(text)
        and not is_info(text)
    )


def _is_subtitle(lines: Sequence[Line], number: int, taken: Collection[str]) -> bool:
    """Whether a heading is the second of two: it begins with a dash, or a higher one stands just above it."""
    if lines[number].text.startswith(_DASHES):
        return True
    tag, above = lines[number].block.tag, lines[number - 1] if number else None
    return above is not None and above.block.tag == "h1" and tag in _HEADINGS - {"h1"} and _may_be(above, taken)


def _is_heading(line: Line) -> bool:
    for block, _ in zip(line.block.chain(), range(2), strict=False):
        name = block.names.classes or block.names.id or ""
        if block.tag in _HEADINGS or _CLASS.search(name[:_NAME]):
            return True
    return False
