"""Tables from captures alone; tables and captures brought into agreement after a crash."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archive.errors import ArchiveDamaged
from archive.ingest import Ingested, Parse
from archive.rebuild import rebuild
from archive.records import Capture, Page, Site
from archive.recover import recover
from archive.store import Store, logical_dump
from archive.verify import verify
from archive.warc import paths

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Archive

NEWS = "http://kfq.test/news/index.html"


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    """Two runs with all that can happen to an article in them, and one that was killed."""
    with archive.run(1) as visit:
        visit.status("/robots.txt", 404)
        visit.get(
            NEWS, section="园区动态", rows=["http://kfq.test/1.html", "http://kfq.test/2.html"], next_url="/p2.html"
        )
        visit.get("/p2.html", rows=["http://kfq.test/3.html"])
        visit.get("/1.html", title="甲", body="招商引资", footer={"sponsor": "管委会"}, site_name="铁山")
        visit.get("/2.html", title="乙", body="經濟", attachments=[{"url": "http://kfq.test/a.pdf", "name": "附件"}])
        visit.get("/a.pdf", file={"text": "岗位表", "name": "一.pdf"})
        visit.status("/old.html", 302, "/3.html")
        visit.get("/3.html", title="丙", body="通知", published_at="2026-08-30")
        visit.fails("/4.html")
    with archive.run(2) as visit:
        visit.get("/1.html", title="甲", body="招商引资", footer={"sponsor": "管委会"}, site_name="铁山")
        visit.get("/2.html", title="乙", body="經濟技術")
        visit.get("/a.pdf", file={"text": "岗位表（修订）", "members": ["甲.txt"]})
        visit.status("/3.html", 404)
        visit.get(
            "/5.html", title="丁", body="停水", problems=[{"field": "source", "message": "空"}], section="园区动态"
        )
        visit.take(visit.write("/6.html", body=b"no JSON"))
        visit.get("/5.html", title="丁", body="")
    with archive.run(3, killed=True) as visit:
        visit.get("/3.html", title="丙", body="通知", published_at="2026-08-31")
        visit.write("/7.html", body='{"title": "戊", "body": "未入库"}'.encode())
    return archive


def settled(archive: Archive, read: Parse) -> None:
    """What the next start does before anything else."""
    store = Store(archive.path)
    recover(archive.folder, store, lambda site: read)
    store.close()


def test_a_rebuilt_database_has_the_indexes_and_the_journal_of_every_other(crawled: Archive, read: Parse) -> None:
    into = crawled.folder / "again.db"
    rebuild(crawled.folder, into, lambda site: read)

    def made(path: Path) -> tuple[set[tuple[str, ...]], list[tuple[str, ...]]]:
        with closing(sqlite3.connect(path)) as connection:
            parts = set(connection.execute("SELECT type, name, sql FROM sqlite_master"))
            return parts, connection.execute("PRAGMA journal_mode").fetchall()

    assert made(into) == made(crawled.path)
    assert made(into)[1] == [("wal",)]


def test_a_rebuild_gives_the_same_tables_as_the_crawl(crawled: Archive, read: Parse) -> None:
    settled(crawled, read)
    into = crawled.folder / "again.db"
    rebuilt = rebuild(crawled.folder, into, lambda site: read)
    assert (rebuilt.captures, rebuilt.differ) == (len(crawled.rows("captures")), {})
    told = list(logical_dump(into))
    assert told == list(logical_dump(crawled.path))
    tables = {json.loads(line)[0] for line in told}
    assert tables >= {
        "articles",
        "versions",
        "events",
        "sightings",
        "footers",
        "attachments",
        "files",
        "file_words",
        "words",
    }


def test_a_rebuild_in_place_replaces_the_database_and_its_log(crawled: Archive, read: Parse) -> None:
    settled(crawled, read)
    before = list(logical_dump(crawled.path))
    crawled.path.write_bytes(b"damaged")
    crawled.path.with_name("archive.db-wal").write_bytes(b"of the damaged one")
    rebuild(crawled.folder, crawled.path, lambda site: read)
    assert sorted(path.name for path in crawled.folder.iterdir()) == ["archive.db", "warc"]
    assert list(logical_dump(crawled.path)) == before


def test_a_rebuild_that_fails_leaves_the_database_as_it_was(crawled: Archive, read: Parse) -> None:
    settled(crawled, read)
    before = crawled.path.read_bytes()
    path = paths(crawled.folder)[0]
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ArchiveDamaged, match=path.name):
        rebuild(crawled.folder, crawled.path, lambda site: read)
    assert crawled.path.read_bytes() == before


def test_a_database_that_is_lost_comes_back_at_the_next_start(crawled: Archive, read: Parse) -> None:
    settled(crawled, read)
    before = list(logical_dump(crawled.path))
    crawled.path.unlink()
    settled(crawled, read)
    assert list(logical_dump(crawled.path)) == before


def test_records_without_a_row_are_taken_in_at_the_next_start(crawled: Archive, read: Parse) -> None:
    taken: list[str] = []

    def then(store: Store, capture: Capture, ingested: Ingested) -> None:
        taken.append(f"{capture.url} {ingested.event}")

    store = Store(crawled.path)
    found = recover(crawled.folder, store, lambda site: read, then)
    again = recover(crawled.folder, store, lambda site: read, then)
    store.close()
    assert (found.captures, found.orphans, again.captures) == (1, (), 0)
    assert taken == ["http://kfq.test/7.html new"]
    assert not any(path.name.endswith(".open") for path in paths(crawled.folder))
    killed = crawled.rows("runs", "started_at")[2]
    assert (killed["finished_at"], killed["captures"]) == (None, 2)


def test_a_torn_tail_is_moved_away_and_nothing_before_it_is_lost(archive: Archive, read: Parse) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/1.html", title="甲", body="甲")
        last = visit.write("/2.html", body=b'{"title": "x"}')
    (path,) = paths(archive.folder)
    whole = path.read_bytes()
    cut = int(str(last.warc_offset)) + int(str(last.warc_length)) // 2
    path.write_bytes(whole[:cut])
    store = Store(archive.path)
    found = recover(archive.folder, store, lambda site: read)
    store.close()
    (orphan,) = found.orphans
    assert orphan.parent == archive.folder / "orphans"
    assert orphan.read_bytes() == whole[int(str(last.warc_offset)) : cut]
    assert archive.column("articles", "title") == ["甲"]
    assert verify(archive.folder).findings == ()


def test_a_file_torn_in_its_first_record_goes_and_the_next_run_begins(archive: Archive, read: Parse) -> None:
    with archive.run(killed=True):
        pass
    (path,) = paths(archive.folder)
    path.write_bytes(path.read_bytes()[:40])
    store = Store(archive.path)
    found = recover(archive.folder, store, lambda site: read)
    store.close()
    assert len(found.orphans) == 1
    assert paths(archive.folder) == []
    with archive.run(2) as visit:
        visit.get("/1.html", title="甲", body="甲")
    assert archive.column("articles", "title") == ["甲"]


def test_an_empty_file_left_by_a_kill_goes_too(archive: Archive, read: Parse) -> None:
    with archive.run(killed=True):
        pass
    (path,) = paths(archive.folder)
    path.write_bytes(b"")
    settled(archive, read)
    assert paths(archive.folder) == []


def test_damage_in_a_closed_file_is_not_taken_for_a_torn_tail(archive: Archive, read: Parse) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/1.html", title="甲", body="甲")
        visit.write("/2.html", body=b'{"title": "x"}')
    (path,) = paths(archive.folder)
    path.write_bytes(path.read_bytes()[:-5])
    path.rename(path.with_name(path.name.removesuffix(".open")))
    store = Store(archive.path)
    with pytest.raises(ArchiveDamaged):
        recover(archive.folder, store, lambda site: read)
    store.close()


@pytest.mark.parametrize("size", [0, 300])
def test_a_file_that_lost_what_was_acknowledged_is_damaged(size: int, archive: Archive, read: Parse) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/1.html", title="甲", body="甲")
    (path,) = paths(archive.folder)
    path.write_bytes(path.read_bytes()[:size])
    store = Store(archive.path)
    with pytest.raises(ArchiveDamaged, match=f"{path.name} ends before byte"):
        recover(archive.folder, store, lambda site: read)
    store.close()
    assert path.stat().st_size == size


def test_each_site_is_read_as_it_was_described(archive: Archive, read: Parse) -> None:
    for number, digest in enumerate(("one", "two"), 1):
        with archive.run(
            number, site=Site(id="kfq", name="铁山", home="http://kfq.test/", profile_digest=digest)
        ) as visit:
            visit.get("/1.html", title="甲", body="甲", noise=number)
    seen: list[tuple[str | None, str]] = []

    def parser_for(site: Site) -> Parse:
        def parse(capture: Capture) -> Page:
            seen.append((site.profile_digest, capture.run_id))
            return read(capture)

        return parse

    rebuild(archive.folder, archive.folder / "again.db", parser_for)
    assert [digest for digest, _ in seen] == ["one", "two"]
