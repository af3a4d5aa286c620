"""An open archive: transactions, runs and their captures, and the groups of tables that hang on them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from functools import lru_cache
from pathlib import Path

from archive.records import Capture, Footer, Outcome, Problem, Run, Site
from archive.store import bulk
from archive.store.articles import Articles
from archive.store.database import open_for_writing, told_plainly
from archive.store.evidence import Evidence
from archive.store.files import Files
from archive.store.frontier import Frontier
from archive.store.health import HealthOfRuns
from archive.store.indexes import Indexes
from archive.store.parts import Parts
from archive.store.readings import Readings
from archive.store.rewrite import Rewrite
from archive.store.rows import Rows, Value
from archive.store.sections import Sections
from archive.urls import content_id

_READ = f"('{Outcome.OK}', '{Outcome.UNCHANGED}')"
_COUNTS = ("requests", "captures", "new", "edited", "unchanged", "gone", "blocked", "problems", "reread", "lost")


class Store:
    """The database of an archive. What writes stands in `with store.transaction():`."""

    def __init__(self, path: Path, *, at_once: bool = False) -> None:
        """Open the database or make it; the archive must be locked. Errors: archive/store/database.py.

        `at_once`: a new one that gets all of its rows before anybody reads it. It is worth nothing before `finish`.
        """
        self.path = path
        self._connection = open_for_writing(path)
        self._later = bulk.begin(self._connection) if at_once else None
        self._rows = Rows(self._connection)
        self._indexes = Indexes(self._rows)
        self.files = Files(self._rows, self._indexes)
        self.articles = Articles(self._rows, self.files, self._indexes)
        self.sections = Sections(self._rows)
        self.parts = Parts(self._rows)
        self.readings = Readings(self._rows)
        self.evidence = Evidence(self._rows)
        self.health = HealthOfRuns(self._rows)
        self.rewrite = Rewrite(self._rows, self.articles, self.files, self._indexes)
        frontier = Frontier(self._rows)
        self.known, self.add, self.due, self.note = frontier.known, frontier.add, frontier.due, frontier.note
        self.unknown, self.settled = frontier.unknown, frontier.settled
        self.make_due, self.waiting = frontier.make_due, frontier.waiting
        self.quiet_until = frontier.quiet_until
        self.rechecks, self.well, self.absent = frontier.rechecks, frontier.well, frontier.absent
        self.count_asked, self.count_well = frontier.asked, frontier.articles

    def close(self) -> None:
        """Add to the search indexes what they lack, move the write-ahead log into the database, and close it."""
        with told_plainly(self.path):
            try:
                if self._later is None:
                    self._index()
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self._connection.close()

    def finish(self) -> None:
        """All rows are there of a database that was filled at once: from now on it is like any other."""
        if self._later is not None:
            with told_plainly(self.path):
                self._index()
                bulk.end(self._connection, self._later)
            self._later = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is committed together and on disk; if anything fails, none of it.

        Once it is, the search indexes are brought up to date if they are behind.
        """
        with told_plainly(self.path):
            with self._together():
                yield
            if self._indexes.are_behind():
                self._index()

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self.settled.clear()
                self._connection.execute("ROLLBACK")

    def _index(self) -> None:
        """Add to the search indexes all that they lack; a kill between two transactions leaves the rest noted."""
        is_any_left = True
        while is_any_left:
            with self._together():
                is_any_left = self._indexes.add()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Within a transaction: all that is written inside, or, if anything fails, none of it."""
        self._connection.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled all of it back already
                self._connection.execute("ROLLBACK TO whole")
                self._connection.execute("RELEASE whole")
            raise
        self._connection.execute("RELEASE whole")

    def put_site(self, site: Site) -> None:
        """A site as its profile now has it. A name that is only the id does not replace one that was read, and what
        pages look like does not replace a CMS that the profile names."""
        self._rows.run(
            "INSERT INTO sites (id, name, home, cms, profile_digest, zone) "
            "VALUES (?, ?, ?, ?, ?, (SELECT name FROM zones WHERE name = ?)) ON CONFLICT (id) DO UPDATE "
            "SET name = iif(excluded.name = id, name, excluded.name), home = excluded.home, "
            "cms = coalesce(excluded.cms, cms), profile_digest = excluded.profile_digest, zone = excluded.zone",
            *(site.id, site.name, site.home, site.cms, site.profile_digest, site.zone),
        )
        self._rows.run("UPDATE site_families SET named = 0 WHERE site_id = ? AND named", site.id)
        if site.cms is not None:
            self._put_family(site.id, site.cms, pages=0, named=1)

    def name_site(self, site_id: str, name: str) -> None:
        """What a site calls itself, where so far its id stands for its name."""
        self._rows.run("UPDATE sites SET name = ? WHERE id = ? AND name = id", name, site_id)

    def count_family(self, site_id: str, cms: str) -> None:
        """A page of a site was read that looks like a CMS family; the site is of the one that most pages look like."""
        self._put_family(site_id, cms, pages=1, named=0)
        first = "(SELECT cms FROM site_families WHERE site_id = sites.id ORDER BY named DESC, pages DESC, cms LIMIT 1)"
        # One page more leaves the first the first.
        sql = f"UPDATE sites SET cms = {first} WHERE id = ? AND cms IS NOT ? AND cms IS NOT {first}"
        self._rows.run(sql, site_id, cms)

    def _put_family(self, site_id: str, cms: str, *, pages: int, named: int) -> None:
        self._rows.run(
            "INSERT INTO site_families (site_id, cms, pages, named) VALUES (?, ?, ?, ?) ON CONFLICT (site_id, cms) "
            "DO UPDATE SET pages = pages + excluded.pages, named = max(named, excluded.named)",
            *(site_id, cms, pages, named),
        )

    def home(self, site_id: str) -> str | None:
        """The address of a site's home page; None for a site that was never put."""
        row = self._rows.one("SELECT home FROM sites WHERE id = ?", site_id)
        return row["home"] if row else None

    def site(self, site_id: str) -> Site:
        """A site as it was put last. KeyError for one that never was."""
        row = self._rows.one("SELECT id, name, home, cms, profile_digest, zone FROM sites WHERE id = ?", site_id)
        if row is None:
            raise KeyError(site_id)
        return Site(**dict(row))

    def place(self, capture_id: str) -> tuple[str, int]:
        """The WARC file of a capture and the byte at which its record begins. KeyError for no capture."""
        row = self._rows.one("SELECT warc_file, warc_offset FROM captures WHERE id = ?", capture_id)
        if row is None:
            raise KeyError(capture_id)
        return row["warc_file"], row["warc_offset"]

    def put_run(self, run: Run) -> None:
        """A run that begins, or the same once it has ended."""
        self._rows.run(
            "INSERT INTO runs (id, site_id, started_at, finished_at, reason, exit_code) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET finished_at = coalesce(excluded.finished_at, finished_at), "
            "reason = coalesce(excluded.reason, reason), exit_code = coalesce(excluded.exit_code, exit_code)",
            *(run.id, run.site_id, run.started_at, run.finished_at, run.reason, run.exit_code),
        )
        if run.finished_at is not None:
            self._put_findings(run)

    def _put_findings(self, run: Run) -> None:
        """The problems of a run as a whole, once, however often its end is told."""
        old = self._rows.run("DELETE FROM problems WHERE run_id = ? AND capture_id IS NULL", run.id).rowcount
        for problem in run.problems:
            about = {"run_id": run.id, "site_id": run.site_id}
            self._rows.insert("problems", **about, field=problem.field, message=problem.message)
        self.count(run.id, problems=len(run.problems) - old)

    def count(self, run_id: str, **more: int) -> None:
        """Add to counts of a run, named as the columns of `runs` that hold them."""
        if unknown := set(more) - set(_COUNTS):
            raise ValueError(f"no counts of a run: {unknown}")
        added = {name: number for name, number in more.items() if number}
        if added:
            sets = ", ".join(f"{name} = {name} + ?" for name in added)
            self._rows.run(f"UPDATE runs SET {sets} WHERE id = ?", *added.values(), run_id)

    def counts(self, run_id: str) -> dict[str, int]:
        """The counts of a run so far; empty for a run that was never put."""
        row = self._rows.one(f"SELECT {', '.join(_COUNTS)} FROM runs WHERE id = ?", run_id)
        return dict(row) if row else {}

    def last_time(self) -> str | None:
        """The latest time in the archive, which a new run's clock must be after; None in an empty archive."""
        row = self._rows.one(
            "SELECT max(at) AS at FROM (SELECT max(captured_at) AS at FROM captures "
            "UNION ALL SELECT max(started_at) FROM runs UNION ALL SELECT max(finished_at) FROM runs)"
        )
        return row["at"] if row else None

    def has_capture(self, record_id: str) -> bool:
        """Whether a capture has its row."""
        return self._rows.one("SELECT 1 FROM captures WHERE record_id = ?", record_id) is not None

    def add_capture(
        self,
        capture: Capture,
        outcome: Outcome,
        redirect_url: str | None,
        text_digest: str | None = None,
        rows: int | None = None,
        charset: str | None = None,
    ) -> str:
        """The row of a capture that stands in a WARC file; its id. `rows` is how many a listing has."""
        capture_id = content_id(capture.record_id)
        mime = (capture.header("Content-Type") or "").partition(";")[0].strip().lower()
        self._rows.insert(
            "captures",
            id=capture_id,
            record_id=capture.record_id,
            run_id=capture.run_id,
            site_id=capture.site_id,
            url=capture.url,
            captured_at=capture.captured_at,
            status=capture.status,
            mime=mime or None,
            charset=charset,
            outcome=outcome.value,
            rows=rows,
            redirect_url=redirect_url,
            error=capture.error,
            rendered_from=capture.rendered_from,
            original_id=content_id(capture.original.record_id) if capture.original else None,
            digest=capture.digest,
            text_digest=text_digest,
            bytes=len(capture.body),
            warc_file=capture.warc_file,
            warc_offset=capture.warc_offset,
            warc_length=capture.warc_length,
        )
        return capture_id

    def last_digest(self, article: str) -> str | None:
        """The digest of the latest body that was read as this article, at any of its addresses; None without one."""
        row = self._rows.one(
            f"SELECT digest FROM captures JOIN addresses USING (url) WHERE article_id = ? AND outcome IN {_READ} "
            "AND digest IS NOT NULL ORDER BY captured_at DESC LIMIT 1",
            article,
        )
        return row["digest"] if row else None

    def sent_to(self, url: str, run_id: str) -> str | None:
        """The address that sent us on to this one, canonical, last in a run; None if none did."""
        sql = "SELECT url FROM captures WHERE redirect_url = ? AND run_id = ? ORDER BY captured_at DESC LIMIT 1"
        row = self._rows.one(sql, url, run_id)
        return row["url"] if row else None

    def was_asked(self, url: str, run_id: str) -> bool:
        """Whether a run has a capture of an address."""
        return self._rows.one("SELECT 1 FROM captures WHERE url = ? AND run_id = ?", url, run_id) is not None

    def end_of(self, warc_file: str) -> tuple[int, bool]:
        """The byte of a WARC file before which all has been taken in, and whether its run is known to have ended."""
        row = self._rows.one(
            "SELECT warc_offset + warc_length AS end, finished_at FROM captures JOIN runs ON runs.id = run_id "
            "WHERE warc_file = ? ORDER BY warc_offset DESC LIMIT 1",
            warc_file,
        )
        return (row["end"], row["finished_at"] is not None) if row else (0, False)

    def put_problem(self, capture: Capture, problem: Problem) -> None:
        """Something in a capture that a person should look at."""
        self._rows.insert(
            "problems",
            run_id=capture.run_id,
            capture_id=content_id(capture.record_id),
            site_id=capture.site_id,
            field=problem.field,
            message=problem.message,
        )

    def confirm_footer(self, capture: Capture) -> None:
        """What a file brings into pages is as it was when it was last asked for: so is the footer, if it is one."""
        sql = "SELECT footers.id FROM footers JOIN captures ON captures.id = capture_id WHERE captures.url = ? "
        row = self._rows.one(f"{sql} ORDER BY footers.last_seen DESC, footers.id LIMIT 1", capture.url)
        if row is not None:
            self._rows.run("UPDATE footers SET last_seen = ? WHERE id = ?", capture.captured_at, row["id"])

    def put_footer(self, footer: Footer, capture: Capture) -> str | None:
        """A footer as a capture shows it; its id, or None for one that says nothing.

        Two that say the same in every field are one, whatever stands around the fields: counters, dates, spaces.
        """
        said = _said(footer)
        if said is None:
            return None
        footer_id = content_id(capture.site_id, json.dumps(said, ensure_ascii=False, sort_keys=True))
        at = capture.captured_at
        if self._rows.run("UPDATE footers SET last_seen = ? WHERE id = ?", at, footer_id).rowcount == 0:
            seen = {"first_seen": at, "last_seen": at, "capture_id": content_id(capture.record_id)}
            self._rows.insert(
                "footers", id=footer_id, site_id=capture.site_id, **said, raw_text=footer.raw_text, **seen
            )
        return footer_id


@lru_cache(16)  # hardly a page of a site has another footer than the one before
def _said(footer: Footer) -> dict[str, Value] | None:
    """The columns of `footers` that tell one footer from another; None where it says nothing."""
    said = {field.name: getattr(footer, field.name) for field in fields(footer) if field.name != "raw_text"}
    phones = json.dumps([asdict(phone) for phone in footer.phones], ensure_ascii=False)
    return said | {"phones": phones} if any(said.values()) else None
