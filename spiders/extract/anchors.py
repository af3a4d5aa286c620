"""The links of a page as elements, found once and shared by what reads listings, pagers and addresses."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from spiders.extract.page import Doc, absolute

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:", re.IGNORECASE)
_TITLE_LINE = re.compile(r"(?:^|[\r\n])\s{0,9}(?:文章)?标\s?题[：:]([^\r\n]+)[\r\n]")
_LIMIT = 5000  # links of one page: real ones have hundreds
_LENGTH_LIMIT = 2048  # characters of an address: no server takes more, and no crawler asks for it


@dataclass(slots=True, eq=False)
class Anchor:
    """A link in its place.

    `url` is absolute and without fragment, None for one that leads nowhere (javascript:, #, an empty or foreign
    scheme). `text` is what it shows, on one line; `title` its tooltip, or the description of its image.
    """

    element: HtmlElement
    url: str | None
    text: str
    title: str


@lru_cache(maxsize=1)  # listing and pager ask for the same page one after the other
def anchors(doc: Doc) -> tuple[Anchor, ...]:
    """All links in the order of the document, the dead ones too: they take part in the page's layout."""
    return tuple(
        Anchor(element, resolve(doc, href), shown_text(element), one_line(tooltip(element)))
        for element, href in hrefs(doc)
    )


def hrefs(doc: Doc) -> list[tuple[HtmlElement, str]]:
    """All links with what they lead to as it is written."""
    links = [(element, href) for element in doc.tree.iter("a", "area") if (href := element.get("href")) is not None]
    return links[:_LIMIT]


def resolve(doc: Doc, href: str) -> str | None:
    """Where a link leads, without fragment; None for nowhere.

    A saved page whose own address is not known in full keeps its links as they are printed.
    """
    return resolved(doc.base_for(href), href, doc.charset)


def resolved(base: str, href: str, charset: str) -> str | None:
    """The same by what a link depends on: the base address for it, and the page's charset."""
    url = absolute(base, href, charset)
    href = href.strip()
    if url is None and not _SCHEME.match(base) and not _SCHEME.match(href) and not href.startswith(("#", "//")):
        url = href
    return url.partition("#")[0] or None if url and len(url) <= _LENGTH_LIMIT else None


def shown_text(element: HtmlElement) -> str:
    """The text of an element on one line, without that of scripts and styles in it."""
    if len(element) == 0:
        return one_line(element.text or "")
    texts = element.itertext()
    if next(element.iter("script", "style", "noscript"), None) is not None:
        texts = iter(element.xpath(".//text()[not(parent::script or parent::style or parent::noscript)]"))
    return one_line("".join(texts))


def one_line(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


def tooltip(element: HtmlElement) -> str:
    """What a link says without showing it: its title, or the description of its image.

    A title in lines of labels, as PowerEasy writes it, names the page in the line of 标题.
    """
    if title := element.get("title"):
        named = _TITLE_LINE.search(title)
        return named[1] if named else title
    return next((image.get("alt") or "" for image in element.iter("img")), "") if len(element) else ""
