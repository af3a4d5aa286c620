"""Pagers that a page draws by script: the address of the next page, computed as the script computes it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from spiders.extract.page import Doc

# createPageHTML(pages, current, "index", "html", …) and createPageHTML('id', pages, current, 'index', 'html', …)
_CREATE = re.compile(r"\bcreatePageHTML\s*\(([^(){};]{5,200})\)")
# Pager({size:7, current:0, prefix:'index', suffix:'html', …})
_PAGER = re.compile(r"\bPager\s*\(\s*\{([^{}]{5,400})\}")
_OPTION = re.compile(r"(size|current|prefix|suffix)\s*:\s*['\"]?([\w/.-]+)")
# var currentPage = 0; var countPage = 20; … "index" + "_" + nextPage + "." + "html"
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,6})")
_COUNT = re.compile(r"\b(?:countPage|totalPage|pageCount)\s*=\s*(\d{1,6})")
_WRITTEN = re.compile(
    r"([\w-]{1,80})\\?[\"']\s*\+\s*[\"']_[\"']\s*\+\s*(?:nextPage|prevPage|i)\s*\+\s*[\"']\.[\"']\s*\+\s*[\"'](\w{3,6})"
)
# $(".pagination").pagination("setPage", 1, 25)
_SET_PAGE = re.compile(r"\.pagination\(\s*[\"']setPage[\"']\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*\)")
# jcms keeps its rows in <datastore>; further pages come by ?uid=<unit>&pageNum=<number>
_UNIT = re.compile(r"\bunitid\s*[=:]\s*['\"]?(\d{1,12})", re.IGNORECASE)
_TOTAL = re.compile(r"<totalpage>\s*(\d{1,6})", re.IGNORECASE)
_STEM = re.compile(r"([\w-]{0,80}?)(?:_(\d{1,6}))?\.(\w{1,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    """What a script's call says. Pages are files `prefix.suffix`, `prefix_N.suffix`; numbers start at `base`."""

    count: int
    current: int
    prefix: str
    suffix: str
    base: int

    def next_file(self) -> str | None:
        """Of page k, counted from 0: prefix_(k+1) where the first has no number, and both countings agree on it."""
        last = self.count - 1 + self.base
        return f"{self.prefix}_{self.current + 1}.{self.suffix}" if self.current < last else None


@lru_cache(maxsize=1)  # asked for its place, then for the next page
def scripted(doc: Doc) -> tuple[HtmlElement, str | None] | None:
    """The script that draws the pager and the address of the next page, None on the last; None without a pager."""
    for script in doc.tree.iter("script"):
        code = script.text or ""
        if "age" not in code and "unitid" not in code:  # all other signatures have "page" or "Page" in them
            continue
        if (pages := _pages(code, doc.url)) is not None:
            file = pages.next_file()
            return script, doc.absolute(file) if file else None
        if (unit := _UNIT.search(code)) and "/col/col" in doc.url:
            return script, _jcms_next(doc, unit[1])
    return None


def _pages(code: str, url: str) -> _Pages | None:
    for call in _CREATE.finditer(code):
        if (pages := _created(call[1])) is not None:
            return pages
    if (call_of_pager := _PAGER.search(code)) and (pages := _configured(call_of_pager[1])) is not None:
        return pages
    if (call_of_plugin := _SET_PAGE.search(code)) is not None:
        current_page, count_of_pages = call_of_plugin.groups()
        prefix, suffix = _own_file(url)
        return _Pages(count=int(count_of_pages), current=int(current_page), prefix=prefix, suffix=suffix, base=1)
    current, count = _CURRENT.search(code), _COUNT.search(code)
    if current and count and (written := _WRITTEN.search(code)):
        # The first page is 0 in this script ("所在页从0开始"); a copy that starts at 1 differs on the last page only.
        return _Pages(count=int(count[1]), current=int(current[1]), prefix=written[1], suffix=written[2], base=0)
    return None


def _created(arguments: str) -> _Pages | None:
    values = [value.strip().strip("'\"") for value in arguments.split(",")]
    base = 0 if values[0].isdecimal() else 1
    if len(values) < base + 4:
        return None
    count, current, prefix, suffix = values[base : base + 4]
    if not (count.isdecimal() and current.isdecimal() and prefix and suffix.isalnum()):
        return None
    base = 0 if current == "0" else base
    return _Pages(count=int(count), current=int(current), prefix=prefix, suffix=suffix, base=base)


def _configured(options: str) -> _Pages | None:
    found = dict(_OPTION.findall(options))
    if not (found.get("size", "").isdecimal() and found.get("current", "").isdecimal() and "prefix" in found):
        return None
    return _Pages(
        count=int(found["size"]),
        current=int(found["current"]),
        prefix=found["prefix"],
        suffix=found.get("suffix", "html"),
        base=0,
    )


def _own_file(url: str) -> tuple[str, str]:
    """Name without number and suffix of the page's own file; index.html for a folder."""
    match = _STEM.fullmatch(urlsplit(url).path.rpartition("/")[2])
    return (match[1] or "index", match[3]) if match else ("index", "html")


def _jcms_next(doc: Doc, unit: str) -> str | None:
    total = _TOTAL.search(doc.text)
    number = dict(parse_qsl(urlsplit(doc.url).query)).get("pageNum", "1")
    if total is None or not number.isdecimal() or int(number) >= int(total[1]):
        return None
    return doc.absolute(f"{urlsplit(doc.url).path}?uid={unit}&pageNum={int(number) + 1}")
