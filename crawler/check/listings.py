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
