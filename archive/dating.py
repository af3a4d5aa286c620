"""Which of the dates that are told of an article is that of its publication. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.records import Article, Dated, Problem

# From the surest on. What is labelled as the date of publication is believed first, then what a list says; the tag
# PubDate may be the day on which an old text was imported, a bare 时间 that of an update, and an address may keep its
# day when the text is moved. Where a list prints no year, its year is inferred.
ORDER = ("printed", "listed", "tagged", "dated", "unlabelled", "address", "listed without year")
_SHOWN = ("printed", "dated", "unlabelled", "listed")  # what readers see, on the page itself before on another
_OF_THE_PAGE = frozenset({"printed", "tagged", "dated", "unlabelled"})  # the others are borrowed: a wall has them too
_CONFLICT = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The date that is believed, the one whose text stands for it, and what is doubtful; None for nothing. The day of
    an address has no text."""

    at: Dated | None = None
    text: Dated | None = None
    problem: Problem | None = None


def chosen(dates: Sequence[Dated]) -> Chosen:
    """The date of publication. Of two of one day the one with a time is taken, and the text of one that is shown, best
    of one that says the same.

    What is told with other origins than those of ORDER, as by a server of its file, is kept and never believed. Two
    that are more than 31 days apart are a problem.
    """
    told = sorted((one for one in dates if one.origin in ORDER), key=lambda one: ORDER.index(one.origin))
    if not told:
        return Chosen(problem=Problem(field="published_at", message="no date printed"))
    best = told[0]
    if not _has_time(best):
        best = next((one for one in told if _has_time(one) and one.at.startswith(best.at)), best)
    shown = [one for origin in _SHOWN for one in told if one.origin == origin and one.at[:10] == best.at[:10]]
    text = next((one for one in shown if one.at == best.at), shown[0] if shown else best)
    return Chosen(best, text if text.origin != "address" else None, _problem(told))


def has_own_date(article: Article) -> bool:
    """Whether the page itself tells a date; one that does not say what tells its date is taken to tell it itself."""
    if not article.dates:
        return article.published_at is not None
    return any(one.origin in _OF_THE_PAGE for one in article.dates)


def _problem(told: Sequence[Dated]) -> Problem | None:
    first = told[0]
    if first.origin == "address":
        return Problem(field="published_at", message="no date printed; taken from the address")
    far = [one for one in told if one.origin != "listed without year" and abs(_day(one) - _day(first)) > _CONFLICT]
    if not far:
        return None
    return Problem(field="published_at", message=", ".join(f"{one.origin} {one.text}" for one in (first, *far)))


def _has_time(one: Dated) -> bool:
    return "T" in one.at


def _day(one: Dated) -> date:
    return date.fromisoformat(one.at[:10])
