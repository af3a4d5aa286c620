"""All tables as CSV and Parquet with a Frictionless datapackage.json, for DuckDB, pandas, R and spreadsheets.

https://specs.frictionlessdata.io/tabular-data-package/
"""

import csv
import hashlib
import importlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import UsageError, of_folder
from archive.store import NAME, open_for_reading

NAME_OF_DESCRIPTOR = "datapackage.json"

_LEFT_OUT = (
    "frontier",
    "unindexed",
    "articles_search",
    "files_search",
    "sqlite_",
)  # what a crawl works from, and indexes
_TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
_BATCH = 5_000  # rows
_TABLES = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"


@dataclass(frozen=True, slots=True)
class Package:
    """What was written: how many tables and views, and how many rows in all."""

    tables: int
    rows: int


def write_package(archive: Path, to: Path) -> Package:
    """Write every table and view of an archive as it is at one moment into the folder `to`, which is made.

    CSV holds the values as they are, for programs: what a spreadsheet would take for a formula is not escaped. NULL
    and an empty text are the same there, and not in Parquet. UsageError where the folder has files of something else,
    where the extra `pack` is not installed, and where it can't be written.
    """
    parquet = _arrow()
    if to.exists() and any(to.iterdir()) and not (to / NAME_OF_DESCRIPTOR).exists():
        raise UsageError(f"{to} is not empty and holds no data package; give a new folder")
    with closing(open_for_reading(archive / NAME)) as connection:
        connection.execute("BEGIN")  # one moment for all tables, whatever a crawl writes meanwhile
        try:
            for kind in ("csv", "parquet"):
                (to / kind).mkdir(parents=True, exist_ok=True)
            resources = [_write(connection, name, to, parquet) for name in _names(connection)]
            described = json.dumps(_descriptor(connection, resources), ensure_ascii=False, indent=2)
            (to / NAME_OF_DESCRIPTOR).write_text(f"{described}\n", encoding="utf-8")
        except OSError as error:
            raise of_folder(to, error) from error
    return Package(len(resources), sum(resource["rows"] for resource in resources))


def _names(connection: sqlite3.Connection) -> list[str]:
    return [row["name"] for row in connection.execute(_TABLES) if not row["name"].startswith(_LEFT_OUT)]


def _descriptor(connection: sqlite3.Connection, resources: list[dict[str, Any]]) -> dict[str, Any]:
    last = connection.execute("SELECT max(captured_at) FROM captures").fetchone()[0]
    return {
        "profile": "tabular-data-package",
        "name": "zone-archive",
        "title": "Zone Archive",
        "description": "News of Chinese development zones and local governments, with versions and evidence. Beside "
        "each CSV file stands the same table in Parquet. docs/data-model.md of Zone Archive tells every column.",
        **({"version": last} if last else {}),
        "resources": resources,
    }


def _write(connection: sqlite3.Connection, table: str, to: Path, parquet: Any) -> dict[str, Any]:
    """One table in both forms; its description."""
    columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
    names = [column["name"] for column in columns]
    types = [_TYPES.get(column["type"].upper()) or _seen_type(connection, table, column["name"]) for column in columns]
    path = to / "csv" / f"{table}.csv"
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        with parquet.writer(to / "parquet" / f"{table}.parquet", names, types) as write:
            for rows in _batches(connection, table, names):
                writer.writerows(rows)
                write(rows)
                count += len(rows)
    key = [column["name"] for column in sorted(columns, key=lambda column: column["pk"]) if column["pk"]]
    return {
        "profile": "tabular-data-resource",
        "name": table.replace("_", "-"),
        "path": f"csv/{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_digest(path)}",
        "rows": count,
        "schema": {
            "fields": [{"name": name, "type": kind} for name, kind in zip(names, types, strict=True)],
            **({"primaryKey": key} if key else {}),
            "missingValues": [""],
        },
    }


def _seen_type(connection: sqlite3.Connection, table: str, column: str) -> str:
    """The type of a view's column that SQLite does not declare, by what is in it."""
    query = f'SELECT DISTINCT typeof("{column}") FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 (our names)
    kinds = {kind for (kind,) in map(tuple, connection.execute(query))}
    return "integer" if kinds == {"integer"} else "number" if kinds and kinds <= {"integer", "real"} else "string"


def _batches(connection: sqlite3.Connection, table: str, names: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    listed = ", ".join(f'"{name}"' for name in names)
    cursor = connection.execute(f'SELECT {listed} FROM "{table}"')  # noqa: S608 (names of our own schema)
    while rows := cursor.fetchmany(_BATCH):
        yield [tuple(row) for row in rows]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _arrow() -> Any:
    try:
        return importlib.import_module("archive.packing.parquet")
    except ImportError as error:
        raise UsageError("to write Parquet, install the extra: pip install '.[pack]'") from error
