"""What earlier extractors read where the present one reads otherwise: kept, for no program reads the last word."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping

from archive.contents import contents
from archive.records import Article
from archive.store.rows import Rows, Value

FIELDS = ("title", "published_at", "source", "author", "editor", "body")
_OF_ALL_PAGES = ("body", "attachments")  # of an article that is told in several
_ATTACHMENTS = (
    "(SELECT json_group_array(url) FROM (SELECT url FROM attachments "
    "WHERE attachments.article_id = versions.article_id AND version_number = versions.number ORDER BY url)) "
    "AS attachments"
)

Read = Callable[[str], Article | None]
"""What the present extractor reads of a capture, by the id of its row; None where it reads no article."""

Values = Mapping[str, Value]


class Readings:
    """Rows of `readings`: each value that some extractor read of a capture and that is not the present one."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def keep(self, before: sqlite3.Connection, read: Read) -> Mapping[str, int]:
        """Keep what an earlier database of the same captures read otherwise, and what it had kept itself.

        How many articles differ in each field, those that only one of the two has among them. A field that an older
        schema lacks was not read otherwise.
        """
        differ = self._take(before, read)
        fields = _fields(before)
        for row in self._rows.all(f"{_versions(fields)} ORDER BY capture_id"):
            if before.execute("SELECT 1 FROM versions WHERE capture_id = ?", (row["capture_id"],)).fetchone() is None:
                for field, value in _values(row, fields).items():
                    if value is not None:
                        differ[field].add(row["article_id"])
        return {field: len(differ[field]) for field in (*FIELDS, "attachments") if differ[field]}

    def take(self, other: sqlite3.Connection, read: Read) -> None:
        """Keep the same of a database of another archive, which knows some of the captures."""
        self._take(other, read)

    def _take(self, before: sqlite3.Connection, read: Read) -> defaultdict[str, set[str]]:
        """The articles that differ in each field, as the earlier database calls them."""
        fields, differ = _fields(before), defaultdict[str, set[str]](set)
        sql = "SELECT capture_id, article_id, field, value, extractor FROM readings ORDER BY capture_id"
        for row in before.execute(sql):
            if self._has_capture(row["capture_id"]):
                now = self._now(row["capture_id"], fields, read)
                if row["field"] in now and now[row["field"]] != row["value"]:
                    self._put(row, row["field"], row["value"])
        for row in before.execute(f"{_versions(fields)} ORDER BY capture_id"):
            if not self._has_capture(row["capture_id"]):
                continue
            now, was = self._now(row["capture_id"], fields, read), _values(row, fields)
            for field in was.keys() & now.keys():
                if was[field] != now[field]:
                    differ[field].add(row["article_id"])
                    self._put(row, field, was[field])
        return differ

    def _now(self, capture_id: str, fields: list[str], read: Read) -> Values:
        """The present values of a capture; without those that the pages of an article tell only together."""
        row = self._rows.one(f"{_versions(fields)} WHERE capture_id = ?", capture_id)
        if row is not None:
            return _values(row, fields)
        article = read(capture_id)
        if article is None:
            return dict.fromkeys((*fields, "attachments"))
        urls = [attachment.url for attachment in contents(article).attachments]
        now: dict[str, Value] = {field: getattr(article, field) or None for field in fields}
        now["attachments"] = json.dumps(urls, ensure_ascii=False, separators=(",", ":")) if urls else None
        return now if article.part is None else {name: now[name] for name in now if name not in _OF_ALL_PAGES}

    def _put(self, row: sqlite3.Row, field: str, value: Value) -> None:
        """Add a value that was read; whichever comes first, they are numbered by who read them."""
        where = "capture_id = ? AND field = ?"
        known = self._rows.all(f"SELECT * FROM readings WHERE {where}", row["capture_id"], field)
        found = {(each["extractor"], each["value"]): each["article_id"] for each in known}
        key = (row["extractor"], value)
        if key in found and found[key] <= row["article_id"]:
            return
        found[key] = row["article_id"]
        self._rows.run(f"DELETE FROM readings WHERE {where}", row["capture_id"], field)
        for number, (extractor, was) in enumerate(sorted(found, key=_age), 1):
            self._rows.insert(
                "readings",
                capture_id=row["capture_id"],
                field=field,
                number=number,
                article_id=found[extractor, was],
                value=was,
                extractor=extractor,
            )

    def _has_capture(self, capture_id: str) -> bool:
        return self._rows.one("SELECT 1 FROM captures WHERE id = ?", capture_id) is not None


def _fields(database: sqlite3.Connection) -> list[str]:
    columns = {name for (name,) in database.execute("SELECT name FROM pragma_table_info('versions')")}
    return [field for field in FIELDS if field in columns]


def _versions(fields: list[str]) -> str:
    return f"SELECT capture_id, article_id, extractor, {', '.join(fields)}, {_ATTACHMENTS} FROM versions"


def _values(row: sqlite3.Row, fields: list[str]) -> Values:
    """The values of a version; None for what is empty."""
    linked: str = row["attachments"]
    values: dict[str, Value] = {field: row[field] or None for field in fields}
    return values | {"attachments": linked if json.loads(linked) else None}


def _age(reading: tuple[str, Value]) -> tuple[list[int], str, str]:
    """Older versions of the program first."""
    extractor, value = reading
    return [int(number) for number in re.findall(r"\d+", extractor)], extractor, str(value or "")
