"""Addresses that last: by id, by version, by day, by the address of the original, and Memento's way (RFC 7089)."""

import re

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_samples import EDITED, GARBLED, GONE

pytestmark = [pytest.mark.slow, QUIET]


async def seen(get: Get) -> list[str]:
    """When each version of the edited article was seen."""
    said = (await get(f"/a/{EDITED.id}.json")).json()
    return [version["seen_at"] for version in said["versions"]]


async def test_a_day_shows_the_version_that_stood_at_its_end(get: Get) -> None:
    times = await seen(get)
    for number, at in enumerate(times, start=1):
        said = (await get(f"/a/{EDITED.id}@{at[:10]}.json")).json()
        last_of_day = max(n for n, other in enumerate(times, start=1) if other[:10] <= at[:10])
        assert said["version"]["number"] == last_of_day >= number
        page = await get(f"/a/{EDITED.id}@{at[:10]}")
        assert f"This is how the article stood on {at[:10]} (UTC)" in page.text
    assert "This is how the article stood" not in (await get(f"/a/{EDITED.id}")).text
    before = await get(f"/a/{EDITED.id}@2001-01-01")
    assert (before.status_code, "no version of this article" in before.text) == (404, True)


async def test_an_original_address_leads_to_its_latest_version_and_to_that_of_a_day(get: Get) -> None:
    times = await seen(get)
    assert (await get(f"/at/{EDITED.url}")).headers["Location"] == f"/a/{EDITED.id}/v/3"
    assert (await get(f"/at/{times[0][:10]}/{EDITED.url}")).headers["Location"].startswith(f"/a/{EDITED.id}/v/")
    assert (await get(f"/at/2001-01-01/{EDITED.url}")).headers["Location"] == f"/a/{EDITED.id}/v/1"


@pytest.mark.parametrize("path", ["at", "timegate", "timemap/link"])
async def test_an_address_that_is_not_in_the_archive_is_told_as_such(get: Get, path: str) -> None:
    for url in ("http://nowhere.test/", "http://kfq.test:port/"):
        assert (await get(f"/{path}/{url}")).status_code == 404, url


async def test_a_timegate_leads_to_the_version_of_the_time_asked_for(get: Get) -> None:
    latest = await get(f"/timegate/{EDITED.url}")
    assert (latest.status_code, latest.headers["Location"]) == (302, f"/a/{EDITED.id}/v/3")
    assert "accept-datetime" in latest.headers["Vary"]
    early = await get(f"/timegate/{EDITED.url}", headers={"Accept-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"})
    assert early.headers["Location"] == f"/a/{EDITED.id}/v/1"
    wrong = await get(f"/timegate/{EDITED.url}", headers={"Accept-Datetime": "yesterday"})
    assert wrong.status_code == 400


async def test_a_timemap_lists_every_version_in_the_order_of_time(get: Get) -> None:
    said = await get(f"/timemap/link/{EDITED.url}")
    assert said.headers["Content-Type"].startswith("application/link-format")
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"', said.text)
    assert found[0] == (EDITED.url, "original")
    assert [rel for _, rel in found if "memento" in rel] == ["first memento", "memento", "last memento"]
    assert [url.rpartition("/")[2] for url, rel in found if "memento" in rel] == ["1", "2", "3"]


async def test_a_version_says_when_it_was_seen_and_where_the_others_are(get: Get) -> None:
    response = await get(f"/a/{EDITED.id}/v/1")
    assert response.headers["Memento-Datetime"].endswith(" GMT")
    assert f'<{EDITED.url}>; rel="original"' in response.headers["Link"]
    assert "Memento-Datetime" not in (await get(f"/a/{EDITED.id}")).headers


async def test_a_version_can_be_cited_in_every_form(get: Get) -> None:
    said = (await get(f"/a/{EDITED.id}/v/1.json")).json()
    (entry,) = parse_string((await get(f"/a/{EDITED.id}/v/1.bib")).text).entries
    (record,) = rispy.loads((await get(f"/a/{EDITED.id}/v/1.ris")).text)
    (item,) = (await get(f"/a/{EDITED.id}/v/1.csl.json")).json()
    address = f"http://localhost/a/{EDITED.id}/v/1"
    assert entry.key == record["id"] == item["id"] == f"{EDITED.id}-1"
    assert item["archive_location"] == record["unknown_tag"]["AV"][0] == address
    assert item["URL"] == EDITED.url
    assert said["version"]["capture_digest"] in item["note"]
    assert said["version"]["title"] == record["title"] == item["title"]
    assert "[EB/OL]" in (await get(f"/a/{EDITED.id}/v/1")).text


async def test_an_article_shows_every_capture_with_its_evidence(get: Get) -> None:
    page = Page((await get(f"/a/{GONE.id}")).text)
    captures = (await get(f"/a/{GONE.id}.json")).json()["captures"]
    assert len(captures) > 2
    assert {f"/capture/{capture['id']}" for capture in captures} <= set(page.attributes("a", "href"))
    assert captures[0]["warc_file"] in page.text


async def test_an_article_leads_to_its_neighbours_in_the_section(get: Get) -> None:
    def neighbour(page: Page, rel: str) -> list[str]:
        return [found["href"] for tag, found in page.elements if tag == "a" and found.get("rel") == rel]

    (older,) = neighbour(Page((await get(f"/a/{EDITED.id}")).text), "next")
    assert neighbour(Page((await get(older)).text), "prev") == [f"/a/{EDITED.id}"]


async def test_restored_and_published_text_stand_side_by_side(get: Get) -> None:
    page = Page((await get(f"/a/{GARBLED.id}", text="both")).text)
    assert [tag for tag, _ in page.elements].count("del") == 12, "each reading that was removed, and nothing else"
    assert "管委會[removed:] (huì)主任一行" in page.text
    assert "As published" in page.text or "Text as published" in page.text
    assert "/a/" + GARBLED.id in page.attributes("a", "href")
