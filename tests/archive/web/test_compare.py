"""Two versions of an article against each other."""

import pytest

from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_samples import EDITED, GONE, TAG

pytestmark = [pytest.mark.slow, QUIET]


async def version(get: Get, number: int) -> dict[str, str]:
    rows = (await get("/archive/versions.json", article_id=EDITED.id, number=str(number), _shape="array")).json()
    found: dict[str, str] = rows[0]
    return found


async def test_the_latest_is_compared_with_the_one_before_unless_others_are_named(get: Get) -> None:
    said = (await get(f"/a/{EDITED.id}/compare.json")).json()
    assert (said["from"]["number"], said["to"]["number"]) == (2, 3)
    said = (await get(f"/a/{EDITED.id}/compare.json", **{"from": "3", "to": "1"})).json()
    assert (said["from"]["number"], said["to"]["number"]) == (3, 1)


async def test_what_is_said_to_differ_makes_the_one_text_of_the_other(get: Get) -> None:
    said = (await get(f"/a/{EDITED.id}/compare.json", **{"from": "1", "to": "3"})).json()
    for number, form, gone in ((1, "removed", "added"), (3, "added", "removed")):
        kept = [paragraph for paragraph in said["body"] if paragraph["kind"] != gone]
        text = "\n".join("".join(s["text"] for s in p["spans"] if s["kind"] in ("same", form)) for p in kept)
        assert text == (await version(get, number))["body"]


async def test_both_ways_of_showing_it_mark_what_went_and_what_came(get: Get) -> None:
    for way in ({}, {"view": "beside"}):
        response = await get(f"/a/{EDITED.id}/compare", **{"from": "1", "to": "3"}, **way)
        tags = {tag for tag, _ in Page(response.text).elements}
        assert response.status_code == 200
        assert {"ins", "del"} & tags
        assert ("table" in tags) == bool(way)


async def test_versions_that_are_the_same_are_told_to_be(get: Get) -> None:
    assert "These two say the same." in (await get(f"/a/{EDITED.id}/compare", **{"from": "2", "to": "2"})).text


async def test_what_cannot_be_compared_leads_elsewhere(get: Get) -> None:
    assert (await get(f"/a/{GONE.id}/compare")).headers["Location"] == f"/a/{GONE.id}"
    assert (await get(f"/a/{EDITED.id}/compare", to="9")).status_code == 404
    assert (await get("/a/aaaaaaaaaaaa/compare")).status_code == 404
    assert (await get(f"/a/{EDITED.id}/compare.csv")).status_code == 404


async def test_an_article_with_versions_leads_to_their_comparison(get: Get) -> None:
    assert f"/a/{EDITED.id}/compare?to=3" in Page((await get(f"/a/{EDITED.id}")).text).attributes("a", "href")
    assert TAG not in (await get(f"/a/{EDITED.id}/compare")).text
