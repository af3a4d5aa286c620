"""Opening the database of an archive: made if it is not there, proven before a byte of it is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import quote

from archive.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    DiskFull,
    SchemaNewer,
    SchemaOlder,
    UsageError,
    is_full,
    of_folder,
)
from archive.zones import zones

NAME = "archive.db"
APPLICATION_ID = 0x5A6F6E65  # "Zone"; file(1) and `PRAGMA application_id` show it
SCHEMA_VERSION = 3
BUSY_SECONDS = 30
_SCHEMA = Path(__file__).parents[1] / "schema.sql"
_LEAST_ROOM = 1_000_000  # bytes

# WAL and FULL: a committed capture survives a power cut; at one page a second its 6 ms are free. What a savepoint might
# undo stays in memory, as do the pages that a group of captures writes: else each capture made a temporary file.
_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -8192;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA journal_size_limit = 67108864;
"""


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The one connection that writes; transactions are begun by hand.

    UsageError where the folder can't be used, SchemaOlder, SchemaNewer and ArchiveDamaged where the file can't: it is
    left as it was then.
    """
    with told_plainly(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not path.exists() or path.stat().st_size == 0 or _is_blank(path, thorough=True)
        except OSError as error:
            raise of_folder(path.parent, error) from error
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.executescript(_PRAGMAS)
            if is_new:
                _create(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path, *, older: bool = False) -> sqlite3.Connection:
    """A connection that cannot write, to a database that has been proven; errors as for writing.

    With `older` it may have been made by an older version of this program, and lack tables and columns.
    """
    if not path.is_file():
        raise UsageError(f"{path} is not there; run `scrapy crawl` or `scrapy rebuild` first, or set ARCHIVE_DIR")
    with told_plainly(path):
        if _is_blank(path, thorough=False, older=older):
            raise ArchiveDamaged(f"{path} has no tables; run `scrapy rebuild`")
        connection = _connected(path, "ro")
        connection.row_factory = sqlite3.Row
        return connection


def fold_log(path: Path) -> None:
    """Move what is in the write-ahead log of a database into it: the file alone says all then. A damaged one stays."""
    with suppress(sqlite3.Error), closing(_connected(path, "rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def check_version(path: Path, version: int) -> None:
    """SchemaOlder or SchemaNewer where a database has another schema (PRAGMA user_version) than this program reads."""
    told = f"{path} has schema {version}, this program reads {SCHEMA_VERSION}"
    if version > SCHEMA_VERSION:
        raise SchemaNewer(f"{told}; update the program")
    if version < SCHEMA_VERSION:
        raise SchemaOlder(f"{told}; run `scrapy rebuild`, or wait for the next crawl, and publish snapshots anew")


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """SQLite's errors about the file, the disk and other writers as one line with a remedy and an exit code."""
    try:
        yield
    except sqlite3.Error as error:
        plain = _plainly(path, error)
        if plain is None:
            raise
        raise plain from error


def _plainly(path: Path, error: sqlite3.Error) -> ArchiveError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    no_room = f"{path}: no room for its rows; make room and run again"
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(no_room)
    if code == sqlite3.SQLITE_IOERR:
        return ArchiveDamaged(f"{path}: {error}; check the disk") if _can_grow(path) else DiskFull(no_room)
    is_no_text = str(error).startswith("Could not decode to UTF-8")  # Python's own words: it has no code
    if is_no_text or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ArchiveDamaged(f"{path}: {error}; move it away and run `scrapy rebuild`")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveLocked(f"{path}: another program has written it for {BUSY_SECONDS} s; end that and run again")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return UsageError(f"{path}: {error}; give a folder that can be written as ARCHIVE_DIR")
    return None


def _can_grow(path: Path) -> bool:
    """Whether there may be larger files: quotas, limits on files and some full disks are I/O errors to SQLite."""
    try:
        with TemporaryFile(dir=path.parent) as probe:
            probe.seek(max((file.stat().st_size for file in path.parent.glob(f"{path.name}*")), default=0))
            probe.write(bytes(_LEAST_ROOM))
    except OSError as error:
        return not is_full(error)
    return True


def _is_blank(path: Path, *, thorough: bool, older: bool = False) -> bool:
    """Whether a file holds no tables yet; ArchiveDamaged, SchemaNewer or SchemaOlder where it is not ours to use.

    A `thorough` look reads every page of the file, a second for some hundred megabytes.
    """
    with closing(_connected(path, "ro")) as connection:
        (application,), (version,) = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
        )
        try:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except UnicodeDecodeError as error:  # SQLite's complaint quotes the schema, and Python can't read that
            raise ArchiveDamaged(f"{path}: its schema is no text; move it away and run `scrapy rebuild`") from error
        if application == 0 and tables == 0:
            return True
        if application != APPLICATION_ID:
            raise ArchiveDamaged(f"{path} is a database of another program; move it away and run `scrapy rebuild`")
        if version > SCHEMA_VERSION:
            check_version(path, version)
        trouble = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if thorough else "ok"
        if trouble != "ok":
            raise ArchiveDamaged(f"{path}: {' '.join(trouble.split())}; move it away and run `scrapy rebuild`")
        if not older:
            check_version(path, version)
        if version == SCHEMA_VERSION and not _has_our_tables(connection):
            raise ArchiveDamaged(f"{path}: its tables are not as they were made; move it away and run `scrapy rebuild`")
    return False


def _has_our_tables(connection: sqlite3.Connection) -> bool:
    """Whether every table has its columns: no checksum covers their names, and one bit makes another name."""
    try:
        return all(_columns(connection, table) == columns for table, columns in _our_tables().items())
    except UnicodeDecodeError:
        return False
    except sqlite3.OperationalError as error:  # a view of columns that are not there, a name that is no text
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
            raise
        return False


@cache
def _our_tables() -> dict[str, list[str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA.read_text("utf-8"))
        names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        return {name: _columns(connection, name) for (name,) in names}


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that makes no file; `mode` is "ro" or "rw"."""
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _create(connection: sqlite3.Connection) -> None:
    """All tables or none: a process that is killed here leaves a blank file."""
    marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
    rows = "".join(f"INSERT INTO zones VALUES ('{name}', '{province}');\n" for name, province in zones().items())
    connection.executescript(f"BEGIN IMMEDIATE;\n{_SCHEMA.read_text('utf-8')}\n{rows}{marks}\nCOMMIT;")
