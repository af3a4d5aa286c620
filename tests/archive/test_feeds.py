"""Feeds: whatever an article is called, a reader of feeds gets well-formed entries that say so."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.feeds import Entry, Feed, atom, json_feed

ATOM = "{http://www.w3.org/2005/Atom}"
ENTRY = Entry(
    id="tag:zone-archive,2026:vxfxdixnxakq/2026-09-08T00:00:00.123Z/edited",
    url="http://127.0.0.1:8001/a/vxfxdixnxakq/v/2",
    title="招商小分队赴东部沿海三市对接食品产业链",
    updated="2026-09-08T00:00:00.123Z",
    summary="edited: text",
    kind="edited",
    author="云岭经济技术开发区",
    published="2026-08-06T16:40:00+08:00",
    external_url="http://kfq.test/a.html?x=1&y=2",
)


def feed(*entries: Entry) -> Feed:
    return Feed(
        url="http://127.0.0.1:8001/changes.atom",
        home_url="http://127.0.0.1:8001/changes",
        title="变化",
        language="zh",
        entries=entries,
    )


def test_an_atom_feed_has_what_the_standard_asks_for() -> None:
    root = ElementTree.fromstring(atom(feed(ENTRY)))
    for required in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{required}")
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == ENTRY.id
    assert entry.findtext(f"{ATOM}updated") == ENTRY.updated
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == ENTRY.author
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links == {"alternate": ENTRY.url, "via": ENTRY.external_url}


def test_an_empty_feed_is_a_feed() -> None:
    assert ElementTree.fromstring(atom(feed())).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert json_feed(feed())["items"] == []


def test_a_json_feed_has_what_the_standard_asks_for() -> None:
    said = json.loads(json.dumps(json_feed(feed(ENTRY))))
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = said["items"]
    assert (item["id"], item["url"], item["tags"]) == (ENTRY.id, ENTRY.url, ["edited"])


def is_xml(character: str) -> bool:
    """XML 1.0, 2.2; a carriage return is one, and is read as a line feed."""
    code = ord(character)
    return code in (0x9, 0xA) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


@given(st.text(alphabet=st.characters(exclude_characters="\r")))
def test_any_title_comes_back_as_far_as_xml_can_write_it(title: str) -> None:
    entry = Entry(id="x", url="http://a.test/", title=title, updated="", summary="", kind="new", author="")
    (found,) = ElementTree.fromstring(atom(feed(entry))).iter(f"{ATOM}entry")
    assert (found.findtext(f"{ATOM}title") or "") == "".join(filter(is_xml, title))


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "]]>", "&amp; &", "\x00\x08标题\ufffe"])
def test_markup_and_controls_in_a_title_are_text(title: str) -> None:
    entry = Entry(id="x", url="http://a.test/", title=title, updated="", summary="", kind="new", author="")
    (found,) = ElementTree.fromstring(atom(feed(entry))).iter(f"{ATOM}entry")
    assert found.findtext(f"{ATOM}title") == title.strip("\x00\x08\ufffe")
    assert len(found.find(f"{ATOM}title") or ()) == 0
