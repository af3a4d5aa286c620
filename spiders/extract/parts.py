"""An article that a site tells in several pages: which of them a page is, and where the next one is.

The further pages have the address of the first with a number behind its name: t20240305_1024_1.html (TRS, from 1),
1024_2.html (dedecms, EmpireCMS, from 2). A number alone proves nothing, as many a system numbers its articles so: the
page must lead to the others by a pager.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from archive.records import Part
from spiders.extract.anchors import anchors
from spiders.extract.page import Doc
from spiders.extract.pager import is_step
from spiders.extract.pagescript import scripted
from spiders.extract.words import encoded

_NAME = re.compile(r"([\w-]{1,80})(\.(?:s?html?|jsp|aspx?|php))", re.ASCII)
_NUMBERED = re.compile(r"(.+)_(\d{1,2})", re.ASCII)
_DRAWN = b"createPageHTML"
_LISTS = ("index", "list", "default")


def part(doc: Doc) -> Part | None:
    """The place of a page among those that an article is told in; None for one that tells it all."""
    try:
        folder, _, leaf = urlsplit(doc.url).path.rpartition("/")
    except ValueError:
        return None  # what is no address has no pages
    name = _NAME.fullmatch(leaf)
    if name is None or name[1].startswith(_LISTS):
        return None
    stem, suffix = name.groups()
    if f"{stem}_" in doc.text or _is_drawn(doc):
        following = _following(doc, folder, stem, suffix, 0)
        if following is not None:
            return Part(first=doc.url, number=0, next=following)
    numbered = _NUMBERED.fullmatch(stem)
    if numbered is None or int(numbered[2]) == 0:
        return None
    stem, number = numbered[1], int(numbered[2])
    first = urlunsplit(urlsplit(doc.url)._replace(path=f"{folder}/{stem}{suffix}", query="", fragment=""))
    following = _following(doc, folder, stem, suffix, number)
    if following is None and not _leads_back(doc, folder, stem, suffix):
        return None
    return Part(first=first, number=number, next=following)


def _following(doc: Doc, folder: str, stem: str, suffix: str, number: int) -> str | None:
    """The page that has the next number, by links or by the script that draws them."""
    drawn = scripted(doc) if _is_drawn(doc) else None
    found = {} if drawn is None or drawn.url is None else {_number(drawn.url, folder, stem, suffix): drawn.url}
    for anchor in anchors(doc):
        if anchor.url is not None and f"{stem}_" in anchor.url and is_step(anchor.text):
            found.setdefault(_number(anchor.url, folder, stem, suffix), anchor.url)
    after = sorted(other for other in found if other is not None and other > number)
    return found[after[0]] if after else None


def _is_drawn(doc: Doc) -> bool:
    """Whether a script may draw the pager: that of TRS, the only one that articles are known to have."""
    return _DRAWN in encoded(doc.text)


def _leads_back(doc: Doc, folder: str, stem: str, suffix: str) -> bool:
    """Whether the last page of an article leads to another one."""
    if re.search(rf"createPageHTML\s?\([^()]{{0,100}}[\"']{re.escape(stem)}[\"']", doc.text):
        return True
    urls = (anchor.url for anchor in anchors(doc) if anchor.url and stem in anchor.url and is_step(anchor.text))
    return any(_number(url, folder, stem, suffix) is not None or _is_first(url, folder, stem, suffix) for url in urls)


def _number(url: str, folder: str, stem: str, suffix: str) -> int | None:
    """The number behind the name in an address; None for one that is no page of this article."""
    start = f"{folder}/{stem}_"
    path = urlsplit(url).path
    number = path[len(start) : -len(suffix)]
    fits = path.startswith(start) and path.endswith(suffix) and number.isascii() and number.isdecimal()
    return int(number) if fits and len(number) <= 2 else None


def _is_first(url: str, folder: str, stem: str, suffix: str) -> bool:
    return urlsplit(url).path == f"{folder}/{stem}{suffix}"
