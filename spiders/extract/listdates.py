"""The dates of the rows of a list, understood: where they print no year, by the day of the capture and their order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from archive.records import Row
from spiders.extract import dates

_PINNED = 5  # rows on top among which some may be pinned, out of order
_DISORDER = timedelta(days=31)  # by which a row may be later than the one above it
_LEAP = 5  # times the usual distance of two rows, and two disorders: no list in order leaves such a gap


def understood(rows: Sequence[Row], day: date | None) -> tuple[Row, ...]:
    """The rows with `published_at`. `day` is that of the capture; None where it is not known: then no year is inferred.

    A day without a year is of the newest year that is not in the future and keeps the order of the list, newest first.
    """
    found: list[Row] = []
    first = _in_order_from(rows, day) if day is not None else 0
    limit = day
    for number, row in enumerate(rows):
        text = row.date_text or ""
        at, year_inferred = dates.with_year(text), False
        if at is None and limit is not None:
            at = dates.resolve(text, limit)
            year_inferred = at is not None
        found.append(replace(row, published_at=at, year_inferred=year_inferred))
        if at is not None and day is not None and number >= first:
            limit = min(day, _date(at) + _DISORDER)
    return tuple(found)


def _in_order_from(rows: Sequence[Row], day: date) -> int:
    """The row from which on a list is in order: the first, or the one below those that are pinned.

    They are where a later date stands below an earlier one, and the years that would keep the order would leave a gap.
    """
    ats = [dates.resolve(row.date_text or "", day) for row in rows]
    told = [(number, _date(at)) for number, at in enumerate(ats) if at is not None]
    top = max(told[:_PINNED], key=lambda one: one[1], default=(0, day))
    place = told.index(top) if told else 0
    if place == 0 or (kept := dates.resolve(rows[top[0]].date_text or "", told[place - 1][1])) is None:
        return 0
    distances = sorted(abs(one - other) for (_, one), (_, other) in pairwise(told[place:]))
    usual = distances[len(distances) // 2] if distances else timedelta.max / _LEAP / 2
    return top[0] if told[place - 1][1] - _date(kept) > _LEAP * usual + 2 * _DISORDER else 0


def _date(at: str) -> date:
    return date.fromisoformat(at[:10])
