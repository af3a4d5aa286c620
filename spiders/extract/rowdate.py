"""The date that a row of a listing prints, as it prints it."""

import itertools
import re
from collections.abc import Iterable

_DIGIT = re.compile(r"\d")
_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TIME = r"(?:[ T]{0,2}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_FULL = rf"{_YEAR} ?(?:[-/.] ?{_MONTH} ?[-/.] ?{_DAY}(?!\d){_TIME}|年 ?{_MONTH} ?月 ?{_DAY} ?日{_TIME})"
_SHORT = rf"(?:\d\d[-/.])?(?:{_MONTH}[-/]{_DAY}|\d\d\.\d\d)|{_MONTH} ?月 ?{_DAY} ?日"
_OPEN, _CLOSE = r"[\[【(（〔「|·:：\s]{0,4}", r"[\]】)）〕」|\s]{0,4}"

_ANYWHERE = re.compile(rf"(?<!\d){_FULL}")
_WHOLE = re.compile(rf"(?:[^\d\[(（]{{0,8}}[:：])?{_OPEN}({_FULL}|{_SHORT}){_CLOSE}")
_MONTH_DAY = re.compile(rf"({_MONTH})(?:([-/.])|月)({_DAY})日?")
_YEAR_MONTH = re.compile(rf"({_YEAR})(?:([-/.])|年)({_MONTH})月?")
_YEAR_ONLY = re.compile(rf"({_YEAR})年?")
_MONTH_ONLY = re.compile(rf"({_MONTH})月")
_DAY_ONLY = re.compile(rf"({_DAY})日?")
_COUNTER_LABEL = re.compile(r"(?:点击|浏览|阅读|访问|人气|评论|下载)[^\d：:]{0,3}[：:]\s*")
_GLUED = rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}{_TIME}|(?<=[\[(（【]){_MONTH}[-/.]{_DAY}"
_AT_START = re.compile(rf"{_OPEN}({_GLUED}){_CLOSE}(?!\d)")
_AT_END = re.compile(rf"{_OPEN}({_GLUED}){_CLOSE}$")

_PIECE_LIMIT = 40  # characters: a date with its label and brackets is shorter, a summary longer
_PIECES_LIMIT = 40  # pieces of text of one row


def printed_date(pieces: Iterable[str]) -> str | None:
    """The date among the texts of a row, its title left out; None where none is printed.

    A text that is nothing but a date goes before a date in a sentence. A date printed in pieces ("03/10" above
    "2025") is put together, the year first; a counter is no year.

    >>> printed_date(["来源：管委会", "发布时间：2024-03-05 09:30"]), printed_date(["[03-05]"])
    ('2024-03-05 09:30', '03-05')
    >>> printed_date(["03/10", "2025"]), printed_date(["15", "2024年5月"])
    ('2025/03/10', '2024年5月15日')
    """
    said = tuple(itertools.islice(pieces, _PIECES_LIMIT))
    if not any(map(_DIGIT.search, said)):
        return None
    pairs = itertools.pairwise(("", *said))
    told = (piece for before, piece in pairs if not _COUNTER_LABEL.fullmatch(before.strip()))
    texts = [" ".join(piece.split()) for piece in told if _DIGIT.search(piece)]
    short = [text for text in texts if len(text) <= _PIECE_LIMIT]
    whole = [match[1] for text in short if (match := _WHOLE.fullmatch(text))]
    if full := next((text for text in whole if _ANYWHERE.match(text)), None):
        return full.strip()
    if joined := next(filter(None, map(_joined, short, short[1:])), None):
        return joined
    if whole:
        return whole[0].strip()
    return next((match[0].strip() for text in texts if (match := _ANYWHERE.search(text))), None)


def cut_date(title: str) -> tuple[str, str | None]:
    """A title and the date that stands before or after it in the same text; None where none does.

    Only numbers with hyphens, slashes or dots, and year-less ones in brackets, count: titles state days in words.

    >>> cut_date("[03-05]开发区召开会议"), cut_date("2024年3月5日新闻")
    (('开发区召开会议', '03-05'), ('2024年3月5日新闻', None))
    """
    if match := _AT_START.match(title):
        return title[match.end() :].strip(), match[1].strip()
    if match := _AT_END.search(title[-_PIECE_LIMIT:]):
        return title[: len(title) - len(match[0])].strip(), match[1].strip()
    return title, None


def _joined(one: str, other: str) -> str | None:
    """A date of two neighbouring pieces: a day of a month and a year, or a day and the rest."""
    for first, second in ((one, other), (other, one)):
        if (year := _YEAR_ONLY.fullmatch(first)) and (rest := _MONTH_DAY.fullmatch(second)):
            mark = rest[2]
            return f"{year[1]}{mark}{rest[1]}{mark}{rest[3]}" if mark else f"{year[1]}年{rest[1]}月{rest[3]}日"
        if (rest := _YEAR_MONTH.fullmatch(first)) and (day := _DAY_ONLY.fullmatch(second)):
            mark = rest[2]
            return f"{rest[1]}{mark}{rest[3]}{mark}{day[1]}" if mark else f"{rest[1]}年{rest[3]}月{day[1]}日"
        if (month := _MONTH_ONLY.fullmatch(first)) and (day := _DAY_ONLY.fullmatch(second)):
            return f"{month[1]}月{day[1]}日"
    return None
