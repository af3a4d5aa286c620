"""What earlier extractors read where the present one reads otherwise: kept, for no program reads the last word."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive.store.rows import Rows, Value

FIELDS = ("title", "published_at", "source", "author", "editor", "body")
_ATTACHMENTS = (
    "(SELECT json_group_array(url) FROM (SELECT url FROM attachments "
    "WHERE attachments.article_id = versions.article_id AND version_number = versions.number ORDER BY url)) "
    "AS attachments"
)
_COLUMNS = ("capture_id", "field", "number", "article_id", "value", "extractor")


class _Old(NamedTuple):
    """A value that a version had in an earlier database, and what it is now."""

    field: str
    was: Value
    now: Value


class Readings:
    """Rows of `readings`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def keep(self, before: sqlite3.Connection) -> Mapping[str, int]:
        """Keep what an earlier database of the same captures read otherwise, and what it had kept itself.

        How many articles differ in each field, those that only one of the two has among them. A field that an older
        schema lacks was not read otherwise.
        """
        columns = {name for (name,) in before.execute("SELECT name FROM pragma_table_info('versions')")}
        fields = [field for field in FIELDS if field in columns]
        versions = f"SELECT capture_id, article_id, extractor, {', '.join(fields)}, {_ATTACHMENTS} FROM versions"
        differ: dict[str, set[str]] = {field: set() for field in (*fields, "attachments")}
        for row in before.execute(f"SELECT {', '.join(_COLUMNS)} FROM readings ORDER BY {', '.join(_COLUMNS)}"):
            if self._has_capture(row["capture_id"]):
                self._rows.insert("readings", **{name: row[name] for name in _COLUMNS})
        for old in before.execute(f"{versions} ORDER BY capture_id"):
            if not self._has_capture(old["capture_id"]):
                continue
            for change in _changes(differ, old, self._rows.one(f"{versions} WHERE capture_id = ?", old["capture_id"])):
                differ[change.field].add(old["article_id"])
                self._put(old, change)
        for new in self._rows.all("SELECT capture_id FROM versions ORDER BY capture_id"):
            if before.execute("SELECT 1 FROM versions WHERE capture_id = ?", (new["capture_id"],)).fetchone() is None:
                now = self._rows.one(f"{versions} WHERE capture_id = ?", new["capture_id"])
                for change in _changes(differ, None, now):
                    differ[change.field].add(now["article_id"] if now else "")
        return {field: len(articles) for field, articles in differ.items() if articles}

    def _put(self, old: sqlite3.Row, change: _Old) -> None:
        last = self._rows.one(
            "SELECT number, value, extractor FROM readings WHERE capture_id = ? AND field = ? "
            "ORDER BY number DESC LIMIT 1",
            *(old["capture_id"], change.field),
        )
        if last is not None and (last["value"], last["extractor"]) == (change.was, old["extractor"]):
            return
        self._rows.insert(
            "readings",
            capture_id=old["capture_id"],
            field=change.field,
            number=last["number"] + 1 if last else 1,
            article_id=old["article_id"],
            value=change.was,
            extractor=old["extractor"],
        )

    def _has_capture(self, capture_id: str) -> bool:
        return self._rows.one("SELECT 1 FROM captures WHERE id = ?", capture_id) is not None


def _changes(fields: Iterable[str], old: sqlite3.Row | None, now: sqlite3.Row | None) -> Iterator[_Old]:
    """What differs between two readings of a version; one that is not there has none of the fields."""
    for field in fields:
        was, is_now = _value(old, field), _value(now, field)
        if was != is_now:
            yield _Old(field, was, is_now)


def _value(row: sqlite3.Row | None, field: str) -> Value:
    value: Value = row[field] if row is not None else None
    if field == "attachments":
        return value if value and json.loads(str(value)) else None
    return value or None
