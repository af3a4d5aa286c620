"""What the connections of Datasette may do, and the functions that they have."""

import sqlite3
from typing import Any

from archive.sql.functions import add_functions
from archive.sql.limits import allow_reading_only, set_limits
from archive.web.hooks import last


@last
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Last, because `escape_fts` is Datasette's own and is replaced."""
    add_functions(conn)
    if database == "_internal":  # what Datasette notes for itself; no query of a user reaches it
        return
    set_limits(conn)
    if database != "_memory":  # empty, or where --crossdb attaches the others, read-only
        allow_reading_only(conn)
