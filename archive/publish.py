"""A snapshot of the database for others to serve: whole, proven, and put in place in one step."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, DiskFull, UsageError, is_full
from archive.store import NAME, open_for_reading
from archive.store.database import told_plainly
from archive.warc.files import sync_folder

_LOGS = ("-wal", "-shm", "-journal")
_OF_THE_SOURCE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@dataclass(frozen=True, slots=True)
class Published:
    """What the snapshot holds, and its size in bytes."""

    articles: int
    captures: int
    size: int


def publish(archive: Path, to: Path) -> Published:
    """Write the database of an archive, as it is at one moment, to the file `to`. A crawl may go on meanwhile.

    Who opens `to` finds the snapshot before or this one, never a part. UsageError where `to` is something other
    than an earlier snapshot, ArchiveLocked where another process publishes to it, ArchiveDamaged where the
    archive's database is not sound, DiskFull: `to` is left as it was then.
    """
    source = archive / NAME
    with closing(open_for_reading(source)) as connection:
        _refuse_what_is_no_snapshot(source, to)
        with _beside(to) as beside:
            _copy(connection, source, beside, to)
            published = _proven(beside, source)
            try:
                _sync(beside)
                beside.replace(to)
                sync_folder(to.absolute().parent)
            except OSError as error:
                raise _of_target(to, error) from error
    return published


def _refuse_what_is_no_snapshot(source: Path, to: Path) -> None:
    """A snapshot is a database of ours without a write-ahead log; an archive's own database always has one."""
    if to.exists() and to.samefile(source):
        raise UsageError(f"{to} is the archive's own database; give another FILE")
    for log in (to.with_name(to.name + suffix) for suffix in _LOGS):
        if log.exists():  # SQLite would take it for the new file's own
            raise UsageError(f"{log} shows that another program writes {to.name}; give another FILE")
    if to.exists() and _mode(to) == "wal":
        raise UsageError(f"{to} is the database of an archive, no snapshot of one; give another FILE")


def _mode(to: Path) -> str:
    try:
        with closing(open_for_reading(to, older=True)) as connection:
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    except (ArchiveError, sqlite3.Error) as error:
        raise UsageError(f"{to} is no snapshot of an archive; give another FILE") from error


@contextmanager
def _beside(to: Path) -> Iterator[Path]:
    """An empty file beside `to`, held for this process and removed if it is still there in the end.

    One that a killed process left is taken over.
    """
    path = to.with_name(to.name + ".publish")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _of_target(to, error) from error
    try:
        if not _is_held(path, descriptor):
            raise ArchiveLocked(f"{to} is being published by another process; wait until it ends")
        os.ftruncate(descriptor, 0)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _is_held(path: Path, descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # It may have been put in place between opening and locking: then it is the snapshot that people read.
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _copy(connection: sqlite3.Connection, source: Path, beside: Path, to: Path) -> None:
    try:
        connection.execute("VACUUM INTO ?", (str(beside.absolute()),))
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _OF_THE_SOURCE:
            with told_plainly(source):
                raise
        # A limit on the size of files shows as a failed write.
        if code == sqlite3.SQLITE_FULL or getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_WRITE":
            raise DiskFull(f"{to}: no room for the snapshot; make room and run again") from error
        raise UsageError(f"{to}: {error}; give a FILE that can be written") from error


def _proven(beside: Path, source: Path) -> Published:
    with told_plainly(beside), closing(open_for_reading(beside)) as connection:
        trouble = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if trouble != "ok":
            raise ArchiveDamaged(f"{source}: {trouble}; run `scrapy verify`, then `scrapy rebuild`")
        articles, captures = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM captures)"
        ).fetchone()
    return Published(articles, captures, beside.stat().st_size)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _of_target(to: Path, error: OSError) -> ArchiveError:
    if is_full(error):
        return DiskFull(f"{to}: no room for the snapshot; make room and run again")
    return UsageError(f"{to}: {error.strerror}; give a FILE that can be written")
