"""What a researcher's SQL may use, and the functions that it has."""

import sqlite3
from typing import Any

from archive.search import match_query
from archive.text import fold
from archive.web.hooks import last

# Datasette's time limit can't stop one long step: hex(zeroblob(400000000)) runs for 14 s and takes 2 GB. Larger than
# the longest article, smaller than what hurts.
_LENGTH = 4_000_000  # bytes of a string or a row
_SQL_LENGTH = 20_000
_LIKE_LENGTH = 200


@last
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Limits and functions for one connection. Last, because `escape_fts` is Datasette's own and is replaced.

    Datasette's table search asks for `MATCH escape_fts(:search)`; with ours, any text finds what the search page
    finds and none is a syntax error.
    """
    conn.create_function("escape_fts", 1, _escape_fts, deterministic=True)
    conn.create_function("fold", 1, _fold, deterministic=True)
    if database == "_internal":  # Datasette's own, which no query of a user reaches
        return
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LENGTH)
    conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _SQL_LENGTH)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LIKE_LENGTH)
    if not datasette.crossdb:
        conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _escape_fts(value: object) -> str:
    return match_query("" if value is None else str(value))


def _fold(value: object) -> str | None:
    return None if value is None else fold(str(value))
