"""All that an archive says, as text: two databases that say the same give the same lines."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.store.database import open_for_reading

_INDEXES = {"words": "articles_search", "file_words": "files_search"}
_WORKING_TABLES = {"frontier", "unindexed"}  # what a crawl works from, and has yet to do; all else tells of the sites


def logical_dump(path: Path) -> Iterator[str]:
    """A line of JSON for each row of each table that tells of the sites; their order does not depend on how they came.

    Of a full-text index, for each token and column in how many articles or files and how often it stands.
    """
    with closing(open_for_reading(path)) as connection:
        connection.row_factory = None
        database = Database(connection, execute_plugins=False)
        for table in sorted(database.tables, key=lambda table: table.name):
            if table.name in _WORKING_TABLES or table.name.startswith((*_INDEXES.values(), "sqlite_")):
                continue
            yield from _lines(connection, table.name, [column.name for column in table.columns])
        for words, index in _INDEXES.items():
            connection.execute(f"CREATE VIRTUAL TABLE temp.{words} USING fts5vocab (main, {index}, col)")
            yield from _lines(connection, words, ["term", "col", "doc", "cnt"])


def _lines(connection: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[str]:
    names = ", ".join(f'"{name}"' for name in columns)
    for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY {names}"):
        yield json.dumps([table, dict(zip(columns, row, strict=True))], ensure_ascii=False)
