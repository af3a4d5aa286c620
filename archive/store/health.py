"""Each run of a site in numbers, counted from captures, versions, events and problems."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from sqlite3 import Row

from archive.clock import iso
from archive.health import CLOCKS, Fields, Health, Listed, Reading
from archive.store.rows import Rows

RUNS = 120  # at most, that one is compared with
DAYS = 90  # that these may go back


class HealthOfRuns:
    """Questions to the tables of runs."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def until(self, run_id: str) -> tuple[Health, list[Health]]:
        """A run, and those before it that it may be compared with, the earliest first. KeyError for no run.

        Runs that were killed, interrupted or ended by a fault of ours saw too little of the site to compare with.
        """
        this = self._rows.one("SELECT * FROM runs WHERE id = ?", run_id)
        if this is None:
            raise KeyError(run_id)
        since = iso(datetime.fromisoformat(this["started_at"]) - timedelta(days=DAYS))
        before = self._rows.all(
            "SELECT * FROM runs WHERE site_id = ? AND started_at >= ? AND started_at < ? AND exit_code IN (0, 12, 13) "
            "ORDER BY started_at DESC LIMIT ?",
            *(this["site_id"], since, this["started_at"], RUNS),
        )
        healths = _Counts(self._rows, this["site_id"], [*reversed(before), this]).healths()
        return healths[-1], healths[:-1]


class _Counts:
    """What some runs of a site counted, each kind of count with one query."""

    def __init__(self, rows: Rows, site_id: str, runs: Sequence[Row]) -> None:
        self._rows, self._site_id, self._runs = rows, site_id, runs
        self._ids = [run["id"] for run in runs]
        self._among = f"run_id IN ({', '.join('?' * len(runs))})"

    def healths(self) -> list[Health]:
        outcomes = self._outcomes()
        charsets = self._captures("charset", "charset IS NOT NULL AND outcome IN ('ok', 'listing')")
        alarms, missing, listings, readings = self._alarms(), self._missing(), self._listings(), self._readings()
        nexts: list[str | None] = [*(run["started_at"] for run in self._runs[1:]), None]
        return [
            Health(
                run_id=run["id"],
                **{name: run[name] for name in ("started_at", "finished_at", "reason", "exit_code")},
                **{name: run[name] for name in ("edited", "gone", "reread", "lost")},
                drift=bool(run["drift"]),
                alarms=alarms[run["id"]],
                outcomes=outcomes[run["id"]],
                charsets=charsets[run["id"]],
                listings=listings[run["id"]],
                new=Fields.of(readings[run["id"]]),
                fresh=Fields.of([reading for reading in readings[run["id"]] if reading.is_fresh]),
                missing=missing[run["id"]],
                newest=self._newest(run["started_at"], following),
            )
            for run, following in zip(self._runs, nexts, strict=True)
        ]

    def _outcomes(self) -> defaultdict[str, dict[str, int]]:
        """What came of asking for pages: those of files are left out, for they tell nothing of how the site is read."""
        counted = self._captures("outcome", "1")
        rows = self._rows.all(
            "SELECT run_id, outcome, count(*) AS number FROM frontier JOIN captures USING (url) "
            f"WHERE kind = 'file' AND frontier.site_id = ? AND {self._among} GROUP BY run_id, outcome",
            *(self._site_id, *self._ids),
        )
        for row in rows:
            counted[row["run_id"]][row["outcome"]] -= row["number"]
        return counted

    def _captures(self, column: str, where: str) -> defaultdict[str, dict[str, int]]:
        sql = f"SELECT run_id, {column} AS name, count(*) AS number FROM captures WHERE {self._among} AND {where} "
        counted: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in self._rows.all(sql + "GROUP BY run_id, name", *self._ids):
            counted[row["run_id"]][row["name"]] = row["number"]
        return counted

    def _alarms(self) -> defaultdict[str, dict[str, str]]:
        alarms: defaultdict[str, dict[str, str]] = defaultdict(dict)
        sql = f"SELECT run_id, field, message FROM problems WHERE {self._among} AND capture_id IS NULL"
        for row in self._rows.all(sql, *self._ids):
            alarms[row["run_id"]][row["field"]] = row["message"]
        return alarms

    def _missing(self) -> Counter[str]:
        rows = self._rows.all(
            "SELECT run_id, count(*) AS number FROM events JOIN captures ON captures.id = capture_id "
            "WHERE kind = 'missing' AND at >= ? AND site_id = ? GROUP BY run_id",
            *(self._runs[0]["started_at"], self._site_id),
        )
        return Counter({row["run_id"]: row["number"] for row in rows})

    def _listings(self) -> defaultdict[str, dict[str, Listed]]:
        """The last look at each first page. The home page lists too, where it has no page for each section."""
        rows = self._rows.all(
            "SELECT run_id, pages.url, outcome, rows FROM "
            "(SELECT url FROM sections WHERE site_id = ? UNION SELECT home FROM sites WHERE id = ?) AS pages "
            f"JOIN captures ON captures.url = pages.url WHERE {self._among} ORDER BY captured_at",
            *(self._site_id, self._site_id, *self._ids),
        )
        listings: defaultdict[str, dict[str, Listed]] = defaultdict(dict)
        for row in rows:
            listings[row["run_id"]][row["url"]] = Listed(outcome=row["outcome"], rows=row["rows"])
        return listings

    def _readings(self) -> defaultdict[str, list[Reading]]:
        """What was read of the articles that are new in each run."""
        rows = self._rows.all(
            "SELECT run_id, seen_at, title, published_at, source, length(body) AS length FROM captures "
            f"JOIN versions ON capture_id = captures.id AND number = 1 WHERE {self._among} AND outcome = 'ok'",
            *self._ids,
        )
        readings: defaultdict[str, list[Reading]] = defaultdict(list)
        for row in rows:
            read = {name: row[name] for name in ("seen_at", "title", "published_at", "source", "length")}
            readings[row["run_id"]].append(Reading(**read))
        return readings

    def _newest(self, started_at: str, following: str | None) -> str | None:
        """The latest date of an article that was known before the following run began, far futures left out."""
        latest = iso(datetime.fromisoformat(started_at) + CLOCKS)
        row = self._rows.one(
            "SELECT published_at FROM articles WHERE site_id = ? AND published_at < ? AND first_seen < ? "
            "ORDER BY published_at DESC LIMIT 1",
            *(self._site_id, latest, following or "9999"),
        )
        return row["published_at"][:10] if row else None
