"""Whether a run went as runs of its site go: named monitors over its numbers and those of the runs before it. Pure."""

from collections.abc import Sequence

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

__all__ = ["DRIFT", "FAILING", "MONITORS", "Finding", "Monitor", "findings"]


def findings(now: Health, before: Sequence[Health]) -> list[Finding]:
    """What is wrong with a run; empty when all is well.

    A monitor compares with the runs in which it found nothing itself, so what it finds it finds again each night,
    until it is mended or the last good run is too old to be looked at.
    """
    found = []
    for name, (monitor, exit_code) in MONITORS.items():
        usual = [run for run in before if name in _ONCE or name not in run.alarms]
        found += [Finding(monitor=name, message=text, exit_code=exit_code) for text in monitor(now, usual)]
    return found
