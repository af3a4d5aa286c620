"""gkmlpt: a page without content that holds the tree of its sections; their rows come as JSON."""

import re
from urllib.parse import urljoin, urlsplit

import msgspec

from archive.records import Link, Listing
from spiders.extract.lists.asked import NOTHING, Asked, day, listed, rows_of
from spiders.extract.page import Doc
from spiders.extract.query import number, with_number
from spiders.extract.scriptvalue import decoded, value

_SITE = re.compile(r"['\"]?\bSID['\"]?\s*:\s*['\"]?(\d{1,12})")
_MOST = 500  # sections of one site


class _Node(msgspec.Struct):
    id: int | str
    name: str = ""
    jump_url: str | None = ""
    children: list["_Node"] | None = None


class _Item(msgspec.Struct):
    title: str = ""
    url: str | None = ""
    create_time: int | str | None = None
    first_publish_time: int | str | None = None
    display_publish_time: int | str | None = None
    date: int | str | None = None


class _Section(msgspec.Struct):
    name: str | None = None


class _Answer(msgspec.Struct):
    articles: list[_Item]
    total: int = 0
    offset: int | None = None
    classify: _Section | None = None


def asked(doc: Doc, rows: int) -> Asked:
    """The list of each section without sections of its own; one that lies elsewhere is a link."""
    site = _SITE.search(doc.text)
    nodes = value(doc.text, "TREE", list[_Node]) if site is not None and not rows else None
    if site is None or nodes is None:
        return NOTHING
    folder = urlsplit(doc.url).path.partition("/gkmlpt")[0]
    links: list[Link] = []
    waiting = nodes[::-1]
    while waiting and len(links) < _MOST:
        node = waiting.pop()
        waiting += (node.children or [])[::-1]
        if node.jump_url:
            if url := doc.absolute(node.jump_url):
                links.append(Link(url=url, text=node.name, kind="section"))
        elif not node.children:
            url = urljoin(doc.url, f"{folder}/gkmlpt/api/all/{node.id}?page=1&sid={site[1]}")
            links.append(Link(url=url, text=node.name, kind="api"))
    return Asked(links=tuple(links))


def answer(text: str, url: str) -> Listing | None:
    """A page of a section's rows. `total` is how many can be had; the section's own count may be far above it."""
    if (told := decoded(text, _Answer)) is None:
        return None
    rows = rows_of([(item.url, item.title, _date(item)) for item in told.articles], url)
    page, count = number(url, "page") or 1, len(told.articles)
    offset = told.offset if told.offset is not None else (page - 1) * count
    size = offset // (page - 1) if page > 1 else count
    is_last = offset + count >= told.total or count < size  # `total` may be more than there are
    section = told.classify.name if told.classify is not None else None
    return listed(rows, None if is_last else with_number(url, "page", page + 1), section)


def _date(item: _Item) -> str | None:
    """The day of publication; `date` is that of the document, and what remains where nothing else is given."""
    times = (item.first_publish_time, item.create_time, item.display_publish_time, item.date)
    return next(filter(None, map(day, times)), None)
