"""The search indexes: what they lack is noted beside a text, and added later, with some hundred others.

Written with each page, they cost a crawl as much as all its other rows: docs/decisions/0020-search-later.md.
"""

import json
from collections.abc import Iterator
from sqlite3 import Row
from time import monotonic

from archive.store.rows import Rows
from archive.text import tokens

MUCH = 500  # texts
LATE = 60.0  # seconds
_ARTICLE, _FILE = "article", "file"


class Indexes:
    """Rows of `articles_search`, `files_search` and `unindexed`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._none_at = float("-inf")  # when nothing was waiting; what an earlier process left is late

    def note_article(self, search_id: int) -> None:
        """The text of an article is to be added."""
        self._note(_ARTICLE, search_id)

    def note_file(self, search_id: int) -> None:
        """The text of a file is to be added."""
        self._note(_FILE, search_id)

    def drop_article(self, search_id: int, title: str | None, body: str) -> None:
        """Take an article out at once, so that nobody finds it by what it says no longer.

        The index holds no text, and must be told what it was given.
        """
        noted = "DELETE FROM unindexed WHERE kind = ? AND search_id = ?"
        if self._rows.run(noted, _ARTICLE, search_id).rowcount == 0:
            sql = "INSERT INTO articles_search (articles_search, rowid, title, body) VALUES ('delete', ?, ?, ?)"
            self._rows.run(sql, search_id, tokens(title or ""), tokens(body))

    def waiting(self) -> int:
        """How many texts are to be added."""
        row = self._rows.one("SELECT count(*) AS number FROM unindexed")
        return int(row["number"]) if row else 0

    def are_behind(self) -> bool:
        """Whether much is waiting, or something for long."""
        waiting = self.waiting()
        if waiting == 0:
            self._none_at = monotonic()
        return waiting >= MUCH or (waiting > 0 and monotonic() - self._none_at >= LATE)

    def add(self) -> bool:
        """Add some of what is waiting, in the transaction that is open; whether any is left."""
        for row in self._texts(_ARTICLE, "title, body", "articles"):
            sql = "INSERT INTO articles_search (rowid, title, body) VALUES (?, ?, ?)"
            self._rows.run(sql, row["search_id"], tokens(row["title"] or ""), tokens(row["body"]))
        for row in self._texts(_FILE, "text, members", "files"):
            sql = "INSERT INTO files_search (rowid, text, members) VALUES (?, ?, ?)"
            members = "\n".join(json.loads(row["members"]))
            self._rows.run(sql, row["search_id"], tokens(row["text"] or ""), tokens(members))
        return self.waiting() > 0

    def faults(self) -> Iterator[tuple[str, str]]:
        """Texts that do not stand where they should, and what is wrong: each is in its index, or noted to be added."""
        files = "text <> '' OR members <> '[]'"
        for kind, table, which in ((_ARTICLE, "articles", "1"), (_FILE, "files", files)):
            there = f"SELECT search_id FROM {table} WHERE {which}"
            noted, added = f"SELECT search_id FROM unindexed WHERE kind = '{kind}'", f"SELECT rowid FROM {table}_search"
            for wrong, sql in (
                ("lacks this text", f"{there} EXCEPT {added} EXCEPT {noted}"),
                ("has this text, which is noted to be added", f"{noted} INTERSECT {added}"),
                ("has a text that is not there", f"{added} EXCEPT {there}"),
            ):
                for (search_id,) in self._rows.all(sql):
                    yield f"{kind} of search_id {search_id}", f"{table}_search {wrong}"

    def _note(self, kind: str, search_id: int) -> None:
        self._rows.run("INSERT INTO unindexed (kind, search_id) VALUES (?, ?)", kind, search_id)

    def _texts(self, kind: str, columns: str, table: str) -> Iterator[Row]:
        """Some texts that are waiting, in the order of the index, in which it is written fastest; they wait no more."""
        noted = "FROM unindexed WHERE kind = ? ORDER BY search_id LIMIT ?"
        for note in self._rows.all(f"SELECT search_id {noted}", kind, MUCH):
            row = self._rows.one(f"SELECT search_id, {columns} FROM {table} WHERE search_id = ?", note["search_id"])
            if row is not None:
                yield row
        done = f"DELETE FROM unindexed WHERE kind = ? AND search_id IN (SELECT search_id {noted})"
        self._rows.run(done, kind, kind, MUCH)
