"""UCAP: a section whose rows come as JSON by the id that a tag of its page tells."""

import re

import msgspec

from archive.records import Link, Listing
from spiders.extract.lists.asked import NOTHING, Asked, day, listed, rows_of
from spiders.extract.page import Doc
from spiders.extract.query import number, with_number
from spiders.extract.scriptvalue import decoded

_CHANNEL = re.compile(r"[0-9a-f]{32}|\d{1,12}", re.IGNORECASE)
_PATH = re.compile(r"['\"](/(?:searchList|common/search|search)/)(?:['\"]|[0-9a-f]{32})")
_PATHS = ("/searchList/", "/common/search/")  # where a page does not say: its script stands in a file of its own
_QUERY = "_isAgg=true&_isJson=true&_pageSize=18&_template=index&page=1"
_A_PAGE = 18


class _Item(msgspec.Struct):
    title: str = ""
    url: str | None = ""
    publishedTimeStr: str | None = None
    publishedTime: int | str | None = None


class _Data(msgspec.Struct):
    results: list[_Item]
    total: int = 0
    rows: int = 0


class _Answer(msgspec.Struct):
    data: _Data


def asked(doc: Doc, rows: int) -> Asked:
    """The first page of the section's rows, where the page itself has none; at two addresses, where it does not tell
    which of them it is."""
    if rows:
        return NOTHING
    for meta in doc.tagged("meta"):
        channel = (meta.get("content") or "").strip()
        if (meta.get("name") or "").lower() == "channelid" and _CHANNEL.fullmatch(channel):
            said = _PATH.search(doc.text)
            urls = [doc.absolute(f"{path}{channel}?{_QUERY}") for path in ((said[1],) if said else _PATHS)]
            links = (Link(url=url, text="", kind="api") for url in urls[1:] if url is not None)
            return Asked(next_url=urls[0], links=tuple(links))
    return NOTHING


def answer(text: str, url: str) -> Listing | None:
    """A page of rows."""
    if (answered := decoded(text, _Answer)) is None:
        return None
    told = answered.data
    items = [(item.url, item.title, item.publishedTimeStr or day(item.publishedTime)) for item in told.results]
    page, size = number(url, "page") or 1, told.rows or number(url, "_pageSize") or _A_PAGE
    is_last = page * size >= told.total  # the size that was asked for may be more than is given
    return listed(rows_of(items, url), None if is_last else with_number(url, "page", page + 1))
