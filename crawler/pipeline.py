"""From captures to the archive: WARC first, synced, then one transaction for tables and frontier."""

import hashlib
from dataclasses import dataclass, replace

from archive.ingest import Ingested, Parse, ingest, read
from archive.records import Address, Capture, Original
from archive.store import Store
from archive.warc import Writer
from crawler.frontier import advance
from spiders.profile import Profile

GROUP = 100  # captures to a transaction under load


@dataclass(frozen=True, slots=True)
class Taken:
    """A capture that is in WARC and tables; `address` is what the frontier noted, None for none of its own."""

    capture: Capture
    ingested: Ingested
    address: Address | None


class Archivist:
    """Appends captures at once and takes them in by groups. Any error is final: what was taken in before is safe."""

    def __init__(self, store: Store, writer: Writer, parse: Parse, profile: Profile) -> None:
        self._store, self._writer, self._parse, self._profile = store, writer, parse, profile
        self._queue: list[Capture] = []

    def append(self, capture: Capture, request_headers: tuple[tuple[str, str], ...]) -> int:
        """Write a capture to WARC, without its body where that is there already; how many wait to be taken in."""
        kept = replace(capture, original=self._original(capture))
        self._queue.append(self._writer.append(kept, request_headers))
        return len(self._queue)

    def _original(self, capture: Capture) -> Original | None:
        if capture.status == 304 and not capture.body:
            return self._store.evidence.original(capture.url, None)
        if capture.status != 200 or not capture.body or capture.truncated or capture.rendered_from:
            return None
        return self._store.evidence.original(capture.url, hashlib.sha256(capture.body).hexdigest())

    def flush(self) -> list[Taken]:
        """Take in what waits, in order: it is durable when this returns.

        All are read before the first is taken in: one work after the other is done faster than both by turns.
        """
        if not self._queue:
            return []
        self._writer.sync()
        pages = [read(capture, self._parse) for capture in self._queue]
        taken = []
        with self._store.transaction():
            for capture, page in zip(self._queue, pages, strict=True):
                ingested = ingest(self._store, capture, page)
                taken.append(Taken(capture, ingested, advance(self._store, capture, ingested, self._profile)))
        self._queue.clear()
        return taken
