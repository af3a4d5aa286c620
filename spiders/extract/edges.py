"""Where an article's text begins and ends within the region it was found in: what is furniture at both ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.extract import metatable
from spiders.extract.attachments import is_file_line, link_names
from spiders.extract.body import Region
from spiders.extract.credits import credits
from spiders.extract.infoline import Info, is_date, is_info, is_labelled
from spiders.extract.labels import labels, sole_label
from spiders.extract.outline import Line
from spiders.extract.tools import heads_others, is_foot, is_more, is_notice, is_tool, leads_on, may_be_foot

_TOP = 12  # lines of a region among which an info line or a table of metadata may stand
_SENTENCE = 20  # characters of a line that stands twice in a text by no chance
_ALIKE, _HEAD = 0.8, 4  # of the lines of a text that its second copy has; lines of title and date above that
_PUBLISHER = 16  # characters beside a date without label
_CLAUSE = re.compile("[，。；！？]")
_REST = 0.15  # of the prose of a region: 上一篇 with more after it is not the end
_PAGES = re.compile(r"(?:[\s\[\]【】()（）]|\d{1,3}(?!\d)|[上下首尾末]一?页)+")  # 【1】【2】 下一页
_OWN = re.compile(r"附\s?件\s?\d{0,2}\s?[：:]?")
_FILES = re.compile(
    r"[\[【]?(?:相关|本文)(?:附件|文件)[\]】]?\s?[：:]?|(?:(?:点击|立即)?下载)?(?:附件|文件)?(?:点击|立即)?(?:下载|列表|资料)\s?[：:]?|点击下载(?:附件|文件)\s?[：:]?"
)
_BARRED = re.compile(r"(?:来源|综合|供稿|文稿|文字|图片|摄影|制作)\s?[|｜/／]\s?.{1,40}")
_CRUMBS = re.compile(r"(?:您|你)?(?:现在|当前|所在)?(?:的)?位置\s?[：:]|首页\s?[>＞»-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The lines of the text: from `start` up to, not including, `end`. `credits` is what lines at its end, which
    are no part of it, say of its editors."""

    start: int
    end: int
    credits: Info


def text(lines: Sequence[Line], region: Region, dated: bool) -> Text:
    """The text of a region. `dated`: the page has an info line above it, so that what looks like one in it is not."""
    start = _start(lines, region, dated)
    end = _copy(lines, start, _end(lines, region, start))
    found, below_foot = Info(), False
    in_sight = any(not line.hidden for line in lines[start:end])
    while end > start:
        last = lines[end - 1]
        above = end - 1
        if (said := credits(last.text, last)) is not None:
            found = said.over(found)
        elif in_sight and last.hidden:
            pass  # a dialog
        elif found.kinds and _BARRED.fullmatch(last.text):
            pass  # of the same credits
        elif below_foot := is_foot(last.text) or (may_be_foot(last.text) and (below_foot or _is_of_foot(lines, end))):
            pass
        elif not _is_after(last, region):
            above = _above_files(lines, start, end)
            if above == end:
                break
        end = above
    return Text(start=start, end=end, credits=found)


def _start(lines: Sequence[Line], region: Region, dated: bool) -> int:
    start = table = metatable.end(lines, region.start, region.end)
    for number in range(start, min(start + _TOP, region.end)):
        line = lines[number].text
        is_metadata = _is_metadata(line)
        dates_it = not (dated or region.named or _CLAUSE.search(line)) and is_date(line, _PUBLISHER)
        if region.weights[number] and not is_metadata and not dates_it:
            break
        if is_metadata or dates_it or (not dated and is_info(line)):
            start = number + 1
    if table < start < region.end and sole_label(lines[start - 1].text) is not None:
        start += not is_labelled(lines[start].text)  # the value of a label in a cell of its own
    while start < region.end and _is_before(lines[start]):
        start += 1
    return start if start < region.end else region.start


def _is_metadata(line: str) -> bool:
    """Whether a line is an info line for sure, and no sentence such as 时间：3月5日 in an invitation."""
    kinds = {label.kind for label in labels(line)}
    return is_info(line) and bool(kinds & {"published", "source"} or ("dated" in kinds and len(kinds) > 1))


def _is_before(line: Line) -> bool:
    return is_tool(line.text) or bool(_CRUMBS.match(line.text)) or (_is_link(line) and is_more(line.text))


def _end(lines: Sequence[Line], region: Region, start: int) -> int:
    """The first line of what stands after the text: one that says so, and has little prose below it."""
    rest = total = sum(region.weights[start : region.end])
    for number in range(start, region.end):
        line = lines[number]
        rest -= region.weights[number]
        if number == start or rest > _REST * total:
            continue
        if leads_on(line.text) or heads_others(line.text) or is_notice(line.text):
            return number
    return region.end


def _copy(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of a second copy of the text, for printing or for phones, with its title; `end` without one. A
    hidden copy above the one in sight is no first one: its lines are left out anyway."""
    hidden = all(line.hidden for line in lines[start:end])
    shown = (number for number in range(start, end) if hidden or not lines[number].hidden)
    first = next((number for number in shown if len(lines[number].text) >= _SENTENCE), end)
    again = next((number for number in range(first + 1, end) if lines[number].text == lines[first].text), end)
    above = again
    while above > first + 1 and len(lines[above - 1].text) < _SENTENCE and again - above < _HEAD:
        above -= 1
    size = above - first
    alike = sum(one.text == other.text for one, other in zip(lines[first:above], lines[again:end], strict=False))
    return above if size >= 2 and alike >= _ALIKE * size else end


def _is_after(line: Line, region: Region) -> bool:
    """Whether a line at the end is none of the text. Outside a named container lone links are not, either."""
    content = line.text
    if is_tool(content) or _PAGES.fullmatch(content):
        return True
    return _is_link(line) and not is_file_line(line) and (is_more(content) or not region.named)


def _is_of_foot(lines: Sequence[Line], end: int) -> bool:
    """Whether the line before `end`, which may be of a footer, stands below one that is."""
    above = (lines[number].text for number in range(end - 2, -1, -1))
    return is_foot(next((text for text in above if not may_be_foot(text) or is_foot(text)), ""))


def _above_files(lines: Sequence[Line], start: int, end: int) -> int:
    """Where a list of files begins that a template adds at the end, with its heading; `end` where there is none.

    A list that begins with 附件： is the text's own, as documents are written.
    """
    first = end
    while first > start and is_file_line(lines[first - 1]):
        first -= 1
    if first == end:
        last = lines[end - 1].text
        return end - 1 if end - start > 1 and (_FILES.fullmatch(last) or _OWN.fullmatch(last)) else end
    if _OWN.match(lines[first].text) or (first > start and _OWN.fullmatch(lines[first - 1].text)):
        return end
    names = frozenset[str]().union(*(link_names(line) for line in lines[first:end]))
    if first > start and (lines[first - 1].text in names or _FILES.fullmatch(lines[first - 1].text)):
        first -= 1
    return first


def _is_link(line: Line) -> bool:
    return line.linked * 5 >= len(line.text) * 4
