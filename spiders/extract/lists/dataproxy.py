"""jcms: rows stand in a script of the page as XML, and further ones come from dataproxy.jsp in the same form.

The XML is not always well-formed, so it is cut, not parsed.
"""

import re
from html import unescape

from archive.records import Listing
from spiders.extract.lists.asked import NOTHING, Asked, listed
from spiders.extract.page import Doc, document
from spiders.extract.query import number, query, with_number
from spiders.extract.scriptrows import records
from spiders.extract.scriptvalue import LIMIT

_NEXT_GROUP = re.compile(r"<nextgroup>[^\]]{0,100}?href=[\"']([^\"'\]]{1,1000})", re.IGNORECASE)
_TOTAL_PAGES = re.compile(r"<totalpage>\s{0,9}(\d{1,6})", re.IGNORECASE)
_TOTAL_ROWS = re.compile(r"<totalrecord>\s{0,9}(\d{1,8})", re.IGNORECASE)
_TOTAL_IN_SCRIPT = re.compile(r"\btotalRecord\s*:\s*['\"]?(\d{1,8})")
_UNIT = re.compile(r"\bunitid\s*[=:]\s*['\"]?(\d{1,12})", re.IGNORECASE)
# proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:15, ajaxParam:{col:1, webid:12, columnid:101, unitid:'6161', …}
_PROXY = re.compile(r"['\"]([^'\"]{0,100}/dataproxy\.jsp)[^'\"]{0,400}['\"]", re.IGNORECASE)
_PARAMETER = re.compile(
    r"\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)['\"]?\s*:\s*['\"]?([^'\",}\s]{1,200})"
)
_PER_PAGE = re.compile(r"\bperPage\s*:\s*['\"]?(\d{1,3})", re.IGNORECASE)
_NEEDED = ("columnid", "unitid", "webid")
_A_PAGE = 15  # rows, where the page does not say


def asked(doc: Doc, rows: int) -> Asked:
    """The next group of rows, as the page names it, or as its script would ask for it; else its next number."""
    if "unitid" not in doc.text.lower() and "<nextgroup>" not in doc.text:
        return NOTHING
    if (group := _next_group(doc.text, doc.url)) is not None:
        # The page shows the first group itself.
        return Asked(next_url=with_number(group, "page", 2) if rows and number(group, "page") == 1 else group)
    if (proxy := _PROXY.search(doc.text)) is not None and number(doc.url, "pageNum") is None:
        said = dict(_PARAMETER.findall(doc.text))
        url = doc.absolute(proxy[1])
        if url is not None and all(name in said for name in _NEEDED):
            return Asked(next_url=_first_beyond(doc.text, rows, f"{url}?{query(**said)}"))
    return Asked(next_url=_next_number(doc))


def _first_beyond(text: str, rows: int, url: str) -> str | None:
    """The address of the rows after those that the page shows: whole pages of them, for one may stand there twice."""
    size, total = _PER_PAGE.search(text), _TOTAL_ROWS.search(text) or _TOTAL_IN_SCRIPT.search(text)
    perpage = max(1, int(size[1])) if size else _A_PAGE
    shown = rows // perpage * perpage
    if total is not None and shown >= int(total[1]):
        return None
    span = {"startrecord": shown + 1, "endrecord": shown + max(shown, perpage), "perpage": perpage}
    return f"{url}&{query(**span)}"


def answer(text: str, url: str) -> Listing | None:
    """A group of rows, and the address of the next."""
    if len(text) > LIMIT or "<record" not in text:
        return None
    return listed(records(text, url), _next_group(text, url) or _after(text, url))


def _next_group(text: str, url: str) -> str | None:
    found = _NEXT_GROUP.search(text)
    return document("", url).absolute(unescape(found[1])) if found else None


def _after(text: str, url: str) -> str | None:
    """The address of the rows after these, by the number of their page or by their own numbers."""
    pages, page = _TOTAL_PAGES.search(text), number(url, "page")
    if pages is not None and page is not None:
        return with_number(url, "page", page + 1) if page < int(pages[1]) else None
    total = _TOTAL_ROWS.search(text)
    start, end = number(url, "startrecord"), number(url, "endrecord")
    if total is None or start is None or end is None or end < start or end >= int(total[1]):
        return None
    return with_number(with_number(url, "startrecord", end + 1), "endrecord", 2 * end - start + 1)


def _next_number(doc: Doc) -> str | None:
    """?uid=UNIT&pageNum=2, which some sites answer with the page of that number."""
    unit, total = _UNIT.search(doc.text), _TOTAL_PAGES.search(doc.text)
    current = number(doc.url, "pageNum") or 1
    if unit is None or total is None or current >= int(total[1]):
        return None
    return f"{doc.url.partition('?')[0]}?uid={unit[1]}&pageNum={current + 1}"
