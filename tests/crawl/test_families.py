"""A site in the shape of each CMS family, crawled by its address alone: all that it publishes, once, nothing else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from crawler.demo.families import HOSTS, family_site
from crawler.demo.families.site import FamilySite
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Scrapy

pytestmark = pytest.mark.slow

FIELDS = ("title", "published_at", "published_text", "source", "author", "editor", "body", "section")


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """The server of all the sites."""
    with DemoServer() as server:
        yield server


@pytest.mark.parametrize("host", HOSTS)
def test_a_site_is_crawled_completely_by_its_address_alone(
    host: str, server: DemoServer, scrapy: "Scrapy", archive: "Archive"
) -> None:
    site = family_site(host)
    assert site is not None
    ended = scrapy.crawl_any(server, archive.folder, f"http://{host}/")
    assert ended.code == 0, ended.err

    found = articles(archive)
    wanted = told(site)
    assert sorted(wanted.keys() - found.keys()) == [], "not found"
    assert sorted(found.keys() - wanted.keys()) == [], "taken for articles"
    assert [
        (url, name, value, wanted[url][name])
        for url, one in sorted(found.items())
        for name, value in one.items()
        if value != wanted[url][name]
    ] == []

    assert {(name, url) for name, url in listed(site) if (name, url) not in sighted(archive)} == set(), (
        "not read in full"
    )

    asked = Counter(request.path for request in server.requests if request.host == host)
    assert [path for path, times in asked.items() if times > 1] == [], "asked twice"
    assert {path for path in asked if site.response(path).status == 404} <= site.dead | {"/sitemap.xml"}
    assert archive.one("SELECT cms FROM sites") == (site.cms or None)


def test_what_a_lost_page_of_a_listing_has_would_be_missed(scrapy: "Scrapy", archive: "Archive") -> None:
    site = family_site("nfcms.test")
    assert site is not None
    with DemoServer(faults={"nfcms.test/xwzx/jkdt/index_2.html": Fault.STATUS_404}) as server:
        scrapy.crawl_any(server, archive.folder, "http://nfcms.test/")
    lost = {f"http://nfcms.test{item.path}" for item in site.sections[0].pages[1]}
    assert told(site).keys() - articles(archive).keys() == lost


def articles(archive: "Archive") -> dict[str, dict[str, Any]]:
    """What an archive has, by address."""
    linked: dict[str, set[str]] = {}
    for article_id, url in archive.rows("SELECT article_id, url FROM attachments"):
        linked.setdefault(article_id, set()).add(url)
    rows = archive.rows(
        "SELECT a.id, a.url, a.title, a.published_at, a.published_text, a.source, a.author, a.editor, a.body, s.name"
        " FROM articles AS a LEFT JOIN sections AS s ON s.id = a.section_id"
    )
    return {
        url: dict(zip(FIELDS, fields, strict=True)) | {"linked": linked.get(article_id, set())}
        for article_id, url, *fields in rows
    }


def sighted(archive: "Archive") -> set[tuple[str, str]]:
    """What the listings of an archive's sections listed: section and address."""
    return set(archive.rows("SELECT s.name, l.url FROM sightings AS l JOIN sections AS s ON s.id = l.section_id"))


def listed(site: FamilySite) -> set[tuple[str, str]]:
    """What the listings of a site list of its own, in the same words."""
    return {(one.section, url) for url, one in site.expected().items() if site.has_lists}


def told(site: FamilySite) -> dict[str, dict[str, Any]]:
    """What a site publishes, in the same words."""
    return {
        url: {name: asdict(one)[name] for name in FIELDS}
        | {"linked": {*one.files, *one.images}, "section": one.section if site.has_lists else None}
        for url, one in site.expected().items()
    }
