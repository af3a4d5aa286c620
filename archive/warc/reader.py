"""Reading WARC files back: one capture at its place, a file from some byte on, or an archive in order of time."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import ArchiveDamaged
from archive.records import Capture, Run, Site
from archive.warc.files import OPEN, final_name, paths, resolve
from archive.warc.members import Member, Torn, members
from archive.warc.parse import End, Info, NotOurs, parse
from archive.warc.revisits import as_far_as_kept, whole

Item = Site | Run | Capture
_LAST = chr(0x10FFFF)  # after every record id


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its place, what it is ordered by, and what it tells.

    `order` is the time at which it was written and, for a capture, its record id: those of one file never go back.
    `items` is empty for a request, a site and its run for the first record, one capture, or a run that has ended.
    """

    offset: int
    length: int
    order: tuple[str, str]
    items: tuple[Item, ...]


def entries(path: Path, start: int = 0) -> Iterator[Entry]:
    """The records of one file from byte `start` on, which must be where one begins.

    Captures are as their records have them: of a revisit, the body stands in another.

    Torn where a record is not whole or is not one of ours; what comes before it has been given.
    """
    info: Info | None = None
    if start > 0 and (first := next(members(path), None)):
        told = _parsed(path, first, None)
        info = told if isinstance(told, Info) else None
    order = ("", "")
    for member in members(path, start):
        told = _parsed(path, member, info)
        items: tuple[Item, ...] = ()
        if isinstance(told, Info):
            info, order, items = told, (told.date, ""), (told.site, told.run)
        elif isinstance(told, End):
            order, items = (told.date, _LAST), (told.run,)
        elif isinstance(told, Capture):
            kept = replace(told, warc_file=final_name(path), warc_offset=member.offset, warc_length=member.length)
            order, items = (kept.captured_at, kept.record_id), (kept,)
        yield Entry(member.offset, member.length, order, items)


def read_at(archive: Path, file: str, offset: int) -> Capture:
    """The capture whose record begins at byte `offset` of a file, whole; ArchiveDamaged where there is none."""
    try:
        entry = next(entries(resolve(archive, file), offset), None)
    except (OSError, Torn) as error:
        raise ArchiveDamaged(f"{error}; restore the file from a copy") from error
    for item in entry.items if entry else ():
        if isinstance(item, Capture):
            return whole(archive, item)
    raise ArchiveDamaged(f"{file} has no capture at byte {offset}; restore the file from a copy")


def record_at(archive: Path, file: str, offset: int) -> bytes:
    """The record that begins at byte `offset` of a file, as it stands there: one gzip member, a WARC file by itself.

    ArchiveDamaged where there is none that is whole.
    """
    path = resolve(archive, file)
    try:
        member = next(members(path, offset), None)
        if member is not None:
            with path.open("rb") as opened:
                opened.seek(offset)
                return opened.read(member.length)
    except (OSError, Torn) as error:
        raise ArchiveDamaged(f"{error}; restore the file from a copy") from error
    raise ArchiveDamaged(f"{file} has no record at byte {offset}; restore the file from a copy")


def read_all(archive: Path) -> Iterator[Item]:
    """Everything that the WARC files of an archive tell, in the order in which it happened.

    Files of one machine follow each other; those of several may overlap, so they are merged by time, then by record
    id, then by name of file. The torn tail of a file still `.open` is passed over: nothing in it was ever acknowledged.
    ArchiveDamaged where a closed file is not whole. A file that is gone takes its captures with it, and the bodies of
    those that point to them.
    """
    for entry in heapq.merge(*map(_from_the_start, paths(archive)), key=lambda entry: entry.order):
        yield from (as_far_as_kept(archive, item) if isinstance(item, Capture) else item for item in entry.items)


def _from_the_start(path: Path) -> Iterator[Entry]:
    """The entries of a file, opened anew after the first: merging looks at the first of each file before any other.

    So only files that overlap are open at once, not all of an archive.
    """
    try:
        first = next(entries(path), None)
        if first is not None:
            yield first
            yield from entries(path, first.offset + first.length)
    except Torn as error:
        if not path.name.endswith(OPEN):
            raise ArchiveDamaged(f"{error}; restore the file from a copy") from error


def _parsed(path: Path, member: Member, info: Info | None) -> Info | Capture | End | None:
    try:
        return parse(member.data, info)
    except NotOurs as error:
        raise Torn(path, member.offset, str(error)) from error
