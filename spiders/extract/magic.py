"""Whether bytes are a page or a file, by what they begin with: servers declare the one as the other."""

import re

from archive.magic import media_type

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|div|table|p|h1|br|a|frameset|style|span|ul|center|font|form)\b",
    re.IGNORECASE,
)
_FEED = re.compile(rb"(?:<\?xml[^<>]{0,200}>\s*)?<(?:rss|feed|rdf:rdf|urlset|sitemapindex|datastore)\b", re.IGNORECASE)
_OFFICE = re.compile(rb"<html[^<>]{0,400}\burn:schemas-microsoft-com:office:(?:word|excel)", re.IGNORECASE)
_JSON = re.compile(rb"\{\s*\"|\[\s*\{\s*\"")  # the markup in its texts makes no page of it
_PAGE_TYPES = ("", "text/html", "application/xhtml+xml")
_LOOK = 4096  # bytes: some templates begin with a page of comments


def is_file(data: bytes, content_type: str | None) -> bool:
    """Whether a body is anything but a page: a document, an image, a feed, data.

    What begins like a file is one, whatever its type, and what holds a page's tags is a page. The declared type
    decides only on markup of other kinds.
    """
    start = data[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return False
    if media_type(data) is not None:
        return True
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        start = start.replace(b"\x00", b"")
    if _FEED.match(start) or _JSON.match(start):
        return True
    if _MARKUP.search(start):
        return False
    declared = (content_type or "").partition(";")[0].strip().lower()
    return b"<" not in start or declared not in _PAGE_TYPES


def is_saved_by_office(data: bytes) -> bool:
    """Whether a page is a document or a sheet that Word or Excel saved as HTML, as many .doc and .xls are."""
    return _OFFICE.search(data, 0, _LOOK) is not None
