"""For who writes SQL: named queries that run, and the schema as a page."""

import pytest

from archive.web.metadata import described
from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_samples import ZONE

pytestmark = [pytest.mark.slow, QUIET]

GIVEN = {"site": ZONE.id, "since": "2000-01-01", "name": "澄川日报", "day": "2026-12-31"}


@pytest.mark.parametrize("name", sorted(described()["queries"]))
async def test_every_named_query_runs_and_is_told_in_both_languages(get: Get, name: str) -> None:
    query = described()["queries"][name]
    assert " · " in query["title"]
    assert query["description"]
    answer = (await get(f"/archive/{name}.json", _shape="objects", **GIVEN)).json()
    assert answer.get("error") is None
    assert bool(answer["rows"]) == (name != "mentioned_together")


async def test_the_schema_tells_every_table_with_its_columns(get: Get) -> None:
    said = (await get("/schema.json")).json()["tables"]
    names = [table["name"] for table in said]
    assert {"articles", "versions", "captures", "changes", "coverage"} <= set(names)
    assert not [name for name in names if name.startswith(("sqlite_", "articles_search_"))]
    columns = next(table["columns"] for table in said if table["name"] == "articles")
    assert [column["name"] for column in columns][:3] == ["id", "site_id", "section_id"]
    assert not [(table["name"], column) for table in said for column in table["columns"] if not column["description"]]
    page = Page((await get("/schema")).text)
    assert "/archive/articles" in page.attributes("a", "href")
