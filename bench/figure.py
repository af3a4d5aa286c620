"""A figure: what was measured, ours beside its peer's in the same run, and what is to be reached."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple, TypeVar

Thing = TypeVar("Thing")


class Times(NamedTuple):
    """Milliseconds of CPU for one thing, and how many times as fast ours is: medians."""

    ours: float
    peer: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `ours` and `peer` are as printed, with their units.

    `ratio` is how many times better ours is than the peer's, `goal` what it should be at least; where `at_most`, ratio
    is ours itself, as a share or in MB, and `goal` what it should be at most.
    """

    what: str
    ours: str
    peer: str
    ratio: float
    goal: float
    unit: str = "x"
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal


def table(figures: Iterable[Figure]) -> str:
    """Figures as a table of text."""
    head = ("what", "ours", "peer", "ratio", "goal", "met")
    rows = [
        (
            figure.what,
            figure.ours,
            figure.peer,
            f"{figure.ratio:.1f} {figure.unit}".replace(" x", "x"),
            f"{'≤ ' if figure.at_most else ''}{figure.goal:g} {figure.unit}".replace(" x", "x"),
            "yes" if figure.is_met else "no",
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = (head, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def rounds(ours: Callable[[Thing], object], peer: Callable[[Thing], object], sets: Iterable[list[Thing]]) -> Times:
    """What one thing costs either, over sets of things that both get, one right after the other."""
    times = [(_cpu(ours, things), _cpu(peer, things)) for things in sets]
    return Times(
        median(mine for mine, _ in times), median(its for _, its in times), median(its / mine for mine, its in times)
    )


def _cpu(work: Callable[[Thing], object], things: list[Thing]) -> float:
    begin = time.process_time()
    for thing in things:
        work(thing)
    return (time.process_time() - begin) / len(things) * 1000
