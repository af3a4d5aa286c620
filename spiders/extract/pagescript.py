"""Pagers that a page draws by script: the address of the next page, computed as the script computes it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from spiders.extract import pagevalues
from spiders.extract.page import Doc
from spiders.extract.pagefiles import FROM_1, Pages, own_file, pages_from
from spiders.extract.scriptvalue import decoded

# createPageHTML(pages, current, "index", "html", …) and createPageHTML('id', pages, current, 'index', 'html', …)
_CREATE = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^(){};]{5,200})\)")
# Pager({size:7, current:0, prefix:'index', suffix:'html', …})
_PAGER = re.compile(r"\bPager\s*\(\s*\{([^{}]{5,400})\}")
_OPTION = re.compile(r"(size|current|prefix|suffix)\s*:\s*['\"]?([\w/.-]+)")
# $(".pagination").pagination("setPage", 1, 25)
_SET_PAGE = re.compile(r"\.pagination\(\s*[\"']setPage[\"']\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*\)")
# var currentPage = 0; var countPage = 20; … "index" + "_" + nextPage + "." + "html"
_CURRENT = re.compile(r"\b(?:currentPage|m_nCurrPage)\s*=\s*(\d{1,6})")
_COUNT = re.compile(r"\b(?:countPage|totalPage|pageCount|m_nPageCount)\s*=\s*(\d{1,6})")
_WRITTEN = re.compile(
    r"([\w-]{1,80})\\?[\"']\s*\+\s*[\"']_[\"']\s*\+\s*(?:nextPage|prevPage|i)\s*\+\s*[\"']\.[\"']\s*\+\s*[\"'](\w{3,6})"
)
# page = page > 18 ? 18 : page; … `index_${page}.shtml`
_TEMPLATE = re.compile(r"[`'\"/]([\w-]{1,80})_\$\{(\w{1,40})\}\.(\w{3,5})[`'\"]")
_AT_MOST = re.compile(r"\b(\w{1,40})\s?>\s?(\d{1,6})\s?\?\s?\2\s?:\s?\1\b")
# var numbers = '5000'; var page_count = Math.ceil(numbers / 20);
_DIVIDED = re.compile(
    r"\b\w{0,20}page\w{0,20}\s?=\s?Math\.ceil\(\s?(\w{1,40})\s?/\s?([1-9]\d{0,2})\s?\)", re.IGNORECASE
)
# {"pages": 50, "current": 1, "href": ["…", "…_2.html", …]}
_LISTED = re.compile(r"\bhref['\"]?\s{0,9}:\s{0,9}(\[[^\[\]]{2,500000}\])")
_LISTED_NUMBER = re.compile(r"\b(pages|current)['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,6})")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """A pager that a script draws. `url` is the address of the next page, None on the last; `others` are those that
    may be it as well, where the page does not tell from which number its files are counted; `count` is how many pages
    there are, None where the script does not say. `hidden` is what the addresses of further pages begin with to which
    the page has links that nobody sees: they are rows alone, and come one after the other."""

    element: HtmlElement
    url: str | None
    count: int | None = None
    others: tuple[str, ...] = ()
    hidden: str | None = None


@lru_cache(maxsize=1)  # asked for its place, then for the next page
def scripted(doc: Doc) -> Turn | None:
    """The pager that a script of the page draws; None without one."""
    for script in doc.tagged("script"):
        code = script.text or ""
        if "age" not in code:  # all signatures have "page" or "Page" in them
            continue
        if (pages := _pages(code, doc)) is not None:
            return _turn(script, pages, doc)
        if (turn := _addressed(script, code, doc)) is not None:
            return turn
    return _told_by_element(doc)


def _turn(element: HtmlElement, pages: Pages, doc: Doc) -> Turn:
    stem, own, _ = own_file(doc)
    file, others = pages.next_files(own if stem == pages.prefix else None)
    urls = (doc.absolute(other) for other in others)
    following = doc.absolute(file) if file is not None else None
    return Turn(element=element, url=following, count=pages.count, others=tuple(url for url in urls if url is not None))


def _pages(code: str, doc: Doc) -> Pages | None:
    for call in _CREATE.finditer(code):
        if (pages := _created(call[1], doc)) is not None:
            return pages
    if (call_of_pager := _PAGER.search(code)) and (pages := _configured(call_of_pager[1])) is not None:
        return pages
    prefix, own, suffix = own_file(doc)
    if (call_of_plugin := _SET_PAGE.search(code)) is not None:
        current_page, count_of_pages = map(int, call_of_plugin.groups())
        return Pages(count=count_of_pages, current=current_page, prefix=prefix, suffix=suffix, start=1, second=FROM_1)
    # Whoever names the files may name their numbers in any way; two names alone prove no pager where there is one page:
    # sliding pictures have them too.
    if (file := pagevalues.file(code)) is not None and (said := pagevalues.numbers(code)) is not None:
        return pages_from(said.pages, said.current, *file, own if file[0] == prefix else None)
    current, count = _CURRENT.search(code), _COUNT.search(code)
    if current is not None and count is not None:
        number, pages_in_all = int(current[1]), int(count[1])
        if written := _WRITTEN.search(code):  # the first page is 0 in this script ("所在页从0开始")
            return Pages(count=pages_in_all, current=number, prefix=written[1], suffix=written[2], start=0, second=(1,))
        return pages_from(pages_in_all, number, prefix, suffix, own) if pages_in_all > 1 else None
    return _templated(code, prefix, own) or _divided(code, prefix, own, suffix)


def _templated(code: str, prefix: str, own: int | None) -> Pages | None:
    """A script that puts any number up to the last page's into the name of its file."""
    template = _TEMPLATE.search(code) if "${" in code else None
    if template is None:
        return None
    most = next((int(count) for name, count in _AT_MOST.findall(code) if name == template[2]), None)
    if most is None:
        return None
    current = (own or 1) if prefix == template[1] else 1
    return Pages(count=most, current=current, prefix=template[1], suffix=template[3], start=1, second=(2,))


def _divided(code: str, prefix: str, own: int | None, suffix: str) -> Pages | None:
    """A script that reckons how many pages there are from a count of rows which the system printed."""
    divided = _DIVIDED.search(code) if "Math.ceil" in code else None
    rows = re.search(rf"\b{divided[1]}\s?=\s?['\"]?(\d{{1,8}})", code) if divided is not None else None
    if divided is None or rows is None:
        return None
    count = -(-int(rows[1]) // int(divided[2]))
    return Pages(count=count, current=own or 1, prefix=prefix, suffix=suffix, start=1, second=FROM_1)


def _addressed(script: HtmlElement, code: str, doc: Doc) -> Turn | None:
    """A script that has the address of each page, or one for all that the page's number ends."""
    listed = _LISTED.search(code)
    addresses = decoded(listed[1], list[str]) if listed is not None else None
    said = {name: int(number) for name, number in _LISTED_NUMBER.findall(code)} if addresses else {}
    if addresses and {"pages", "current"} <= said.keys() and said["pages"] <= len(addresses):
        following = addresses[said["current"]] if said["current"] < said["pages"] else ""
        return Turn(element=script, url=doc.absolute(following), count=said["pages"])
    address, numbers = pagevalues.address(code), pagevalues.numbers(code)
    if address is None or numbers is None or numbers.current == 0:
        return None
    following = f"{address}{numbers.current + 1}" if numbers.current < numbers.pages else ""
    return Turn(element=script, url=doc.absolute(following), count=numbers.pages)


def _told_by_element(doc: Doc) -> Turn | None:
    """An element that tells the script of the page how many pages there are: <div pagesize=24 pagecount=51>."""
    if "pagecount=" not in doc.text:
        return None
    elements: list[HtmlElement] = doc.tree.xpath("//*[@pagesize][@pagecount]")
    for element in elements:
        count = element.get("pagecount") or ""
        if count.isascii() and count.isdecimal() and int(count[:6]) > 1:
            prefix, own, suffix = own_file(doc)
            return _turn(element, pages_from(int(count[:6]), own or 0, prefix, suffix, own), doc)
    return None


def _created(arguments: str, doc: Doc) -> Pages | None:
    """By its first argument the function is one of several of that name: with a number it counts from 0, and with
    the id of an element from 1, mostly."""
    values = [value.strip().strip("'\"") for value in arguments.split(",")]
    is_named = not values[0].isdecimal()
    if len(values) < is_named + 4:
        return None
    count, current, prefix, suffix = values[is_named : is_named + 4]
    if not (count.isdecimal() and current.isdecimal() and prefix and suffix.isalnum() and not suffix.isdecimal()):
        return None
    stem, own, _ = own_file(doc)
    is_first = own is None or stem != prefix
    start = 0 if current == "0" or (not is_named and not (is_first and current == "1")) else 1
    return Pages(
        count=int(count),
        current=int(current),
        prefix=prefix,
        suffix=suffix,
        start=start,
        second=FROM_1 if start == 1 else (1,),
    )


def _configured(options: str) -> Pages | None:
    found = dict(_OPTION.findall(options))
    if not (found.get("size", "").isdecimal() and found.get("current", "").isdecimal() and "prefix" in found):
        return None
    return Pages(
        count=int(found["size"]),
        current=int(found["current"]),
        prefix=found["prefix"],
        suffix=found.get("suffix", "html"),
        start=0,
        second=(1,),
    )
