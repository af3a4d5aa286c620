"""All tables anew from the WARC files alone."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveDamaged, UsageError
from archive.ingest import Parse
from archive.poison import watching
from archive.records import Article, Outcome, Site
from archive.recover import ParserFor, Then, nothing, take_all
from archive.store import NAME, Store, open_for_reading
from archive.store.database import fold_log
from archive.store.readings import Read
from archive.warc import read_all, read_at
from archive.warc.files import sync_folder
from archive.workers import Workers

STAGING = "merging"  # in an archive, while other files than it had are put together


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many captures were read anew, and in how many articles each field is read otherwise than before.

    `differ` is None where there was no earlier database, or none that could be read. `bodiless` are the captures whose
    bodies stood in a file that is not there any more.
    """

    captures: int
    differ: Mapping[str, int] | None
    bodiless: int = 0


def rebuild(
    archive: Path,
    into: Path,
    parser_for: ParserFor,
    then: Then = nothing,
    before: Path | None = None,
    others: Iterable[Path] = (),
    workers: int = 1,
) -> Rebuilt:
    """Write the database `into` from the captures of an archive.

    It is made beside and put in place when whole, so a reader sees the old one or the new. Where `into` is the
    archive's own database, the archive must be locked. `then` is called after each capture, for what derives from
    them outside: the frontier. What the database `before` (the archive's last, unless told) read otherwise is kept, and
    what `others` did that know some of the captures. SchemaNewer where one was made by a newer program: tables of this
    one would say less. With several `workers`, so many processes parse while this one writes.
    """
    beside = into.with_name(into.name + ".rebuild")
    with _earlier(before or last_database(archive)) as earlier:
        _remove(beside)
        try:
            rebuilt = _made(archive, beside, parser_for, then, earlier, others, workers)
            with beside.open("rb") as file:
                os.fsync(file.fileno())
        except BaseException:
            _remove(beside)
            raise
    fold_log(into)  # a kill between the next steps then leaves all of the old database
    _remove_log(into)  # the new database would take it for its own
    sync_folder(into.parent)
    beside.replace(into)
    sync_folder(into.parent)
    return rebuilt


def last_database(archive: Path) -> Path:
    """The database that an archive had last: its own, or the one that a merge was killed before putting in place."""
    own, staged = archive / NAME, archive / STAGING / NAME
    return staged if staged.exists() and not own.exists() else own


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


def _made(
    archive: Path,
    to: Path,
    parser_for: ParserFor,
    then: Then,
    earlier: sqlite3.Connection | None,
    others: Iterable[Path],
    workers: int,
) -> Rebuilt:
    store = Store(to, at_once=True)
    try:
        with watching(archive) as watch:

            def watched(site: Site) -> Parse:
                return watch.over(parser_for(site))

            if workers == 1:
                captures = take_all(store, read_all(archive), watched, then)
            else:
                with Workers(workers, parser_for, watch) as ready:
                    captures = take_all(store, ready.ahead(read_all(archive)), ready.parser_for, then)
            read = reader(archive, store, watched)
            differ = _keep_readings(store, earlier, read) if earlier else None
            take_readings(store, others, read)
        store.finish()
        return Rebuilt(captures, differ, store.evidence.bodiless())
    finally:
        store.close()


def reader(archive: Path, store: Store, parser_for: ParserFor) -> Read:
    """What is read of a capture today, by the id of its row."""
    parsers: dict[str, Parse] = {}

    def read(capture_id: str) -> Article | None:
        capture = read_at(archive, *store.place(capture_id))
        if capture.site_id not in parsers:
            parsers[capture.site_id] = parser_for(store.site(capture.site_id))
        page = parsers[capture.site_id](capture)
        return page.article if page.outcome is Outcome.OK else None

    return read


def take_readings(store: Store, others: Iterable[Path], read: Read) -> None:
    """Keep what the databases of other archives read otherwise; of one that is lost or damaged, nothing."""
    for path in others:
        with _earlier(path) as other, suppress(ArchiveDamaged), store.transaction():
            if other is not None:
                store.readings.take(other, read)


def _keep_readings(store: Store, earlier: sqlite3.Connection, read: Read) -> Mapping[str, int] | None:
    try:
        with store.transaction():
            return store.readings.keep(earlier, read)
    except ArchiveDamaged:
        return None  # it is damaged after all


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    _remove_log(database)


def _remove_log(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
