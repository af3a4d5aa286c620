"""Histories written anew where captures are no longer believed, or where two turn out to be of one article."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from sqlite3 import Row

from archive.contents import Contents, difference
from archive.history import MISSES
from archive.records import Outcome
from archive.search import search_id
from archive.store.articles import READ, Articles, contents_of, year
from archive.store.files import Files
from archive.store.indexes import Indexes
from archive.store.rows import Rows

_READ = f"('{Outcome.OK}', '{Outcome.UNCHANGED}')"
_ABSENT = "(" + ", ".join(sorted(f"'{outcome}'" for outcome in (*MISSES, Outcome.REDIRECT))) + ")"
_PARTS = ("attachments", "figures", "mentions")  # of versions
_ASIDE = 1_000_000  # added to the numbers of versions while they are dealt out anew


class Rewrite:
    """What undoes and joins. Each leaves the tables as if it had been known from the start."""

    def __init__(self, rows: Rows, articles: Articles, files: Files, indexes: Indexes) -> None:
        self._rows, self._articles, self._files, self._indexes = rows, articles, files, indexes

    def withdraw(self, captures: Collection[str], outcome: Outcome, message: str) -> list[str]:
        """Take back what captures were believed to say: they get another outcome, and a problem. Their addresses.

        An article loses the versions that they made, and is as it was before; one that has no other is no more.
        """
        urls: list[str] = []
        touched: dict[str, None] = {}
        self._rows.run("PRAGMA defer_foreign_keys = ON")
        for capture in captures:
            row = self._rows.one("SELECT url, run_id, site_id, captured_at FROM captures WHERE id = ?", capture)
            if row is None:
                continue
            urls.append(row["url"])
            if article := self._articles.find(row["url"]) or self._article_of_part(capture):
                touched[article] = None
            self._rows.run("DELETE FROM parts WHERE capture_id = ?", capture)
            self._rows.run("UPDATE captures SET outcome = ? WHERE id = ?", outcome.value, capture)
            about = {"run_id": row["run_id"], "capture_id": capture, "site_id": row["site_id"]}
            self._rows.insert("problems", **about, field="article", message=message)
            self._rows.run("UPDATE runs SET problems = problems + 1 WHERE id = ?", row["run_id"])
        for article in touched:
            self._tell_anew(article, set(captures))
        return list(dict.fromkeys(urls))

    def _article_of_part(self, capture: str) -> str | None:
        sql = "SELECT article_id FROM addresses JOIN parts USING (own_id) WHERE capture_id = ? LIMIT 1"
        row = self._rows.one(sql, capture)
        return row["article_id"] if row else None

    def join(self, earlier: str, later: str) -> None:
        """Make the history of one article that of another too: it has their addresses, versions and events."""
        self._rows.run("PRAGMA defer_foreign_keys = ON")
        before = self._told(earlier) + self._told(later)
        row = self._rows.one("SELECT * FROM articles WHERE id = ?", later)
        assert row is not None  # the caller has read it
        self._indexes.drop_article(row["search_id"], row["title"], row["body"])
        for table in ("versions", *_PARTS):
            number = "number" if table == "versions" else "version_number"
            sql = f"UPDATE {table} SET article_id = ?, {number} = {number} + ? WHERE article_id = ?"
            self._rows.run(sql, earlier, 2 * _ASIDE, later)
        for table in ("events", "addresses"):
            self._rows.run(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", earlier, later)
        self._rows.run("DELETE FROM articles WHERE id = ?", later)
        self._rows.run("UPDATE articles SET url = ? WHERE id = ?", row["url"], earlier)
        self._tell_anew(earlier, (), before)
        self._articles.place(earlier)

    def _tell_anew(
        self, article: str, dropped: Collection[str], before: Counter[tuple[str, str]] | None = None
    ) -> None:
        """Versions, events and the article itself from what is left; `before` is what runs have counted of it."""
        before = self._told(article) if before is None else before
        if self._renumber(article, dropped):
            self._retell(article, dropped)
            self._readdress(article, dropped)
            self._files.link_anew(article)
            self._stand(article)
        else:
            self._remove(article)
        after = self._told(article)
        for run_id, kind in sorted({*before, *after}):
            more = after[run_id, kind] - before[run_id, kind]
            self._rows.run(f"UPDATE runs SET {kind} = {kind} + ? WHERE id = ?", more, run_id)

    def _told(self, article: str) -> Counter[tuple[str, str]]:
        """How many events of an article each run has counted, by the columns of `runs`."""
        rows = self._rows.all(
            "SELECT run_id, kind FROM events JOIN captures ON captures.id = capture_id "
            "WHERE article_id = ? AND kind IN ('new', 'edited', 'gone')",
            article,
        )
        return Counter((row["run_id"], row["kind"]) for row in rows)

    def _renumber(self, article: str, dropped: Collection[str]) -> int:
        """Leave out versions that are withdrawn, or are now as the one before; how many are left."""
        rows = self._rows.all("SELECT * FROM versions WHERE article_id = ? ORDER BY seen_at", article)
        kept: list[tuple[Row, tuple[str, ...]]] = []
        for row in rows:
            before = kept[-1][0] if kept else None
            if row["capture_id"] in dropped or (before is not None and before["digest"] == row["digest"]):
                self._remove_version(article, row["number"])
                continue
            changed = () if before is None else difference(self._contents(before), self._contents(row))
            kept.append((row, changed))
        for row, _ in kept:
            self._number(article, row["number"], row["number"] + _ASIDE)
        for number, (row, changed) in enumerate(kept, 1):
            self._number(article, row["number"] + _ASIDE, number)
            sql = "UPDATE versions SET changed = ? WHERE article_id = ? AND number = ?"
            self._rows.run(sql, json.dumps(changed), article, number)
        return len(kept)

    def _contents(self, version: Row) -> Contents:
        return contents_of(self._rows, version, version["article_id"], version["number"])

    def _number(self, article: str, old: int, new: int) -> None:
        self._rows.run("UPDATE versions SET number = ? WHERE article_id = ? AND number = ?", new, article, old)
        for table in _PARTS:
            sql = f"UPDATE {table} SET version_number = ? WHERE article_id = ? AND version_number = ?"
            self._rows.run(sql, new, article, old)

    def _remove_version(self, article: str, number: int) -> None:
        for table in _PARTS:
            self._rows.run(f"DELETE FROM {table} WHERE article_id = ? AND version_number = ?", article, number)
        self._rows.run("DELETE FROM versions WHERE article_id = ? AND number = ?", article, number)

    def _retell(self, article: str, dropped: Collection[str]) -> None:
        """The events: those of versions from the versions, those of absence from what was not withdrawn."""
        for capture in dropped:
            self._rows.run("DELETE FROM events WHERE article_id = ? AND capture_id = ?", article, capture)
        self._rows.run("DELETE FROM events WHERE article_id = ? AND kind IN ('new', 'edited')", article)
        for version in self._rows.all("SELECT * FROM versions WHERE article_id = ? ORDER BY number", article):
            kind = "new" if version["number"] == 1 else "edited"
            self._put_event(article, kind, version["seen_at"], version["capture_id"], version["number"])
        since: str | None = None  # when it was last known to be missing
        rows = self._rows.all(
            "SELECT at, kind FROM events WHERE article_id = ? AND kind IN ('missing', 'gone', 'returned') ORDER BY at",
            article,
        )
        row: Row | None
        for row in [*rows, None]:
            if since is not None and (back := self._found_between(article, since, row["at"] if row else None)):
                self._put_event(article, "returned", back["captured_at"], back["id"], None)
                since = None
            if row is None:
                break
            is_idle = since is None if row["kind"] != "missing" else since is not None
            if is_idle:
                sql = "DELETE FROM events WHERE article_id = ? AND at = ? AND kind = ?"
                self._rows.run(sql, article, row["at"], row["kind"])
            else:
                since = None if row["kind"] == "returned" else row["at"]

    def _put_event(self, article: str, kind: str, at: str, capture: str, number: int | None) -> None:
        values = {"article_id": article, "at": at, "kind": kind, "version_number": number, "capture_id": capture}
        self._rows.insert("events", **values)

    def _found_between(self, article: str, since: str, until: str | None) -> Row | None:
        """The first capture in a span, its ends left out, that found an article."""
        return self._rows.one(
            f"SELECT id, captured_at FROM captures JOIN addresses USING (url) WHERE article_id = ? "
            f"AND outcome IN {_READ} AND captured_at > ? AND captured_at < ? ORDER BY captured_at LIMIT 1",
            *(article, since, until or "9999"),
        )

    def _readdress(self, article: str, dropped: Iterable[str]) -> None:
        """Forget that captures which are withdrawn found an article at an address."""
        for capture in dropped:
            self._rows.run(
                "DELETE FROM addresses WHERE article_id = ? "
                "AND first_seen = (SELECT captured_at FROM captures WHERE id = ?)",
                *(article, capture),
            )
            self._rows.run(
                f"UPDATE addresses SET last_seen = max(first_seen, coalesce((SELECT max(captured_at) FROM captures "
                f"WHERE captures.url = addresses.url AND outcome IN {_READ}), first_seen)) "
                "WHERE article_id = ? AND last_seen = (SELECT captured_at FROM captures WHERE id = ?)",
                *(article, capture),
            )

    def _stand(self, article: str) -> None:
        """The row of an article by its latest version and its last event."""
        now = self._rows.one("SELECT * FROM articles WHERE id = ?", article)
        versions = self._rows.all("SELECT * FROM versions WHERE article_id = ? ORDER BY number", article)
        last = versions[-1]
        absent = self._rows.one(
            "SELECT kind, at FROM events WHERE article_id = ? AND kind IN ('missing', 'gone', 'returned', 'moved') "
            "ORDER BY at DESC LIMIT 1",
            article,
        )
        status = absent["kind"] if absent is not None and absent["kind"] in ("missing", "gone") else "live"
        found = self._rows.one(
            f"SELECT max(captured_at) AS at FROM captures JOIN addresses USING (url) "
            f"WHERE article_id = ? AND outcome IN {_READ}",
            article,
        )
        assert now is not None  # it has versions
        at = (found["at"] if found else None) or last["seen_at"]
        standing = {"status": status, "last_seen": max(at, last["seen_at"]), "misses": self._misses(article, status)}
        row = search_id(article, last["published_at"] or versions[0]["seen_at"])
        self._indexes.drop_article(now["search_id"], now["title"], now["body"])
        self._rows.update(
            "articles",
            article,
            **{name: last[name] for name in (*READ, "footer_id")},
            **standing,
            year=year(last["published_at"]),
            first_seen=versions[0]["seen_at"],
            last_changed=last["seen_at"],
            versions=len(versions),
            search_id=row,
        )
        self._indexes.note_article(row)

    def _misses(self, article: str, status: str) -> int:
        if status == "live":
            return 0
        row = self._rows.one(
            f"SELECT count(*) AS number FROM captures JOIN addresses USING (url) WHERE article_id = ? "
            f"AND outcome IN {_ABSENT} AND captured_at >= "
            "(SELECT max(at) FROM events WHERE events.article_id = addresses.article_id AND kind = 'missing')",
            article,
        )
        return max(1, int(row["number"])) if row else 1

    def _remove(self, article: str) -> None:
        row = self._rows.one("SELECT * FROM articles WHERE id = ?", article)
        if row is None:
            return
        self._indexes.drop_article(row["search_id"], row["title"], row["body"])
        for table in ("events", "addresses"):
            self._rows.run(f"DELETE FROM {table} WHERE article_id = ?", article)
        self._rows.run("DELETE FROM articles WHERE id = ?", article)
