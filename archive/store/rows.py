"""The few things that we do to a connection, shared by all that write tables."""

import sqlite3

Value = str | int | float | None


class Rows:
    """Rows read and written one at a time, in the transaction that is open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.row_factory = sqlite3.Row

    def run(self, sql: str, *values: Value) -> sqlite3.Cursor:
        """Execute one statement."""
        return self._connection.execute(sql, values)

    def one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def insert(self, table: str, **values: Value) -> None:
        """One new row; the names are columns, and ours, never a site's."""
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))

    def update(self, table: str, key: str, **values: Value) -> None:
        """New values in the row whose `id` is `key`."""
        sets = ", ".join(f'"{name}" = ?' for name in values)
        self._connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), key))
