"""Pagers that a page draws by script: the address of the next page, computed as the script computes it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from spiders.extract.page import Doc

# createPageHTML(pages, current, "index", "html", …) and createPageHTML('id', pages, current, 'index', 'html', …)
_CREATE = re.compile(r"\bcreatePageHTML\s*\(([^(){};]{5,200})\)")
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
_STEM = re.compile(r"([\w-]{0,80}?)(?:_(\d{1,6}))?\.(\w{1,6})")
_FROM_1 = (2, 1)  # the numbers that the second file may have where a script calls the first page 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """A pager that a script draws. `url` is the address of the next page, None on the last; `others` are those that
    may be it as well, where the page does not tell from which number its files are counted; `count` is how many pages
    there are, None where the script does not say."""

    element: HtmlElement
    url: str | None
    count: int | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    """What a script's call says. The first page is the file `prefix.suffix`, the others are `prefix_N.suffix`.

    `start` is the number that the call gives to the first page, `second` the N that the second may have, the likely
    one first: sites count calls and files in ways of their own. `unsure`: the call does not tell whether the first page
    is 0 or 1.
    """

    count: int
    current: int
    prefix: str
    suffix: str
    start: int
    second: tuple[int, ...]
    unsure: bool = False

    def next_files(self, own: int | None) -> tuple[str | None, tuple[str, ...]]:
        """The file of the next page, None on the last, and others that may be it. `own` is the N of the page's file,
        None where it has none: then only the call tells which page it is."""
        place, last = self.current - self.start, self.count - 1
        numbers = [own + 1] if own is not None else [place + second for second in self.second]
        files = [f"{self.prefix}_{number}.{self.suffix}" for number in numbers]
        if 0 <= place < last:
            return files[0], tuple(files[1:])
        return None, tuple(files) if self.unsure and place == last > 0 else ()


@lru_cache(maxsize=1)  # asked for its place, then for the next page
def scripted(doc: Doc) -> Turn | None:
    """The pager that a script of the page draws; None without one."""
    for script in doc.tagged("script"):
        code = script.text or ""
        if "age" not in code:  # all signatures have "page" or "Page" in them
            continue
        if (pages := _pages(code, doc)) is not None:
            stem, own, _ = _own_file(doc.url)
            file, others = pages.next_files(own if stem == pages.prefix else None)
            urls = (doc.absolute(other) for other in others)
            following = doc.absolute(file) if file is not None else None
            return Turn(
                element=script, url=following, count=pages.count, others=tuple(url for url in urls if url is not None)
            )
    return None


def _pages(code: str, doc: Doc) -> _Pages | None:
    for call in _CREATE.finditer(code):
        if (pages := _created(call[1], doc)) is not None:
            return pages
    if (call_of_pager := _PAGER.search(code)) and (pages := _configured(call_of_pager[1])) is not None:
        return pages
    prefix, own, suffix = _own_file(doc.url)
    if (call_of_plugin := _SET_PAGE.search(code)) is not None:
        current_page, count_of_pages = map(int, call_of_plugin.groups())
        return _Pages(count=count_of_pages, current=current_page, prefix=prefix, suffix=suffix, start=1, second=_FROM_1)
    current, count = _CURRENT.search(code), _COUNT.search(code)
    if current is None or count is None:
        return None
    number, pages_in_all = int(current[1]), int(count[1])
    if written := _WRITTEN.search(code):  # the first page is 0 in this script ("所在页从0开始")
        return _Pages(count=pages_in_all, current=number, prefix=written[1], suffix=written[2], start=0, second=(1,))
    if pages_in_all < 2:
        return None  # two names alone prove no pager: sliding pictures have them too
    start = 0 if number == (own or 0) else 1
    return _Pages(
        count=pages_in_all,
        current=number,
        prefix=prefix,
        suffix=suffix,
        start=start,
        second=(1, 2) if start == 0 else _FROM_1,
        unsure=start == 0 and number > 0,
    )


def _created(arguments: str, doc: Doc) -> _Pages | None:
    """By its first argument the function is one of several of that name: with a number it counts from 0, and with
    the id of an element from 1, mostly."""
    values = [value.strip().strip("'\"") for value in arguments.split(",")]
    is_named = not values[0].isdecimal()
    if len(values) < is_named + 4:
        return None
    count, current, prefix, suffix = values[is_named : is_named + 4]
    if not (count.isdecimal() and current.isdecimal() and prefix and suffix.isalnum()):
        return None
    stem, own, _ = _own_file(doc.url)
    is_first = own is None or stem != prefix
    start = 0 if current == "0" or (not is_named and not (is_first and current == "1")) else 1
    return _Pages(
        count=int(count),
        current=int(current),
        prefix=prefix,
        suffix=suffix,
        start=start,
        second=_FROM_1 if start == 1 else (1,),
    )


def _configured(options: str) -> _Pages | None:
    found = dict(_OPTION.findall(options))
    if not (found.get("size", "").isdecimal() and found.get("current", "").isdecimal() and "prefix" in found):
        return None
    return _Pages(
        count=int(found["size"]),
        current=int(found["current"]),
        prefix=found["prefix"],
        suffix=found.get("suffix", "html"),
        start=0,
        second=(1,),
    )


def _own_file(url: str) -> tuple[str, int | None, str]:
    """Name without number, number and suffix of the page's own file; index.html for a folder."""
    match = _STEM.fullmatch(urlsplit(url).path.rpartition("/")[2])
    if match is None:
        return "index", None, "html"
    return match[1] or "index", int(match[2]) if match[2] else None, match[3]
