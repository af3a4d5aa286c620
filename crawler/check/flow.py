"""Monitors of how articles flow: a newest date that stands still, and fewer articles than usual."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from archive.health import Health
from crawler.check.finding import FAILING

STILL = 16  # days: the longest holidays of a year, the weekends beside them, and some chance
LONGER = 3  # times the longest pause that is known
RARER = 8  # times the usual pause
PAUSES = 5  # that ended, to know what is usual
FORTNIGHT = 14
FORTNIGHTS = 3
DAYS = 20
LEAST_A_DAY = 10  # articles on the poorest of these days: a site that never rests
LEAST_A_FORTNIGHT = 8
SHARE = 0.25
AS_OFTEN = 4 / 3  # a span with more days of runs than so many for each of these can't be compared


def frozen(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """The newest date of publication stands still: nothing new comes, or it comes without a later date."""
    if now.newest is None:
        return
    pauses: dict[str, int] = {}  # by the date that stood still, how long it did
    for run in before:
        if run.newest is not None and run.newest < now.newest:
            pauses[run.newest] = _lag(run)
    lag = _lag(now)
    if len(pauses) < PAUSES or lag <= STILL:
        return
    longest, usual = max(pauses.values()), sum(pauses.values()) / len(pauses)
    if lag > LONGER * longest and lag > RARER * usual:
        yield f"the newest article is of {now.newest}, {lag} days ago; until then the longest pause was {longest}"


def fewer(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Far fewer new articles than usual: none on a day, or hardly any in a fortnight."""
    runs = [*before, now]
    today, days = _spans(runs, now.day, 1)
    if today == 0 and len(days) >= DAYS and min(days[:DAYS]) >= LEAST_A_DAY:
        yield f"no new article today, and on {DAYS} days before never less than {min(days[:DAYS])}"
        return
    lately, fortnights = _spans(runs, now.day, FORTNIGHT)
    if len(fortnights) >= FORTNIGHTS and min(fortnights) >= LEAST_A_FORTNIGHT and lately < SHARE * min(fortnights):
        yield f"{lately} new articles in {FORTNIGHT} days, and in such a time never less than {min(fortnights)} before"


def _lag(run: Health) -> int:
    """Days since the newest article was published; 0 for one that is dated in the future."""
    assert run.newest is not None  # the callers have looked
    return max(0, (run.day - date.fromisoformat(run.newest)).days)


def _spans(runs: Sequence[Health], last: date, days: int) -> tuple[int, list[int]]:
    """New articles in the span of so many days that ends on the last, and in those before it, the latest first.

    Without the first week: then what was there before comes in. Nothing is compared where runs looked on fewer days
    than before, and spans with half as many days are left out: what could not be fetched was not lacking.
    """
    first = runs[0].day + timedelta(days=7)
    well = [run for run in runs if run.exit_code != FAILING]
    spans: list[tuple[int, int]] = []  # days with runs, articles
    while last - timedelta(days=days - 1) >= first:
        within = [run for run in well if last - timedelta(days=days) < run.day <= last]
        spans.append((len({run.day for run in within}), sum(run.fresh.articles for run in within)))
        last -= timedelta(days=days)
    if not spans or any(looked > AS_OFTEN * spans[0][0] for looked, _ in spans):
        return 0, []
    (looked, lately), *before = spans
    return lately, [articles for other, articles in before if 2 * other >= looked]
