"""What SQL of strangers may do on a connection: read, in pieces of some megabytes, and nothing else."""

import sqlite3

# Larger than the longest article, smaller than what hurts: one step of SQLite can't be stopped while it runs.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 4_000_000,  # bytes of a text or a row
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
}
_ACTIONS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_PRAGMAS = {
    *("table_info", "table_xinfo", "table_list", "foreign_key_list", "index_list", "index_info", "index_xinfo"),
    *("schema_version", "page_count", "page_size", "function_list"),
    *("application_id", "user_version", "data_version"),  # we ask for two of them, the full-text index for the third
}
_NO_FUNCTIONS = {"load_extension", "fts3_tokenizer"}  # both run code that is given to them
_NO_TABLES = {"sqlite_stmt"}  # what others have asked on the same connection


def set_limits(connection: sqlite3.Connection) -> None:
    """Bound the length of what a query says and makes; sqlite3.DataError for what is longer."""
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)


def allow_reading_only(connection: sqlite3.Connection) -> None:
    """Refuse every statement that isn't known to read; sqlite3.DatabaseError (SQLITE_AUTH) for those."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(_judged)


def _judged(action: int, first: str | None, second: str | None, database: str | None, inside: str | None) -> int:
    """An authorizer: https://sqlite.org/c3ref/c_alter_table.html says what the values are for each action."""
    if action == sqlite3.SQLITE_FUNCTION:
        return _ok(second not in _NO_FUNCTIONS)
    if action == sqlite3.SQLITE_PRAGMA:
        if first == "database_list":  # tells where the file is; Datasette asks for it, and is told of no file
            return sqlite3.SQLITE_IGNORE
        return _ok(first in _PRAGMAS)
    if action == sqlite3.SQLITE_UPDATE:  # asked when a virtual table is opened; no query may really do it
        return _ok(first == "sqlite_master")
    return _ok(action in _ACTIONS and first not in _NO_TABLES)


def _ok(is_allowed: bool) -> int:
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY
