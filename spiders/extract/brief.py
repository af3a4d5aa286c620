"""A text that has no prose to be known by: one short sentence, a list of names. It is known by its place, below title
and info line."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, takewhile

from spiders.extract.infoline import is_info, is_labelled
from spiders.extract.instead import shows
from spiders.extract.outline import Block, Line, Outline
from spiders.extract.tools import heads_others, is_foot, is_notice, is_tool, leads_on, may_be_foot

_PAGE = ("body", "html", "form")


def brief(page: Outline, after: int, title: Block | None, beside: Iterable[Block]) -> tuple[Block, int, int] | None:
    """The smallest block around the title that has lines of its own below it, and from where to where they go. None
    where there is none below the page itself, and where it has links, which are of a navigation, or pictures instead.

    `beside` are blocks that are no part of the text.
    """
    others = {number for block in beside for number in range(block.first, block.end)}
    for block in title.chain() if title is not None else ():
        if block.tag in _PAGE:
            return None
        numbers = list(_own(page.lines, [n for n in range(max(after, block.first), block.end) if n not in others]))
        if numbers:
            linked = any(page.lines[number].linked for number in numbers)
            return None if linked else (block, numbers[0], numbers[-1] + 1)
        if shows(block.element):
            return None
    return None


def _own(lines: Sequence[Line], numbers: Iterable[int]) -> Iterator[int]:
    """The lines that may be a text: below those that tell of it, above those that lead away from it."""
    shown = (number for number in numbers if not lines[number].hidden)
    below = dropwhile(lambda number: _tells(lines[number].text), shown)
    return takewhile(lambda number: not _leads_away(lines[number].text), below)


def _tells(text: str) -> bool:
    return is_info(text) or is_tool(text) or is_labelled(text)


def _leads_away(text: str) -> bool:
    marks = (is_tool, leads_on, heads_others, is_notice, is_foot, may_be_foot)
    return any(mark(text) for mark in marks)
