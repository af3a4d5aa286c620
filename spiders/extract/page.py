"""A page as it is read: decoded text and its tree, made once and shared by every extractor."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

# Server-side includes leave `</body></html>` in mid-page; browsers read on after it, libxml2 would stop.
_EARLY_END = re.compile(r"</(?:body|html)\s{0,9}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doc:
    """A parsed HTML page.

    `url` is the address it was fetched from, `base_url` what its relative links are resolved against (HTML
    Living Standard, 2.4.3), `text` its markup as decoded, `tree` the root element. Extractors only read the
    tree; one that must remove something works on a copy of its part.
    """

    url: str
    base_url: str
    text: str
    tree: HtmlElement

    def absolute(self, href: str) -> str | None:
        """A link's absolute http(s) address; None for an empty, malformed or other-scheme one."""
        href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
        if not href or href.startswith("#"):
            return None
        try:
            url = urljoin(self.base_url, href)
        except ValueError:
            return None
        return url if url.lower().startswith(("http://", "https://")) else None


def document(text: str, url: str) -> Doc:
    """Parse a page's markup; an empty page gives an empty document."""
    # Depth and size are limited before and after (limits.py, outline.py); the parser's own limit of 256 elements
    # would cut off without a word what old pages nest in unclosed <font> tags.
    # Without comments a text that they stand in is one text.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # Handing bytes lets lxml take text that carries an encoding declaration, and NUL would end the page.
        data = _EARLY_END.sub("", text.replace("\x00", "")).encode("utf-8", "replace")
        tree = lxml_html.document_fromstring(data, parser=parser)
    except ParserError:
        tree = lxml_html.document_fromstring("<html><body></body></html>")
    return Doc(url=url, base_url=_base(tree, url), text=text, tree=tree)


def _base(tree: HtmlElement, url: str) -> str:
    base = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    try:
        return urljoin(url, base) if base else url
    except ValueError:
        return url
