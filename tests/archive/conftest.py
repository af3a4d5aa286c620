"""A small crawler for archives in tests: its pages are JSON, and what they say is what `parse` makes of them."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from archive.clock import Clock
from archive.ingest import Ingested, Parse, ingest
from archive.ingest import read as page_of
from archive.records import (
    Article,
    Attachment,
    Capture,
    Dated,
    File,
    Footer,
    Listing,
    Origin,
    Outcome,
    Page,
    Part,
    Phone,
    Problem,
    Row,
    Run,
    Site,
)
from archive.recover import recover
from archive.store import NAME, Store
from archive.upgrade import open_store
from archive.urls import content_id
from archive.warc import Writer

SITE = Site(id="kfq", name="铁山经济开发区", home="http://kfq.test/")

_OUTCOMES = {
    304: Outcome.UNCHANGED,
    404: Outcome.NOT_FOUND,
    410: Outcome.GONE,
    302: Outcome.REDIRECT,
    503: Outcome.ERROR,
}


def parse(capture: Capture) -> Page:
    """The page that a body of JSON describes; raises for a body that is none."""
    if capture.status is None:
        return Page(outcome=Outcome.REFUSED if (capture.error or "").startswith("refused") else Outcome.ERROR)
    if capture.status != 200:
        return Page(outcome=_OUTCOMES[capture.status])
    says: dict[str, Any] = json.loads(capture.body)
    common: dict[str, Any] = {
        "footer": _footer(says.get("footer")),
        "problems": tuple(Problem(**problem) for problem in says.get("problems", ())),
        "site_name": says.get("site_name"),
    }
    if "outcome" in says:
        return Page(outcome=Outcome(says["outcome"]), **common)
    if "file" in says:
        return Page(outcome=Outcome.FILE, file=_file(capture, **says["file"]), **common)
    if "rows" in says:
        rows = tuple(Row(**row) if isinstance(row, dict) else Row(url=row, title="—") for row in says["rows"])
        listing = Listing(rows=rows, next_url=says.get("next_url"), section=says.get("section"))
        return Page(outcome=Outcome.LISTING, listing=listing, **common)
    attachments = tuple(Attachment(**each) for each in says.get("attachments", ()))
    part = Part(**says["part"]) if "part" in says else None
    fields = {key: value for key, value in says.items() if key in Article.__dataclass_fields__}
    return Page(
        outcome=Outcome.TRUNCATED if says.get("partial") else Outcome.OK,
        article=Article(**{"title": None} | fields | {"attachments": attachments, "part": part, **_told(says)}),
        **common,
    )


def _file(capture: Capture, mime: str = "application/pdf", **says: Any) -> File:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in says.items()}
    return File(digest=sha256(capture.body).hexdigest(), size=len(capture.body), mime=mime, **fields)


def _told(says: dict[str, Any]) -> dict[str, Any]:
    """What a page tells of its date, and where."""
    dates = tuple(Dated(**date) for date in says.get("dates", ()))
    return {"dates": dates, "origins": tuple(Origin(**origin) for origin in says.get("origins", ()))}


def _footer(says: dict[str, Any] | None) -> Footer | None:
    if says is None:
        return None
    return Footer(**says | {"phones": tuple(Phone(**phone) for phone in says.get("phones", ()))})


class Visit:
    """One run: each call is one attempt, written, synced and taken in."""

    def __init__(self, store: Store, writer: Writer, clock: Clock, run: Run, read: Parse) -> None:
        self.store, self.writer, self.clock, self.run, self.read = store, writer, clock, run, read
        self.is_dying = False  # from now on captures reach the WARC file only

    def capture(self, url: str, **changes: Any) -> Capture:
        at = self.clock.now()
        fields: dict[str, Any] = {
            "record_id": f"urn:uuid:{content_id(self.run.id, at)}",
            "run_id": self.run.id,
            "site_id": self.run.site_id,
            "url": url if "://" in url else f"http://kfq.test{url}",
            "captured_at": at,
            "status": 200,
        }
        return Capture(**fields | changes)

    def write(self, url: str, **changes: Any) -> Capture:
        """Into the WARC file, synced, and no further: what a crash leaves."""
        kept = self.writer.append(self.capture(url, **changes), [("Accept", "*/*")])
        self.writer.sync()
        return kept

    def take(self, kept: Capture) -> Ingested:
        if self.is_dying:
            return Ingested(page=Page(outcome=Outcome.ERROR))
        with self.store.transaction():
            return ingest(self.store, kept, page_of(kept, self.read))

    def get(self, url: str, **says: Any) -> Ingested:
        """A page that says this; `noise` changes its bytes and nothing else."""
        return self.take(self.write(url, body=json.dumps(says, ensure_ascii=False).encode()))

    def status(self, url: str, status: int, location: str | None = None) -> Ingested:
        headers = (("Location", location),) if location else ()
        return self.take(self.write(url, status=status, headers=headers))

    def fails(self, url: str, error: str = "timeout") -> Ingested:
        return self.take(self.write(url, status=None, error=error))


class Archive:
    """An archive in a folder, and runs over it."""

    def __init__(self, folder: Path, read: Parse = parse) -> None:
        self.folder, self.read = folder, read
        self.path = folder / NAME

    @contextmanager
    def run(self, day: int = 1, *, killed: bool = False, site: Site = SITE) -> Iterator[Visit]:
        """A run on a day of September 2026; a `killed` one leaves its file open and no end."""
        store = open_store(self.folder, lambda site: self.read)
        recover(self.folder, store, lambda site: self.read)
        clock = Clock.parse(f"2026-09-{day:02}T08:00:00Z").after(store.last_time())
        started = clock.now()
        run = Run(id=f"{started}-{site.id}", site_id=site.id, started_at=started)
        writer = Writer(self.folder, site, run, {})
        with store.transaction():
            store.put_site(site)
            store.put_run(run)
        yield Visit(store, writer, clock, run, self.read)
        if not killed:
            ended = replace(run, finished_at=clock.now(), reason="finished", exit_code=0)
            writer.end(ended)
            with store.transaction():
                store.put_run(ended)
            writer.close()
        store.close()

    def rows(self, table: str, order_by: str | None = None) -> list[dict[str, Any]]:
        """All rows of a table or a view."""
        database = Database(self.path, execute_plugins=False)
        try:
            is_view = table in database.view_names()
            source = database.view(table) if is_view else database.table(table)
            return list(source.rows_where(order_by=order_by))
        finally:
            database.close()

    def column(self, table: str, column: str, order_by: str | None = None) -> list[Any]:
        """One column of all rows of a table."""
        return [row[column] for row in self.rows(table, order_by)]

    def one(self, table: str) -> dict[str, Any]:
        """The only row of a table."""
        (row,) = self.rows(table)
        return row

    def find(self, query: str) -> list[str]:
        """Titles of the articles that the index gives for an FTS5 expression."""
        sql = (
            "SELECT title FROM articles WHERE search_id IN "
            "(SELECT rowid FROM articles_search WHERE articles_search MATCH ?) ORDER BY search_id"
        )
        return [row["title"] for row in self.query(sql, query)]

    def query(self, sql: str, *values: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        database = Database(self.path, execute_plugins=False)
        try:
            return list(database.query(sql, values))
        finally:
            database.close()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive without any run."""
    return Archive(tmp_path / "data")


@pytest.fixture(scope="session")
def read() -> Parse:
    """What the crawler in these tests parses with."""
    return parse


@pytest.fixture(scope="session")
def archive_in() -> Callable[..., Archive]:
    """Archives in folders of one's own, for tests that make many."""
    return Archive
