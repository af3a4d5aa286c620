"""All tables anew from the WARC files alone."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveDamaged, UsageError
from archive.poison import watching
from archive.recover import ParserFor, Then, nothing, take_all
from archive.store import NAME, Store, open_for_reading
from archive.store.database import fold_log
from archive.warc import read_all
from archive.warc.files import sync_folder


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many captures were read anew, and in how many articles each field is read otherwise than before.

    `differ` is None where there was no earlier database, or none that could be read.
    """

    captures: int
    differ: Mapping[str, int] | None


def rebuild(
    archive: Path, into: Path, parser_for: ParserFor, then: Then = nothing, before: Path | None = None
) -> Rebuilt:
    """Write the database `into` from the captures of an archive.

    It is made beside and put in place when whole, so a reader sees the old one or the new. Where `into` is the
    archive's own database, the archive must be locked. `then` is called after each capture, for what derives from
    them outside: the frontier. What the database `before` (the archive's own, unless told) read otherwise is kept.
    SchemaNewer where that was made by a newer program: tables of this one would say less.
    """
    beside = into.with_name(into.name + ".rebuild")
    with _earlier(before or archive / NAME) as earlier:
        _remove(beside)
        try:
            rebuilt = _made(archive, beside, parser_for, then, earlier)
            with beside.open("rb") as file:
                os.fsync(file.fileno())
        except BaseException:
            _remove(beside)
            raise
    fold_log(into)  # a kill before the next step but one then leaves all of the old database
    _remove_log(into)  # the new database would take it for its own
    beside.replace(into)
    sync_folder(into.parent)
    return rebuilt


@contextmanager
def _earlier(path: Path) -> Iterator[sqlite3.Connection | None]:
    """The database that there was; None where it is lost or damaged, for that is what a rebuild is for."""
    try:
        connection = open_for_reading(path, older=True)
    except (ArchiveDamaged, UsageError):
        yield None
        return
    with closing(connection):
        yield connection


def _made(archive: Path, to: Path, parser_for: ParserFor, then: Then, earlier: sqlite3.Connection | None) -> Rebuilt:
    store = Store(to)
    try:
        with watching(archive) as watch:
            captures = take_all(store, read_all(archive), lambda site: watch.over(parser_for(site)), then)
        return Rebuilt(captures, _keep_readings(store, earlier) if earlier else None)
    finally:
        store.close()


def _keep_readings(store: Store, earlier: sqlite3.Connection) -> Mapping[str, int] | None:
    try:
        with store.transaction():
            return store.readings.keep(earlier)
    except ArchiveDamaged:
        return None  # it is damaged after all


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    _remove_log(database)


def _remove_log(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
