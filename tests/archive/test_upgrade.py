"""An archive of an older version: its tables are made anew, from all of its files or not at all."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click import ClickException
from datasette.app import Datasette

from archive.errors import ArchiveDamaged, SchemaNewer, SchemaOlder
from archive.lock import lock
from archive.publish import publish
from archive.rebuild import rebuild
from archive.store import logical_dump, open_for_reading
from archive.store.database import SCHEMA_VERSION
from archive.upgrade import open_store
from archive.warc import paths
from tests.archive.older import make_older

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Archive


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    with archive.run(1) as visit:
        visit.get("/1.html", title="甲", body="招商引资")
        visit.get("/2.html", title="乙", body="停水通知")
    with archive.run(2, killed=True) as visit:
        visit.get("/1.html", title="甲", body="招商引资一百亿元")
        visit.write("/3.html", body='{"title": "丙", "body": "未入库"}'.encode())
    return archive


def execute(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def version(path: Path) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def upgrade(archive: Archive) -> None:
    with lock(archive.folder):
        open_store(archive.folder, lambda site: archive.read).close()


def test_the_tables_of_an_older_version_are_made_anew_and_that_is_said(
    crawled: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    make_older(crawled.path)
    with crawled.run(3) as visit:
        visit.get("/4.html", title="丁", body="开工")
    assert version(crawled.path) == SCHEMA_VERSION
    assert sorted(crawled.column("articles", "title")) == ["丁", "丙", "乙", "甲"]
    (said,) = caplog.records
    assert (said.levelno, "is of an older version" in said.getMessage()) == (logging.WARNING, True)
    rebuild(crawled.folder, crawled.folder / "again.db", lambda site: crawled.read)
    assert list(logical_dump(crawled.path)) == list(logical_dump(crawled.folder / "again.db"))


def test_what_older_versions_read_is_kept(crawled: Archive) -> None:
    make_older(crawled.path)
    execute(crawled.path, "UPDATE versions SET title = '甲——首页', extractor = 'older' WHERE body = '招商引资'")
    execute(
        crawled.path,
        "INSERT INTO readings SELECT capture_id, 'source', 1, article_id, '办公室', 'zone-archive 0' FROM versions",
    )
    upgrade(crawled)
    kept = [(row["field"], row["value"]) for row in crawled.rows("readings") if row["field"] == "title"]
    assert kept == [("title", "甲——首页")]
    assert crawled.column("readings", "value", "field")[:3] == ["办公室"] * 3


def test_nothing_is_made_anew_where_a_file_is_missing_or_cut(crawled: Archive) -> None:
    make_older(crawled.path)
    before = crawled.path.read_bytes()
    path = paths(crawled.folder)[0]
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ArchiveDamaged, match=rf"{path.name} is missing or cut"):
        upgrade(crawled)
    path.unlink()
    with pytest.raises(ArchiveDamaged, match=rf"{path.name} is missing or cut"):
        upgrade(crawled)
    assert crawled.path.read_bytes() == before
    path.write_bytes(data)
    upgrade(crawled)
    assert version(crawled.path) == SCHEMA_VERSION


def test_a_damaged_database_is_damaged_whatever_its_version(crawled: Archive) -> None:
    make_older(crawled.path)
    data = bytearray(crawled.path.read_bytes())
    data[4096 * 2 : 4096 * 6] = bytes(4096 * 4)
    crawled.path.write_bytes(data)
    with pytest.raises(ArchiveDamaged):
        upgrade(crawled)
    assert crawled.path.read_bytes() == data


def test_who_only_reads_is_told_in_one_line(crawled: Archive) -> None:
    make_older(crawled.path)
    with pytest.raises(SchemaOlder, match=rf"archive\.db has schema 1, this program reads {SCHEMA_VERSION}") as told:
        open_for_reading(crawled.path)
    assert told.value.exit_code == 2
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("other", [1, 99])
async def test_datasette_does_not_begin_with_an_archive_of_another_version(crawled: Archive, other: int) -> None:
    execute(crawled.path, f"PRAGMA user_version = {other}")
    with pytest.raises(ClickException, match=f"has schema {other}"):
        await Datasette([str(crawled.path)]).invoke_startup()


def test_a_snapshot_of_an_older_version_is_replaced(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    publish(crawled.folder, to)
    make_older(to)
    execute(to, "PRAGMA journal_mode = DELETE")
    assert publish(crawled.folder, to).articles == 2
    assert version(to) == SCHEMA_VERSION


def test_a_newer_database_is_not_rebuilt_by_an_older_program(crawled: Archive) -> None:
    execute(crawled.path, "PRAGMA user_version = 99")
    before = crawled.path.read_bytes()
    with pytest.raises(SchemaNewer, match="has schema 99"):
        rebuild(crawled.folder, crawled.path, lambda site: crawled.read)
    assert crawled.path.read_bytes() == before
