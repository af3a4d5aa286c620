"""What Datasette's own pages say of our tables."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive.web.metadata import described
from tests.archive.web.conftest import QUIET, Get, serving
from tests.archive.web_archive import SCHEMA, build
from tests.archive.web_samples import EDITED

pytestmark = [pytest.mark.slow, QUIET]


def columns() -> dict[str, set[str]]:
    """The columns of each table and view of the schema, but for the full-text index."""
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA.read_text("utf-8"))
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    found = {
        name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
        for name in names
        if not name.startswith(("articles_search", "files_search", "sqlite_"))
    }
    database.close()
    return found


def test_every_table_and_view_is_described_and_nothing_else() -> None:
    assert set(described()["tables"]) == set(columns())
    for name, told in described()["tables"].items():
        assert told["title"], name
        assert told["description"], name
        known = columns()[name]
        named = {*told.get("columns", {}), *told.get("facets", []), *filter(None, map(told.get, NAMING))}
        assert named <= known, name


NAMING = ("label_column", "sort_desc", "fts_pk")


async def test_every_table_and_view_opens_with_its_description(get: Get) -> None:
    for name, told in described()["tables"].items():
        response = await get(f"/archive/{name}")
        assert response.status_code == 200, name
        assert told["title"] in response.text


async def test_articles_have_facets_by_site_section_source_and_year_with_names(get: Get) -> None:
    facets = (await get("/archive/articles.json", _labels="on")).json()["facet_results"]
    assert set(facets) == {"site_id", "section_id", "source", "year"}
    assert {value["label"] for value in facets["section_id"]["results"]} >= {"园区要闻", "招商引资"}


async def test_addresses_of_sites_in_tables_tell_them_nothing(get: Get) -> None:
    for path in ("/archive/articles", "/archive?sql=select+url+from+articles"):
        html = (await get(path)).text
        assert f'<a href="{EDITED.url}" rel="external noopener noreferrer nofollow">' in html
        assert f'<a href="{EDITED.url}">' not in html


async def test_titles_and_ids_in_tables_lead_to_the_reading_pages(get: Get) -> None:
    link = f'<a href="/a/{EDITED.id}">'
    assert f"{link}云岭经开区集中签约二十六个项目 总投资48亿元</a>" in (await get("/archive/articles?_size=max")).text
    assert link in (await get("/archive/events", article_id=EDITED.id)).text
    assert link in (await get("/archive/changes", article_id=EDITED.id)).text
    assert link in (await get("/archive?sql=select+article_id+from+events")).text
    assert '<a href="/capture/' in (await get("/archive/versions")).text


async def test_long_texts_are_cut_in_tables_and_whole_in_a_row(get: Get) -> None:
    table = (await get("/archive/articles", id=EDITED.id)).text
    row = (await get(f"/archive/articles/{EDITED.id}")).text
    assert ("企业少跑腿" in table, "企业少跑腿" in row) == (False, True)


async def test_settings_are_ours_unless_somebody_set_them(served: Any, folder: Path) -> None:
    await served.client.get("/")
    assert (served.setting("suggest_facets"), served.setting("max_csv_mb")) == (False, 20)
    with serving(folder / "archive.db", settings={"max_csv_mb": 7}) as other:
        await other.client.get("/")
        assert (other.setting("max_csv_mb"), other.setting("suggest_facets")) == (7, False)


async def test_metadata_of_the_operator_goes_before_ours(tmp_path: Path) -> None:
    path = build(tmp_path, [])
    told = {"databases": {"archive": {"tables": {"articles": {"title": "甲"}}}}}
    with serving(path, metadata=told) as served:
        page = (await served.client.get("/archive/articles")).text
        assert ("<h1>甲</h1>" in page, "One article a row" in page) == (True, True)


async def test_an_archive_by_another_file_name_is_one_too(tmp_path: Path) -> None:
    path = build(tmp_path, [EDITED])
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    renamed = path.rename(tmp_path / "snapshot-2026.db")
    with serving(immutables=[str(renamed)]) as served:
        assert "1 article" in (await served.client.get("/")).text
        assert (await served.client.get("/snapshot-2026/articles.json?_search_title=云岭&_shape=array")).json()


async def test_a_database_of_another_program_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE articles (title)")
    database.close()
    with serving(path) as served:
        assert "<h1>Datasette</h1>" in (await served.client.get("/")).text
        assert "Zone Archive" not in (await served.client.get("/other/articles")).text
