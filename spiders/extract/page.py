"""A page as it is read: decoded text and its tree, made once and shared by every extractor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast, get_args
from urllib.parse import quote, urljoin

from lxml import etree
from lxml.html import HtmlElement

from archive.urls import parted
from spiders.extract.words import encoded
from spiders.family import Family

# Server-side includes leave `</body></html>` in mid-page; browsers read on after it, libxml2 would stop.
_EARLY_END = re.compile(rb"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
HeadTag = Literal["base", "meta", "link", "script", "iframe", "frame"]
_HEAD_TAGS = get_args(HeadTag)
BETWEEN = "article-text"  # the element that stands for two comments and the text between them
# How links begin that ask nothing of the path of their page, or no more than its folder.
_FROM_ROOT = re.compile(r"(?:https?:)?//[\w\[]|/(?!/)")
_FROM_FOLDER = re.compile(r"(?!https?:)[\w.]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doc:
    """A parsed HTML page.

    `url` is the address it was fetched from, `base_url` what its relative links are resolved against (HTML
    Living Standard, 2.4.3), `text` its markup as decoded, `tree` the root element, `heads` what of it mostly stands in
    the head, `family` that of the system it was made by, None where that is not known, `charset` the codec that it was
    decoded by. Extractors only read the tree; one that must remove something works on a copy of its part.
    """

    url: str
    base_url: str
    text: str
    tree: HtmlElement
    heads: Sequence[HtmlElement]
    family: Family | None = None
    charset: str = "utf-8"

    def tagged(self, *tags: HeadTag) -> list[HtmlElement]:
        """The elements of some tags in the order of the document, without looking through all of it."""
        return [element for element in self.heads if element.tag in tags]

    def absolute(self, href: str) -> str | None:
        """A link's absolute http(s) address; None for an empty, malformed or other-scheme one."""
        return absolute(self.base_for(href), href, self.charset)

    def base_for(self, href: str) -> str:
        """As much of the base address as a link depends on: what leads to one address from many pages of a site is
        the same pair there, and can be resolved once."""
        root, folder = places(self.base_url)
        if href[:1] == ".":
            return folder
        if _FROM_ROOT.match(href):
            return root
        return folder if _FROM_FOLDER.match(href) else self.base_url


@lru_cache(maxsize=8192)  # the links of a site's navigation come again on each of its pages
def absolute(base: str, href: str, charset: str) -> str | None:
    """Where a link leads from a base address, on a page in a charset (a Python codec): see Doc.absolute."""
    if (joined := _joined(base, href)) is not None:
        return joined
    # Browsers leave line breaks and tabs out, and take a backslash for a slash (WHATWG URL, special schemes).
    href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "").replace("\\", "/")
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    if not url[:8].lower().startswith(("http://", "https://")):
        return None
    return url if charset.startswith("utf") else _asked(url, charset)


def _joined(base: str, href: str) -> str | None:
    """Where a link leads of which that is plain to see, as it is of most: a fifth of the work of urljoin. None for any
    other."""
    path, mark, query = href.partition("?")
    if not path:
        return None
    if path.startswith("/"):
        joined = base + href if base.count("/") == 2 else ""
    elif path.startswith("http"):
        joined = href
    else:
        joined = _below(base, path) + mark + query if base.endswith("/") else ""
    return joined if parted(joined) is not None else None


def _below(folder: str, path: str) -> str:
    """A path from a folder: up as far as its host, and down; empty for a folder that is not plain to see itself."""
    if parted(folder) is None:
        return ""
    while path.startswith("../") and folder.count("/") > 3:
        folder, path = folder[: folder.rindex("/", 0, -1) + 1], path[3:]
    return folder + path.removeprefix("./")


def document(text: str, url: str, family: Family | None = None, charset: str = "utf-8") -> Doc:
    """Parse a page's markup; an empty page gives an empty document."""
    # Handing bytes lets lxml take text that carries an encoding declaration, and NUL would end the page.
    data = _EARLY_END.sub(b"", encoded(_marked(text.replace("\x00", "") if "\x00" in text else text, family)))
    tree = _tree(data)
    if tree is None:
        tree = _tree(b"<html><body></body></html>")
    assert tree is not None
    heads = list(tree.iter(*_HEAD_TAGS))
    return Doc(url=url, base_url=_base(heads, url), text=text, tree=tree, heads=heads, family=family, charset=charset)


def _asked(url: str, charset: str) -> str:
    """An address as a browser asks for it: what its query says in Chinese in the charset of the page (WHATWG URL).

    >>> _asked("http://kfq.test/附件.jsp?name=附件.doc", "gb18030")
    'http://kfq.test/附件.jsp?name=%B8%BD%BC%FE.doc'
    """
    before, mark, query = url.partition("?")
    if query.isascii():
        return url
    escaped = _NOT_ASCII.sub(lambda found: quote(found[0].encode(charset, "xmlcharrefreplace")), query)
    return before + mark + escaped


def _marked(text: str, family: Family | None) -> str:
    """The markup with an element where a family's comments say that the text begins and ends."""
    for begin, end in family.article.between if family is not None else ():
        if begin in text:
            text = text.replace(begin, f"<{BETWEEN}>").replace(end, f"</{BETWEEN}>")
    return text


@lru_cache(maxsize=8)
def places(base_url: str) -> tuple[str, str]:
    """A base address up to its host, and up to its folder."""
    plain = base_url.partition("#")[0].partition("?")[0]
    start = plain.find("://") + 3
    root = plain.find("/", start)
    if start < 3 or root < 0:
        return base_url, base_url
    return plain[:root], plain[: plain.rfind("/") + 1]


def _tree(data: bytes) -> HtmlElement | None:
    try:
        return cast(HtmlElement | None, etree.fromstring(data, _parser()))
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:  # that says nothing of the page
            raise MemoryError from error
        raise


@cache
def _parser() -> "etree.HTMLParser[etree._Element]":
    # Size and depth are limited before and after (limits.py, outline.py); the parser's own limit of 256 elements would
    # cut off without a word what old pages nest in unclosed <font> tags. Without comments, a text that they stand in
    # is one text.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # lxml.html's own look-up asks in Python for the class of each element; this one gives all the same.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _base(heads: Sequence[HtmlElement], url: str) -> str:
    base = next((element.get("href") for element in heads if element.tag == "base" and element.get("href")), None)
    try:
        return urljoin(url, base) if base else url
    except ValueError:
        return url
