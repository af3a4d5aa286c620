"""Monitors of what a site delivers: walls, errors, and articles that are all gone at once."""

from collections.abc import Iterator, Sequence

from archive.health import Health
from archive.records import Outcome

LEAST = 5  # answers; fewer are an accident
SHARE = 0.2  # of a run's answers
TIMES = 3  # as many as usual
MISSING_SHARE = 0.3  # of the known articles that were asked for

_ERRORS = (Outcome.ERROR, Outcome.MAINTENANCE, Outcome.TRUNCATED)
_WALLS = (Outcome.BLOCKED, Outcome.QUARANTINED)  # quarantined: one page whatever one asks for, a wall we do not know


def blocked(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Walls in front of pages: challenges, firewalls, one page for everything."""
    walls = _WALLS if before else (Outcome.BLOCKED,)
    if is_more(now, before, walls):
        yield f"{now.count(*walls)} of {now.pages} answers were walls in place of pages{_usually(before, walls)}"


def errors(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Answers that failed or broke off."""
    if is_more(now, before, _ERRORS):
        yield f"{now.count(*_ERRORS)} of {now.pages} answers were errors{_usually(before, _ERRORS)}"


def missing(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Many known articles that are not there any more: their addresses may have changed."""
    asked = now.reread + now.missing
    if now.missing >= LEAST and now.missing > MISSING_SHARE * asked:
        yield f"{now.missing} of {asked} known articles are not there any more; their addresses may have changed"


def saw_pages(now: Health) -> bool:
    """Whether there were answers enough to tell."""
    return now.pages >= LEAST


def saw_known(now: Health) -> bool:
    """Whether known articles enough were asked for to tell."""
    return now.reread + now.missing >= LEAST


def is_more(now: Health, before: Sequence[Health], outcomes: Sequence[str]) -> bool:
    """Whether these outcomes make up much of a run, and much more than is usual at this site."""
    number = now.count(*outcomes)
    return number >= LEAST and number > SHARE * now.pages and number > TIMES * share(before, outcomes) * now.pages


def share(before: Sequence[Health], outcomes: Sequence[str]) -> float:
    """Which part of the answers came to this in earlier runs; 0 without any."""
    pages = sum(run.pages for run in before)
    return sum(run.count(*outcomes) for run in before) / pages if pages else 0.0


def _usually(before: Sequence[Health], outcomes: Sequence[str]) -> str:
    return f"; usually {share(before, outcomes):.0%} are" if before else ""
