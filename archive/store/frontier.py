"""The addresses that we know of and when each is due: the table that a crawl works from."""

import json
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter

from archive.records import Address, Outcome
from archive.store.rows import Rows

_COLUMNS = tuple(field.name for field in fields(Address))
_NAMES = ", ".join(_COLUMNS)
_MARKS = ", ".join("?" * len(_COLUMNS))
_NOTE = f"UPDATE frontier SET {', '.join(f'{name} = ?' for name in _COLUMNS[1:])} WHERE url = ?"
_values = attrgetter(*_COLUMNS)  # a page leads to a hundred addresses, and asdict copies each of their values

_PICTURE = "lower(substr(url, -4)) IN ('.jpg', 'jpeg', '.png', '.gif', '.bmp', 'webp')"
_SETTLED = 20_000  # addresses: some 4 MB
ABSENT = "absent"  # the state of an address at which nothing ever was
_WELL = f"(kind = 'article' AND coalesce(last_outcome, '') IN ('{Outcome.OK}', '{Outcome.UNCHANGED}'))"
_YOUNG = (
    "EXISTS (SELECT 1 FROM addresses JOIN articles ON articles.id = article_id WHERE addresses.url = frontier.url "
    "AND articles.first_seen > ? AND coalesce(published_at, articles.first_seen) > ?)"
)


class Frontier:
    """Rows of `frontier` as records."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.settled: set[str] = set()  # some of the addresses that are known, as the menus of a site name them

    def known(self, url: str) -> Address | None:
        """What we know of an address, or None."""
        row = self._rows.one(f"SELECT {_NAMES} FROM frontier WHERE url = ?", url)
        return Address(**dict(row)) if row else None

    def unknown(self, entries: list[Address]) -> list[Address]:
        """Those of some addresses that are not known yet: most that a page leads to are."""
        if not entries:
            return []
        sql = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT url FROM frontier)"
        new = {row["value"] for row in self._rows.all(sql, json.dumps([entry.url for entry in entries]))}
        if len(self.settled) > _SETTLED:
            self.settled.clear()
        self.settled.update(entry.url for entry in entries if entry.url not in new)
        return [entry for entry in entries if entry.url in new]

    def add(self, entries: Iterable[Address]) -> int:
        """Note addresses, each as first found: those known already stay as they are. How many were new."""
        sql = f"INSERT OR IGNORE INTO frontier ({_NAMES}) VALUES ({_MARKS})"
        return sum(self._rows.run(sql, *_values(entry)).rowcount for entry in entries)

    def due(self, site_id: str, now: str, limit: int, *, files: bool = False) -> list[Address]:
        """The addresses of a site that are due, longest due first, then in the order in which they were found.

        Those of files, documents before pictures, or all others: but those at which nothing ever was, and of articles
        that were well when last asked. An address stays due until it is noted: a caller leaves out what it is already
        asking for.
        """
        which = f"AND state <> '{ABSENT}' AND kind {'=' if files else '<>'} 'file' AND NOT {_WELL}"
        order = f"{_PICTURE}, due_at, rowid" if files else "due_at, rowid"
        rows = self._rows.all(
            f"SELECT {_NAMES} FROM frontier WHERE site_id = ? AND due_at <= ? {which} ORDER BY {order} LIMIT ?",
            site_id,
            now,
            limit,
        )
        return [Address(**dict(row)) for row in rows]

    def rechecks(self, site_id: str, now: str, limit: int, since: str | None = None) -> list[Address]:
        """The addresses of a site that are due though their articles were well when last asked, longest due first.

        With `since` only of articles that were published after it, and first seen.
        """
        which, values = f"site_id = ? AND due_at <= ? AND {_WELL}", [site_id, now]
        if since is not None:
            which, values = f"{which} AND {_YOUNG}", [*values, since, since]
        sql = f"SELECT {_NAMES} FROM frontier WHERE {which} ORDER BY due_at, rowid LIMIT ?"
        return [Address(**dict(row)) for row in self._rows.all(sql, *values, limit)]

    def well(self, site_id: str, limit: int) -> list[Address]:
        """Articles of a site that were well when last asked, those first that are due first, or have been."""
        which = f"site_id = ? AND {_WELL} AND due_at IS NOT NULL"
        sql = f"SELECT {_NAMES} FROM frontier WHERE {which} ORDER BY due_at, rowid LIMIT ?"
        return [Address(**dict(row)) for row in self._rows.all(sql, site_id, limit)]

    def absent(self, site_id: str, now: str, limit: int) -> list[Address]:
        """The addresses of a site at which nothing ever was and that are due, the one that is due latest first."""
        which = f"site_id = ? AND due_at <= ? AND state = '{ABSENT}'"
        sql = f"SELECT {_NAMES} FROM frontier WHERE {which} ORDER BY due_at DESC, rowid DESC LIMIT ?"
        return [Address(**dict(row)) for row in self._rows.all(sql, site_id, now, limit)]

    def asked(self, site_id: str) -> int:
        """How many addresses of a site have been asked for, files aside: about what its first crawl cost."""
        which = "site_id = ? AND kind <> 'file' AND last_outcome IS NOT NULL"
        row = self._rows.one(f"SELECT count(*) AS number FROM frontier WHERE {which}", site_id)
        return int(row["number"]) if row else 0

    def articles(self, site_id: str) -> int:
        """How many articles of a site were well when last asked."""
        row = self._rows.one(f"SELECT count(*) AS number FROM frontier WHERE site_id = ? AND {_WELL}", site_id)
        return int(row["number"]) if row else 0

    def quiet_until(self, site_id: str, now: str) -> str | None:
        """Until when a site has asked to be left alone; None where it has not, or no longer.

        Of what failed nothing but that makes it wait beyond the time at which it was asked for.
        """
        which = f"site_id = ? AND due_at > ? AND kind <> 'file' AND last_outcome = '{Outcome.ERROR}'"
        row = self._rows.one(f"SELECT max(due_at) AS at FROM frontier WHERE {which}", site_id, now)
        return row["at"] if row else None

    def note(self, entry: Address) -> None:
        """What has become of an address that is known; `url` tells which."""
        self._rows.run(_NOTE, *_values(entry)[1:], entry.url)

    def make_due(self, site_id: str, now: str) -> int:
        """Make every address of a site due now that is ever due again. How many there are."""
        return self._rows.run(
            "UPDATE frontier SET due_at = ? WHERE site_id = ? AND due_at IS NOT NULL", now, site_id
        ).rowcount

    def waiting(self, site_id: str, now: str) -> tuple[int, int]:
        """How many addresses of a site are due: of pages and of files."""
        sql = "SELECT count(*) AS number, count(*) FILTER (WHERE kind = 'file') AS files FROM frontier "
        row = self._rows.one(f"{sql} WHERE site_id = ? AND due_at <= ?", site_id, now)
        return (row["number"] - row["files"], row["files"]) if row else (0, 0)
