"""Pagers that one family has alone; its file names them."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from spiders.extract.outline import outline
from spiders.extract.page import Doc
from spiders.extract.pagescript import Turn
from spiders.extract.query import number, with_number
from spiders.family import TurnName

# 共25条  1/4
_PLACE = re.compile(r"共\s?\d{1,7}\s?条\s{0,9}(\d{1,5})\s?/\s?(\d{1,5})(?!\d)")
_NUMBERED = re.compile(r"(.+)/(\d{1,5})\.(\w{3,5})")
# Ls.pagination({…, currPage: 1, pageCount: 12, …})
_SETTING = re.compile(r"(currPage|currentPage|pageIndex|pageCount|totalPages?|pages)['\"]?\s*[:=]\s*['\"]?(\d{1,6})")
_COLUMN = re.compile(r"/content/column/\d{1,12}|(?:columnId|column_id)['\"]?\s*[:=]\s*['\"]?(\d{1,12})")
# ShowAjaxNewPage(window.location.pathname, 'categorypagingcontent', 2)
_AJAX = re.compile(r"ShowAjaxNewPage\([^()]{0,200},\s*['\"]?(\d{1,5})['\"]?\s*\)")
# var purl="../../n3/n13/index_958" … maxPageNum = 199;
_LOADED = re.compile(r"\bpurl\s{0,9}=\s{0,9}['\"]([^'\"]{1,300})['\"]")
_LOADED_COUNT = re.compile(r"\bmaxPageNum\s{0,9}=\s{0,9}([1-9]\d{0,5})")
_LOADED_PAGE = re.compile(r"(.{1,500}/index_\d{1,12})_(\d{1,6})\.html")


def reverse(doc: Doc) -> Turn | None:
    """Pages numbered from the last to the first: news.htm is followed by news/143.htm, and 1.htm is the last."""
    lines = outline(doc).lines
    pairs = zip(lines, [*lines[1:], None], strict=True)  # a cell each, or all in one line
    said = ((line, _PLACE.search(f"{line.text} {after.text if after else ''}")) for line, after in pairs)
    line, found = next(((line, place) for line, place in said if place is not None), (None, None))
    if line is None or found is None:
        return None
    path = urlsplit(doc.url).path
    numbered = _NUMBERED.fullmatch(path)
    slug, dot, suffix = path.rpartition(".")
    if numbered is not None:
        slug, suffix, before = numbered[1], numbered[3], int(numbered[2]) - 1
    elif dot and found[1] == "1":
        before = int(found[2]) - 1
    else:
        return None
    following = urljoin(doc.url, f"{slug}/{before}.{suffix}") if before > 0 else None
    return Turn(element=line.block.element, url=following, count=int(found[2]))


def page_index(doc: Doc) -> Turn | None:
    """/content/column/ID?pageIndex=K, by the settings of Ls.pagination; a column's first page may have a name."""
    for script in doc.tagged("script"):
        code = script.text or ""
        if "Ls.pagination" not in code:
            continue
        settings = {name.lower(): int(value) for name, value in _SETTING.findall(code)}
        count = _first(settings, ("pagecount", "totalpages", "totalpage", "pages"))
        current = _first(settings, ("currpage", "currentpage", "pageindex")) or number(doc.url, "pageIndex") or 1
        column = _COLUMN.search(urlsplit(doc.url).path) or _COLUMN.search(code)
        if not count or column is None:
            continue
        path = f"/content/column/{column[1]}" if column[1] else column[0]
        following = with_number(urljoin(doc.url, path), "pageIndex", current + 1)
        return Turn(element=script, url=following if current < count else None, count=count)
    return None


def _first(settings: Mapping[str, int], names: tuple[str, ...]) -> int | None:
    return next((settings[name] for name in names if name in settings), None)


def ajax_page(doc: Doc) -> Turn | None:
    """Buttons that load 2.html into 1.html."""
    elements: list[HtmlElement] = doc.tree.xpath("//*[contains(@onclick, 'ShowAjaxNewPage')]")
    buttons = [(element, found) for element in elements if (found := _AJAX.search(element.get("onclick") or ""))]
    if not buttons:
        return None
    folder, _, leaf = urlsplit(doc.url).path.rpartition("/")
    own = re.fullmatch(r"(\d{1,5})\.(\w{3,5})", leaf)
    following = (int(own[1]) if own else 1) + 1
    is_last = all(int(found[1]) < following for _, found in buttons)
    url = urljoin(doc.url, f"{folder}/{following}.{own[2] if own else 'html'}")
    return Turn(element=buttons[-1][0], url=None if is_last else url)


def loaded(doc: Doc) -> Turn | None:
    """Pages that a script loads into the first one, numbered from the last to the first: of 199, index_958_198.html is
    the second. They hold rows alone, so that their own number has to tell what follows."""
    if (own := _LOADED_PAGE.fullmatch(doc.url)) is not None:
        before = int(own[2]) - 1
        return Turn(element=_last(doc.tree), url=f"{own[1]}_{before}.html" if before > 0 else None)
    for script in doc.tagged("script"):
        code = script.text or ""
        stem, count = _LOADED.search(code), _LOADED_COUNT.search(code)
        if stem is not None and count is not None:
            pages, begin = int(count[1]), doc.absolute(f"{stem[1]}_")
            following = f"{begin}{pages - 1}.html" if begin is not None and pages > 1 else None
            return Turn(element=script, url=following, count=pages, hidden=begin)
    return None


def _last(element: HtmlElement) -> HtmlElement:
    while len(element):
        element = element[-1]
    return element


TURNS: Mapping[TurnName, Callable[[Doc], Turn | None]] = {
    "reverse": reverse,
    "page_index": page_index,
    "ajax_page": ajax_page,
    "loaded": loaded,
}
