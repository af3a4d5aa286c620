"""The pages of a long list: which one is asked for, and whether another follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

LAST_PAGE = 500  # SQLite walks over all that comes before

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Turning:
    """The page asked for, `number` from 1, of pages of `size` items.

    One item more than fits is asked for, which tells whether another page follows.
    """

    number: int
    size: int

    @classmethod
    def of(cls, request: Any, size: int) -> Self:
        """The page that `?page=` names, the first where it says nothing sensible."""
        asked = request.args.get("page") or ""
        is_number = asked.isascii() and asked.isdigit() and len(asked) <= len(str(LAST_PAGE))
        return cls(min(max(1, int(asked)), LAST_PAGE) if is_number else 1, size)

    @property
    def limit(self) -> int:
        """How many rows to ask the database for."""
        return self.size + 1

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * self.size

    def of_page(self, rows: Sequence[Item]) -> list[Item]:
        """The items of the page."""
        return list(rows[: self.size])

    def has_next(self, rows: Sequence[object]) -> bool:
        """Whether another page follows that can be asked for."""
        return len(rows) > self.size and self.number < LAST_PAGE
