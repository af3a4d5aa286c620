"""The functions that SQL has beside SQLite's own."""

import sqlite3

from archive.search import match_query
from archive.text import fold


def add_functions(connection: sqlite3.Connection) -> None:
    """`fold(text)`, and `escape_fts(text)`: what finds in the full-text index what the search page finds.

    The second is Datasette's name: its table search asks for `MATCH escape_fts(:search)`, and with ours no text is a
    syntax error.
    """
    connection.create_function("escape_fts", 1, _escape_fts, deterministic=True)
    connection.create_function("fold", 1, _fold, deterministic=True)


def _escape_fts(value: object) -> str:
    return match_query("" if value is None else str(value))


def _fold(value: object) -> str | None:
    return None if value is None else fold(str(value))
