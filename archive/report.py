"""What an archive tells its keeper of each site: how it is, what was covered, and what is missing."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive import gaps
from archive.gaps import Gap, Paged
from archive.health import Health
from archive.history import FOUND
from archive.records import Outcome
from archive.store.health import HealthOfRuns
from archive.store.rows import Rows
from archive.urls import host, identity

WELL, INTERRUPTED = 0, 11
NEVER = "never asked for"
_WALLS = (Outcome.BLOCKED, Outcome.QUARANTINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A row of the view `coverage`: of the addresses that listings named, how many were fetched, read, and so on."""

    month: str
    listed: int
    fetched: int
    parsed: int
    blocked: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An address that a listing names and that gave no article; `why` is what it last came to."""

    url: str
    title: str
    date_text: str | None
    first_seen: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """One site. `last` is its last run; `exit_code` that of the last one that came to its own end, None for none.

    `blocked` is the share of walls among the answers of the last run, None where there was no answer.
    """

    site_id: str
    name: str
    home: str
    last: Health | None
    exit_code: int | None
    last_new: str | None
    articles: int
    months: tuple[Month, ...]
    missing: tuple[Missing, ...]
    gaps: tuple[Gap, ...]

    @property
    def blocked(self) -> float | None:
        """The share of walls among the answers of the last run."""
        return self.last.count(*_WALLS) / self.last.pages if self.last and self.last.pages else None

    def days_without(self, today: date) -> int | None:
        """Days since something new was found; None if nothing ever was."""
        return (today - date.fromisoformat(self.last_new[:10])).days if self.last_new else None


def site_ids(connection: sqlite3.Connection) -> list[str]:
    """The sites of an archive."""
    return [row["id"] for row in Rows(connection).all("SELECT id FROM sites ORDER BY id")]


def report(connection: sqlite3.Connection, site_id: str) -> SiteReport:
    """The report of one site; KeyError for one that is not in the archive."""
    rows = Rows(connection)
    site = rows.one("SELECT * FROM sites WHERE id = ?", site_id)
    if site is None:
        raise KeyError(site_id)
    last = rows.one("SELECT id FROM runs WHERE site_id = ? ORDER BY started_at DESC LIMIT 1", site_id)
    judged = rows.one(
        "SELECT exit_code FROM runs WHERE site_id = ? AND exit_code IS NOT NULL AND exit_code <> ? "
        "ORDER BY started_at DESC LIMIT 1",
        *(site_id, INTERRUPTED),
    )
    counted = rows.one(
        "SELECT count(*) AS articles, (SELECT max(at) FROM events JOIN articles ON articles.id = article_id "
        "WHERE kind = 'new' AND site_id = ?) AS last_new FROM articles WHERE site_id = ?",
        *(site_id, site_id),
    )
    months = rows.all("SELECT month, listed, fetched, parsed, blocked, failed FROM coverage WHERE site_id = ?", site_id)
    assert counted is not None  # an aggregate always has its row
    return SiteReport(
        site_id=site_id,
        name=site["name"],
        home=site["home"],
        last=HealthOfRuns(rows).until(last["id"])[0] if last else None,
        exit_code=judged["exit_code"] if judged else None,
        last_new=counted["last_new"],
        articles=counted["articles"],
        months=tuple(Month(**dict(month)) for month in months),
        missing=tuple(_missing(rows, site_id, site["home"])),
        gaps=tuple(_gaps(rows, site_id)),
    )


def exit_code(reports: Sequence[SiteReport]) -> int:
    """What a scheduler is told of all these sites: 0 where all are well, else the gravest, the lowest code first."""
    return min((report.exit_code for report in reports if report.exit_code), default=WELL)


def _missing(rows: Rows, site_id: str, home: str) -> list[Missing]:
    found = rows.all(
        "SELECT sightings.url, sightings.title, date_text, min(sightings.first_seen) AS first_seen, "
        "(SELECT outcome FROM captures WHERE captures.url = sightings.url ORDER BY captured_at DESC LIMIT 1) "
        "AS outcome FROM sightings JOIN sections ON sections.id = section_id WHERE site_id = ? "
        "AND NOT EXISTS (SELECT 1 FROM addresses WHERE own_id = sightings.article_id) "
        "GROUP BY sightings.url ORDER BY first_seen, sightings.url",
        site_id,
    )
    columns = ("url", "title", "date_text", "first_seen")
    return [
        Missing(**{name: row[name] for name in columns}, why=_why(row["url"], row["outcome"], home)) for row in found
    ]


def _why(url: str, outcome: str | None, home: str) -> str:
    if outcome is not None:
        return outcome
    return NEVER if host(url) == host(home) else "on another site"


def _gaps(rows: Rows, site_id: str) -> Iterator[Gap]:
    for section in _paged(rows, site_id):
        yield from gaps.paging(section)
    dated = rows.all(
        "SELECT substr(published_at, 1, 7) AS month, count(*) AS articles FROM articles "
        "WHERE site_id = ? AND published_at < (SELECT max(started_at) FROM runs WHERE site_id = ?) GROUP BY month",
        *(site_id, site_id),
    )
    yield from gaps.months({row["month"]: row["articles"] for row in dated})
    known = rows.all("SELECT url FROM frontier WHERE site_id = ? AND kind = 'article' ORDER BY url", site_id)
    yield from gaps.numbers(row["url"] for row in known)


def _paged(rows: Rows, site_id: str) -> list[Paged]:
    """The sections of a site with their pages."""
    pages = rows.all(
        "SELECT identity, section_id, next, read_at FROM listing_pages JOIN sections ON sections.id = section_id "
        "WHERE site_id = ?",
        site_id,
    )
    of_page = {row["identity"]: row["section_id"] for row in pages}
    unread: defaultdict[str, dict[str, str]] = defaultdict(dict)
    asked = rows.all(
        "SELECT url, kind, found_on, last_outcome FROM frontier WHERE site_id = ? AND kind IN ('page', 'section') "
        "AND (last_outcome IS NOT NULL OR due_at IS NOT NULL) ORDER BY url",  # what waits for a twin is no other page
        site_id,
    )
    for row in asked:
        if row["last_outcome"] in FOUND:
            continue
        section_id = of_page.get(_identity(row["url"])) or of_page.get(_identity(row["found_on"] or ""))
        if section_id is not None and (row["kind"] == "page" or _identity(row["url"]) in of_page):
            unread[section_id][row["url"]] = row["last_outcome"] or NEVER
    failing = {_identity(url) for urls in unread.values() for url in urls}
    sections = rows.all("SELECT id, name, url, pages FROM sections WHERE site_id = ? ORDER BY url", site_id)
    return [
        Paged(
            name=section["name"],
            first=_identity(section["url"]),
            following={
                row["identity"]: row["next"]
                for row in pages
                if row["section_id"] == section["id"] and row["read_at"] and row["identity"] not in failing
            },
            declared=section["pages"],
            unread=unread[section["id"]],
        )
        for section in sections
    ]


def _identity(url: str) -> str:
    try:
        return identity(url)
    except ValueError:
        return url
