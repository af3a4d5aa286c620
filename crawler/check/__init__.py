"""Whether a run went as runs of its site go: named monitors over its numbers and those of the runs before it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.health import Health
from crawler.check import delivery, fields, flow, listings, reading
from crawler.check.finding import DRIFT, FAILING, Finding, Monitor

MONITORS: dict[str, tuple[Monitor, int]] = {
    "blocked": (delivery.blocked, FAILING),
    "errors": (delivery.errors, FAILING),
    "missing": (delivery.missing, FAILING),
    "nothing": (reading.nothing, DRIFT),
    "drift": (reading.drift, DRIFT),
    "charset": (reading.charset, DRIFT),
    "listing": (listings.listing, DRIFT),
    "fields": (fields.fields, DRIFT),
    "frozen": (flow.frozen, DRIFT),
    "fewer": (flow.fewer, DRIFT),
}
_ONCE = {"charset"}  # then it is what is usual

# Whether a run saw enough to say that all is well again. The others look at more than one run themselves.
_SAW: dict[str, Callable[[Health], bool]] = {
    "blocked": delivery.saw_pages,
    "errors": delivery.saw_pages,
    "missing": delivery.saw_known,
    "nothing": delivery.saw_pages,
    "drift": reading.saw_articles,
    "fields": fields.saw_new,
}

__all__ = ["DRIFT", "FAILING", "MONITORS", "Finding", "Monitor", "findings"]


def findings(now: Health, before: Sequence[Health]) -> list[Finding]:
    """What is wrong with a run; empty when all is well.

    A monitor compares with the runs in which it found nothing itself, so what it finds it finds again each night,
    until it is mended or the last good run is too old to be looked at. A run that saw too little to tell is taken
    to be as the one before.
    """
    now = replace(now, listings=listings.last_looks([*before, now]))
    return [
        Finding(monitor=name, message=message, exit_code=exit_code)
        for name, (monitor, exit_code) in MONITORS.items()
        for message in _messages(name, monitor, now, before)
    ]


def _messages(name: str, monitor: Monitor, now: Health, before: Sequence[Health]) -> list[str]:
    found = list(monitor(now, [run for run in before if name in _ONCE or name not in run.alarms]))
    if not found and before and name in before[-1].alarms and name in _SAW and not _SAW[name](now):
        return [before[-1].alarms[name]]
    return found
