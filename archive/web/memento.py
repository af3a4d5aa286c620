"""Memento (RFC 7089): versions of a page by its original address and a time. Pure, but for the names of our pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Memento:
    """A version: its address in the archive, and when it was seen (ISO 8601, UTC)."""

    url: str
    seen_at: str


def http_date(at: str) -> str:
    """A time of the archive as HTTP writes it.

    >>> http_date("2026-09-08T00:00:00.123Z")
    'Tue, 08 Sep 2026 00:00:00 GMT'
    """
    return format_datetime(datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0), usegmt=True)


def asked_for(header: str | None) -> str | None:
    """The time that an Accept-Datetime header names, as the archive writes times; None without the header.

    ValueError for what is no HTTP date (RFC 7089, 4.5.3: then the answer is 400).
    """
    if header is None:
        return None
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{header!r} is no HTTP date") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def nearest(mementos: Sequence[Memento], at: str | None) -> Memento:
    """The version that stood at a time: the last one seen until then, else the first; without a time the latest."""
    until = [memento for memento in mementos if at is None or memento.seen_at <= at]
    return until[-1] if until else mementos[0]


def links(original: str, gate: str, timemap: str, mementos: Sequence[Memento] = ()) -> str:
    """The value of a Link header: the original, its TimeGate and TimeMap, and the first and last of some versions."""
    found = [_link(original, "original"), _link(gate, "timegate"), _link(timemap, "timemap", type=_FORMAT)]
    if mementos:
        ends = dict.fromkeys((mementos[0], mementos[-1]))
        found += [_link(each.url, _rel(each, mementos), datetime=http_date(each.seen_at)) for each in ends]
    return ", ".join(found)


def timemap(original: str, gate: str, own: str, mementos: Sequence[Memento]) -> str:
    """A TimeMap as application/link-format (RFC 7089, 5): every version in the order of time."""
    span = {"from": http_date(mementos[0].seen_at), "until": http_date(mementos[-1].seen_at)}
    lines = [_link(original, "original"), _link(gate, "timegate"), _link(own, "self", type=_FORMAT, **span)]
    lines += [_link(each.url, _rel(each, mementos), datetime=http_date(each.seen_at)) for each in mementos]
    return ",\n".join(lines) + "\n"


_FORMAT = "application/link-format"


def _rel(one: Memento, mementos: Sequence[Memento]) -> str:
    ends = [name for name, end in (("first", mementos[0]), ("last", mementos[-1])) if one == end]
    return " ".join([*ends, "memento"])


def _link(url: str, rel: str, **attributes: str) -> str:
    plain = url.replace("<", "%3C").replace(">", "%3E")
    return "; ".join([f"<{plain}>", f'rel="{rel}"', *(f'{name}="{value}"' for name, value in attributes.items())])
