"""All tables anew from the WARC files alone."""

import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError, DiskFull
from archive.poison import watching
from archive.recover import ParserFor, Then, nothing, take_all
from archive.store import NAME, Store, open_for_reading
from archive.store.database import told_plainly
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
    """
    beside = into.with_name(into.name + ".rebuild")
    _remove(beside)
    store = Store(beside)
    try:
        with watching(archive) as watch:
            captures = take_all(store, read_all(archive), lambda site: watch.over(parser_for(site)), then)
        differ = _keep_readings(store, before or archive / NAME)
    finally:
        store.close()
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    _remove_log(into)  # of the old database: the new one would take it for its own
    beside.replace(into)
    sync_folder(into.parent)
    return Rebuilt(captures, differ)


def _keep_readings(store: Store, before: Path) -> Mapping[str, int] | None:
    try:
        with closing(open_for_reading(before)) as connection, told_plainly(before), store.transaction():
            return store.readings.keep(connection)
    except ArchiveError as error:
        if isinstance(error, DiskFull):
            raise
        return None  # it is lost or damaged: that is what a rebuild is for


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    _remove_log(database)


def _remove_log(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
