"""The sites of the CMS families are whole, and as large and as different as the crawl of them should meet."""

from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html as lxml_html

from crawler.demo.families import HOSTS, family_site
from crawler.demo.families.site import FamilySite
from crawler.demo.server import DemoServer

pytestmark = pytest.mark.slow


@pytest.fixture(params=HOSTS)
def site(request: pytest.FixtureRequest) -> FamilySite:
    found = family_site(request.param)
    assert found is not None
    return found


def markup(site: FamilySite, path: str) -> str | None:
    """A page of a site, decoded; None for what is no page."""
    response = site.response(path)
    if response.status != 200 or not (response.header("Content-Type") or "").startswith("text/html"):
        return None
    return response.body.decode(site.charset)


def links(site: FamilySite, path: str) -> set[str]:
    """The addresses on the site itself that a page links."""
    text = markup(site, path)
    if not text:
        return set()
    tree = lxml_html.fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = {urljoin(f"http://{site.host}{path}", str(link)) for link in tree.xpath("//a/@href")}
    within = (urlsplit(link) for link in found if urlsplit(link).netloc == site.host)
    return {link.path + (f"?{link.query}" if link.query else "") for link in within}


def test_a_site_has_thirty_articles_with_titles_of_their_own_and_a_listing_of_three_pages(site: FamilySite) -> None:
    expected = site.expected()
    assert len(expected) == len({one.title for one in expected.values()}) >= 30
    assert len(site.sections) >= 2
    assert max(len(section.pages) for section in site.sections) >= 3


def test_every_link_leads_to_a_page_or_is_known_to_be_dead(site: FamilySite) -> None:
    linked = {link for path in site.routes for link in links(site, path)}
    assert {link for link in linked if site.response(link).status == 404} <= site.dead


def test_every_article_and_file_is_there_and_every_page_says_that_it_is_invented(site: FamilySite) -> None:
    for one in site.expected().values():
        text = markup(site, one.url.removeprefix(f"http://{site.host}"))
        assert text is not None
        assert site.zone.notice in text
        for link in (*one.files, *one.images):
            assert site.response(link.removeprefix(f"http://{site.host}")).status in (200, 302)


def test_articles_are_the_same_each_time(site: FamilySite) -> None:
    again = family_site.__wrapped__(site.host)
    assert again is not None
    assert again.expected() == site.expected()


def test_a_browser_reaches_the_sites_without_a_proxy() -> None:
    with DemoServer() as server:
        index = server.answer("sites.test", "/")
        assert index is not None
        assert all(
            f"http://{host.removesuffix('test')}localhost:{server.port}/".encode() in index.body for host in HOSTS
        )
