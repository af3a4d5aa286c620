"""The line between title and text that says when, whence and by whom: 发布时间：2024-03-05 来源：管委会 【打印】."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from spiders.extract import dates
from spiders.extract.dates import Found
from spiders.extract.labels import Label, labels, sole_label
from spiders.extract.said import Place, Said, around
from spiders.extract.tools import is_tool

_LINE = 90  # characters: a longer line with a date in it is a sentence
_CELL = 12  # characters of a cell of a table that holds a label alone
_VALUE = 200  # characters of a value that are looked at
_NAME, _NAMES = 40, 60  # characters of a source, of a list of people
_LEAST, _MOST = 4, 150  # characters of a title
_ENDS = " \t|｜,，;；。、·•/\\-—_>"
_TOLD = frozenset(("published", "dated", "source", "publisher", "contributor", "author", "editor"))
_PEOPLE, _CODES = frozenset(("author", "editor", "reviewer")), frozenset(("index", "number"))
_NAMES_OF = frozenset(("source", "publisher", "contributor", "issuer", "section", "title")) | _PEOPLE | _CODES
_DATES = frozenset(("published", "dated"))
_DATED = _DATES | {"written"}
_ROLE = re.compile(r"^(?:本[报网刊社]|特约)?(?:记者|通讯员)\s+")
_SENTENCE = re.compile("[。；！？]")
_BRACKETS = ("()", "（）", "[]", "【】", "〔〕", "〖〗")
_OPENING = " [【(（〔〖"
_HALF_WIDTH = {
    code: code - 0xFEE0
    for code in map(ord, "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ－")
}
_NOBODY = frozenset(("", "无", "暂无", "null", "none", "佚名", "未知", "&nbsp"))
_ACCOUNT = re.compile(
    "(?:系统|超级|网站|后台)?管理员|admin(?:istrator)?", re.IGNORECASE
)  # what systems file texts under
_YEAR = re.compile(r"(?:19|20)\d\d\s?[-/.年]")
_DIGIT = re.compile("[\\d〇零一二三四五六七八九十]")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z]")
# Who publishes, by the end of its name: what may stand beside a date without a label.
_PUBLISHER = re.compile(
    r"[\u3400-\u9fffA-Za-z·]{1,18}(?:网|报|社|台|电视|杂志|客户端|公众号|频道|在线|新闻|局|委|办|厅|部|科|处|中心|政府|委员会|办公室|管委会|集团|公司|协会|学会)"
)


@dataclass(slots=True)
class Info:
    """What info lines say; None where they don't.

    `published` comes with a label that says so, `dated` with a bare 时间, `bare` without any; `written` is the day of a
    document, `index` and `number` what it is filed under, `issuer` the body that issued it and `publisher` the one that
    put it on the site, `title` what a table calls it. `kinds` are those of the labels that there are, with a value or
    without.
    """

    published: Said | None = None
    dated: Said | None = None
    bare: Said | None = None
    written: Said | None = None
    source: Said | None = None
    publisher: Said | None = None
    contributor: Said | None = None
    issuer: Said | None = None
    index: Said | None = None
    number: Said | None = None
    author: Said | None = None
    editor: Said | None = None
    reviewer: Said | None = None
    section: Said | None = None
    title: Said | None = None
    unlabelled_source: Said | None = None
    kinds: set[str] = field(default_factory=set)

    def over(self, other: "Info") -> "Info":
        """What this says, and where it says nothing, what `other` does; the reviewers of both."""
        said = [mine or its for mine, its in zip(_said(self), _said(other), strict=True)]
        values: dict[str, Any] = dict(zip(_SAID, said, strict=True))
        if self.reviewer is not None and other.reviewer is not None:
            values["reviewer"] = _both(self.reviewer, other.reviewer)
        return Info(**values, kinds=self.kinds | other.kinds)


_SAID = tuple(name for name in Info.__slots__ if name != "kinds")
_said = attrgetter(*_SAID)  # all at once: six are joined for each page


def read(lines: Sequence[str], bare: int = 1000, places: Sequence[Place] = ()) -> Info:
    """What a run of lines says, which stand at `places`. The first value of each kind counts; of reviewers, all do.

    A value ends where the next label begins, so that an empty 来源 takes nothing; where a line ends with its label,
    the value is the next line, as in the cells of a table. A date needs no label in the first `bare` lines.
    """
    info = Info()
    taken = -1  # the line that was the value of a label on the line above
    for number, line in enumerate(lines):
        found = _labels(line)
        ends = [*[label.start for label in found[1:]], len(line)] if found else ()
        for label, end in zip(found, ends, strict=True):
            value, at = line[label.end : end][:_VALUE], number
            if end == len(line) <= _CELL and not _trimmed(value):
                following = lines[number + 1] if number + 1 < len(lines) else ""
                value = "" if is_labelled(following) or is_tool(following) else following[:_VALUE]
                at = taken = number + 1
            word = "".join(line[label.start : label.end].split()).strip("：:")
            _keep(info, label.kind, value, f"label {word}", places[at] if at < len(places) else None)
        if info.bare is None and number < bare and len(line) <= _LINE and number != taken:
            text = line[: found[0].start] if found else line
            _keep_bare(info, text, places[number] if number < len(places) else None)
    return info


def is_labelled(line: str) -> bool:
    """Whether a line has a label that we know, or is one."""
    return any(label.kind != "other" for label in labels(line)) or sole_label(line) is not None


@lru_cache(maxsize=2048)  # as labels
def _labels(line: str) -> tuple[Label, ...]:
    """The labels of a line, or what it is if it is one itself."""
    kind = sole_label(line) if not (found := labels(line)) else None
    return (Label(kind, 0, len(line)),) if kind else found


@lru_cache(maxsize=2048)  # as labels
def is_info(line: str) -> bool:
    """Whether a line is an info line and no sentence: labels of source or people, or of a date with a date."""
    kinds = {label.kind for label in labels(line)}
    if not kinds & _TOLD or len(line) > 3 * _LINE:
        return False
    if kinds & _DATES:
        return dates.find(line) is not None or bool(kinds & (_TOLD - _DATES))
    return len(line) <= _LINE and not _SENTENCE.search(line)


def begins_info(line: str) -> bool:
    """Whether a line may be the first of what is told of an article below its title: an info line, a label in a cell
    of its own, or a date and little else.

    >>> begins_info("来源："), begins_info("[2024-03-05]"), begins_info("2024年3月5日，开发区召开会议。")
    (True, True, False)
    """
    return is_info(line) or sole_label(line) is not None or is_date(line)


def is_date(line: str, beside: int = 2) -> bool:
    """Whether a line is a date, with brackets around it or not, and at most so many characters beside it."""
    found = dates.find(line)
    return found is not None and not line[: found.start].strip(_OPENING) and len(line) - found.end <= beside


def name(value: str, limit: int = _NAME) -> str | None:
    """A value as the name of an office or of people, without tools, dates and counters after it; None for nothing."""
    if (date := dates.find(value)) is not None:
        value = value[: date.start]  # 来源：园区日报2024-03-05
    words = []
    for word in _trimmed(value).split(" "):
        if is_tool(word) or _YEAR.match(word) or word.isdigit():
            break
        words.append(word)
    trimmed = _trimmed(" ".join(words))
    if trimmed.lower() in _NOBODY or not _WORD.search(trimmed) or len(trimmed) > limit or "://" in trimmed:
        return None
    return trimmed


def code(value: str) -> str | None:
    """A value as what a document is filed under, with digits and letters as everybody types them: 云开管发〔2024〕12号,
    KFQ-2024-00012; None for anything else."""
    text = _trimmed(value).translate(_HALF_WIDTH)
    fits = len(text) <= _NAMES and _DIGIT.search(text) and not _SENTENCE.search(text)
    return text if fits and text.lower() not in _NOBODY else None


def people(value: str) -> str | None:
    """A value as the names of people; None for a sentence."""
    named = name(_ROLE.sub("", _trimmed(value)), _NAMES)
    if named is None or _ACCOUNT.fullmatch(named) or _SENTENCE.search(named):
        return None
    return None if "，" in named and len(named) > _NAME // 2 else named


def _keep(info: Info, kind: str, value: str, rule: str, at: Place) -> None:
    info.kinds.add(kind)
    if kind in _DATED:
        found = dates.find(value[:_LINE])
        if found is not None and found.start <= 3 and getattr(info, kind) is None:
            setattr(info, kind, _date(found, rule, at))
        return
    if kind not in _NAMES_OF:
        return
    known: Said | None = getattr(info, kind)
    if known is None and (text := _text(kind, value)) is not None:
        setattr(info, kind, Said(text, rule, at))
    elif known is not None and kind == "reviewer" and (text := people(value)):
        info.reviewer = _both(known, Said(text, rule, at))  # 初审：张三 复审：李四 终审：王五
    if info.bare is None and kind not in _CODES | {"title"} and (found := dates.find(value)) is not None:
        info.bare = _date(found, "date without label", at)  # 来源：园区网 2024-03-05


def _both(known: Said, other: Said) -> Said:
    """The names of two lists of people, each once."""
    further = [name for name in other.value.split("、") if name not in known.value]
    return replace(
        known, value="、".join((known.value, *further)), at=around(known.at, other.at) if further else known.at
    )


def _text(kind: str, value: str) -> str | None:
    if kind in _PEOPLE:
        return people(value)
    if kind == "title":
        return trimmed if _LEAST <= len(trimmed := _trimmed(value)) <= _MOST else None
    return code(value) if kind in _CODES else name(value)


def _keep_bare(info: Info, text: str, at: Place) -> None:
    """A date that stands for itself, and the name of a publisher beside it."""
    found = dates.find(text)
    if found is None:
        return
    info.bare = _date(found, "date without label", at)
    others = [
        word for word in _words(text[: found.start], text[found.end :]) if not is_tool(word) and not word.isdigit()
    ]
    if len(others) == 1 and _PUBLISHER.fullmatch(others[0]):
        info.unlabelled_source = Said(others[0], "name beside a date", at)


def _date(found: Found, rule: str, at: Place) -> Said:
    return Said(found.text.strip(), rule, at, found.iso)


def _words(*texts: str) -> Iterable[str]:
    return (word for text in texts for part in text.split() if (word := _trimmed(part)))


def _trimmed(value: str) -> str:
    """A value without separators at its ends, and without brackets that open or close outside it."""
    before = None
    while value != before:
        before = value
        value = value.strip(_ENDS)
        for pair in _BRACKETS:
            opens, closes = value.count(pair[0]), value.count(pair[1])
            if value[-1:] == pair[0] or (closes > opens and value[-1:] == pair[1]):
                value = value[:-1]
            elif value[:1] == pair[1] or (opens > closes and value[:1] == pair[0]):
                value = value[1:]
            elif value[:1] == pair[0] and value.find(pair[1]) == len(value) - 1:
                value = value[1:-1]
    return value
