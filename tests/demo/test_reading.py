"""What is read from every article page of the sample site is what its authors wrote."""

from dataclasses import asdict

import pytest

from archive.records import Capture, Outcome, Page
from crawler.demo.content import sections, zone
from crawler.demo.expected import Expected, expected
from crawler.demo.paths import article
from crawler.demo.site import pages
from spiders.extract import dates
from spiders.parse import parse
from spiders.profile import PROFILES, Profile

pytestmark = pytest.mark.slow

ROOT = f"http://{zone().host}"
PROFILE = Profile.load(PROFILES / "demo.toml")


def read(day: int) -> dict[str, Page]:
    """Every HTML page of a day, read."""
    return {
        ROOT + path: parse(
            Capture(
                record_id=path,
                run_id="run",
                site_id="demo",
                url=ROOT + path,
                captured_at="2026-09-01T00:00:00.000Z",
                status=response.status,
                headers=response.headers,
                body=response.body,
            ),
            PROFILE,
        )
        for path, response in pages(day).items()
        if (response.header("Content-Type") or "").startswith("text/html")
    }


def as_read(page: Page) -> dict[str, object]:
    """An article in the words of `Expected`."""
    assert page.article is not None
    told = {name: value for name, value in asdict(page.article).items() if name in Expected.__dataclass_fields__}
    files = {
        f"{kind}s": tuple(one.url for one in page.article.attachments if one.kind == kind) for kind in ("file", "image")
    }
    return told | files


@pytest.mark.parametrize("day", [1, 2])
def test_every_field_of_every_article_is_as_written(day: int) -> None:
    wrong = []
    found = read(day)
    for url, one in expected(day).items():
        assert found[url].outcome is Outcome.OK, url
        wanted = {name: value for name, value in asdict(one).items() if name != "url"}
        got = as_read(found[url])
        wrong += [(url, name, got[name], value) for name, value in wanted.items() if got[name] != value]
    assert wrong == []


def test_what_documents_are_filed_under_is_read() -> None:
    found = read(1)
    stories = {
        ROOT + article(section, story): story
        for section in sections()
        for story in section.articles
        if story.index and story.day == 1
    }
    assert len(stories) > 5
    for url, story in stories.items():
        document = found[url].article
        assert document is not None
        told = (document.index_number, document.document_number, document.issuer)
        assert told == (story.index, story.number or None, story.source)
        written = dates.find(story.written)
        assert document.written_at == (written.iso if written else None)


def test_nothing_else_is_taken_for_an_article() -> None:
    for day in (1, 2):
        articles = {url for url, page in read(day).items() if page.outcome is Outcome.OK}
        assert articles == expected(day).keys()


def test_the_footer_is_read_from_every_page_that_has_one() -> None:
    for day, text in enumerate(zone().footers, start=1):
        footers = [page.footer for page in read(day).values() if page.footer is not None]
        assert len(footers) > 60
        numbers = text.service_phones.split()
        for footer in footers:
            assert (footer.sponsor, footer.organizer, footer.address) == (text.sponsor, text.organizer, text.address)
            assert (footer.report_phone, footer.report_email) == (text.report_phone, text.report_email)
            codes = (text.site_id_code, text.icp_number, text.psb_number)
            assert (footer.site_id_code, footer.icp_number, footer.psb_number) == codes
            assert [phone.number for phone in footer.phones] == [numbers[0], f"0386-{numbers[1]}"]
