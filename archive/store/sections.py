"""Sections, the pages that list them, and what they list."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from archive.records import Row
from archive.store.rows import Rows
from archive.urls import article_id, identity


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing as it was last read; `next` is the identity of the next page, None on the last."""

    next: str | None
    run_id: str
    read_at: str


_ABSENT = "listing_pages WHERE read_at IS NULL AND run_id IS NOT NULL"  # asked for, and not there


class Sections:
    """Rows of `sections`, `listing_pages` and `sightings`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def listed_at(self, page: str) -> str | None:
        """The section that a page is known to list, by the identity of its address."""
        row = self._rows.one("SELECT section_id FROM listing_pages WHERE identity = ?", page)
        return row["section_id"] if row else None

    def named(self, site_id: str, name: str) -> list[tuple[str, str]]:
        """Id and first page of each section of a site with this name."""
        rows = self._rows.all("SELECT id, url FROM sections WHERE site_id = ? AND name = ? ORDER BY id", site_id, name)
        return [(row["id"], row["url"]) for row in rows]

    def put(self, section_id: str, site_id: str, name: str, url: str) -> bool:
        """A section as its first page names it now; whether it had not that name before."""
        written = self._rows.run(
            "INSERT INTO sections (id, site_id, name, url) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
            *(section_id, site_id, name, url),
        )
        return written.rowcount > 0

    def declare(self, section_id: str, pages: int, *, is_first: bool) -> None:
        """How many pages a section says that it has: its first page in any case, a further one if it knows of more."""
        sql = "UPDATE sections SET pages = " + ("?" if is_first else "max(coalesce(pages, 0), ?)") + " WHERE id = ?"
        self._rows.run(sql, pages, section_id)

    def put_page(self, page: str, section_id: str) -> None:
        """A page lists a section; the first that claims a page keeps it."""
        self._rows.run("INSERT OR IGNORE INTO listing_pages (identity, section_id) VALUES (?, ?)", page, section_id)

    def put_sighting(self, section_id: str, row: Row, page: str, at: str) -> bool:
        """An address as a page of a section listed it at a time; whether this section had never listed it before.

        A day without a year keeps the year that it was given first.
        """
        written = self._rows.run(
            "INSERT OR IGNORE INTO sightings "
            "(section_id, url, article_id, title, date_text, published_at, year_inferred, page, first_seen, last_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(section_id, row.url, article_id(row.url), row.title, row.date_text, row.published_at, row.year_inferred),
            *(page, at, at),
        )
        if written.rowcount:
            return True
        self._rows.run(
            "UPDATE sightings SET title = ?, date_text = ?, published_at = "
            "iif(year_inferred AND substr(published_at, 6, 5) = substr(?, 6, 5), published_at, ?), "
            "year_inferred = ?, page = ?, last_seen = ? WHERE section_id = ? AND url = ?",
            *(row.title, row.date_text, row.published_at, row.published_at, row.year_inferred),
            *(page, at, section_id, row.url),
        )
        return False

    def take_year(self, articles: Iterable[str], published_at: str) -> None:
        """Give the days that lists print without a year the year of their article, by the ids of its addresses."""
        ids = list(articles)
        self._rows.run(
            "UPDATE sightings SET published_at = substr(?, 1, 4) || substr(published_at, 5) WHERE year_inferred = 1 "
            f"AND article_id IN ({', '.join('?' * len(ids))}) AND substr(published_at, 6, 5) = substr(?, 6, 5)",
            *(published_at, *ids, published_at),
        )

    def dated(self, articles: Iterable[str], until: str) -> tuple[Row, str] | None:
        """The first sighting with a date of an address, by the ids that articles at it have, and the page it was on.

        Only what was listed up to `until` counts. None where no list dates it.
        """
        ids = list(articles)
        row = self._rows.one(
            "SELECT url, title, date_text, published_at, year_inferred, page FROM sightings "
            f"WHERE article_id IN ({', '.join('?' * len(ids))}) AND published_at IS NOT NULL AND first_seen <= ? "
            "ORDER BY year_inferred, first_seen, section_id LIMIT 1",
            *(*ids, until),
        )
        if row is None:
            return None
        values = {name: row[name] for name in ("url", "title", "date_text", "published_at")}
        return Row(**values, year_inferred=bool(row["year_inferred"])), row["page"]

    def lists(self, url: str) -> bool:
        """Whether any section lists an address, whatever its spelling."""
        try:
            return self._rows.one("SELECT 1 FROM sightings WHERE article_id = ?", article_id(url)) is not None
        except ValueError:
            return False

    def is_first(self, page: str, url: str, at: str) -> bool:
        """Whether the section that a page lists had never listed an address before that page did at a time."""
        sql = "SELECT 1 FROM sightings WHERE url = ? AND page = ? AND first_seen = ?"
        return self._rows.one(sql, url, page, at) is not None

    def read(self, page: str, following: str | None, run_id: str, at: str) -> None:
        """A page was read; `following` is the identity of the next, None for the last."""
        sql = "UPDATE listing_pages SET next = ?, run_id = ?, read_at = ? WHERE identity = ?"
        self._rows.run(sql, following, run_id, at, page)
        self._close(page, run_id)

    def read_unchanged(self, page: str, run_id: str, at: str) -> None:
        """A page answered that it is as it was: it lists what it listed then."""
        row = self._rows.one("SELECT next, read_at FROM listing_pages WHERE identity = ? AND read_at IS NOT NULL", page)
        if row is None:
            return
        sql = "UPDATE sightings SET last_seen = ? WHERE page = ? AND last_seen = ?"
        self._rows.run(sql, at, page, row["read_at"])
        self.read(page, row["next"], run_id, at)

    def lost(self, page: str, run_id: str) -> None:
        """A page is not there, or not any more: the one before it is the last, though it names another."""
        self._rows.run("UPDATE listing_pages SET run_id = ?, read_at = NULL WHERE identity = ?", run_id, page)
        self._close(page, run_id)

    def pages(self, section_id: str) -> dict[str, Page]:
        """The pages of a section that were read and are still there, by identity."""
        rows = self._rows.all(
            "SELECT identity, next, run_id, read_at FROM listing_pages WHERE section_id = ? AND read_at IS NOT NULL",
            section_id,
        )
        return {row["identity"]: Page(row["next"], row["run_id"], row["read_at"]) for row in rows}

    def _close(self, page: str, run_id: str) -> None:
        """Note that a section was read in full, if this run has read its last page, and with this one all the others.

        A pager that names every page lets the last be read before those between.
        """
        row = self._rows.one(
            "SELECT sections.id, url FROM listing_pages JOIN sections ON sections.id = section_id WHERE identity = ?",
            page,
        )
        last = f"next IS NULL OR next IN (SELECT identity FROM {_ABSENT})"
        sql = f"SELECT 1 FROM listing_pages WHERE section_id = ? AND run_id = ? AND read_at IS NOT NULL AND ({last})"
        if row is None or self._rows.one(sql, row["id"], run_id) is None:
            return
        pages = self.pages(row["id"])
        absent = self._rows.all(f"SELECT identity FROM {_ABSENT} AND section_id = ?", row["id"])
        if is_full(pages, identity(row["url"]), run_id, [one["identity"] for one in absent]):
            began = min(each.read_at for each in pages.values())
            self._rows.run("UPDATE sections SET full_from = ? WHERE id = ?", began, row["id"])


def is_full(pages: Mapping[str, Page], first: str, run_id: str, absent: Collection[str] = ()) -> bool:
    """Whether a run read all pages of a section, each led to by the one before. More pages may be declared than there
    are: the last may name one that is absent.

    A page that the chain does not reach means that the steps were not understood: then nothing is known.
    """
    reached: set[str] = set()
    at: str | None = first
    while at is not None and at not in reached and at not in absent:
        if at not in pages or pages[at].run_id != run_id:
            return False
        reached.add(at)
        at = pages[at].next
    return reached == set(pages)
