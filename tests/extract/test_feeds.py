"""Lists of addresses that sites write for programs. All are invented."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Capture, Link, Outcome, Page, Row
from spiders.extract.feeds import feed, named_by_robots
from spiders.parse import parse
from spiders.profile import Profile

SITE = "http://kfq.test"
URL = f"{SITE}/sitemap.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def rows(text: str) -> list[tuple[str, str, str | None]]:
    found = feed(text, URL)
    assert found is not None
    return [(row.url, row.title, row.date_text) for row in found.listing.rows]


def read(body: bytes, path: str = "/sitemap.xml", kind: str = "application/xml") -> Page:
    headers = (("Content-Type", kind),)
    capture = Capture(
        record_id="1", run_id="1", site_id="s", url=SITE + path, captured_at="", status=200, headers=headers, body=body
    )
    return parse(capture, Profile.generic(SITE))


def test_a_sitemap_names_addresses_with_their_last_change() -> None:
    text = HEAD + URLSET.format(
        "<url><loc> http://kfq.test/a/1.html </loc><lastmod>2024-03-05</lastmod><priority>0.5</priority></url>"
        "<url><image:image><image:loc>http://kfq.test/1.jpg</image:loc></image:image><loc>/a/2.html?x=1&amp;y=2</loc></url>"
        "<url><loc><![CDATA[http://kfq.test/a/3.html]]></loc></url><url><loc></loc></url><url><loc>/a/2.html?x=1&amp;y=2"
    )
    assert rows(text) == [
        (f"{SITE}/a/1.html", "", "2024-03-05"),
        (f"{SITE}/a/2.html?x=1&y=2", "", None),
        (f"{SITE}/a/3.html", "", None),
    ]


def test_an_index_of_sitemaps_leads_to_them() -> None:
    found = feed("<sitemapindex><sitemap><loc>/s/1.xml.gz</loc></sitemap></sitemapindex>", URL)
    assert found is not None
    assert found.listing.rows == ()
    assert found.links == (Link(url=f"{SITE}/s/1.xml.gz", text="", kind="sitemap"),)


@pytest.mark.parametrize(
    "text",
    [
        "<rss version='2.0'><channel><link>/</link><item><title><![CDATA[园区召开<b>会议</b>]]></title>"
        "<link>http://kfq.test/a/1.html</link><pubDate>Tue, 05 Mar 2024 08:00:00 +0800</pubDate></item>",
        "<rdf:RDF><item><title>园区召开会议</title><link>/a/1.html</link>"
        "<dc:date>Tue, 05 Mar 2024 08:00:00 +0800</dc:date></item></rdf:RDF>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>园区召开会议</title>"
        "<link rel='self' href='/a/1.xml'/><link rel='alternate' href='/a/1.html'/>"
        "<published>Tue, 05 Mar 2024 08:00:00 +0800</published><updated>x</updated></entry></feed>",
    ],
)
def test_a_feed_names_addresses_with_title_and_date(text: str) -> None:
    assert rows(HEAD + text) == [(f"{SITE}/a/1.html", "园区召开会议", "Tue, 05 Mar 2024 08:00:00 +0800")]


@pytest.mark.parametrize(
    "text", ["", "<html><body><urlset></urlset></body></html>", "<?xml version='1.0'?><opml></opml>", "urlset", "{}"]
)
def test_nothing_else_is_such_a_list(text: str) -> None:
    assert feed(text, URL) is None


def test_one_that_declares_entities_is_refused() -> None:
    found = feed(f"<!DOCTYPE urlset>{HEAD}<!-- <!ENTITY a 'b'> -->" + URLSET.format("<url><loc>/&a;</loc></url>"), URL)
    page = read(b"<?xml version='1.0'?>\n<urlset><!ENTITY a 'b'><url><loc>/a/1.html</loc></url></urlset>")
    assert found is None
    assert page.outcome is Outcome.LISTING
    assert page.listing is not None
    assert page.listing.rows == ()
    assert [problem.message for problem in page.problems] == ["declares entities; not read"]


def test_a_sitemap_is_read_whatever_its_type_and_a_packed_one_too() -> None:
    text = URLSET.format("<url><loc>/a/1.html</loc></url>").encode()
    for body, path, kind in (
        (text, "/sitemap.xml", "text/html"),
        (HEAD.encode() + text, "/sitemap.xml", "text/xml; charset=utf-8"),
        (gzip.compress(text), "/sitemap.xml.gz", "application/gzip"),
    ):
        page = read(body, path, kind)
        assert page.outcome is Outcome.LISTING
        assert page.listing is not None
        assert (page.listing.rows, page.listing.by) == ((Row(url=f"{SITE}/a/1.html", title=""),), "sitemap")


def test_a_packed_bomb_is_not_unpacked() -> None:
    page = read(gzip.compress(b"<urlset>" + b"\0" * 40_000_000), "/sitemap.xml.gz", "application/gzip")
    assert page.outcome is Outcome.TOO_LARGE
    assert "larger than 16 MB" in page.problems[0].message


def test_a_page_where_a_sitemap_should_be_says_that_there_is_none() -> None:
    page = "<html><body><h1>园区</h1>" + "<a href=/a/1.html>园区召开会议</a>" * 9 + "</body></html>"
    assert read(page.encode(), kind="text/html").outcome is Outcome.SOFT_404


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("User-agent: *\nDisallow: /x\nSitemap: http://kfq.test/s.xml\n", ["http://kfq.test/s.xml"]),
        ("sitemap:/s.xml # all\r\nSITEMAP : /t.xml\r\n", [f"{SITE}/s.xml", f"{SITE}/t.xml"]),
        ("<html>Sitemap: /s.xml</html>", []),
        ("# no Sitemap: /s.xml", []),
    ],
)
def test_a_robots_txt_may_name_sitemaps(text: str, expected: list[str]) -> None:
    found = named_by_robots(text, f"{SITE}/robots.txt")
    assert [(link.kind, link.url) for link in found] == [("sitemap", url) for url in expected]


PIECES = (
    "<urlset>",
    "<url>",
    "<loc>",
    "</loc>",
    "<rss>",
    "<item>",
    "<title>",
    "<![CDATA[",
    "]]>",
    "<link href='",
    "'>",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join))
def test_no_list_makes_it_fail(text: str) -> None:
    found = feed(text, URL)
    assert found is None or all(row.url.startswith("http") for row in found.listing.rows)
