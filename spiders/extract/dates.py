"""Dates as Chinese pages print them, and as addresses carry them.

Nothing is guessed: what is no calendar date, or only a year and month, is None. All printed times are UTC+8, which
China has kept without summer time since 1992.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))

_NEVER = frozenset((date(1970, 1, 1), date(1900, 1, 1)))  # what systems write where they have no date
# One character to one, so that spans are those of the text as printed.
_DASHES, _SPACES = "－–—―‐‑−", "\u3000\u00a0\u2002\u2003"
_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９：∶︰／．＋" + _DASHES + _SPACES, "0123456789:::/.+" + "-" * len(_DASHES) + " " * len(_SPACES)
)
_DIGITS = {
    character: value for value, characters in enumerate(("零〇○Oo0", *"一二三四五六七八九")) for character in characters
}

_DAY = r"""(?P<day_printed>
    (?<!\d) (?P<year>(?:19|20)\d\d|[零〇○Oo0一二三四五六七八九]{4}(?=\s?年))
    (?: \s?年\s{0,2} (?P<month>\d{1,2}|[元一二三四五六七八九十]{1,2}) \s?月\s{0,2}
        (?: (?P<day>\d{1,2}|[一二三四五六七八九十廿]{1,3}) (?: \s?[日号號] | (?!\d) ) )
      | \s?(?P<mark>[-/.])\s? (?P<m>\d{1,2}) \s?(?P=mark)\s? (?P<d>\d{1,2}) (?![-/.]\d{1,3}(?!\d))
        (?: (?!\d) | (?=\d\d:\d\d) ) )     # "2023-09-2810:12": tags stood between date and time
)"""
_TIME = r"""
    (?: \s{0,3} (?: [(（]? (?:星期|周) [一二三四五六日天] [)）]? )? \s{0,3} T? (?P<half>上午|下午|晚上)?
        \s{0,2} (?P<hour>\d{1,2}) \s?[:时時点點]\s? (?P<minute>\d{1,2})
        (?: \s?[:分]\s? (?P<second>\d{1,2}) (?:\.\d{1,6})? )? (?!\d) \s?[分秒]?
        (?P<zone>Z(?![A-Za-z])|\s?\+\d\d:?\d\d(?!\d))?
    )?
"""
_PRINTED = re.compile(_DAY + _TIME, re.VERBOSE)
_MAY_BE_PRINTED = re.compile("[12１２年]")  # what each year has, in digits, or after it

# What only a listing prints, where the year stands in another element or nowhere: "[09-28]", "9月28日",
# "03/10 2025", "28 2023-09".
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?\s{1,9}(?P<year>20\d\d)(?:\s?年)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s?日?\s{0,9}(?P<year>20\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?月?")
_YEARLESS = re.compile(
    r"(?P<month>\d{1,2})\s?(?:[-/月]|\.(?=\d\d))\s?(?P<day>\d{1,2})\s?[日号]?(?!\d|[.:%]\d)" + _TIME, re.VERBOSE
)
_BRACKETS = " \t\r\n\f\v[]()（）【】〔〕〖〗|·"

# Month and day stand in folders of their own or behind a mark of the CMS; a bare number of eight digits at the end
# of an address may be an id.
_ADDRESS_DATES = tuple(
    re.compile(f"/{pattern}")
    for pattern in (
        r"t(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)_\d",
        r"content_(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?P<year>(?:199|20\d)\d)[-_](?P<month>\d{1,2})[-_](?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:199|20\d)\d)/(?P<month>\d{1,2})[-/](?P<day>\d{1,2})/",
        r"(?P<year>(?:199|20\d)\d)[-_](?P<month>\d{1,2})/(?P<day>\d{1,2})/",
        r"(?P<year>(?:199|20\d)\d)(?P<month>\d\d)/(?P<day>\d\d)/",
        r"(?P<year>(?:199|20\d)\d)/?(?P<month>\d\d)(?P<day>\d\d)/",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date that a text prints: `iso` with +08:00 where a time is printed, its `text`, and where that stands."""

    iso: str
    text: str
    start: int
    end: int


def find(text: str) -> Found | None:
    """The first date that a text prints with its year, with the time if one follows; None where there is none.

    >>> find("发布时间：2023年9月28日 10时12分　来源：管委会").iso
    '2023-09-28T10:12:00+08:00'
    """
    return next(_found(text), None)


def find_all(text: str) -> tuple[Found, ...]:
    """All dates that a text prints with their year, in order."""
    return tuple(_found(text))


def resolve(date_text: str, newest: date) -> str | None:
    """The date that a listing prints beside an item, as ISO; None where it prints none.

    A date without a year is the last such day up to `newest`, which is the day of the capture, or the date of the
    item above in a listing that stands in order.

    >>> resolve("[09-28]", date(2024, 3, 1)), resolve("03/10 2025", date(2026, 1, 1))
    ('2023-09-28', '2025-03-10')
    """
    if printed := with_year(date_text):
        return printed
    if not (parts := _YEARLESS.fullmatch(_bare(date_text))):
        return None
    for year in range(newest.year, newest.year - 9, -1):  # between two 29 February lie at most eight years
        day = _day(year, int(parts["month"]), int(parts["day"]))
        if day and day <= newest:
            return _iso(day, parts)
    return None


def with_year(date_text: str) -> str | None:
    """The date that a listing prints beside an item with its year, as ISO; None for others.

    >>> with_year("03/10 2025"), with_year("[09-28]")
    ('2025-03-10', None)
    """
    if printed := find(date_text):
        return printed.iso
    line = _bare(date_text)
    parts = _MONTH_FIRST.fullmatch(line) or _DAY_FIRST.fullmatch(line)
    day = _day(int(parts["year"]), int(parts["month"]), int(parts["day"])) if parts else None
    return day.isoformat() if day else None


def from_epoch(text: str) -> str | None:
    """The time that a number of seconds since 1970 tells, or of milliseconds if it has 13 digits; None for others.

    >>> from_epoch("1693900800"), from_epoch("20230905")
    ('2023-09-05T16:00:00+08:00', None)
    """
    if not (text.isascii() and text.isdecimal() and len(text) in (10, 13)):
        return None
    at = datetime.fromtimestamp(int(text[:10]), CHINA)
    return at.isoformat() if at.date() not in _NEVER else None


def from_url(url: str) -> str | None:
    """The day that an article's address carries, as ISO; None for a month alone, and for numbers that may be ids.

    >>> from_url("http://kfq.test/news/202309/t20230928_4247.html")
    '2023-09-28'
    """
    path = re.split("[?#]", url, maxsplit=1)[0]
    for pattern in _ADDRESS_DATES:
        for parts in pattern.finditer(path):
            if day := _day(int(parts["year"]), int(parts["month"]), int(parts["day"])):
                return day.isoformat()
    return None


def _bare(date_text: str) -> str:
    return date_text.translate(_HALF_WIDTH).strip(_BRACKETS)


def _found(text: str) -> Iterator[Found]:
    if _MAY_BE_PRINTED.search(text) is None:
        return
    for parts in _PRINTED.finditer(text.translate(_HALF_WIDTH)):
        year, month, day = (_number(parts[name] or parts[other]) for name, other in _NAMES)
        if not (printed := _day(year, month, day)) or printed == _EPOCH:
            continue
        iso = _iso(printed, parts)
        end = parts.end() if "T" in iso or parts["hour"] is None else parts.end("day_printed")
        yield Found(iso=iso, text=text[parts.start() : end], start=parts.start(), end=end)


_EPOCH = date(1970, 1, 1)  # what a system prints for a time that nobody entered
_NAMES = (("year", "year"), ("month", "m"), ("day", "d"))


def _number(printed: str) -> int:
    """A number in digits, or in Chinese: digit by digit (二〇二三), with ten (二十八), 元 for the first month."""
    if printed.isdecimal():
        return int(printed)
    if len(printed) == 4:
        return int("".join(str(_DIGITS[character]) for character in printed))
    if printed == "元":
        return 1
    tens, ten, ones = printed.replace("廿", "二十").partition("十")
    if not ten:
        return _DIGITS.get(tens, 0)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found not in _NEVER else None


def _iso(day: date, parts: re.Match[str]) -> str:
    """The day, with its time where a possible one is printed."""
    if parts["hour"] is None:
        return day.isoformat()
    hour = int(parts["hour"])
    if parts["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    try:
        printed = time(hour, int(parts["minute"]), int(parts["second"] or 0))
    except ValueError:
        return day.isoformat()
    zone = _zone(parts["zone"])
    return datetime.combine(day, printed, zone).astimezone(CHINA).isoformat()


def _zone(printed: str | None) -> timezone:
    if not printed:
        return CHINA
    if printed == "Z":
        return UTC
    hours, minutes = int(printed.strip()[1:3]), int(printed[-2:])
    return timezone(timedelta(hours=hours, minutes=minutes)) if hours < 15 and minutes < 60 else CHINA
