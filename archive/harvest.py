"""What of a foreign WARC file belongs to sites of ours: its responses as captures, and what is left out, counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from archive.clock import iso
from archive.records import Capture, Site
from archive.urls import canonical, host
from archive.warc import http
from archive.warc.compose import derived_id
from archive.warc.foreign import Record, records

SiteOf = Callable[[str], Site | None]

_HTTP_KINDS = ("response", "revisit")
_SILENT_KINDS = ("warcinfo", "request")


@dataclass(frozen=True, slots=True)
class Found:
    """A response of a site. `original` tells where the body of a revisit stands; None for one that has its own."""

    site: Site
    capture: Capture
    original: "Original | None" = None


@dataclass(frozen=True, slots=True)
class Original:
    """A revisit's word on the record that has its body: what it does not say is empty. `digest` is as written."""

    record_id: str
    url: str
    date: str
    digest: str


@dataclass(slots=True)
class Harvest:
    """What reading a file has told so far, beside what it found.

    `left_out` counts by reason, `hosts` the hosts of no site; `requests` has method and header lines by record id,
    `beside` the record ids that a record names as concurrent, both ways.
    """

    left_out: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    requests: dict[str, tuple[str, http.Headers]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    software: str = ""

    def request_of(self, record_id: str) -> tuple[str, http.Headers] | None:
        """The request that a response answered; None where the file does not have it."""
        return self.requests.get(self.beside.get(record_id, ""))


def harvest(path: Path, site_of: SiteOf, until: str, told: Harvest) -> Iterator[Found]:
    """Each response that belongs to a site, in the order of the file; `told` is filled meanwhile.

    Nothing later than `until` is taken: one wrong date would put every later run of the archive after it.
    Unreadable and OSError as archive/warc/foreign.py tells.
    """
    seen: dict[str, str] = {}
    in_second: Counter[str] = Counter()
    for record in records(path):
        kind = record.header("WARC-Type")
        if record.block is None:
            told.left_out["too large"] += 1
        elif kind == "warcinfo":
            told.software = told.software or _software(record.block)
        elif kind == "request":
            _note_request(record, record.block, told)
        elif kind not in _HTTP_KINDS:
            told.left_out[f"of kind {kind or 'unknown'}"] += 1
        elif found := _found(record, record.block, site_of, until, told, in_second):
            found = _with_own_id(found, seen)
            if found is not None:
                yield found


def _found(
    record: Record, block: bytes, site_of: SiteOf, until: str, told: Harvest, in_second: Counter[str]
) -> Found | None:
    try:
        url = canonical(record.header("WARC-Target-URI"))
    except ValueError:
        told.left_out["not http"] += 1
        return None
    at = _time(record.header("WARC-Date"), in_second)
    if at is None or at > until:
        told.left_out["without a time that can be"] += 1
        return None
    site = site_of(url)
    if site is None:
        told.left_out["of other hosts"] += 1
        told.hosts[host(url)] += 1
        return None
    original = _original(record)
    answer = http.response(block)
    if answer is None and original is None:
        told.left_out["without an HTTP head"] += 1
        return None
    record_id = record.header("WARC-Record-ID") or derived_id(url, at, sha256(block).hexdigest())
    if concurrent := record.header("WARC-Concurrent-To"):
        told.beside[record_id] = concurrent
    capture = Capture(
        record_id=record_id,
        run_id="",
        site_id=site.id,
        url=url,
        captured_at=at,
        status=answer.status if answer else 304,
        reason=answer.reason if answer else "Not Modified",
        headers=answer.headers if answer else (),
        body=answer.body if answer and original is None else b"",
        truncated=record.header("WARC-Truncated") or ("disconnect" if answer and answer.is_cut else None),
        ip_address=record.header("WARC-IP-Address") or None,
    )
    if answer is None and original and "server-not-modified" not in record.header("WARC-Profile"):
        capture = replace(capture, status=None)  # its head is the original's too
    return Found(site, capture, None if capture.status == 304 else original)


def _original(record: Record) -> Original | None:
    if record.header("WARC-Type") != "revisit":
        return None
    return Original(
        record_id=record.header("WARC-Refers-To"),
        url=record.header("WARC-Refers-To-Target-URI") or record.header("WARC-Target-URI"),
        date=record.header("WARC-Refers-To-Date"),
        digest=record.header("WARC-Payload-Digest"),
    )


def _with_own_id(found: Found, seen: dict[str, str]) -> Found | None:
    """The response with an id that no other of its file has; None for one that stands there twice."""
    capture = found.capture
    said = sha256(repr((capture.url, capture.captured_at[:19], capture.status, capture.body)).encode()).hexdigest()
    if seen.get(capture.record_id) == said:
        return None
    if capture.record_id in seen:
        capture = replace(capture, record_id=derived_id(capture.record_id, said))
        if capture.record_id in seen:
            return None
    seen[capture.record_id] = said
    return replace(found, capture=capture)


def _note_request(record: Record, block: bytes, told: Harvest) -> None:
    own, answered = record.header("WARC-Record-ID"), record.header("WARC-Concurrent-To")
    told.requests[own] = http.request(block)
    if answered:
        told.beside[answered] = own


def _software(block: bytes) -> str:
    for line in block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "software":
            return value.strip()[:200]
    return ""


def _time(date: str, in_second: Counter[str]) -> str | None:
    """A WARC-Date in our form; None for what is none.

    WARC 1.0 tells seconds only. What was written later in such a second comes some milliseconds later, so that a
    redirect stays before the page that it led to.
    """
    try:
        moment = datetime.fromisoformat(date)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC)
        if "." not in date:
            moment += timedelta(milliseconds=min(in_second[date], 999))
            in_second[date] += 1
        return iso(moment)
    except (ValueError, OverflowError):
        return None
