"""F: killed processes, torn and damaged files, several programs at once."""

import errno
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArchiveError, ArchiveLocked, DiskFull
from archive.lock import lock
from archive.publish import publish
from archive.rebuild import rebuild
from archive.store import NAME, logical_dump
from archive.verify import verify
from archive.warc import Torn, Writer, entries, paths
from spiders.parse import parse
from spiders.profile import Profile
from tests.archive.conftest import Archive
from tests.faults.hostile import HTML, article, path_of
from tests.faults.ledger import Ledger

ROOT = Path(__file__).parents[2]
READ = partial(parse, profile=Profile.generic("http://kfq.test/"))


def filled(folder: Path, pages: int = 8, *, killed: bool = False) -> Archive:
    kept = Archive(folder, READ)
    with kept.run(1, killed=killed) as visit:
        for number in range(1, pages + 1):
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
    return kept


def sound(kept: Archive) -> bool:
    return not verify(kept.folder).findings


def killed(folder: Path, kills: int, how: str) -> dict[str, Any]:
    arguments = [sys.executable, "-m", "tests.faults.killer", str(folder), str(kills), how]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_f1_a_kill_at_any_moment_loses_nothing_acknowledged(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F1", "kill -9 at random moments of a crawl") as row:
        told = killed(tmp_path / "ours", ledger.times(200, 10), "ours")
        fits = told["lost"] == 0 and told["twice"] == 0 and told["again"] == 0 and told["found"] == []
        for _ in range(told["kills"]):
            row.tried(fits, told)
        row.measured = f"{told['acknowledged']} acknowledged captures, {told['lost']} lost"
        assert told["acknowledged"] > told["kills"]
        control = killed(tmp_path / "first", 5, "tables-first")
        row.red("rows point at records that were never written", control["found"] != [])


@pytest.mark.quick
def test_f3_a_torn_tail_is_set_aside_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    whole = Archive(tmp_path / "whole", READ)
    with whole.run(1, killed=True) as visit:
        for number in range(1, 6):
            visit.is_dying = number == 5  # it reaches its file and no table
            last = visit.write(path_of(number), body=article(number), headers=(HTML,))
            visit.take(last)
    (path,) = paths(whole.folder)
    end = last.warc_offset or 0
    size, steps = path.stat().st_size, ledger.times(50, 8)
    tails = {f"cut {step}": (end + (size - end) * step // steps, b"") for step in range(1, steps)}
    tails |= {f"zeros {step}": (size, bytes(1 + 97 * step)) for step in range(steps)}
    tails |= {f"garbage {step}": (size, random.Random(step).randbytes(1 + 97 * step)) for step in range(steps)}
    with ledger.row("F3", "the last record cut anywhere, zeros or garbage after it") as row:
        for name, (length, more) in tails.items():
            kept = Archive(tmp_path / name, READ)
            shutil.copytree(whole.folder, kept.folder)
            (torn,) = paths(kept.folder)
            torn.write_bytes(torn.read_bytes()[:length] + more)
            with kept.run(2) as visit:
                visit.take(visit.write(path_of(9), body=article(9), headers=(HTML,)))
            found = len(kept.rows("articles"))
            fits = sound(kept) and found == (5 if length < end + (last.warc_length or 0) else 6)
            row.tried(fits, name)
        blind = Archive(tmp_path / "blind", READ)
        shutil.copytree(whole.folder, blind.folder)
        (torn,) = paths(blind.folder)
        torn.write_bytes(torn.read_bytes() + b"\x1f\x8b\x08garbage")
        torn.rename(torn.with_name(torn.name.removesuffix(".open")))
        row.red("the file is not whole", not sound(blind))


class Failing:
    """os.write and os.fsync of the writer, of which the n-th call fails."""

    def __init__(self, at: int, number: int) -> None:
        self.left, self.number = at, number

    def __call__(self, call: Any) -> Any:
        def attempt(*arguments: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise OSError(self.number, os.strerror(self.number))
            return call(*arguments)

        return attempt


class Shim:
    """The module os with some functions replaced, for one module alone."""

    def __init__(self, **replaced: Any) -> None:
        self.__dict__ |= replaced

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@pytest.mark.quick
def test_f5_a_write_or_sync_that_fails_acknowledges_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.row("F5", "the n-th write or sync of a WARC file fails for lack of room or a broken disk") as row:
        for at in range(1, ledger.times(31, 9)):
            for number in (errno.EIO, errno.ENOSPC):
                folder = tmp_path / f"{at}-{number}"
                failing, told = Failing(at, number), ""
                with monkeypatch.context() as patch:
                    shim = Shim(write=failing(os.write), fsync=failing(os.fsync))
                    patch.setattr("archive.warc.writer.os", shim)
                    patch.setattr("archive.warc.files.os", shim)
                    try:
                        filled(folder, 6)
                    except ArchiveError as error:
                        told = type(error).__name__
                kept = Archive(folder, READ)
                with kept.run(2):
                    pass
                expected = {DiskFull.__name__} if number == errno.ENOSPC else {"ArchiveDamaged", "UsageError"}
                is_over = failing.left > 0 and told == ""  # there were fewer calls
                row.tried(sound(kept) and (is_over or told in expected), (at, number, told))
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "_take_back", lambda self: None)
            failing = Failing(6, errno.ENOSPC)
            half = failing(lambda file, data: os.write(file, data[: len(data) // 2 + 1]))
            patch.setattr("archive.warc.writer.os", Shim(write=half))
            with pytest.raises(DiskFull):
                filled(tmp_path / "half", 6)
        torn = paths(tmp_path / "half")[0]
        try:
            is_torn = not list(entries(torn))
        except Torn:
            is_torn = True
        row.red("a record in part stays in the file", is_torn)


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
def another(code: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of its own that has come as far as to print a line; it is killed in the end."""
    folder.mkdir(exist_ok=True)
    arguments = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"\n"
            yield process
        finally:
            process.kill()


@pytest.mark.quick
def test_f11_of_two_writers_the_second_is_told_at_once(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F11", "a second program that would write an archive") as row, another(HOLDS, tmp_path) as first:
        for number in range(20):
            begun, told = time.monotonic(), ""
            try:
                with lock(tmp_path):
                    pass
            except ArchiveLocked as error:
                told = str(error)
            is_named = f"process {first.pid};" in told
            row.tried(is_named and time.monotonic() - begun < 1 and first.poll() is None, (number, told))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("archive.lock._take", lambda *given: None)
            with lock(tmp_path):
                row.red("both write", first.poll() is None)


@pytest.mark.quick
def test_f12_the_lock_of_a_dead_process_holds_nobody_up(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F12", "the lock of a process that was killed") as row:
        for number in range(ledger.times(5, 2)):
            folder = tmp_path / str(number)
            with another(HOLDS, folder) as process:
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


def test_f15_a_damaged_database_is_found_or_says_the_same(ledger: Ledger, tmp_path: Path) -> None:
    whole = filled(tmp_path / "whole", 12)
    data = whole.path.read_bytes()
    chance = random.Random(2)
    with ledger.row("F15", "single bytes of the database flipped, its first page zeroed, its end cut off") as row:
        damaged = [
            (f"flip {n}", at, bytes([data[at] ^ (1 + n % 255)])) for n, at in flips(data, ledger.times(200, 20), chance)
        ]
        damaged += [("zeroed header", 0, bytes(100)), ("zeroed page", 4096, bytes(4096))]
        for name, at, new in damaged:
            spoilt = bytearray(data)
            spoilt[at : at + len(new)] = new
            row.tried(found_or_same(whole, tmp_path / "copy", bytes(spoilt)), (name, at))
        row.tried(found_or_same(whole, tmp_path / "copy", data[: len(data) // 2]), "half of it")
        unseen = 0
        for _, at in flips(data, 20, chance):
            spoilt = bytearray(data)
            spoilt[at] ^= 1
            (tmp_path / "plain.db").write_bytes(bytes(spoilt))
            unseen += is_fine_to_sqlite(tmp_path / "plain.db") and spoilt != data
        row.red(f"SQLite alone sees nothing in {unseen} of 20", unseen > 0)


def flips(data: bytes, times: int, chance: random.Random) -> list[tuple[int, int]]:
    return [(number, chance.randrange(len(data))) for number in range(times)]


def is_fine_to_sqlite(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def digested(path: Path) -> list[Any]:
    """What of a database is told by digests: the words of versions, and what captures are."""
    with closing(sqlite3.connect(path)) as connection:
        versions = "SELECT article_id, number, title, published_at, source, author, body FROM versions ORDER BY 1, 2"
        captures = "SELECT id, record_id, url, captured_at, status, error, digest, bytes FROM captures ORDER BY 1"
        return [connection.execute(versions).fetchall(), connection.execute(captures).fetchall()]


def found_or_same(whole: Archive, copy: Path, data: bytes) -> bool:
    """Whether damage is found, or changes nothing of what is digested."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(whole.folder, copy)
    (copy / NAME).write_bytes(data)
    if verify(copy).findings:
        return True
    (copy.parent / "before.db").write_bytes(whole.path.read_bytes())
    return digested(copy / NAME) == digested(copy.parent / "before.db")


def test_f16_a_damaged_record_is_found_and_named(ledger: Ledger, tmp_path: Path) -> None:
    kept = filled(tmp_path / "data", 6)
    (path,) = paths(kept.folder)
    data, chance = path.read_bytes(), random.Random(3)
    with ledger.row("F16", "single bytes of a WARC file flipped, cut, added; the file renamed or gone") as row:
        for number, at in flips(data, ledger.times(500, 40), chance):
            spoilt = bytearray(data)
            spoilt[at] ^= 1 << number % 8
            path.write_bytes(bytes(spoilt))
            findings = verify(kept.folder).findings
            named = any(finding.offset is not None or finding.record is not None for finding in findings)
            row.tried(named, ("flip", at, 1 << number % 8))
        for step in range(1, 50, ledger.times(1, 7)):
            path.write_bytes(data[: len(data) * step // 50])
            row.tried(bool(verify(kept.folder).findings), ("cut", step))
        path.write_bytes(data + b"garbage")
        row.tried(bool(verify(kept.folder).findings), "added")
        path.write_bytes(data)
        path.rename(path.with_name("other.warc.gz"))
        row.tried(bool(verify(kept.folder).findings), "renamed")
        path.with_name("other.warc.gz").rename(path)
        path.write_bytes(data[:-20])
        checked = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, text=True, check=False
        )
        row.red(
            "warcio check says nothing of a cut file", checked.returncode == 0 and bool(verify(kept.folder).findings)
        )
        path.write_bytes(data)
        assert sound(kept)


@pytest.mark.quick
def test_f17_a_deleted_database_is_made_anew_the_same(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F17", "the database deleted, after runs that ended and runs that were killed") as row:
        for number in range(ledger.times(10, 3)):
            kept = filled(tmp_path / str(number), 4 + number, killed=number % 2 == 1)
            with kept.run(2) as visit:
                visit.status(path_of(1), 404)
                changed = article(2).replace("第8段".encode(), "末段".encode())
                visit.take(visit.write(path_of(2), body=changed, headers=(HTML,)))
            before = list(logical_dump(kept.path))
            kept.path.unlink()
            rebuild(kept.folder, kept.path, lambda site: READ)
            row.tried(list(logical_dump(kept.path)) == before and sound(kept), number)
        (path,) = (path for path in paths(kept.folder) if path == paths(kept.folder)[-1])
        path.unlink()
        rebuild(kept.folder, kept.path, lambda site: READ)
        row.red("with one file less it is another", list(logical_dump(kept.path)) != before)


@pytest.mark.quick
def test_f20_a_snapshot_made_while_a_crawl_writes_is_whole(ledger: Ledger, tmp_path: Path) -> None:
    kept, target = Archive(tmp_path / "data", READ), tmp_path / "snapshot.db"
    with ledger.row("F20", "a snapshot taken between the writes of a crawl") as row, kept.run(1) as visit:
        for number in range(1, ledger.times(50, 8) + 1):
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
            published = publish(kept.folder, target)
            row.tried(published.articles == number and is_fine_to_sqlite(target), number)
        visit.take(visit.write(path_of(99), body=article(99), headers=(HTML,)))
        shutil.copyfile(kept.path, tmp_path / "copied.db")
        publish(kept.folder, target)
        row.red("a plain copy lacks what is in the log", articles(tmp_path / "copied.db") < articles(target))


def articles(path: Path) -> int:
    """How many a database tells of; a copy without its log may not even have the table."""
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'articles'").fetchall():
            return 0
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
