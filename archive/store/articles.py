"""Articles as last read, their versions, events and addresses."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from sqlite3 import Row

from archive.contents import Contents, contents
from archive.history import GONE_AFTER_MISSES, MISSES, Absence, Change
from archive.records import Article, Attachment, Capture, Origin, Outcome
from archive.search import search_id
from archive.store.files import Files
from archive.store.indexes import Indexes
from archive.store.rows import Rows, Value
from archive.urls import article_id, content_id

EXTRACTOR = f"zone-archive {version('zone-archive')}"
_ANSWERED = f"('{Outcome.OK}', '{Outcome.UNCHANGED}')"
_ABSENT = "(" + ", ".join(sorted(f"'{outcome}'" for outcome in (*MISSES, Outcome.REDIRECT))) + ")"
_STANDING = ("id", "status", "versions", "misses", "first_seen", "last_seen", "search_id")
READ = (  # what is read of an article, in the columns of `articles` and of `versions`
    *("title", "published_at", "published_text", "source", "source_text", "author", "editor", "reviewer"),
    *("index_number", "document_number", "issuer", "written_at", "body", "body_kind", "script", "readings_removed"),
)
_COMPARED = ("title", "published_at", "source", "author", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article as the tables have it; `misses` counts the times in a row that it was not there."""

    id: str
    status: str
    versions: int
    misses: int
    first_seen: str
    last_seen: str
    search_id: int
    contents: Contents


class Articles:
    """Rows of `articles`, `versions`, `events` and `addresses`."""

    def __init__(self, rows: Rows, files: Files, indexes: Indexes) -> None:
        self._rows, self._files, self._indexes = rows, files, indexes

    def find(self, url: str) -> str | None:
        """The id of the article at an address, whatever its spelling; None if there is none, or it is no address."""
        row = self._rows.one("SELECT article_id AS id FROM addresses WHERE url = ?", url)
        try:
            row = row or self._rows.one(
                "SELECT article_id AS id FROM addresses WHERE own_id = ? ORDER BY first_seen, url LIMIT 1",
                article_id(url),
            )
        except ValueError:
            return None
        return row["id"] if row else None

    def at(self, urls: Iterable[str]) -> Known | None:
        """The article at the first of these addresses that has one; None if none has."""
        found = next(filter(None, map(self.find, urls)), None)
        return self.by_id(found) if found else None

    def of_title(self, site_id: str, title: str, day: str, *, is_live: bool) -> list[Known]:
        """The articles of a site with this title that were published on a day, with or without a time.

        Those that are live, or those that are not: a site that gave a thousand articles one date has hardly any.
        """
        rows = self._rows.all(
            f"SELECT id FROM articles WHERE status IN ({'?' if is_live else '?, ?'}) AND site_id = ? "
            "AND published_at >= ? AND published_at < ? AND title = ? ORDER BY id",
            *(("live",) if is_live else ("missing", "gone")),
            *(site_id, day, f"{day}~", title),
        )
        return [known for row in rows if (known := self.by_id(row["id"]))]

    def is_elsewhere(self, known: Known, way: Iterable[str]) -> bool:
        """Whether an article was last found at an address that is none of these: they say nothing of it any more."""
        rows = self._rows.all("SELECT url, last_seen FROM addresses WHERE article_id = ?", known.id)
        here = {row["last_seen"] for row in rows if row["url"] in set(way)}
        return not here or max(here) < max(row["last_seen"] for row in rows)

    def put_version(
        self,
        known: Known | None,
        article: Article,
        change: Change,
        capture: Capture,
        footer_id: str | None,
        *,
        whole: bool = True,
    ) -> str:
        """A new article, or a new version of one that is known; its id. Not `whole`: a page is still to be read."""
        found = known.id if known else article_id(capture.url)
        first_seen = known.first_seen if known else capture.captured_at
        number = known.versions + 1 if known else 1
        now, index_row = contents(article), search_id(found, article.published_at or first_seen)
        row = _as_read(article, capture, footer_id) | {
            "status": change.status,
            "last_changed": capture.captured_at,
            "versions": number,
            "search_id": index_row,
        }
        if known:
            self._indexes.drop_article(known.search_id, known.contents.title, known.contents.body)
            self._rows.update("articles", found, **row)
        else:
            site = {"site_id": capture.site_id, "url": capture.url, "first_seen": first_seen}
            section_id = self._section(capture.site_id, article.section, {found})
            self._rows.insert("articles", id=found, section_id=section_id, **site, **row)
        self._indexes.note_article(index_row)
        self._insert_version(found, number, article, now, change, capture, footer_id, whole)
        return found

    def is_whole(self, known: Known) -> bool:
        """Whether all pages of an article had been read when its latest version was made, or have been since."""
        sql = "SELECT whole FROM versions WHERE article_id = ? AND number = ?"
        row = self._rows.one(sql, known.id, known.versions)
        return row is not None and bool(row["whole"])

    def complete(self, known: Known, article: Article, *, whole: bool) -> None:
        """Add to the latest version of an article what a page says that was still to be read."""
        now, version = contents(article), (known.id, known.versions)
        self._rows.run(
            "UPDATE versions SET body = ?, verbatim = ?, body_html = ?, readings_removed = ?, digest = ?, whole = ? "
            "WHERE article_id = ? AND number = ?",
            *(article.body, article.verbatim, article.body_html, article.readings_removed, now.digest(), whole),
            *version,
        )
        self._files.link(*version, now)
        self._indexes.drop_article(known.search_id, known.contents.title, known.contents.body)
        self._rows.update("articles", known.id, body=article.body, readings_removed=article.readings_removed)
        self._indexes.note_article(known.search_id)

    def stand(self, known: Known) -> None:
        """Let an article be there or not as before, for only a further page of it was seen."""
        self._rows.update("articles", known.id, last_seen=known.last_seen, misses=known.misses)

    def put_reading(
        self, known: Known, article: Article, change: Change, capture: Capture, footer_id: str | None
    ) -> None:
        """An article that was read again and is as it was in all that is compared."""
        now = _as_read(article, capture, footer_id)
        for name in (*_COMPARED, "year"):  # they stay as the version has them, to the last space
            del now[name]
        self._rows.update("articles", known.id, status=change.status, **now)

    def confirm(self, known: Known, change: Change, at: str) -> None:
        """An article whose bytes are as they were."""
        self._rows.update("articles", known.id, status=change.status, last_seen=at, misses=0)

    def absence(self, known: Known, at: str) -> Absence:
        """How long an article has been missed, the present miss included, and how its site was meanwhile."""
        row = self._rows.one("SELECT max(at) AS at FROM events WHERE article_id = ? AND kind = 'missing'", known.id)
        first_at, misses = (row["at"] if row else None) or at, known.misses + 1
        asked = answered = 0
        if misses >= GONE_AFTER_MISSES:  # before that, the share decides nothing
            asked, answered = self._answers(known.id, first_at)
        return Absence(misses=misses, first_at=first_at, last_at=at, asked=asked, answered=answered)

    def put_miss(self, known: Known, change: Change) -> None:
        """An article that was not there once more."""
        self._rows.update("articles", known.id, status=change.status, misses=known.misses + 1)

    def put_event(self, article: str, kind: str, capture: Capture, number: int | None) -> None:
        """What happened to an article, as a capture told it; `number` is the version that it made."""
        self._rows.insert(
            "events",
            article_id=article,
            at=capture.captured_at,
            kind=kind,
            version_number=number,
            capture_id=content_id(capture.record_id),
        )

    def put_addresses(self, article: str, urls: Iterable[str], at: str) -> None:
        """Addresses at which an article was found. One that is another article's stays with that."""
        for url in urls:
            self._rows.run(
                "INSERT INTO addresses (url, own_id, article_id, first_seen, last_seen) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (url) DO UPDATE SET last_seen = excluded.last_seen WHERE article_id = excluded.article_id",
                *(url, own_id(url), article, at, at),
            )

    def put_move(self, known: Known, url: str) -> None:
        """An article is read at another address from now on."""
        self._rows.update("articles", known.id, url=url)

    def place(self, article: str) -> None:
        """Put an article in its section, by all of its addresses; a new one is put there by the one that it has."""
        row = self._rows.one(
            "SELECT articles.site_id, section FROM articles "
            "JOIN versions ON article_id = articles.id AND number = articles.versions WHERE articles.id = ?",
            article,
        )
        assert row is not None  # the caller has written it
        urls = self._rows.all("SELECT url FROM addresses WHERE article_id = ?", article)
        ids = {article, *(article_id(row["url"]) for row in urls)}
        section_id = self._section(row["site_id"], row["section"], ids)
        sql = "UPDATE articles SET section_id = ? WHERE id = ? AND section_id IS NOT ?"
        self._rows.run(sql, section_id, article, section_id)

    def printing(self, site_id: str, section: str) -> list[str]:
        """The articles of a site that print the name of a section, by id."""
        rows = self._rows.all(
            "SELECT id FROM articles JOIN versions ON article_id = id AND number = versions "
            "WHERE site_id = ? AND section = ? ORDER BY id",
            *(site_id, section),
        )
        return [row["id"] for row in rows]

    def by_id(self, found: str) -> Known | None:
        """The article with an id, or None."""
        row = self._rows.one(
            f"SELECT {', '.join((*_STANDING, *_COMPARED))} FROM articles WHERE id = ?",
            found,
        )
        if row is None:
            return None
        standing = {name: row[name] for name in _STANDING}
        return Known(**standing, contents=contents_of(self._rows, row, found, row["versions"]))

    def _insert_version(
        self,
        found: str,
        number: int,
        article: Article,
        now: Contents,
        change: Change,
        capture: Capture,
        footer_id: str | None,
        whole: bool,
    ) -> None:
        self._rows.insert(
            "versions",
            article_id=found,
            number=number,
            capture_id=content_id(capture.record_id),
            seen_at=capture.captured_at,
            **{name: getattr(article, name) for name in READ},
            section=article.section,
            dates=_json([{"origin": date.origin, "at": date.at, "text": date.text} for date in article.dates]),
            provenance=_json({origin.field: _place(origin) for origin in article.origins}),
            verbatim=article.verbatim,
            body_html=article.body_html,
            footer_id=footer_id,
            digest=now.digest(),
            whole=whole,
            changed=json.dumps(change.changed),
            extractor=EXTRACTOR,
        )
        self._files.link(found, number, now)

    def _answers(self, article: str, since: str) -> tuple[int, int]:
        """How many known articles the runs in which this one was missed asked for, and how many were there."""
        row = self._rows.one(
            f"""
            WITH missed AS (
                SELECT DISTINCT run_id FROM captures JOIN addresses USING (url)
                WHERE article_id = ? AND captured_at >= ? AND outcome IN {_ABSENT}
            ), asked AS (
                SELECT run_id, url, outcome, max(captured_at)
                FROM captures JOIN addresses USING (url)
                WHERE run_id IN missed AND outcome <> '{Outcome.REDIRECT}'
                GROUP BY run_id, url
            )
            SELECT count(*) AS asked, coalesce(sum(outcome IN {_ANSWERED}), 0) AS answered FROM asked
            """,
            *(article, since),
        )
        return (row["asked"], row["answered"]) if row else (0, 0)

    def _section(self, site_id: str, name: str | None, ids: Collection[str]) -> str | None:
        """The section whose name an article prints, or else the one that listed it first; `ids` are of its addresses.

        Pages that show the news of several sections list as well, and often earlier. Of several sections with the name
        it is the first one that lists the article; in none where none does, as the name tells them not apart.
        """
        rows = self._rows.all(
            f"SELECT section_id FROM sightings WHERE article_id IN ({', '.join('?' * len(ids))}) "
            "ORDER BY first_seen, section_id",
            *sorted(ids),
        )
        listed = [row["section_id"] for row in rows]
        rows = self._rows.all("SELECT id FROM sections WHERE site_id = ? AND name = ?", site_id, name)
        named = [row["id"] for row in rows]
        both = [section_id for section_id in listed if section_id in named]
        return next(iter(both or (named if len(named) == 1 else listed)), None)


def contents_of(rows: Rows, row: Row, article: str, number: int) -> Contents:
    """What is compared of a version, by its row or its article's."""
    linked = rows.all(
        "SELECT url, label AS name, kind FROM attachments WHERE article_id = ? AND version_number = ? ORDER BY url",
        *(article, number),
    )
    attachments = tuple(Attachment(**dict(each)) for each in linked)
    return Contents(**{name: row[name] for name in _COMPARED}, attachments=attachments)


def own_id(url: str) -> str:
    """The id of an article at an address; for what is none, of its characters."""
    try:
        return article_id(url)
    except ValueError:
        return content_id(url)


def year(published_at: str | None) -> int | None:
    """The year of a date, for facets."""
    return int(published_at[:4]) if published_at else None


def _place(origin: Origin) -> dict[str, str | int]:
    """Where a field was read, as JSON has it: without what is not told."""
    told = (("rule", origin.rule), ("where", origin.where), ("start", origin.start), ("end", origin.end))
    return {name: value for name, value in told if value is not None}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _as_read(article: Article, capture: Capture, footer_id: str | None) -> dict[str, Value]:
    """The columns of `articles` that say how an article was last read."""
    return {
        **{name: getattr(article, name) for name in READ},
        "year": year(article.published_at),
        "last_seen": capture.captured_at,
        "misses": 0,
        "footer_id": footer_id,
    }
