"""The database: made whole, opened only where it is ours, and left alone where it is not."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, DiskFull, SchemaNewer, UsageError
from archive.records import Address, Run, Site
from archive.store import Store, database, logical_dump, open_for_reading

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

SITE = Site(id="kfq", name="铁山经济开发区", home="http://kfq.test/")
NOW = "2026-09-01T08:00:00.000Z"


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def opened(path: Path) -> Store:
    store = Store(path)
    with store.transaction():
        store.put_site(SITE)
    return store


def test_a_site_refers_to_its_national_zone_where_there_is_one(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "archive.db")) as store, store.transaction():
        store.put_site(replace(SITE, zone="铁岭经济技术开发区"))
        store.put_site(replace(SITE, id="other", zone="of a list that is not ours"))
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        found = connection.execute(
            "SELECT sites.id, province FROM sites LEFT JOIN zones ON zones.name = zone ORDER BY 1"
        ).fetchall()
        assert found == [("kfq", "辽宁"), ("other", None)]
        assert connection.execute("SELECT count(*) FROM zones").fetchone() == (232,)


def test_a_site_is_of_the_family_that_most_pages_look_like_unless_its_profile_names_another(tmp_path: Path) -> None:
    def cms() -> object:
        with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
            return connection.execute("SELECT cms FROM sites").fetchone()[0]

    with closing(opened(tmp_path / "archive.db")) as store:
        with store.transaction():
            for family in ("gkmlpt", "trs", "trs", "gkmlpt", "trs"):
                store.count_family("kfq", family)
        assert cms() == "trs"
        with store.transaction():
            store.put_site(replace(SITE, cms="gkmlpt"))
            store.count_family("kfq", "trs")
        assert cms() == "gkmlpt"
        with store.transaction():
            store.put_site(replace(SITE, cms=None))
            store.count_family("kfq", "trs")
        assert cms() == "trs"


def test_a_new_database_has_its_marks_and_strict_tables(tmp_path: Path) -> None:
    path = tmp_path / "new" / "archive.db"
    Store(path).close()
    assert pragma(path, "application_id") == 0x5A6F6E65
    assert pragma(path, "user_version") == database.SCHEMA_VERSION
    assert pragma(path, "journal_mode") == "wal"
    with closing(sqlite3.connect(path)) as connection:
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_search%'"
        )
        assert loose.fetchall() == []


def test_closing_leaves_no_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    opened(path).close()
    assert [each.name for each in tmp_path.iterdir()] == ["archive.db"]


def test_what_fails_inside_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "archive.db")
    with pytest.raises(RuntimeError, match="stop"), store.transaction():
        store.put_site(SITE)
        raise RuntimeError("stop")
    with store.transaction():
        assert store.home("kfq") is None
    store.close()


def test_rows_must_point_at_rows_that_are_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "archive.db")
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.put_run(Run(id="r", site_id="nobody", started_at=NOW))
    store.close()


def test_a_file_left_blank_by_a_killed_start_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.touch()
    opened(path).close()
    with closing(sqlite3.connect(path.with_name("other.db"))) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    opened(path.with_name("other.db")).close()
    assert pragma(path.with_name("other.db"), "user_version") == database.SCHEMA_VERSION


def _text(path: Path) -> None:
    path.write_text("not a database, but long enough to be looked at " * 50)


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (a)")


def _newer(path: Path) -> None:
    opened(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _flipped(path: Path) -> None:
    opened(path).close()
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)  # a page of the tables' index
    path.write_bytes(data)


def _cut(path: Path) -> None:
    opened(path).close()
    path.write_bytes(path.read_bytes()[:-9000])


@pytest.mark.parametrize(
    ("make", "error", "exit_code"),
    [
        (_text, ArchiveDamaged, 5),
        (_foreign, ArchiveDamaged, 5),
        (_newer, SchemaNewer, 6),
        (_flipped, ArchiveDamaged, 5),
        (_cut, ArchiveDamaged, 5),
    ],
)
def test_what_is_not_ours_to_write_is_left_as_it_was(
    tmp_path: Path, make: object, error: type[ArchiveError], exit_code: int
) -> None:
    path = tmp_path / "archive.db"
    assert callable(make)
    make(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(error, match=r"archive\.db") as told:
        Store(path)
    assert told.value.exit_code == exit_code
    assert "\n" not in str(told.value)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_folder_that_cannot_be_made_is_a_mistake_of_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="ARCHIVE_DIR"):
        Store(tmp_path / "file" / "archive.db")
    with pytest.raises(UsageError, match="not there"):
        open_for_reading(tmp_path / "archive.db")


def test_a_full_disk_is_told_as_such_and_what_was_committed_stays(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    store = opened(path)
    pages = pragma(path, "page_count")
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="make room"), store.transaction():
        store.add(Address(url=f"http://kfq.test/{number}", site_id="kfq", kind="article") for number in range(5000))
    with store.transaction():
        assert store.home("kfq") == SITE.home
    store.close()


def test_a_limit_on_the_size_of_files_is_told_as_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    opened(path).close()
    script = (
        "import resource, sys; from pathlib import Path; from archive.store import Store;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)); Store(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=False)
    assert "DiskFull" in done.stderr.splitlines()[-1]


def test_another_writer_that_does_not_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path = tmp_path / "archive.db"
    store = opened(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked, match="another program"), store.transaction():
            pass
        other.execute("ROLLBACK")
    store.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    opened(path).close()
    with closing(open_for_reading(path)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM sites")


def test_files_are_due_apart_and_documents_before_pictures(tmp_path: Path) -> None:
    store = opened(tmp_path / "archive.db")
    names = ("c.JPG", "a.jpeg", "b.pdf", "download.jsp?id=7")
    with store.transaction():
        store.add(Address(url=f"http://kfq.test/{name}", site_id="kfq", kind="file", due_at=NOW) for name in names)
        assert store.due("kfq", NOW, 9) == []
        found = [file.url.rpartition("/")[2] for file in store.due("kfq", NOW, 9, files=True)]
        assert store.waiting("kfq", NOW) == (0, 4)
    store.close()
    assert found == ["b.pdf", "download.jsp?id=7", "c.JPG", "a.jpeg"]


def test_the_frontier_gives_what_is_due_in_order_and_keeps_what_it_knows(tmp_path: Path) -> None:
    store = opened(tmp_path / "archive.db")
    first, second, third = (
        Address(url=f"http://kfq.test/{name}", site_id="kfq", kind="article", due_at=due)
        for name, due in (("a", NOW), ("b", "2026-08-01T00:00:00.000Z"), ("c", None))
    )
    with store.transaction():
        assert store.add([first, second, third]) == 3
        assert store.add([replace(first, kind="file"), first]) == 0
        assert store.due("kfq", NOW, 10) == [second, first]
        assert store.due("kfq", NOW, 1) == [second]
        assert store.waiting("kfq", NOW) == (2, 0)
        done = replace(second, state="done", due_at="2026-10-01T00:00:00.000Z", etag='"x"', last_outcome="ok")
        store.note(done)
        assert store.known(second.url) == done
        assert store.due("kfq", NOW, 10) == [first]
        assert store.make_due("kfq", NOW) == 2
        assert [entry.url for entry in store.due("kfq", NOW, 10)] == [first.url]
        assert [entry.url for entry in store.rechecks("kfq", NOW, 10)] == [second.url]
        assert store.known("http://kfq.test/unknown") is None
    store.close()


def test_a_site_that_asked_to_be_left_alone_is_told_from_one_that_failed(tmp_path: Path) -> None:
    store = opened(tmp_path / "archive.db")
    failed = Address(url="http://kfq.test/a", site_id="kfq", kind="article", due_at=NOW, last_outcome="error")
    later = "2026-10-01T00:00:00.000Z"
    with store.transaction():
        store.add([failed, replace(failed, url="http://kfq.test/b", due_at=later, last_outcome="ok")])
        store.add([replace(failed, url="http://kfq.test/c", due_at=later, kind="file")])
        assert store.quiet_until("kfq", NOW) is None
        store.note(replace(failed, due_at=later))
        assert store.quiet_until("kfq", NOW) == later
        assert store.quiet_until("kfq", later) is None
    store.close()


def test_a_run_that_ends_keeps_its_counts(tmp_path: Path) -> None:
    store = opened(tmp_path / "archive.db")
    run = Run(id="r", site_id="kfq", started_at=NOW)
    with store.transaction():
        store.put_run(run)
        store.count("r", new=2, captures=3)
        store.put_run(replace(run, finished_at="2026-09-01T09:00:00.000Z", reason="finished", exit_code=0))
        store.put_run(run)
        assert store.counts("r")["new"] == 2
        assert store.last_time() == "2026-09-01T09:00:00.000Z"
        with pytest.raises(ValueError, match="counts"):
            store.count("r", nonsense=1)
    store.close()


def test_an_empty_archive_has_no_last_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "archive.db")
    assert store.last_time() is None
    assert store.counts("r") == {}
    store.close()


def test_the_dump_tells_every_table_but_the_frontier_and_the_index_too(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="乙丙")
        before = list(logical_dump(archive.path))
        with visit.store.transaction():
            visit.store.add([Address(url="http://kfq.test/9", site_id="kfq", kind="article")])
        assert list(logical_dump(archive.path)) == before
        visit.get("/2.html", title="甲", body="乙丙丁")
    after = "\n".join(logical_dump(archive.path))
    assert after != "\n".join(before)
    assert '["words", {"term": "丁", "col": "body", "doc": 1, "cnt": 1}]' in after


def test_an_address_that_was_not_kept_after_all_is_not_taken_for_known(tmp_path: Path) -> None:
    address = Address(url="http://kfq.test/1.html", site_id="kfq", kind="article")
    with closing(opened(tmp_path / "archive.db")) as store:
        with pytest.raises(KeyError), store.transaction():
            store.add([address])
            assert store.unknown([address]) == []
            assert address.url in store.settled
            raise KeyError
        assert address.url not in store.settled
        assert store.unknown([address]) == [address]
