"""LKCMS: a list that a script fetches from /site/label/8888, as HTML without a page around it."""

import re

from archive.records import Listing
from spiders.extract.listing import listing
from spiders.extract.lists.asked import NOTHING, Asked, listed
from spiders.extract.page import Doc, document
from spiders.extract.query import number, query, with_number
from spiders.extract.scriptvalue import LIMIT

_LABEL = re.compile(r"['\"]([^'\"?]{0,100}/site/label/\d{1,6})(?:\?([^'\"]{0,1000}))?['\"]")
_NAMES = (
    *("labelName", "siteId", "pageSize", "action", "isDate", "dateFormat", "length", "organId", "type"),
    *("catId", "catIds", "cId", "file"),
)
_SETTING = re.compile(rf"\b({'|'.join(_NAMES)})['\"]?\s*[:=]\s*(?:'([^']{{0,200}})'|\"([^\"]{{0,200}})\"|(\d{{1,12}}))")
_PAGES = re.compile(r"(?:pageCount|totalPages?)['\"]?\s*[:=]\s*['\"]?(\d{1,6})")
_NEEDED = ("labelName", "siteId")
_FIXED = "IsAjax=1&dataType=html"


def asked(doc: Doc, rows: int) -> Asked:
    """The first page of the rows, or the one after those that the page has and says to be more."""
    if (found := _LABEL.search(doc.text)) is None:
        return NOTHING
    address = doc.absolute(found[1])
    if found[2]:
        pairs = dict(pair.partition("=")[::2] for pair in found[2].replace("&amp;", "&").split("&"))
        said = {name: pairs[name] for name in _NAMES if name in pairs}
    else:
        said = {name: first or second or third for name, first, second, third in _SETTING.findall(doc.text)}
    pages = _PAGES.search(doc.text)
    if not said.get("labelName", "").lower().endswith("list"):  # there are labels for menus and counters too
        return NOTHING
    if (
        address is None
        or not all(said.get(name) for name in _NEEDED)
        or (rows and (pages is None or int(pages[1]) < 2))
    ):
        return NOTHING
    return Asked(next_url=with_number(f"{address}?{_FIXED}&{query(**said)}", "pageIndex", 2 if rows else 1))


def answer(text: str, url: str) -> Listing | None:
    """A page of rows; the last where its settings say so, or where it has none."""
    found = listing(document(text[:LIMIT], url))
    if found is None:
        return None
    said, page = _PAGES.search(text), number(url, "pageIndex") or 1
    pages = int(said[1]) if said is not None else None
    is_last = pages is not None and page >= pages
    return listed(found.rows, None if is_last else with_number(url, "pageIndex", page + 1), pages=pages)
