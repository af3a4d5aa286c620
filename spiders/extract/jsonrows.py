"""Rows of a listing in JSON, whatever its fields are called: in a script of the page, or as an answer of their own."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from json import JSONDecoder
from typing import NamedTuple

from archive.records import Listing, Row
from spiders.extract import dates
from spiders.extract.anchors import one_line, resolved
from spiders.extract.page import Doc
from spiders.extract.rowdate import printed_date
from spiders.extract.scriptvalue import LIMIT, decoded
from spiders.extract.shapes import is_denied, shape

_ARRAY = re.compile(r"[=:(]\s{0,9}(?=\[\s{0,9}\{\s{0,9}\")")
_MOST = 20  # arrays of one page that are looked at
_HAN = re.compile(r"[\u3400-\u9fff]")
_TAG = re.compile(r"<[^<>]{0,300}>")
_ADDRESS = re.compile(r"(?:https?:/)?/\S+|\.{1,2}/\S+|\w[\w/.-]*\.s?html?(?:\?\S*)?", re.ASCII)
_SHORTEST, _LONGEST, _MARKUP = 4, 300, 1000  # characters of a title, and with its markup
_FIELDS = 60  # of one object that are looked at
_DATE_LENGTH = 30  # characters of a date with its time
_MOSTLY, _HALF = 0.8, 0.5  # of the objects of an array: what has as many of a field has it in each row
_TIME = re.compile("time|date|day|pub|release", re.IGNORECASE)  # a number that is called otherwise is an id
_PUBLISHED = re.compile("pub|release", re.IGNORECASE)
_TITLE = re.compile("title", re.IGNORECASE)


def may_hold_rows(text: str) -> bool:
    """Whether a page's markup has an array of objects at all, which is told without parsing it."""
    return _ARRAY.search(text) is not None


def embedded(doc: Doc) -> tuple[Row, ...]:
    """The rows of the longest such array in the scripts of a page; empty where none has any.

    An array has rows where its objects have a text that may be a title, an address, or JSON that holds one, and at
    least half of them a date. An article's page has arrays of what is related: there are none in it.
    """
    if shape(doc.url) == "article" or not may_hold_rows(doc.text):
        return ()
    codes = [script.text for script in doc.tagged("script") if script.text and may_hold_rows(script.text)]
    found = [_rows_in(value, doc.base_url) for code in codes for value in _arrays(code)]
    return max(found, key=len, default=())


def answer(text: str, url: str) -> Listing | None:
    """A JSON text as the listing of its rows; None for any other, and where it has none."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return None
    rows = _rows_in(decoded(text.lstrip("\ufeff"), object), url)
    return Listing(rows=rows, by="api") if rows else None


def _arrays(code: str) -> Iterator[object]:
    decoder, end = JSONDecoder(strict=False), 0
    code = code[:LIMIT]
    for _ in range(_MOST):
        if (found := _ARRAY.search(code, end)) is None:
            return
        try:
            value, end = decoder.raw_decode(code, found.end())
        except (ValueError, RecursionError):
            end = found.end()
        else:
            yield value


def _rows_in(value: object, base: str) -> tuple[Row, ...]:
    """The rows of the longest array in a value, at whatever depth."""
    found: tuple[Row, ...] = ()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
            rows = _rows([item for item in each if isinstance(item, dict)], base)
            found = max(found, rows, key=len)
    return found


class _Column(NamedTuple):
    """One field of all objects; the values that it is asked for, None where it has none."""

    name: str
    values: list[str | None]

    @property
    def share(self) -> float:
        return sum(value is not None for value in self.values) / len(self.values)

    @property
    def distinct(self) -> int:
        return len({value for value in self.values if value is not None})

    @property
    def articles(self) -> int:
        """Of addresses, how many look like an article's."""
        return sum(shape(value) == "article" for value in self.values if value is not None)


def _rows(objects: Sequence[dict[str, object]], base: str) -> tuple[Row, ...]:
    def columns(read: Callable[[object], str | None]) -> list[_Column]:
        return [
            _Column(name, [read(each.get(name)) for each in objects]) for name in itertools.islice(objects[0], _FIELDS)
        ]

    if not objects:
        return ()
    titles = [column for column in columns(_title) if column.share >= _MOSTLY]
    urls = [column for column in columns(lambda value: _address(value, base)) if column.share >= _MOSTLY]
    days = [column for column in columns(_date) if column.share >= _HALF] or [
        column for column in columns(_counted) if column.share >= _HALF and _TIME.search(column.name)
    ]
    if not (titles and urls and days):
        return ()
    title = max(titles, key=lambda column: (_TITLE.search(column.name) is not None, column.distinct))
    url = max(urls, key=lambda column: (column.articles, column.distinct))
    date = max(days, key=lambda column: (_PUBLISHED.search(column.name) is not None, column.share))
    rows: dict[str, Row] = {}
    for name, address, printed in zip(title.values, url.values, date.values, strict=True):
        if name is not None and address is not None:
            rows.setdefault(address, Row(url=address, title=name, date_text=printed))
    return tuple(rows.values())


def _title(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > _MARKUP or _date(value) is not None:
        return None
    text = "".join(filter(str.isprintable, one_line(unescape(_TAG.sub("", value)))))
    return text if _SHORTEST <= len(text) <= _LONGEST and _HAN.search(text) else None


def _address(value: object, base: str) -> str | None:
    """The first address in a value that leads to a page, and not to a copy of it for phones."""
    for text in _texts(value):
        url = resolved(base, text, "utf-8") if _ADDRESS.fullmatch(text) and text.isprintable() else None
        if url is not None and shape(url) != "file" and not is_denied(url):
            return url
    return None


def _texts(value: object) -> Iterator[str]:
    """The texts of a value, which may be JSON in a text: {"pc": "/a/1.html"}."""
    if isinstance(value, str) and value.startswith("{"):
        value = decoded(value, dict[str, object])
    if isinstance(value, dict):
        yield from (text for text in value.values() if isinstance(text, str))
    elif isinstance(value, str):
        yield value


def _date(value: object) -> str | None:
    if isinstance(value, str) and len(value) <= _DATE_LENGTH and not _ADDRESS.fullmatch(value):
        return printed_date([value])
    return None


def _counted(value: object) -> str | None:
    """The day of a time that is counted in seconds or milliseconds since 1970."""
    at = dates.from_epoch(str(value)) if isinstance(value, (int, str)) and len(str(value)) <= _DATE_LENGTH else None
    return at[:10] if at is not None else None
