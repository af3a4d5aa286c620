"""A text that has no prose to be known by: one short sentence, a list of names. It is known by its place, below title
and info line."""

from collections.abc import Iterable, Iterator
from itertools import dropwhile, takewhile

from lxml.html import HtmlElement

from spiders.extract.infoline import is_info, is_labelled
from spiders.extract.instead import shows
from spiders.extract.outline import Block, Outline
from spiders.extract.tools import heads_others, is_foot, is_notice, is_tool, leads_on, may_be_foot

_PAGE = ("body", "html", "form")


def brief(page: Outline, after: int, title: Block | None, beside: Iterable[Block]) -> tuple[Block, int, int] | None:
    """The smallest block around the title that has lines of its own below it, and from where to where they go. None
    where there is none below the page itself, and where it has links, which are of a navigation, or pictures instead.

    `beside` are blocks that are no part of the text.
    """
    others = {number for block in beside for number in range(block.first, block.end)}
    within: Block | None = None
    for block in title.chain() if title is not None else ():
        if block.tag in _PAGE:
            return None
        start = max(after, block.first if within is None else within.end)
        shown = (n for n in range(start, block.end) if n not in others and not page.lines[n].hidden)
        below = list(dropwhile(lambda number: _tells(page.lines[number].text), shown))
        if below:
            own = list(takewhile(lambda number: not _leads_away(page.lines[number].text), below))
            linked = any(page.lines[number].linked for number in own)
            return (block, own[0], own[-1] + 1) if own and not linked else None
        if any(map(shows, _below(block, within))):
            return None
        within = block
    return None


def _below(block: Block, within: Block | None) -> Iterator[HtmlElement]:
    """The parts of a block: all of it, or those that stand below a block in it."""
    if within is None:
        yield block.element
        return
    element: HtmlElement | None = within.element
    while element is not None and element is not block.element:
        yield from element.itersiblings()
        element = element.getparent()


def _tells(text: str) -> bool:
    return is_info(text) or is_tool(text) or is_labelled(text)


def _leads_away(text: str) -> bool:
    marks = (is_tool, leads_on, heads_others, is_notice, is_foot, may_be_foot)
    return any(mark(text) for mark in marks)
