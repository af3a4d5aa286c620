"""Lists of addresses that a site writes for programs: sitemaps (sitemaps.org), RSS, Atom; robots.txt may name some.

They are cut, not parsed: many are not well-formed, and what is not parsed can't be made to expand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from archive.records import Link, Listing, Problem, Row
from spiders.extract.anchors import one_line

_ROOT = re.compile(
    r"[\s\ufeff]{0,99}(?:<(?:\?xml|\?xml-stylesheet|!--|!DOCTYPE)[^<>]{0,999}>\s{0,99}){0,9}"
    r"<(urlset|sitemapindex|rss|feed|rdf:RDF)(?=[\s>])",
    re.IGNORECASE,
)
_LIMIT = 50_000  # addresses of one sitemap (sitemaps.org)
_LENGTH = 2048  # characters of an address
_CDATA = re.compile(r"\s{0,99}<!\[CDATA\[(.{0,9999}?)\]\]>\s{0,99}", re.DOTALL)
_HREF = re.compile(r"<link\b[^<>]{0,500}?\bhref\s?=\s?[\"']([^\"'<>]{1,2048})[\"'][^<>]{0,500}>", re.IGNORECASE)
_ALTERNATE = re.compile(r"\brel\s?=\s?[\"']?(?!alternate)[\w-]", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_SITEMAP_LINE = re.compile(r"^[ \t]{0,9}sitemap[ \t]{0,9}:[ \t]{0,9}(\S{1,2048})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What such a list names: articles, or further lists of its kind. `problems` say why nothing was read."""

    listing: Listing
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


def feed(text: str, url: str) -> Feed | None:
    """The list that a text is, by its root element; None for any other text. One that declares entities is refused."""
    root = _ROOT.match(text)
    if root is None:
        return None
    kind = root[1].lower()
    by = "sitemap" if kind in ("urlset", "sitemapindex") else "feed"
    if _ENTITY.search(text):
        refused = Problem(field=by, message="declares entities; not read")
        return Feed(listing=Listing(rows=(), by=by), problems=(refused,))
    if kind == "sitemapindex":
        urls = dict.fromkeys(row.url for row in _rows(text, url, "sitemap"))
        links = tuple(Link(url=inner, text="", kind="sitemap") for inner in urls)
        return Feed(listing=Listing(rows=(), by=by), links=links)
    item = {"urlset": "url", "feed": "entry"}.get(kind, "item")
    rows: dict[str, Row] = {}
    for row in _rows(text, url, item):
        rows.setdefault(row.url, row)
    return Feed(listing=Listing(rows=tuple(rows.values()), by=by))


def named_by_robots(text: str, url: str) -> tuple[Link, ...]:
    """The sitemaps that a robots.txt names. A page in HTML is none."""
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ()
    urls = dict.fromkeys(urljoin(url, found[1]) for found in _SITEMAP_LINE.finditer(text))
    return tuple(Link(url=inner, text="", kind="sitemap") for inner in urls)


def _rows(text: str, url: str, item: str) -> Iterator[Row]:
    """Address, title and date of each item; the date is the last change where a list gives no other."""
    parts = re.split(rf"<{item}(?=[\s>])", text, maxsplit=_LIMIT + 1, flags=re.IGNORECASE)[1 : _LIMIT + 1]
    for part in parts:
        part = re.split(rf"</{item}\s?>", part, maxsplit=1, flags=re.IGNORECASE)[0]
        href = _field(part, "loc") or _link(part) or _field(part, "link") or _field(part, "guid")
        if not href or len(href) > _LENGTH:
            continue
        try:
            address = urljoin(url, href)
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            dates = (_field(part, name) for name in ("pubDate", "published", "dc:date", "updated", "lastmod"))
            yield Row(url=address, title=_field(part, "title"), date_text=next(filter(None, dates), None))


def _field(part: str, name: str) -> str:
    """The text of an element on one line; empty without one."""
    start = re.search(rf"<{name}(?:\s[^<>]{{0,300}})?>", part, re.IGNORECASE)
    if start is None:
        return ""
    end = re.compile(rf"</{name}\s?>", re.IGNORECASE).search(part, start.end())
    inside = part[start.end() : end.start() if end else start.end() + _LENGTH]
    cdata = _CDATA.fullmatch(inside)
    return one_line(_TAG.sub("", unescape(cdata[1] if cdata else inside)))


def _link(part: str) -> str:
    """Where an Atom entry leads: its link for readers."""
    links = _HREF.finditer(part)
    return next((unescape(link[1]) for link in links if not _ALTERNATE.search(link[0])), "")
