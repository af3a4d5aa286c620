"""Archives as the first version of this program left them."""

import sqlite3
from contextlib import closing
from pathlib import Path

SCHEMA = Path(__file__).parent / "schema_1.sql"


def make_older(path: Path) -> None:
    """Give a database schema 1 in place of the present one, with the same rows as far as that has their columns."""
    beside = path.with_name("older.db")
    with closing(sqlite3.connect(beside)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA.read_text("utf-8"))
        connection.execute("ATTACH ? AS now", (str(path),))
        strict = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict"
        for (table,) in connection.execute(strict).fetchall():
            sql = "SELECT name FROM pragma_table_info(?, 'main') INTERSECT SELECT name FROM pragma_table_info(?, 'now')"
            names = ", ".join(f'"{name}"' for (name,) in connection.execute(sql, (table, table)))
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM now.{table}")
        connection.commit()
    beside.replace(path)
