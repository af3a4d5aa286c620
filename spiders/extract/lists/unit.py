"""JPaaS: parts of a page are named by `queryData` and come as HTML in JSON."""

import re
from urllib.parse import quote, unquote

import msgspec
from lxml.html import HtmlElement

from archive.records import Link, Listing
from spiders.extract.listing import listing
from spiders.extract.lists.asked import NOTHING, Asked, listed
from spiders.extract.page import Doc, document
from spiders.extract.query import query, value
from spiders.extract.scriptvalue import decoded

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_PAIR = re.compile(r"['\"](\w{1,40})['\"]\s*:\s*['\"]([^'\"]{0,200})['\"]")
_KNOWN = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")  # what the interface takes
_NEEDED = ("webId", "tplSetId", "pageId")
_NUMBERS = re.compile(r"['\"](pageNo|pageSize)['\"]\s*:\s*['\"]?(\d{1,6})")
_COUNT = re.compile(r"\bcount=['\"]?(\d{1,7})")
_GIVEN = re.compile(r"\b(?:rows|pageSize)\s?[=:]\s?['\"]?([1-9]\d{0,3})\b")
_A_PAGE = 15  # rows, where the page does not say
_MOST = 3  # parts of one page: navigation and footer may be such parts too


class _Data(msgspec.Struct):
    html: str = ""


class _Answer(msgspec.Struct):
    data: _Data | None = None


def asked(doc: Doc, rows: int) -> Asked:
    """The first page of each list that the page fetches, or the second of the one that it shows."""
    count = _COUNT.search(doc.text) if rows else None
    if "queryData" not in doc.text or (count is not None and rows >= int(count[1])):
        return NOTHING
    scripts: list[HtmlElement] = doc.tree.xpath("//*[@querydata]")
    urls = [url for script in scripts if (url := _address(doc, script, rows)) is not None][:_MOST]
    if not urls:
        return NOTHING
    return Asked(next_url=urls[0], links=() if rows else tuple(Link(url=url, text="", kind="api") for url in urls[1:]))


def answer(text: str, url: str) -> Listing | None:
    """The rows of the HTML in `data.html`; its `count` says how many there are in all."""
    told = decoded(text, _Answer)
    if told is None or told.data is None:
        return None
    found = listing(document(told.data.html, url))
    rows = found.rows if found is not None else ()
    numbers = dict(_NUMBERS.findall(unquote(value(url, "paramJson") or "")))
    page, size = int(numbers.get("pageNo", "1")), int(numbers.get("pageSize", _A_PAGE))
    count, given = _COUNT.search(told.data.html), _GIVEN.search(told.data.html)
    if given is not None or (page == 1 and 0 < len(rows) < size):
        size = int(given[1]) if given is not None else len(rows)  # of what was asked for, so many are given
    pages = -(-int(count[1]) // size) if count and size else None
    is_last = page >= pages if pages is not None else not rows
    following = None if is_last else f"{url.partition('&paramJson=')[0]}&{_turned(page + 1, size)}"
    return listed(rows, following, pages=pages)


def _address(doc: Doc, script: HtmlElement, rows: int) -> str | None:
    data = script.get("querydata") or ""
    said = dict(_PAIR.findall(data))
    if not all(said.get(name) for name in _NEEDED) or said.get("pageType", "column") != "column":
        return None
    size = int(dict(_NUMBERS.findall(data)).get("pageSize", rows or _A_PAGE))
    known = {name: said[name] for name in _KNOWN if name in said}
    address = doc.absolute(script.get("url") or _UNIT)
    return address and f"{address.partition('?')[0]}?{query(**known)}&{_turned(2 if rows else 1, size)}"


def _turned(page: int, size: int) -> str:
    numbers = f'{{"pageNo":{page},"pageSize":{size}}}'
    return f"paramJson={quote(numbers, safe=':,')}"
