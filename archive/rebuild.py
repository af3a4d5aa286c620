"""All tables anew from the WARC files alone."""

import os
from pathlib import Path

from archive.poison import watching
from archive.recover import ParserFor, Then, nothing, take_all
from archive.store import Store
from archive.warc import read_all
from archive.warc.files import sync_folder


def rebuild(archive: Path, into: Path, parser_for: ParserFor, then: Then = nothing) -> int:
    """Write the database `into` from the captures of an archive; how many there were.

    It is made beside and put in place when whole, so a reader sees the old one or the new. Where `into` is the
    archive's own database, the archive must be locked. `then` is called after each capture, for what derives from
    them outside: the frontier.
    """
    beside = into.with_name(into.name + ".rebuild")
    _remove(beside)
    store = Store(beside)
    try:
        with watching(archive) as watch:
            captures = take_all(store, read_all(archive), lambda site: watch.over(parser_for(site)), then)
    finally:
        store.close()
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    _remove_log(into)  # of the old database: the new one would take it for its own
    beside.replace(into)
    sync_folder(into.parent)
    return captures


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    _remove_log(database)


def _remove_log(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
