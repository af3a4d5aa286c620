"""A database that is filled at once: nobody reads it before it is whole; what a crash leaves is thrown away."""

import sqlite3

# Indexes that only readers use. Made when all rows are there, each is sorted once, and no row is written to it.
_OF_READERS = (
    *("articles_section", "articles_published", "articles_source", "articles_year", "articles_changed"),
    *("articles_facets", "events_time", "events_later", "captures_time"),
)

# A rollback needs the journal and outlives no process; 64 MB of pages, for rows come in an order that no index has.
_BEGIN = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
# Indexes are sorted in files, however many rows there are.
_SORT = "PRAGMA temp_store = FILE;"
_END = "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;"


def begin(connection: sqlite3.Connection) -> str:
    """Prepare a new database for all of its rows; what `end` shall make of it."""
    connection.executescript(_BEGIN)
    sql = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"
    later = [connection.execute(sql, (index,)).fetchone()[0] for index in _OF_READERS]
    for index in _OF_READERS:
        connection.execute(f"DROP INDEX {index}")
    return ";\n".join(later)


def end(connection: sqlite3.Connection, later: str) -> None:
    """Make of it what every database of an archive is; its caller syncs the file."""
    connection.executescript(_SORT)
    connection.executescript(later)
    connection.executescript(_END)
