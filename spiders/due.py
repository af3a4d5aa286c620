"""When an address is due again, by what it is and what came of asking for it."""

from datetime import UTC, datetime, timedelta, timezone
from zlib import crc32

from archive.clock import iso
from archive.history import GONE_AFTER, MISSES
from archive.records import Outcome

RETRIES = 2  # further attempts within a run at what failed for a reason that may pass in minutes

# One run takes minutes and another hours, so what is due daily must be due before the same time of the next day.
_EARLY = timedelta(hours=8)
_DAY = timedelta(days=1)
_CHINA = timezone(timedelta(hours=8))  # of a date that is printed without a time
_WEEK = 7 * _DAY
_LISTS = ("home", "section")
# From the first miss to each further look: what misses on the days 0, 1, 3, 7 and 14 is gone.
_MISSING = (*(days * _DAY - _EARLY for days in (1, 3, 7)), GONE_AFTER)
_GONE = timedelta(days=30)  # between looks at what is gone, as things do come back
_UNKNOWN = (7, 30)  # days to the next look at an address at which nothing ever was
_SECOND_LOOK = timedelta(hours=1)  # a page that reads oddly counts when a later answer says the same
# An article changes soon or never: the age up to which it is looked at, and how often.
_AGES = ((_WEEK, _DAY - _EARLY), (30 * _DAY, _WEEK - _EARLY), (365 * _DAY, 30 * _DAY))
_OLD = 365 * _DAY
# Failures that are counted together; any other is the first of its kind.
_KINDS: tuple[frozenset[Outcome], ...] = (
    MISSES,
    frozenset({Outcome.ERROR, Outcome.TRUNCATED}),
    frozenset({Outcome.BLOCKED, Outcome.MAINTENANCE}),
    frozenset({Outcome.DRIFT, Outcome.QUARANTINED}),
)


def next_due(
    kind: str,
    outcome: Outcome,
    now: str,
    first_seen: str | None,
    attempts: int,
    published_at: str | None = None,
    missed_since: str | None = None,
) -> str | None:
    """The time from which an address of this kind is due again; None for never.

    `now` is when it was asked, UTC. `first_seen` is when the article at it was first read, None where there never
    was one. `published_at` is what its page says: an article that was old when it was found changes as little as any
    old one. `attempts` counts failures of one kind in a row, this one included; `missed_since` is when the address
    was first missed, None where nothing ever was at it. A time that is not later than `now` means: in the next run,
    and in this one while `may_retry`.
    """
    kind = kind_learned(kind, outcome)
    if kind == "file" and outcome not in MISSES:
        wait = _of_file(outcome, attempts)
    elif outcome in MISSES and kind != "home":
        wait = _after_miss(_time(now), missed_since, attempts)
    else:
        wait = _wait(kind, outcome, _time(now), _older(first_seen, published_at), attempts)
    return None if wait is None else iso(_time(now) + wait)


def day_of(section_id: str, now: str) -> str:
    """The start of the next day on which all pages of a section are due: each section has its day of the week.

    So none is read in part, and no run has to read all of them.
    """
    today = _time(now).replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = (crc32(section_id.encode()) - today.weekday() - 1) % 7 + 1
    return iso(today + timedelta(days=ahead))


def first_week(now: str) -> str:
    """The time after which an article must have been published, and first seen, to be looked at daily."""
    return iso(_time(now) - _WEEK)


def is_repeated(before: str | None, outcome: Outcome) -> bool:
    """Whether a failure is of the same kind as the one before it."""
    return before == outcome or any(before in kind and outcome in kind for kind in _KINDS)


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
    if outcome is Outcome.POISON:
        return None
    if outcome in MISSES or outcome in (Outcome.ERROR, Outcome.TRUNCATED, Outcome.REFUSED, Outcome.ROBOTS):
        return timedelta(0)
    if outcome in (Outcome.BLOCKED, Outcome.MAINTENANCE):
        return _DAY - _EARLY
    if outcome in (Outcome.DRIFT, Outcome.QUARANTINED):
        return _SECOND_LOOK if attempts <= 1 else _DAY * min(attempts - 1, 7)
    if outcome in (Outcome.TOO_LARGE, Outcome.PARSE_LIMIT):
        return _GONE
    if kind in ("page", "sitemap") or (kind == "section" and outcome is Outcome.REDIRECT):
        return _WEEK - _EARLY  # where a section sends us is a section of its own
    if kind in (*_LISTS, "footer") or outcome is Outcome.LISTING:
        return timedelta(0)
    return _by_age(now - _time(first_seen) if first_seen else timedelta(0))


def _of_file(outcome: Outcome, attempts: int) -> timedelta | None:
    """A file changes hardly ever, and is large. What fails waits longer each time, or a dead store would be asked daily
    for the same files and never for others."""
    if outcome is Outcome.POISON:
        return None
    if may_retry(outcome, attempts):
        return timedelta(0)
    if outcome in (Outcome.ERROR, Outcome.TRUNCATED, Outcome.BLOCKED, Outcome.MAINTENANCE):
        return min(attempts * _DAY, _GONE)
    return _GONE if outcome in (Outcome.REFUSED, Outcome.ROBOTS) else _OLD


def _after_miss(now: datetime, missed_since: str | None, attempts: int) -> timedelta | None:
    if missed_since is None:
        return timedelta(days=_UNKNOWN[max(attempts, 1) - 1]) if attempts <= len(_UNKNOWN) else None
    waited = now - _time(missed_since)
    return next((look - waited for look in _MISSING if look > waited), _GONE)


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
