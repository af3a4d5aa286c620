"""F: an archive of an older version that is upgraded, and one of a newer version that is left alone."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.lock import lock
from archive.rebuild import rebuild
from archive.store import logical_dump
from archive.upgrade import open_store
from archive.warc import paths
from tests.archive.conftest import Archive
from tests.archive.older import SCHEMA, make_older
from tests.faults.crawling import run
from tests.faults.doomed import ANYWHERE, Doom
from tests.faults.kept import READ, filled
from tests.faults.ledger import Ledger

KEPT = "INSERT INTO readings SELECT capture_id, 'source', 1, article_id, '办公室', 'older' FROM versions"


def older(folder: Path, captures: int = 3) -> Archive:
    """An archive of the first version, the end of whose tables is still in their log; with something in `readings`."""
    kept = filled(folder / "made", captures)
    make_older(kept.path)
    with closing(sqlite3.connect(kept.path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(KEPT)
        connection.commit()
        shutil.copytree(kept.folder, folder / "older")
    return Archive(folder / "older", READ)


def rows(path: Path) -> list[list[tuple[object, ...]]]:
    """All rows of the tables of the first version."""
    tables = [line.split()[2] for line in SCHEMA.read_text("utf-8").splitlines() if line.startswith("CREATE TABLE")]
    with closing(sqlite3.connect(path)) as connection:
        return [sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables]


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade(kept: Archive) -> None:
    with lock(kept.folder):
        open_store(kept.folder, lambda site: READ).close()


def killed_at(kept: Archive, number: int, before: Callable[[], None] = lambda: None) -> bool:
    """Upgrade in a process that is killed when it passes a point for the n-th time; False once there are fewer."""
    child = os.fork()
    if child == 0:
        before()
        Doom(ANYWHERE, number).install()
        upgrade(kept)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or status == 0
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.quick
def test_f14_an_upgrade_leaves_the_old_tables_or_the_new(ledger: Ledger, tmp_path: Path) -> None:
    first = older(tmp_path)
    old = rows(first.path)
    whole = Archive(tmp_path / "whole", READ)
    shutil.copytree(first.folder, whole.folder)
    upgrade(whole)
    new = list(logical_dump(whole.path))
    with ledger.row("F14", "an upgrade killed after any statement or step; a newer database") as row:
        number, steps = 0, ledger.times(1, 40)
        while killed_at(kept := copied(first, tmp_path / f"killed-{number}"), number := number + steps):
            state = version(kept.path)
            is_one = rows(kept.path) == old if state == 1 else list(logical_dump(kept.path)) == new
            upgrade(kept)
            row.tried(is_one and list(logical_dump(kept.path)) == new, (number, state))
            shutil.rmtree(kept.folder)
        row.measured = f"{number - steps} steps"
        for words in COMMANDS[: ledger.times(len(COMMANDS), 0)]:
            row.tried(leaves_newer_alone(first, tmp_path, words), words)
        row.tried(_rebuild_leaves_newer_alone(copied(first, tmp_path / "newer")), "rebuild")
        half = copied(first, tmp_path / "half")
        assert killed_at(half, 60, _in_place)
        row.red("the tables are neither", version(half.path) != 1 and list(logical_dump(half.path)) != new)


def copied(first: Archive, to: Path) -> Archive:
    shutil.copytree(first.folder, to)
    return Archive(to, READ)


def _in_place() -> None:
    """Let a rebuild write the database itself, not one beside it."""
    beside = Path.with_name
    Path.with_name = lambda self, name: self if name.endswith(".rebuild") else beside(self, name)  # type: ignore[method-assign]


COMMANDS = (
    "crawl site -a url=http://kfq.test/ -s CRAWL_PROXY=http://127.0.0.1:9 -s CONTACT=a@b.test",
    *("rebuild", "merge OTHER", "import-warc WARC", "publish FILE", "verify", "report"),
)


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def leaves_newer_alone(first: Archive, tmp_path: Path, words: str) -> bool:
    """Whether a command refuses the database of a newer version, in one line, and leaves it as it is."""
    kept = copied(first, tmp_path / words.split()[0])
    make_newer(kept.path)
    before = kept.path.read_bytes()
    told_of = {"OTHER": first.folder, "WARC": paths(first.folder)[0], "FILE": tmp_path / "public.db"}
    given = [str(told_of.get(word, word)) for word in words.split()]
    ended = run([sys.executable, "-m", "scrapy", *given, "-s", f"ARCHIVE_DIR={kept.folder}"])
    return ended.code == 6 and ended.err.count("\n") == 1 and kept.path.read_bytes() == before


def _rebuild_leaves_newer_alone(kept: Archive) -> bool:
    make_newer(kept.path)
    before = kept.path.read_bytes()
    with pytest.raises(Exception, match="update the program"):
        rebuild(kept.folder, kept.path, lambda site: READ)
    return kept.path.read_bytes() == before
