"""Responses set aside on disk while the files that they come from are read; in memory only where each stands."""

from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

from archive.harvest import Original
from archive.records import Capture, Site
from archive.warc import http


class Kept(msgspec.Struct, frozen=True):
    """A response in the spool, with its request."""

    capture: Capture
    original: Original | None
    method: str
    request: http.Headers | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response stands in the spool, and what it is found by."""

    site: Site
    order: tuple[str, str]
    offset: int
    length: int


@dataclass(slots=True)
class Spool:
    """The responses of all files, on disk; in memory only where each stands."""

    file: BinaryIO
    by_id: dict[str, Place] = field(default_factory=dict)
    by_time: dict[tuple[str, str], Place] = field(default_factory=dict)

    def put(self, site: Site, kept: Kept) -> Place:
        """Write a response; one with a body of its own can be found as an original from now on."""
        data = msgspec.msgpack.encode(kept)
        capture = kept.capture
        place = Place(site, (capture.captured_at, capture.record_id), self.file.seek(0, 2), len(data))
        self.file.write(data)
        if kept.original is None and capture.status != 304:
            self.by_id.setdefault(capture.record_id, place)
            self.by_time.setdefault((capture.url, capture.captured_at[:19]), place)
        return place

    def get(self, place: Place) -> Kept:
        """Read a response back."""
        self.file.seek(place.offset)
        return msgspec.msgpack.decode(self.file.read(place.length), type=Kept)
