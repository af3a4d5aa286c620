"""Feeds of what happened in an archive: Atom (RFC 4287) and JSON Feed 1.1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no way to write (2.2): a reader would refuse the whole feed for one of them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. `id` is the same whenever the feed is read, and in no other feed; `updated` is UTC, with seconds.

    `kind` is that of the event ("new", "edited", "gone", "returned"), `external_url` the page at its site.
    """

    id: str
    url: str
    title: str
    updated: str
    summary: str
    kind: str
    author: str
    published: str | None = None
    external_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Entries, the latest first. `url` is the feed's own address, `home_url` the page that shows the same."""

    url: str
    home_url: str
    title: str
    language: str
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8. Without entries it is as old as can be told: 1970."""
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _text(root, "id", feed.url)
    _text(root, "title", feed.title)
    _text(root, "updated", max((entry.updated for entry in feed.entries), default="1970-01-01T00:00:00Z"))
    _link(root, rel="self", href=feed.url, type="application/atom+xml")
    _link(root, rel="alternate", href=feed.home_url, type="text/html")
    _text(_child(root, "author"), "name", "Zone Archive")
    for entry in feed.entries:
        element = _child(root, "entry")
        _text(element, "id", entry.id)
        _text(element, "title", entry.title)
        _text(element, "updated", entry.updated)
        if entry.published:
            _text(element, "published", entry.published)
        _link(element, rel="alternate", href=entry.url, type="text/html")
        if entry.external_url:
            _link(element, rel="via", href=entry.external_url)
        _text(_child(element, "author"), "name", entry.author)
        _child(element, "category", term=entry.kind)
        _text(element, "summary", entry.summary)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as a JSON Feed, version 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.url,
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.external_url,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": entry.author}],
        "tags": [entry.kind],
    }
    return {name: value for name, value in item.items() if value is not None}


def _child(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    cleaned = {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
    return ElementTree.SubElement(parent, f"{{{_ATOM}}}{tag}", cleaned)


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    _child(parent, tag).text = _NOT_XML.sub("", text)


def _link(parent: ElementTree.Element, **attributes: str) -> None:
    _child(parent, "link", **attributes)
