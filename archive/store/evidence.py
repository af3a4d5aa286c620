"""What earlier captures and runs say about a present one: whether it can be what it looks like."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.history import FOUND, MISSES
from archive.records import Capture, Original, Outcome
from archive.store.articles import own_id
from archive.store.rows import Rows

_LIKE_ARTICLES = f"('{Outcome.OK}', '{Outcome.DRIFT}', '{Outcome.QUARANTINED}')"  # as the index captures_digest has it
_ENOUGH = 100  # of captures that are alike: they are few, or they are in quarantine all of them
_READ = f"('{Outcome.OK}', '{Outcome.UNCHANGED}')"
_HELD = f"('{Outcome.DRIFT}', '{Outcome.TRUNCATED}')"
_THERE = "(" + ", ".join(sorted(f"'{outcome}'" for outcome in FOUND)) + ")"
_MISSED = "(" + ", ".join(sorted(f"'{outcome}'" for outcome in MISSES)) + ")"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier capture; `id` is that of its row."""

    id: str
    url: str
    run_id: str
    outcome: str


class Evidence:
    """Questions to `captures`, `runs` and `versions`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def alike(self, capture: Capture, text_digest: str | None) -> list[Earlier]:
        """Captures of the site that brought the same bytes, or the same text, as an article; a hundred at most."""
        found = self._rows.all(
            f"SELECT id, url, run_id, outcome FROM captures WHERE digest = ? AND site_id = ? "
            f"AND outcome IN {_LIKE_ARTICLES} AND bytes > 0 LIMIT {_ENOUGH}",
            *(capture.digest, capture.site_id),
        )
        if text_digest is not None:
            found += self._rows.all(
                f"SELECT id, url, run_id, outcome FROM captures WHERE text_digest = ? AND site_id = ? "
                f"AND outcome IN {_LIKE_ARTICLES} LIMIT {_ENOUGH}",
                *(text_digest, capture.site_id),
            )
        return list({row["id"]: Earlier(**dict(row)) for row in found}.values())

    def with_repeats(self, captures: Iterable[Earlier]) -> list[str]:
        """Ids of these captures and of those that were taken for their repetition: unchanged ever after."""
        ids = dict.fromkeys(earlier.id for earlier in captures)
        for earlier in list(ids):
            rows = self._rows.all(
                f"SELECT later.id FROM captures AS first JOIN captures AS later ON later.url = first.url "
                f"WHERE first.id = ? AND later.outcome = '{Outcome.UNCHANGED}' "
                f"AND later.captured_at > first.captured_at "
                f"AND NOT EXISTS (SELECT 1 FROM captures AS other WHERE other.url = first.url "
                f"AND other.outcome = '{Outcome.OK}' AND other.captured_at > first.captured_at "
                f"AND other.captured_at < later.captured_at)",
                earlier,
            )
            ids.update(dict.fromkeys(row["id"] for row in rows))
        return list(ids)

    def held(self, url: str, text_digest: str, until: str) -> Earlier | None:
        """A capture of an address, no later than `until`, that said the same and was not believed.

        None if there is none, or if the address has since said something that was believed.
        """
        row = self._rows.one(
            f"SELECT id, url, run_id, outcome FROM captures WHERE url = ? AND text_digest = ? AND outcome IN {_HELD} "
            f"AND captured_at <= ? AND captured_at > coalesce("
            f"(SELECT max(captured_at) FROM captures WHERE url = ? AND outcome IN {_READ}), '') "
            "ORDER BY captured_at LIMIT 1",
            *(url, text_digest, until, url),
        )
        return Earlier(**dict(row)) if row else None

    def original(self, url: str, digest: str | None) -> Original | None:
        """The first response of an address that brought the body with a digest; None: the one that it brought last."""
        among = "url = ? AND status = 200 AND digest IS NOT NULL AND rendered_from IS NULL"
        if digest is None:
            last = self._rows.one(f"SELECT digest FROM captures WHERE {among} ORDER BY captured_at DESC LIMIT 1", url)
            digest = last["digest"] if last else None
        row = self._rows.one(
            f"SELECT record_id, url, captured_at, warc_file, warc_offset FROM captures "
            f"WHERE {among} AND digest = ? AND original_id IS NULL ORDER BY captured_at LIMIT 1",
            *(url, digest),
        )
        return Original(**dict(row)) if row else None

    def bodiless(self) -> int:
        """How many captures point to another for their body that the archive has not."""
        row = self._rows.one(
            "SELECT count(*) AS number FROM captures AS later "
            "LEFT JOIN captures AS first ON first.id = later.original_id WHERE later.original_id IS NOT NULL "
            "AND later.status <> 304 AND first.id IS NULL"
        )
        return int(row["number"]) if row else 0

    def missed_since(self, url: str) -> str | None:
        """When an address was first missed since something was last found there; None if nothing ever was."""
        row = self._rows.one(
            f"SELECT min(captured_at) AS at FROM captures WHERE url = ? AND outcome IN {_MISSED} AND captured_at > "
            f"(SELECT max(captured_at) FROM captures WHERE url = ? AND outcome IN {_THERE})",
            *(url, url),
        )
        return row["at"] if row else None

    def began_between(self, site_id: str, after: str, until: str) -> bool:
        """Whether a run of a site began in a span of time: what one run finds is there at the same time."""
        sql = "SELECT 1 FROM runs WHERE site_id = ? AND started_at > ? AND started_at <= ?"
        return self._rows.one(sql, site_id, after, until) is not None

    def was_listed(self, url: str, until: str) -> bool:
        """Whether a listing had named an address by then."""
        sql = "SELECT 1 FROM sightings WHERE article_id = ? AND first_seen <= ?"
        return self._rows.one(sql, own_id(url), until) is not None

    def is_listed(self, article: str, since: str) -> bool:
        """Whether a listing has named an address of an article since then."""
        row = self._rows.one(
            "SELECT 1 FROM sightings JOIN addresses ON own_id = sightings.article_id "
            "WHERE addresses.article_id = ? AND sightings.last_seen >= ?",
            *(article, since),
        )
        return row is not None

    def losses(self, run_id: str) -> tuple[int, int]:
        """How many known articles a run has read again, and how many of them with less than before."""
        row = self._rows.one("SELECT reread, lost FROM runs WHERE id = ?", run_id)
        return (row["reread"], row["lost"]) if row else (0, 0)

    def drifts(self, run_id: str) -> bool:
        """Whether a run has found its site redesigned."""
        return self._rows.one("SELECT 1 FROM runs WHERE id = ? AND drift = 1", run_id) is not None

    def has_drifted(self, run_id: str) -> bool:
        """Whether the run of the same site before this one that read articles again found it redesigned."""
        row = self._rows.one(
            "SELECT earlier.drift FROM runs AS this JOIN runs AS earlier ON earlier.site_id = this.site_id "
            "WHERE this.id = ? AND earlier.started_at < this.started_at AND earlier.reread > 0 "
            "ORDER BY earlier.started_at DESC LIMIT 1",
            run_id,
        )
        return row is not None and row["drift"] == 1

    def note_drift(self, run_id: str) -> None:
        """A run has found its site redesigned."""
        self._rows.run("UPDATE runs SET drift = 1 WHERE id = ?", run_id)

    def lossy(self, run_id: str) -> list[Earlier]:
        """Captures of a run that made versions with less than the ones before: archive.contents.lost, in SQL."""
        rows = self._rows.all(
            "SELECT captures.id, url, run_id, outcome FROM captures "
            "JOIN versions AS now ON now.capture_id = captures.id "
            "JOIN versions AS before ON before.article_id = now.article_id AND before.number = now.number - 1 "
            "WHERE run_id = ? AND (2 * length(now.body) < length(before.body) "
            "OR (now.title IS NULL AND before.title IS NOT NULL) "
            "OR (now.published_at IS NULL AND before.published_at IS NOT NULL) "
            "OR (now.source IS NULL AND before.source IS NOT NULL) "
            "OR (now.author IS NULL AND before.author IS NOT NULL))",
            run_id,
        )
        return [Earlier(**dict(row)) for row in rows]
