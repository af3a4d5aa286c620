"""Months as what a page draws: counts in a row, how full each is, and where a row has gaps. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive.calendar import months

LEVELS = 5  # shades of a heat map, beside none


def until(last: date, count: int) -> list[str]:
    """So many months, up to that of a day."""
    index = last.year * 12 + last.month - count
    return months(f"{index // 12:04}-{index % 12 + 1:02}", f"{last:%Y-%m}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A month's count; `level` is 0 for none, else 1 to LEVELS by how it compares with the largest."""

    month: str
    count: int
    level: int


def cells(counts: Mapping[str, int], shown: Sequence[str], largest: int) -> list[Cell]:
    """A cell for each month that is shown."""
    return [Cell(month, counts.get(month, 0), _level(counts.get(month, 0), largest)) for month in shown]


def gaps(counted: Iterable[str], until_month: str | None = None) -> list[str]:
    """The months without anything between the first and the last that have something, as spans.

    `until_month` is a month up to which something was to be expected.

    >>> gaps(["2026-01", "2026-04", "2026-06"])
    ['2026-02 – 2026-03', '2026-05']
    """
    there = sorted(counted)
    if not there:
        return []
    spans: list[list[str]] = []
    for month in months(there[0], max(there[-1], until_month or "")):
        if month in there:
            continue
        if spans and months(spans[-1][-1], month) == [spans[-1][-1], month]:
            spans[-1].append(month)
        else:
            spans.append([month])
    return [span[0] if len(span) == 1 else f"{span[0]} – {span[-1]}" for span in spans]


def _level(count: int, largest: int) -> int:
    return min(LEVELS, -(-count * LEVELS // largest)) if count else 0
