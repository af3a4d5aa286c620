"""F: other programs at the same archive: a second run, a reader, a lock of somebody else's, a publication."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from archive.errors import ArchiveLocked
from archive.lock import lock
from archive.publish import publish
from archive.store import NAME, logical_dump
from archive.warc import paths
from tests.archive.conftest import Archive
from tests.faults.crawling import Crawled, command, crawl, one, oracle, run, unguarded
from tests.faults.hostile import HOME, HTML, Hostile, article, path_of, reply, site_of
from tests.faults.kept import READ, ROOT, filled, is_sound, sound
from tests.faults.ledger import Ledger

HOLDS = """
import sys, time
from pathlib import Path
from archive.lock import lock
with lock(Path(sys.argv[1])):
    print(flush=True)
    time.sleep(60)
"""
BY_FILE = """
import os, sys, time
os.open(sys.argv[1] + "/pid", os.O_CREAT | os.O_EXCL)
print(flush=True)
time.sleep(60)
"""


@contextmanager
def another(code: str, folder: Path, *given: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of its own that has come as far as to print a line; it is killed in the end."""
    folder.mkdir(exist_ok=True)
    arguments = [sys.executable, "-c", code, str(folder), *given]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"\n"
            yield process
        finally:
            process.kill()


@pytest.mark.quick
def test_f11_of_two_writers_the_second_is_told_at_once(ledger: Ledger, tmp_path: Path) -> None:
    kept, other = filled(tmp_path / "data"), filled(tmp_path / "other", 2)
    before = list(logical_dump(kept.path))
    with ledger.row("F11", "a second program at an archive") as row, another(HOLDS, kept.folder) as first:
        for number in range(20):
            begun, told = time.monotonic(), ""
            try:
                with lock(kept.folder):
                    pass
            except ArchiveLocked as error:
                told = str(error)
            is_named = f"process {first.pid};" in told
            row.tried(is_named and time.monotonic() - begun < 1 and first.poll() is None, (number, told))
        for words in WRITERS if ledger.full else ():
            told_of = words.replace("WARC", str(paths(kept.folder)[0])).replace("OTHER", str(other.folder))
            ended = scrapy(kept.folder, told_of)
            is_named = ended.err.count("\n") == 1 and f"process {first.pid};" in ended.err
            row.tried(ended.code == 4 and is_named, (words, ended.code, ended.err))
        for words in READERS if ledger.full else ():
            row.tried(scrapy(kept.folder, words.replace("FILE", str(tmp_path / "public.db"))).code == 0, words)
        row.tried(list(logical_dump(kept.path)) == before and sound(kept), "the archive is as it was")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("archive.lock._take", lambda *given: None)
            with lock(kept.folder):
                row.red("both write", first.poll() is None)


WRITERS = (
    "crawl site -a url=http://kfq.test/ -s CRAWL_PROXY=http://127.0.0.1:9 -s CONTACT=a@b.test",
    *("rebuild", "merge OTHER", "import-warc WARC"),
)
READERS = ("publish FILE", "verify", "report")


def scrapy(folder: Path, words: str) -> Crawled:
    return run([sys.executable, "-m", "scrapy", *words.split(), "-s", f"ARCHIVE_DIR={folder}"])


@pytest.mark.quick
def test_f12_the_lock_of_a_dead_process_holds_nobody_up(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F12", "the lock of a process that was killed; its file deleted by hand while it lived") as row:
        for number in range(ledger.times(5, 2)):
            folder = tmp_path / str(number)
            with another(HOLDS, folder) as process:
                for by_hand in (False, True):
                    if by_hand:
                        (folder / "lock").unlink()
                    with pytest.raises(ArchiveLocked), lock(folder):
                        pass
                process.send_signal(signal.SIGKILL)
                process.wait()
                try:
                    with lock(folder):
                        row.tried(True, number)
                except ArchiveLocked as error:
                    row.tried(False, error)
        with another(BY_FILE, tmp_path / "file") as process:
            process.send_signal(signal.SIGKILL)
            process.wait()
            try:
                os.close(os.open(tmp_path / "file" / "pid", os.O_CREAT | os.O_EXCL))
                is_held = False
            except FileExistsError:
                is_held = True
        row.red("a lock that is a file holds on", is_held)


READS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1] + "/archive.db", isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM captures").fetchone()
print(flush=True)
time.sleep(float(sys.argv[2]))
"""
LOCKS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1] + "/archive.db", isolation_level=None, timeout=30)
connection.execute("BEGIN EXCLUSIVE")
print(flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""
LONG = {path_of(n): reply(article(n, "<p>" + "开发区招商引资项目。" * 600 + "</p>")) for n in range(1, 60)}


def test_f13_who_reads_or_locks_for_long_costs_no_capture(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F13", "a reader for 60 s, a lock of the database for 5 s and for 120 s") as row:
        ended, log = _beside(READS, 60, tmp_path / "read")
        fits = ended.code == 0 and log <= 64_000_000
        row.tried(fits and _is_whole_after_another_run(tmp_path / "read"), ("read", ended.code, log))
        row.measured = f"the log grew to {log / 1e6:.1f} MB"
        ended, _ = _beside(LOCKS, 5, tmp_path / "short")
        row.tried(ended.code == 0 and _is_whole(tmp_path / "short"), ("short", ended.code, ended.err))
        ended, _ = _beside(LOCKS, 120, tmp_path / "long")
        is_told = "another program has written it for 30 s" in ended.err and 30 <= ended.seconds < 90
        fits = ended.code == 4 and is_told and _is_whole_after_another_run(tmp_path / "long")
        row.tried(fits, ("long", ended.code, ended.seconds, ended.err))
        ended, _ = _beside(LOCKS, 5, tmp_path / "hasty", "import archive.store.database as d\nd.BUSY_SECONDS = 0\n")
        row.red("a moment's lock ends a run", ended.code == 4)


def _beside(code: str, seconds: float, folder: Path, patch: str = "") -> tuple[Crawled, int]:
    """A crawl during which another program does that with the database; and the largest size of its log."""
    log, largest, over = folder / f"{NAME}-wal", 0, threading.Event()
    found: list[Crawled] = []
    with Hostile(site_of(LONG)) as site:
        arguments = unguarded(command(HOME, folder, CRAWL_PROXY=site.proxy_url, DOWNLOAD_DELAY=0.05), patch)

        def crawling() -> None:
            found.append(run(arguments))
            over.set()

        thread = threading.Thread(target=crawling)
        thread.start()
        while len(site.requests) < 20:
            time.sleep(0.02)
        with another(code, folder, str(seconds)):
            while not over.wait(0.05):
                with suppress(FileNotFoundError):
                    largest = max(largest, log.stat().st_size)
        thread.join()
    return found[0], largest


def _is_whole_after_another_run(folder: Path) -> bool:
    with Hostile(site_of(LONG)) as site:
        return crawl(site, folder).code == 0 and _is_whole(folder)


def _is_whole(folder: Path) -> bool:
    """Whether all pages are there and the log is folded into the database again."""
    log = folder / f"{NAME}-wal"
    is_folded = not log.exists() or log.stat().st_size == 0
    return oracle(folder) == [] and one(folder, "SELECT count(*) FROM articles") == len(LONG) and is_folded


@pytest.mark.quick
def test_f20_a_snapshot_made_while_a_crawl_writes_is_whole(ledger: Ledger, tmp_path: Path) -> None:
    kept, target = Archive(tmp_path / "data", READ), tmp_path / "snapshot.db"
    with ledger.row("F20", "a snapshot taken between the writes of a crawl") as row, kept.run(1) as visit:
        for number in range(1, ledger.times(50, 8) + 1):
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
            published = publish(kept.folder, target)
            row.tried(published.articles == number and is_sound(target), number)
        lacks = []
        for number in range(91, 96):  # SQLite folds the log in now and then, after which a copy lacks nothing
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
            shutil.copyfile(kept.path, tmp_path / "copied.db")
            publish(kept.folder, target)
            lacks.append(articles(tmp_path / "copied.db") < articles(target))
        row.red("a plain copy lacks what is in the log", any(lacks))


def articles(path: Path) -> int:
    """How many a database tells of; a copy without its log may not even have the table."""
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'articles'").fetchall():
            return 0
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
