"""Whether an archive is what it says: every row against its record, every digest, the database itself. Only reads."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveDamaged
from archive.records import Capture, Run
from archive.store import NAME, open_for_reading
from archive.store.articles import contents_of
from archive.store.database import told_plainly
from archive.store.indexes import Indexes
from archive.store.rows import Rows
from archive.urls import content_id
from archive.warc import Entry, Torn, entries, final_name, members, paths, resolve, whole
from archive.warc.files import FOLDER, OPEN

_DIFFERS = """
SELECT articles.id FROM articles LEFT JOIN versions ON article_id = articles.id AND number = articles.versions
WHERE articles.title IS NOT versions.title OR articles.published_at IS NOT versions.published_at
   OR articles.source IS NOT versions.source OR articles.author IS NOT versions.author
   OR articles.body IS NOT versions.body
ORDER BY articles.id
"""

_NOT_ITS_FILE = """
SELECT article_id, version_number, url FROM attachments LEFT JOIN files USING (digest)
WHERE attachments.mime IS NOT files.mime OR attachments.bytes IS NOT files.bytes OR (label <> '' AND name <> label)
ORDER BY article_id, version_number, url
"""

_HEAD = 10  # bytes (RFC 1952, 2.3): magic, method, flags, time, and two that tell of the packer
_TRAILER = 8  # bytes: checksum and length

ByOffset = dict[int, sqlite3.Row]  # the capture rows of a file by the byte at which their record begins


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `offset` and `record` are None where it has no place or no record."""

    file: str
    offset: int | None
    record: str | None
    message: str

    def __str__(self) -> str:
        at = "" if self.offset is None else f", byte {self.offset}"
        what = "" if self.record is None else f", {self.record}"
        return f"{self.file}{at}{what}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, and how much was looked at: capture rows and WARC files.

    `unindexed` is how many texts the search indexes still lack: the crawl that is going on adds them, or the next.
    """

    findings: tuple[Finding, ...]
    captures: int
    files: int
    unindexed: int


def verify(archive: Path) -> Report:
    """Look at everything. It may run beside a crawl: what that has written and not yet committed is no finding.

    UsageError where there is no archive, SchemaNewer where it is not ours to judge.
    """
    findings: list[Finding] = []
    captures = unindexed = 0
    names = [final_name(path) for path in paths(archive)]
    path = archive / NAME
    try:
        with closing(open_for_reading(path)) as connection, told_plainly(path):
            connection.execute("BEGIN")  # one moment of a database that a crawl may be writing
            captures = connection.execute("SELECT count(*) FROM captures").fetchone()[0]
            unindexed = Indexes(Rows(connection)).waiting()
            findings += _database(connection)
            for (name,) in connection.execute("SELECT DISTINCT warc_file FROM captures ORDER BY 1"):
                if name not in names:
                    findings.append(Finding(f"{FOLDER}/{name}", None, None, "the file is missing"))
            over = {run for (run,) in connection.execute("SELECT id FROM runs WHERE finished_at IS NOT NULL")}
            ended: set[str] = set()
            for name in names:
                findings += _file(resolve(archive, name), _rows(connection, name), over, ended, connection)
            # Where damage was found, it may have taken the record of the end as well.
            for run in sorted(over - ended) if not findings else ():
                findings.append(Finding(NAME, None, run, "no file has the record of the run's end"))
    except ArchiveDamaged as error:
        findings.append(Finding(NAME, None, None, str(error)))
    return Report(tuple(findings), captures, len(names), unindexed)


def _rows(connection: sqlite3.Connection, name: str) -> ByOffset:
    rows = connection.execute("SELECT * FROM captures WHERE warc_file = ? ORDER BY warc_offset", (name,))
    return {row["warc_offset"]: row for row in rows}


def _file(
    path: Path, rows: ByOffset, over: set[str], ended: set[str], connection: sqlite3.Connection
) -> Iterator[Finding]:
    """The records of one file, in order, and the rows that point into it.

    `over` are the runs that have ended by their rows; those whose end the file tells are added to `ended`.
    """
    name = f"{FOLDER}/{final_name(path)}"
    if path.stat().st_size == 0 and not path.name.endswith(OPEN):
        yield Finding(name, None, None, "the file is empty")
    end = max((row["warc_offset"] + row["warc_length"] for row in rows.values()), default=0)
    left, start, is_over = dict(rows), 0, False
    while True:
        try:
            for entry in entries(path, start):
                is_over = is_over or any(isinstance(item, Run) and item.id in over for item in entry.items)
                ended |= {item.id for item in entry.items if isinstance(item, Run) and item.finished_at}
                row, is_due = left.pop(entry.offset, None), is_over or entry.offset < end
                for finding in _entry(path.parent.parent, name, entry, row, is_due):
                    if row is not None or not _has_its_row_elsewhere(connection, entry, path.parent):
                        yield finding
            break
        except Torn as torn:
            if torn.offset < end or not path.name.endswith(OPEN):
                yield Finding(name, torn.offset, _record(left.pop(torn.offset, None)), "the record is not whole")
            # What follows damage is found again by the next row behind it; without its first record no file is read.
            behind = [offset for offset in sorted(left) if offset > torn.offset]
            if not behind or torn.offset == 0:
                break
            start = behind[0]
    for offset, row in left.items():
        yield Finding(name, offset, _record(row), "no record can be read where the row says")
    yield from _unchecked(path, name)


def _unchecked(path: Path, name: str) -> Iterator[Finding]:
    """Where bits are not as they were written that no checksum covers and no other reader looks at.

    They are the head of a gzip member, and what fills its last compressed byte.
    """
    usual = None
    with path.open("rb") as file, suppress(Torn):
        for member in members(path):
            file.seek(member.offset)
            raw = file.read(member.length)
            head = raw[:_HEAD]
            usual = usual or head[8:]  # what packed it and where: the same for all of a file
            if any(head[3:8]) or head[8:] != usual:
                yield Finding(name, member.offset, None, "the head of the gzip member is not as it was written")
            elif _is_filled(raw):
                yield Finding(name, member.offset, None, "the end of the gzip member is not as it was written")


def _is_filled(raw: bytes) -> bool:
    """Whether the last compressed byte of a gzip member has a bit that says nothing: they are written as zeros."""
    last = raw[-_TRAILER - 1]
    stream = zlib.decompressobj(31)
    stream.decompress(raw[: -_TRAILER - 1])
    without = last ^ (1 << last.bit_length() >> 1)
    try:
        stream.decompress(bytes((without,)) + raw[-_TRAILER:])
    except zlib.error:
        return False
    return last != without and stream.eof and not stream.unused_data


def _has_its_row_elsewhere(connection: sqlite3.Connection, entry: Entry, folder: Path) -> bool:
    """Whether a record is a second copy: what was taken in from several files may stand in more than one of them."""
    captures = [item for item in entry.items if isinstance(item, Capture)]
    sql = "SELECT warc_file FROM captures WHERE record_id = ? AND url = ? AND digest IS ? AND warc_file <> ?"
    rows = [
        connection.execute(sql, (item.record_id, item.url, item.digest, item.warc_file)).fetchone() for item in captures
    ]
    return all(row is not None and (folder / row["warc_file"]).exists() for row in rows)


def _entry(archive: Path, name: str, entry: Entry, row: sqlite3.Row | None, is_due: bool) -> Iterator[Finding]:
    capture = next((item for item in entry.items if isinstance(item, Capture)), None)
    if capture is None:
        if row is not None:
            yield Finding(name, entry.offset, _record(row), "the row points at a record that is no capture")
        return
    if row is None:
        if is_due:
            yield Finding(name, entry.offset, capture.record_id, "the capture has no row")
        return
    try:
        capture = whole(archive, capture)
    except ArchiveDamaged as error:
        yield Finding(name, entry.offset, capture.record_id, str(error))
        return
    told = {
        "id": content_id(capture.record_id),
        "record_id": capture.record_id,
        "run_id": capture.run_id,
        "site_id": capture.site_id,
        "url": capture.url,
        "captured_at": capture.captured_at,
        "status": capture.status,
        "error": capture.error,
        "original_id": content_id(capture.original.record_id) if capture.original else None,
        "digest": capture.digest,
        "bytes": len(capture.body),
        "warc_length": entry.length,
    }
    wrong = [column for column, value in told.items() if row[column] != value]
    if wrong:
        yield Finding(name, entry.offset, capture.record_id, f"row and record differ in {', '.join(wrong)}")


def _database(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (trouble,) in connection.execute("PRAGMA integrity_check"):
        if trouble != "ok":
            yield Finding(NAME, None, None, trouble)
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield Finding(NAME, None, f"{row[0]}, row {row[1]}", f"points at a row of {row[2]} that is not there")
    rows = Rows(connection)
    for row in connection.execute("SELECT * FROM versions ORDER BY article_id, number"):
        if contents_of(rows, row, row["article_id"], row["number"]).digest() != row["digest"]:
            what = f"version {row['number']} of {row['article_id']}"
            yield Finding(NAME, None, what, "the digest is of other contents")
    for (article,) in connection.execute(_DIFFERS):
        yield Finding(NAME, None, f"article {article}", "differs from its latest version")
    for article, number, url in connection.execute(_NOT_ITS_FILE):
        yield Finding(NAME, None, f"version {number} of {article}, {url}", "differs from its file")
    for text, message in Indexes(rows).faults():
        yield Finding(NAME, None, text, f"{message}; run `scrapy rebuild`")


def _record(row: sqlite3.Row | None) -> str | None:
    return str(row["record_id"]) if row else None
