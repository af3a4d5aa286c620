"""Sections, the pages that list them, and what they list."""

from archive.records import Row
from archive.store.rows import Rows
from archive.urls import article_id


class Sections:
    """Rows of `sections`, `listing_pages` and `sightings`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def listed_at(self, identity: str) -> str | None:
        """The section that a page is known to list, by the identity of its address."""
        row = self._rows.one("SELECT section_id FROM listing_pages WHERE identity = ?", identity)
        return row["section_id"] if row else None

    def named(self, site_id: str, name: str) -> list[tuple[str, str]]:
        """Id and first page of each section of a site with this name."""
        rows = self._rows.all("SELECT id, url FROM sections WHERE site_id = ? AND name = ? ORDER BY id", site_id, name)
        return [(row["id"], row["url"]) for row in rows]

    def put(self, section_id: str, site_id: str, name: str, url: str) -> bool:
        """A section as its first page names it now; whether it is a new one."""
        is_new = self._rows.one("SELECT 1 FROM sections WHERE id = ?", section_id) is None
        self._rows.run(
            "INSERT INTO sections (id, site_id, name, url) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            *(section_id, site_id, name, url),
        )
        return is_new

    def place_unlisted(self, section_id: str, site_id: str, name: str) -> None:
        """Put into a section the articles that no section lists and that print its name."""
        self._rows.run(
            "UPDATE articles SET section_id = ? WHERE section_id IS NULL AND site_id = ? AND ? = "
            "(SELECT section FROM versions WHERE article_id = articles.id AND number = articles.versions)",
            *(section_id, site_id, name),
        )

    def put_page(self, identity: str, section_id: str) -> None:
        """A page lists a section; the first that claims a page keeps it."""
        self._rows.run("INSERT OR IGNORE INTO listing_pages (identity, section_id) VALUES (?, ?)", identity, section_id)

    def put_sighting(self, section_id: str, row: Row, at: str) -> bool:
        """An address as a section listed it at a time; whether this section had never listed it before."""
        written = self._rows.run(
            "INSERT OR IGNORE INTO sightings (section_id, url, article_id, title, date_text, first_seen, last_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(section_id, row.url, article_id(row.url), row.title, row.date_text, at, at),
        )
        if written.rowcount:
            return True
        self._rows.run(
            "UPDATE sightings SET title = ?, date_text = ?, last_seen = ? WHERE section_id = ? AND url = ?",
            *(row.title, row.date_text, at, section_id, row.url),
        )
        return False
