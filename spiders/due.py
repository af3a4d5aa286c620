"""When an address is due again, by what it is and what came of asking for it."""

from datetime import UTC, datetime, timedelta, timezone

from archive.records import Outcome

RETRIES = 2  # further attempts within a run at what failed for a reason that may pass in minutes

_DAY = timedelta(days=1)
_CHINA = timezone(timedelta(hours=8))  # of a date that is printed without a time
WEEK = 7 * _DAY  # between two readings of a listing in full
_LISTS = ("home", "section")
# Days from the first miss to each further look: whoever misses on the days 0, 1, 3, 7 and 14 is gone.
_MISSING = (1, 3, 7, 14)
_GONE = timedelta(days=30)  # between looks at what is gone, as things do come back
_UNKNOWN = (7, 30)  # days to the next look at an address that never was an article
_MISSES = (Outcome.NOT_FOUND, Outcome.SOFT_404, Outcome.GONE, Outcome.REDIRECT_HOME)
_SECOND_LOOK = timedelta(hours=1)  # a page that reads oddly counts when a later answer says the same
# An article changes soon or never: the age up to which it is looked at, and how often.
_AGES = ((7 * _DAY, _DAY), (30 * _DAY, 7 * _DAY), (365 * _DAY, 30 * _DAY))
_OLD = 365 * _DAY


def next_due(
    kind: str, outcome: Outcome, now: str, first_seen: str | None, attempts: int, published_at: str | None = None
) -> str | None:
    """The time from which an address of this kind is due again; None for never.

    `now` is when it was asked, UTC. `first_seen` is when the article at it was first read, None where there never
    was one. `published_at` is what its page says: an article that was old when it was found changes as little as any
    old one. `attempts` counts failures in a row, this one included. A time that is not later than `now` means: in
    the next run, and in this one while `may_retry`.
    """
    wait = _wait(kind, outcome, _time(now), _older(first_seen, published_at), attempts)
    if wait is None:
        return None
    due = _time(now) + wait
    return due.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def may_retry(outcome: Outcome, attempts: int) -> bool:
    """Whether an address may be asked again within the run in which it failed `attempts` times in a row."""
    return outcome in (Outcome.ERROR, Outcome.TRUNCATED) and attempts <= RETRIES


def kind_learned(kind: str, outcome: Outcome) -> str:
    """What an address turned out to be: a listing under an article's address is a section, and the reverse."""
    if outcome is Outcome.LISTING and kind == "article":
        return "section"
    if outcome is Outcome.OK and kind == "section":
        return "article"
    return "file" if outcome is Outcome.FILE and kind != "footer" else kind


def _wait(kind: str, outcome: Outcome, now: datetime, first_seen: str | None, attempts: int) -> timedelta | None:
    if kind == "file" or outcome is Outcome.POISON or (outcome is Outcome.FILE and kind != "footer"):
        return None
    if outcome in _MISSES:
        return _after_miss(kind, first_seen, attempts)
    if outcome in (Outcome.ERROR, Outcome.TRUNCATED, Outcome.REFUSED, Outcome.ROBOTS):
        return timedelta(0)
    if outcome in (Outcome.BLOCKED, Outcome.MAINTENANCE):
        return _DAY
    if outcome in (Outcome.DRIFT, Outcome.QUARANTINED):
        return _SECOND_LOOK if attempts <= 1 else _DAY * min(attempts - 1, 7)
    if outcome in (Outcome.TOO_LARGE, Outcome.PARSE_LIMIT):
        return _GONE
    if kind == "page":
        return WEEK
    if kind in (*_LISTS, "footer") or outcome is Outcome.LISTING:
        return timedelta(0)
    return _by_age(now - _time(first_seen) if first_seen else timedelta(0))


def _after_miss(kind: str, first_seen: str | None, attempts: int) -> timedelta | None:
    misses = max(attempts, 1)
    if kind == "home":
        return timedelta(0)
    if first_seen is None and kind != "section":
        return timedelta(days=_UNKNOWN[misses - 1]) if misses <= len(_UNKNOWN) else None
    if misses > len(_MISSING):
        return _GONE
    before = _MISSING[misses - 2] if misses > 1 else 0
    return timedelta(days=_MISSING[misses - 1] - before)


def _by_age(age: timedelta) -> timedelta:
    return next((every for limit, every in _AGES if age < limit), _OLD)


def _older(first_seen: str | None, published_at: str | None) -> str | None:
    """Since when there has been an article; None where there never was one."""
    if first_seen is None or published_at is None:
        return first_seen
    try:
        return min(first_seen, published_at, key=_time)
    except (ValueError, OverflowError):
        return first_seen


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)).astimezone(UTC)
