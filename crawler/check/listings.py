"""The monitor of listings: those that show no items any more, or few of those that they had."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from archive.health import Health, Listed
from archive.records import Outcome

FEW = 3  # items; a listing that never has more proves nothing when it has none
MANY = 6  # items at least, to tell when half of them are lacking
LOOKS = 3  # at a listing, to know how many it always has
NAMED = 3  # listings to a message

# What says nothing of the items: the site failed, or the page is as it was, or is elsewhere now.
_SILENT = frozenset(
    {
        *(Outcome.UNCHANGED, Outcome.REDIRECT, Outcome.ERROR, Outcome.BLOCKED, Outcome.MAINTENANCE),
        *(Outcome.TRUNCATED, Outcome.TOO_LARGE, Outcome.REFUSED, Outcome.ROBOTS, Outcome.POISON),
    }
)

_WITH_VALIDATORS = (Outcome.OK, Outcome.LISTING)


def listing(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Listings that lost their items; many are told in one line."""
    usual: defaultdict[str, list[int]] = defaultdict(list)
    for run in before:
        for url, listed in run.listings.items():
            if listed.rows:
                usual[url].append(listed.rows)
    lost = {url: text for url, listed in sorted(now.listings.items()) if (text := _lost(listed, usual[url]))}
    if lost:
        named = "; ".join(f"{url} {text}" for url, text in list(lost.items())[:NAMED])
        more = f"; and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
        yield f"{len(lost)} of {len(now.listings)} listings: {named}{more}"


def last_looks(runs: Sequence[Health]) -> dict[str, Listed]:
    """How each listing was when somebody last saw its items, or that they lack: not all are asked for in each run.

    One that is as it was is as it was when it last had validators, which an error page does not leave behind.
    """
    looks: dict[str, Listed] = {}
    valid: dict[str, Listed] = {}
    for run in runs:
        for url, look in run.listings.items():
            if look.outcome == Outcome.UNCHANGED:
                looks[url] = valid.get(url, look)
            elif look.outcome not in _SILENT:
                looks[url] = look
            if look.outcome in _WITH_VALIDATORS:
                valid[url] = look
    return looks


def _lost(listed: Listed, usual: Sequence[int]) -> str | None:
    """What a listing lacks, by the numbers of items that it had; None if nothing."""
    if listed.outcome in _SILENT or not usual:
        return None
    most, least = max(usual), min(usual)
    if not listed.rows:
        return f"shows no items and had up to {most}" if most >= FEW else None
    if len(usual) >= LOOKS and least >= MANY and 2 * listed.rows < least:
        return f"shows {listed.rows} items and never had less than {least}"
    return None
