"""The page of a site, and the months that it draws."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.calendar import months
from archive.web.months import LEVELS, cells, gaps, until
from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_samples import PORT, ZONE

MONTHS = st.dates(date(1990, 1, 1), date(2050, 12, 31)).map(lambda day: f"{day:%Y-%m}")


@pytest.mark.slow
@QUIET
async def test_a_site_tells_its_sections_visits_footers_and_months(get: Get) -> None:
    response = await get(f"/site/{ZONE.id}")
    page = Page(response.text)
    assert response.status_code == 200
    for told in (ZONE.name, ZONE.home, "园区要闻", "Coverage", "The footer over time", "Visits"):
        assert told in page.text, told
    assert f"/changes.atom?site={ZONE.id}" in page.attributes("link", "href")


@pytest.mark.slow
@QUIET
async def test_the_months_of_a_site_add_up_to_its_articles(get: Get) -> None:
    said = (await get(f"/site/{ZONE.id}.json")).json()
    undated = (await get("/archive/articles.json", site_id=ZONE.id, published_at__isnull="1", _shape="array")).json()
    assert sum(row["articles"] for row in said["months"]) == said["site"]["articles"] - len(undated)


@pytest.mark.slow
@QUIET
async def test_all_sites_can_be_had_as_data(get: Get) -> None:
    said = (await get("/sites.json")).json()["sites"]
    assert {site["id"] for site in said} == {ZONE.id, PORT.id}
    assert ZONE.name in (await get("/sites.csv")).text
    assert (await get("/sites")).headers["Location"] == "/"
    assert {f"/site/{site['id']}" for site in said} <= set(Page((await get("/")).text).attributes("a", "href"))


@pytest.mark.slow
@QUIET
async def test_a_site_that_there_is_not_is_told_as_such(get: Get) -> None:
    for path in ("/site/nowhere", "/site/nowhere.gov.cn", "/site/nowhere.json"):
        assert (await get(path)).status_code == 404, path


def test_gaps_are_named_as_spans_between_the_first_and_the_last_month() -> None:
    assert gaps([]) == []
    assert gaps(["2026-01", "2026-02"]) == []
    assert gaps(["2025-11", "2026-02", "2026-04"]) == ["2025-12 – 2026-01", "2026-03"]
    assert gaps(["2026-01"], "2026-03") == ["2026-02 – 2026-03"]


@given(MONTHS, st.integers(1, 60))
def test_so_many_months_end_with_the_last(last: str, count: int) -> None:
    found = until(date.fromisoformat(f"{last}-01"), count)
    assert (len(found), found[-1]) == (count, last)
    assert found == months(found[0], last)


@given(st.sets(MONTHS, min_size=1, max_size=6))
def test_a_month_is_either_there_or_in_a_gap(there: set[str]) -> None:
    spans = [span.split(" – ") for span in gaps(there)]
    missing = [month for span in spans for month in months(span[0], span[-1])]
    assert sorted([*missing, *there]) == months(min(there), max(there))


@given(st.dictionaries(MONTHS, st.integers(1, 500), min_size=1, max_size=8))
def test_the_fullest_month_is_darkest_and_none_that_has_some_is_blank(counts: dict[str, int]) -> None:
    drawn = cells(counts, sorted(counts), max(counts.values()))
    assert max(cell.level for cell in drawn) == LEVELS
    assert min(cell.level for cell in drawn) >= 1
    assert cells({}, ["2026-01"], 0)[0].level == 0
