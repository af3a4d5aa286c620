"""At the start of a run: what an earlier one wrote to WARC and could not take into the tables any more.

A crash leaves a file `.open`, whole records at its end that have no rows, and at most one torn record after them.
"""

import heapq
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from archive.errors import ArchiveDamaged, of_folder
from archive.ingest import Ingested, Parse, ingest, read
from archive.poison import watching
from archive.records import Capture, Run, Site
from archive.store import Store
from archive.warc import Entry, Item, Torn, as_far_as_kept, entries, final_name, paths
from archive.warc.files import OPEN, close_name, sync_folder

ORPHANS = "orphans"
_BATCH = 100  # things taken in one transaction

ParserFor = Callable[[Site], Parse]
Then = Callable[[Store, Capture, Ingested], None]


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many captures were taken in late, and where torn tails went."""

    captures: int
    orphans: tuple[Path, ...]


def nothing(_store: Store, _capture: Capture, _ingested: Ingested) -> None:
    """What is done after a capture was taken in, where nothing is to be done."""


def recover(archive: Path, store: Store, parser_for: ParserFor, then: Then = nothing) -> Recovered:
    """Bring tables and WARC files into agreement; the archive must be locked.

    Torn tails are moved to `orphans/`, whole records without a row are taken in, in order, with `then` called after
    each capture in its transaction, and files left open get their final names. ArchiveDamaged where a record that
    was acknowledged, or one in a closed file, is not whole.
    """
    orphans = [orphan for path in paths(archive) if path.name.endswith(OPEN) and (orphan := _cut(archive, path, store))]
    with watching(archive) as watch:
        captures = take_all(store, _pending(archive, store), lambda site: watch.over(parser_for(site)), then)
    for path in paths(archive):
        if path.name.endswith(OPEN):
            _close(path)
    return Recovered(captures, tuple(orphans))


def take_all(store: Store, items: Iterable[Item], parser_for: ParserFor, then: Then = nothing) -> int:
    """Take in what WARC files tell, in order, a hundred to a transaction; how many captures there were.

    The captures of a site are parsed as `parser_for` says of the site as its last warcinfo record describes it.
    """
    parsers: dict[str, Parse] = {}
    number, waiting = 0, iter(items)
    while batch := list(islice(waiting, _BATCH)):
        with store.transaction():
            for _, alike in groupby(batch, type):
                captures = []
                for item in alike:
                    if isinstance(item, Site):
                        store.put_site(item)
                        parsers[item.id] = parser_for(item)
                    elif isinstance(item, Run):
                        store.put_run(item)
                    else:
                        captures.append(item)
                _take(store, captures, parsers, then)
                number += len(captures)
    return number


def _take(store: Store, captures: list[Capture], parsers: Mapping[str, Parse], then: Then) -> None:
    """All are read before the first is taken in: one work after the other is done faster than both by turns."""
    pages = [read(capture, parsers[capture.site_id]) for capture in captures]
    for capture, page in zip(captures, pages, strict=True):
        then(store, capture, ingest(store, capture, page))


def _pending(archive: Path, store: Store) -> Iterator[Item]:
    """What stands in the files after the last record that has a row, and the site and run it belongs to."""
    files = []
    for path in paths(archive):
        end, is_over = _taken_in(path, store)
        if path.name.endswith(OPEN) or not (is_over or (end == 0 and _stands_elsewhere(path, store))):
            files.append(_from(path, end))
    for entry in heapq.merge(*files, key=lambda entry: entry.order):
        yield from (as_far_as_kept(archive, item) if isinstance(item, Capture) else item for item in entry.items)


def _taken_in(path: Path, store: Store) -> tuple[int, bool]:
    """Up to which byte a file was taken in, and whether its run has ended; ArchiveDamaged for one that is shorter."""
    end, is_over = store.end_of(final_name(path))
    if path.stat().st_size < end:
        raise ArchiveDamaged(f"{path} ends before byte {end}, up to which it was taken in; restore it from a copy")
    return end, is_over


def _stands_elsewhere(path: Path, store: Store) -> bool:
    """Whether a file to which no row points tells nothing new: files that were imported may overlap."""
    try:
        return all(_is_known(item, store) for entry in entries(path) for item in entry.items)
    except Torn:
        return False


def _is_known(item: Item, store: Store) -> bool:
    if isinstance(item, Capture):
        return store.has_capture(item.record_id)
    return isinstance(item, Site) or store.counts(item.id) != {}


def _from(path: Path, end: int) -> Iterator[Entry]:
    try:
        yield from islice(entries(path), 1 if end > 0 else 0)
        yield from entries(path, end)
    except Torn as error:
        raise ArchiveDamaged(f"{error}; restore the file from a copy") from error


def _close(path: Path) -> None:
    """Give a file its final name; one that was left before its first record was whole tells nothing and goes."""
    if path.stat().st_size == 0:
        path.unlink()
    else:
        close_name(path)


def _cut(archive: Path, path: Path, store: Store) -> Path | None:
    """Move the torn tail of a file away; where it went, None if the file is whole."""
    end, _ = _taken_in(path, store)
    try:
        for _entry in entries(path, end):
            pass
    except Torn as torn:
        try:
            return _orphan(archive, path, torn.offset)
        except OSError as error:
            raise of_folder(archive / ORPHANS, error) from error
    return None


def _orphan(archive: Path, path: Path, offset: int) -> Path:
    folder = archive / ORPHANS
    folder.mkdir(exist_ok=True)
    number = sum(1 for _ in folder.glob(f"{final_name(path)}.{offset}.*"))
    orphan = folder / f"{final_name(path)}.{offset}.{number}"
    with path.open("r+b") as file:
        file.seek(offset)
        with orphan.open("xb") as out:
            out.write(file.read())
            out.flush()
            os.fsync(out.fileno())
        sync_folder(folder)
        file.truncate(offset)
        file.flush()
        os.fsync(file.fileno())
    return orphan
