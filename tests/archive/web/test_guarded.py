"""Datasette with its threads: queries run in processes of their own, and its pages are what they were."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.database import Database

from archive.publish import publish
from archive.web import queries
from archive.web.guarded import Guarded
from tests.archive.web.conftest import QUIET, Get
from tests.archive.web_samples import EDITED, ZONE

pytestmark = [pytest.mark.slow, QUIET]

PATHS = [
    *("/archive", "/archive.json", "/archive/articles?_search=招商", "/archive/articles.json?_facet=source&_labels=on"),
    *(f"/archive/articles/{EDITED.id}", f"/archive/articles/{EDITED.id}.json", "/archive/articles.csv?_stream=on"),
    *("/archive.json?sql=select+1+as+a,+2+as+a,+x'00'+as+b,+null,+:it&it=x", "/archive?sql=select+*+from+sites"),
    *("/archive.json?sql=select+nothing+from+sites", "/archive.json?sql=delete+from+sites", "/archive/nothing.json"),
    *("/archive/articles.json?_where=nothing", "/archive/sites.csv?_size=2"),
    *("/archive.json?sql=select+*+from+pragma_database_list", "/archive.json?sql=select+*+from+sqlite_stmt"),
    *("/archive.json?sql=select+fold('經')", "/archive/changes.json?_size=max", "/archive/articles?_sort=title"),
]


@pytest.fixture
def threaded(folder: Path) -> Iterator[Any]:
    """Datasette as it is served."""
    made = Datasette([str(folder / "archive.db")])
    before = made.databases["archive"]
    yield made
    made.executor.shutdown()
    before.close()
    made.databases["archive"].close()


async def test_pages_are_the_same(threaded: Any, get: Get) -> None:
    for path in PATHS:
        plain, guarded = await get(path), await threaded.client.get(path)
        assert isinstance(threaded.databases["archive"], Guarded)
        assert guarded.status_code == plain.status_code, path
        assert _without_times(guarded.text) == _without_times(plain.text), path


async def test_counts_of_a_table_are_asked_for_once_and_anew_when_somebody_has_written(
    threaded: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answer = Guarded._answer

    def noted(self: Guarded, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return answer(self, sql, *rest)

    monkeypatch.setattr(Guarded, "_answer", noted)
    pages = [(await threaded.client.get("/archive/articles.json")).json() for _ in range(2)]
    assert pages[0]["facet_results"] == pages[1]["facet_results"]
    counts = [sql for sql in asked if "count(*)" in sql]
    assert len(counts) == len(set(counts)) > 4
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("UPDATE sites SET name = name || '区'")
        connection.execute("UPDATE sites SET name = substr(name, 1, length(name) - 1)")
    await threaded.client.get("/archive/articles.json")
    assert len([sql for sql in asked if "count(*)" in sql]) == 2 * len(counts)


async def test_so_are_the_counts_of_our_pages(threaded: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = Database.execute

    async def noted(self: Any, sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return await execute(self, sql, *rest, **options)

    monkeypatch.setattr(Database, "execute", noted)
    found = [(await threaded.client.get(path)).text for path in ("/", "/", "/search?q=招商", "/search?q=招商")]
    assert (found[0], found[2]) == (found[1], found[3])
    assert [asked.count(sql) for sql in (queries.SITES, queries.NAMES, queries.facets(["q"]))] == [1, 1, 1]
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        for sql in ("name || '区'", "substr(name, 1, length(name) - 1)"):
            with connection:
                connection.execute(f"UPDATE sites SET name = {sql}")
            assert (ZONE.name + "区<" in (await threaded.client.get("/")).text) is ("区" in sql)


async def test_what_comes_in_the_place_of_a_snapshot_is_read_by_none_who_serves_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def errors(name: str) -> list[str]:
        snapshot = tmp_path / f"{name}.db"
        publish(folder, snapshot)
        served = Datasette([], immutables=[str(snapshot)])
        await served.invoke_startup()
        (tmp_path / "broken").write_bytes(b"no database" * 100)
        (tmp_path / "broken").replace(snapshot)
        database, sql = served.databases[name], "SELECT id FROM sites"
        in_threads = [database.execute_fn(lambda connection: connection.execute(sql).fetchall()) for _ in range(9)]
        in_processes = [database.execute(sql, truncate=True) for _ in range(9)]
        counted = database.execute("SELECT count(*) FROM sites")
        told = await asyncio.gather(*in_threads, *in_processes, counted, return_exceptions=True)
        database.close()
        return [str(answer) for answer in told if isinstance(answer, BaseException)]

    assert await errors("snapshot") == []
    monkeypatch.setattr(Guarded, "open_everywhere", lambda _: asyncio.sleep(0))
    assert "file is not a database" in await errors("control")


async def test_a_query_that_nothing_in_sqlite_stops_is_stopped(threaded: Any) -> None:
    sql = "select instr(hex(zeroblob(1900000)), hex(zeroblob(900000)) || '1')"
    response = await threaded.client.get("/archive.json", params={"sql": sql, "_timelimit": "200"})
    assert response.status_code == 400
    assert "time limit" in response.json()["error"]
    assert (await threaded.client.get("/archive.json?sql=select+1")).status_code == 200


async def test_a_limit_below_nothing_is_no_limit_that_breaks_a_process(threaded: Any) -> None:
    response = await threaded.client.get("/archive.json?sql=select+1&_timelimit=-500000")
    assert response.status_code == 200


async def test_a_long_csv_is_read_in_small_pieces_and_is_whole(threaded: Any, folder: Path) -> None:
    rows = (await threaded.client.get("/archive/captures.csv?_stream=on&_size=max")).text.count("\n")
    count = await threaded.client.get("/archive.json?sql=select+count(*)+from+captures&_shape=arrayfirst")
    assert [rows - 1] == count.json()


def test_it_ends_its_processes(folder: Path) -> None:
    served = Datasette([str(folder / "archive.db")])
    with closing(Guarded(served.databases["archive"])) as guarded:
        guarded._ask("select 1", [], 1, None)
        process = guarded._askers.queue[-1]._process
        assert process
    assert process.poll() is not None


def _without_times(text: str) -> str:
    """A page but for how long it took and for tokens."""
    return re.sub(r"[\d.]+ ?ms|\"query_ms\": [\d.]+|\?id=\w+", "", text)
