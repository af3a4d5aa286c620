"""Lists that a page does not hold but fetches: what the page asks for, and what comes.

Each module is one such interface; the file of a family names it, but for `datasource`, by which pages of no family tell
their own. What a page asks for follows from the page alone, and is asked for only where its own rows do not cover it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from archive.records import Link, Listing
from spiders.extract import limits
from spiders.extract.listing import section_name
from spiders.extract.lists import dataproxy, datasource, label, search, tree, unit, was
from spiders.extract.lists.asked import Asked
from spiders.extract.page import Doc
from spiders.extract.pager import is_drawn
from spiders.extract.shapes import is_home, shape
from spiders.family import ApiName, api_at


@dataclass(frozen=True, slots=True)
class _Api:
    """`asked`: what a page that has so many rows asks for. `answer`: what came; None for what is no such list."""

    asked: Callable[[Doc, int], Asked]
    answer: Callable[[str, str], Listing | None]


_APIS: Mapping[ApiName, _Api] = {
    "dataproxy": _Api(dataproxy.asked, dataproxy.answer),
    "unit": _Api(unit.asked, unit.answer),
    "tree": _Api(tree.asked, tree.answer),
    "search": _Api(search.asked, search.answer),
    "label": _Api(label.asked, label.answer),
    "was": _Api(was.asked, was.answer),
}


def completed(doc: Doc, listing: Listing | None) -> tuple[Listing | None, tuple[Link, ...]]:
    """A page's listing with the address where it goes on, or begins, and links to the lists that the page opens."""
    apis = doc.family.api if doc.family is not None else ()
    if not (apis or datasource.may_ask(doc.text)) or shape(doc.url) == "article" or is_home(doc.url):
        return listing, ()
    rows = len(listing.rows) if listing is not None else 0
    if rows and is_drawn(doc):
        return listing, ()  # its own pager tells where it ends
    links: list[Link] = []
    for asked in (*(_APIS[api.name].asked(doc, rows) for api in apis), datasource.asked(doc, rows)):
        links += asked.links
        if asked.next_url is not None and (listing is None or listing.next_url is None):
            listing = replace(listing or Listing(rows=(), section=section_name(doc)), next_url=asked.next_url)
    return listing, tuple(links)


def answered(text: str, url: str) -> Listing | None:
    """What came from the address of such an interface; None from any other, and for what is no list. ParseLimit as
    with a page."""
    api = api_at(url)
    if api is None:
        return None
    limits.check(text)
    return _APIS[api.name].answer(text, url)
