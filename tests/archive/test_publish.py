"""A snapshot is whole at every moment, and nothing else is overwritten by one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.errors import ArchiveDamaged, ArchiveLocked, UsageError
from archive.publish import publish
from archive.store import Store, logical_dump

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

ROOT = Path(__file__).parents[2]


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="招商引资")
        visit.get("/2.html", title="乙", body="停水通知")
    return archive


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def test_a_snapshot_says_what_the_archive_says(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    done = publish(crawled.folder, to)
    assert (done.articles, done.captures, done.size) == (2, 2, to.stat().st_size)
    assert list(logical_dump(to)) == list(logical_dump(crawled.path))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["public.db"]


def test_a_snapshot_needs_no_log_so_that_it_can_be_served_as_immutable(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    publish(crawled.folder, to)
    with closing(sqlite3.connect(f"file:{to}?immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert to.stat().st_mode & 0o444 == 0o444 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_a_run_has_committed_is_published_while_it_goes_on(archive: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="甲")
        publish(archive.folder, to)
        assert asked(to, "SELECT title FROM articles") == [("甲",)]
        with visit.store.transaction():
            visit.store.name_site("kfq", "没有提交")
            publish(archive.folder, to)
        assert asked(to, "SELECT name FROM sites WHERE name = '没有提交'") == []


@pytest.mark.slow
def test_fifty_snapshots_during_writes_are_all_whole_and_so_is_each_that_is_served(
    archive: Archive, tmp_path: Path
) -> None:
    to = tmp_path / "public.db"
    over = threading.Event()
    wrong: list[str] = []
    read = 0

    def serve() -> None:
        nonlocal read
        while not over.is_set():
            if to.exists():
                (trouble,) = asked(to, "PRAGMA integrity_check")[0]
                (orphans,) = asked(
                    to, "SELECT count(*) FROM versions WHERE capture_id NOT IN (SELECT id FROM captures)"
                )[0]
                read += 1
                if trouble != "ok" or orphans:
                    wrong.append(f"{trouble}, {orphans} versions without a capture")

    def write(store: Store) -> None:
        number = 0
        while not over.is_set():
            number += 1
            visit.get(f"/{number}.html", title="甲", body=f"第{number}篇" * 50)

    counts = []
    with archive.run() as visit:
        server = threading.Thread(target=serve)
        publisher = threading.Thread(target=lambda: counts.extend(publishes(archive.folder, to, over)))
        server.start()
        publisher.start()
        write(visit.store)
        publisher.join()
        server.join()
    assert wrong == []
    assert (len(counts), counts) == (50, sorted(counts))
    assert counts[-1] > counts[0]
    assert read > 10


def publishes(folder: Path, to: Path, over: threading.Event) -> list[int]:
    try:
        return [publish(folder, to).captures for _ in range(50)]
    finally:
        over.set()


@pytest.mark.parametrize("content", [b"", b"notes of mine", b"SQLite format 3\0 and no more"])
def test_a_file_that_is_no_snapshot_is_left_alone(crawled: Archive, tmp_path: Path, content: bytes) -> None:
    to = tmp_path / "mine"
    to.write_bytes(content)
    with pytest.raises(UsageError, match="no snapshot"):
        publish(crawled.folder, to)
    assert to.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "other.db"
    with closing(sqlite3.connect(to)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = to.read_bytes()
    with pytest.raises(UsageError, match="no snapshot"):
        publish(crawled.folder, to)
    assert to.read_bytes() == before


def test_no_archive_is_overwritten_neither_this_one_nor_another(crawled: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="own database"):
        publish(crawled.folder, crawled.path)
    other = tmp_path / "other" / "archive.db"
    shutil.copytree(crawled.folder, other.parent)
    for log in other.parent.glob("archive.db-*"):
        with pytest.raises(UsageError, match=f"{log.name} shows"):
            publish(crawled.folder, other)
        log.unlink()
    with pytest.raises(UsageError, match="database of an archive"):
        publish(crawled.folder, other)


def test_a_log_of_another_program_is_not_left_to_spoil_the_snapshot(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    publish(crawled.folder, to)
    before = to.read_bytes()
    to.with_name("public.db-journal").write_bytes(b"hot")
    with pytest.raises(UsageError, match=r"public\.db-journal"):
        publish(crawled.folder, to)
    assert to.read_bytes() == before


def test_a_damaged_archive_is_not_published(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    publish(crawled.folder, to)
    before = to.read_bytes()
    data = bytearray(crawled.path.read_bytes())
    data[4096 * 3 : 4096 * 40] = bytes(4096 * 37)
    crawled.path.write_bytes(data)
    with pytest.raises(ArchiveDamaged):
        publish(crawled.folder, to)
    assert to.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["public.db"]


def test_what_a_killed_process_left_is_taken_over_and_a_living_one_is_not_disturbed(
    crawled: Archive, tmp_path: Path
) -> None:
    to = tmp_path / "public.db"
    beside = tmp_path / "public.db.publish"
    beside.write_bytes(b"half a snapshot")
    script = (
        "import fcntl, sys; f = open(sys.argv[1], 'rb+'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(beside)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as living:
        assert living.stdout is not None
        living.stdout.readline()
        with pytest.raises(ArchiveLocked, match="another process"):
            publish(crawled.folder, to)
        living.kill()
    publish(crawled.folder, to)
    assert not beside.exists()


def test_a_folder_that_is_not_there_is_told(crawled: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file or directory; give a FILE"):
        publish(crawled.folder, tmp_path / "nowhere" / "public.db")
    with pytest.raises(UsageError, match="is not there"):
        publish(tmp_path / "empty", tmp_path / "public.db")


@pytest.mark.slow
def test_the_command_publishes_and_tells_mistakes_in_one_line(crawled: Archive, tmp_path: Path) -> None:
    def command(*args: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-m", "scrapy", "publish", "-s", f"ARCHIVE_DIR={crawled.folder}", *args]
        return subprocess.run(run, cwd=ROOT, capture_output=True, text=True)

    to = tmp_path / "public.db"
    done = command(str(to))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{to}: 2 articles, 2 captures, {to.stat().st_size} bytes\n"
    for wrong in ([], [str(crawled.path)], [str(tmp_path / "nowhere" / "public.db")]):
        told = command(*wrong)
        assert (told.returncode, told.stdout, told.stderr.count("\n")) == (2, "", 1)


@pytest.mark.slow
def test_a_full_disk_leaves_the_snapshot_that_was_there(crawled: Archive, tmp_path: Path) -> None:
    to = tmp_path / "public.db"
    publish(crawled.folder, to)
    before = to.read_bytes()
    script = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960));"
        "from scrapy.cmdline import execute; execute()"
    )
    run = [sys.executable, "-c", script, "publish", "-s", f"ARCHIVE_DIR={crawled.folder}", str(to)]
    told = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 3
    assert told.stderr.count("\n") == 1
    assert to.read_bytes() == before
    assert not (tmp_path / "public.db.publish").exists()
