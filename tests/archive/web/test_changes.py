"""The page of what changed, and the same in the forms that programs read."""

import csv
import io
from xml.etree import ElementTree

import pytest

from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_samples import EDITED, GONE, PORT, ZONE

pytestmark = [pytest.mark.slow, QUIET]

ATOM = "{http://www.w3.org/2005/Atom}"


async def test_changes_stand_by_day_the_latest_first(get: Get) -> None:
    response = await get("/changes")
    page = Page(response.text)
    days = [day for day in page.attributes("time", "datetime") if len(day) == 10]
    assert response.status_code == 200
    assert days == sorted(set(days), reverse=True)
    assert f"/a/{GONE.id}" in page.attributes("a", "href")
    assert f"/a/{EDITED.id}/v/3" in page.attributes("a", "href")


@pytest.mark.parametrize("kind", ["new", "edited", "gone", "returned"])
async def test_a_kind_is_shown_alone(get: Get, kind: str) -> None:
    said = (await get("/changes.json", kind=kind)).json()["changes"]
    assert {change["kind"] for change in said} <= {kind}
    assert bool(said) == (kind != "returned")


async def test_a_site_is_shown_alone(get: Get) -> None:
    for site in (ZONE, PORT):
        said = (await get("/changes.json", site=site.id)).json()["changes"]
        assert {change["site_id"] for change in said} == {site.id}


async def test_every_form_says_the_same(get: Get) -> None:
    said = (await get("/changes.json", kind="edited")).json()["changes"]
    read = await get("/changes.csv", kind="edited")
    rows = list(csv.DictReader(io.StringIO(read.content.decode("utf-8-sig"))))
    assert [(row["article_id"], row["at"]) for row in rows] == [(one["article_id"], one["at"]) for one in said]
    assert "attachment" in read.headers["Content-Disposition"]

    feed = ElementTree.fromstring((await get("/changes.atom", kind="edited")).content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [one["at"] for one in said]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(said)

    items = (await get("/changes.feed.json", kind="edited")).json()["items"]
    assert [item["date_modified"] for item in items] == [one["at"] for one in said]
    assert items[0]["url"].startswith("http://localhost/a/")


async def test_a_page_names_its_other_forms_with_the_same_question(get: Get) -> None:
    page = Page((await get("/changes", kind="edited", lang="zh")).text)
    assert "/changes.atom?kind=edited" in page.attributes("a", "href")
    assert "/changes.atom?kind=edited" in page.attributes("link", "href")


async def test_all_pages_together_are_all_changes_once(get: Get) -> None:
    found, number, more = [], 1, True
    while more:
        said = (await get("/changes.json", page=str(number))).json()
        found += [(change["article_id"], change["at"], change["kind"]) for change in said["changes"]]
        number, more = number + 1, said["has_more"]
    rows = (await get("/archive/changes.json", _shape="array", _size="1000")).json()
    assert found == sorted(set(found), key=lambda change: (change[1], change[2]), reverse=True) or len(found) == len(
        rows
    )
    assert len(set(found)) == len(found) == len(rows)


async def test_a_form_that_there_is_not_is_a_page_that_there_is_not(get: Get) -> None:
    assert (await get("/changes.pdf")).status_code == 404
    assert (await get("/changes", page="99")).status_code == 302
