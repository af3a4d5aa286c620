"""Where the text of an article stands: in a container that is known by name, else where the prose is dense."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from spiders.extract.brief import brief
from spiders.extract.containers import containers
from spiders.extract.infoline import is_info, is_labelled
from spiders.extract.names import Names
from spiders.extract.outline import Block, Line, Outline
from spiders.extract.prose import is_furniture, is_plain, is_running, prose
from spiders.family import Family

_FOOTER = re.compile(r"(?:^|[\s_-])(?:foot(?:er)?|copyright|bottom)(?:$|[\s_\d-])")
_ASIDE = re.compile(r"(?:^|[\s_-])(?:side|side_?bar|aside)(?:$|[\s_\d-])")

_PARAGRAPH_TAGS = "p li h1 h2 h3 h4 h5 h6 dd dt tr figcaption caption pre blockquote"
_PARAGRAPHS = frozenset(_PARAGRAPH_TAGS.split())
_ROOM = 0.25  # of the densest text: a named container with less is a summary or a footer
_MOST = 0.8  # of the text of all containers with a known name: with less, the first of a family holds a part of it
_DOMINANT = 0.6  # of the prose: an element with as much is the one to look into
_FEW = 6  # lines of a signature, of captions
_CONTINUED = 0.15  # of the prose beside an element: a text in two parts
_TOP = 4  # lines below a title among which its info line stands
_LABELS = 2  # that a table of metadata has at least
_IS_FOOTER, _IS_ASIDE = -1, -2
_NAME = 200  # characters of a class or id that are looked at
_OUT_OF_SIGHT = 40  # of the prose where all of it is hidden: less is a dialog (您即将离开本网站)
_ROWS = 3  # rows of a table of data


@dataclass(frozen=True, slots=True)
class Region:
    """The lines that the text was found in, from `start` up to, not including, `end`, and the block around them.

    `named`: the container is one that holds the text and little else. `weights` is the prose of each line of the page;
    `rule` is what found it.
    """

    block: Block
    start: int
    end: int
    named: bool
    weights: Sequence[int]
    rule: str


class Finder:
    """Looks for the text of one page. `after` is the first line that may belong to it: the one below the title.
    `family` is the page's, None for none."""

    def __init__(self, page: Outline, after: int, title: Block | None, family: Family | None) -> None:
        self._page = page
        self._after = after
        self._title = title
        weights = [prose(line) if line.linked * 2 <= len(line.text) else 0 for line in page.lines]
        name = family.name if family is not None else None
        self._shared = containers(name).shared
        known = [(rank, block) for block in page.blocks if (rank := _rank(block.names, name)) is not None]
        self._known = [(rank, block) for rank, block in known if rank >= 0]
        around = frozenset(title.chain()) if title is not None else frozenset[Block]()
        asides = [block for rank, block in known if rank == _IS_ASIDE and block not in around]
        self._beside = [block for rank, block in known if rank == _IS_FOOTER and block not in around]
        if asides and (around or self._has_info_outside(asides)):
            self._beside += asides
        for block in self._beside:
            weights[block.first : block.end] = [0] * (block.end - block.first)
        self._weights = weights
        self._sums = [0, *accumulate(weights)]

    def find(self) -> Region | None:
        """The best region; None where the page has neither prose nor a table of data, nor lines of its own below its
        title."""
        dense = self._dense()
        named = self._named(dense)
        if named is not None and (dense is None or self._weight(named) >= _ROOM * self._weight(dense)):
            return Region(named, self._start_in(named), named.end, True, self._weights, "container")
        block = dense or self._table()
        if block is None:
            found = brief(self._page, self._after, self._title, self._beside)
            return Region(*found, False, self._weights, "below the title") if found is not None else None
        rule = "density" if dense is not None else "table"
        return Region(block, max(block.first, self._after), block.end, False, self._weights, rule)

    def _has_info_outside(self, blocks: Sequence[Block]) -> bool:
        """Whether a line outside of some blocks tells of an article, which then stands outside of them, too."""
        inside = {number for block in blocks for number in range(block.first, block.end)}
        return any(number not in inside and is_info(line.text) for number, line in enumerate(self._page.lines))

    def _start_in(self, named: Block) -> int:
        """The first line of a named container below the title.

        A title inside it with no info line below it, nor a table of metadata above, is a part of the text, as in a
        gazette.
        """
        lines, start = self._page.lines, max(named.first, self._after)
        is_told = any(is_info(line.text) for line in lines[start : start + _TOP])
        if is_told or sum(is_labelled(line.text) for line in lines[named.first : start]) >= _LABELS:
            return start
        return named.first

    def _weight(self, block: Block) -> int:
        """The prose of a block below the title."""
        return self._sums[block.end] - self._sums[max(block.first, min(self._after, block.end))]

    def _named(self, dense: Block | None) -> Block | None:
        """Of the containers with a known name the one with the most text; of one in another, the outer. One of the
        page's family that has nearly as much goes first; one whose name others use too may only narrow down what
        density finds."""
        known = [
            (rank, block)
            for rank, block in self._known
            if block.end > self._after and (rank not in self._shared or (dense is not None and _is_in(block, dense)))
        ]
        best = max((block for _, block in known), key=self._size, default=None)
        if best is None:
            return None
        weight, characters = self._size(best)
        least = (_MOST * weight, _MOST * characters)
        full = [(rank, block) for rank, block in known if self._size(block) >= least]
        first = min(rank for rank, _ in full)
        return max((block for rank, block in full if rank == first), key=self._size)

    def _size(self, block: Block) -> tuple[int, int]:
        return self._weight(block), self._characters(block)

    def _characters(self, block: Block) -> int:
        return sum(len(line.text) for line in self._page.lines[max(block.first, self._after) : block.end])

    def _dense(self) -> Block | None:
        block = self._around_title()
        if self._weight(block) < (1 if self._is_in_sight() else _OUT_OF_SIGHT):
            return None
        while (inner := self._dominant(block)) is not None:
            block = inner
        return block

    def _is_in_sight(self) -> bool:
        """Whether any of the prose is."""
        return any(weight and not line.hidden for weight, line in zip(self._weights, self._page.lines, strict=True))

    def _around_title(self) -> Block:
        """The smallest block that holds the title and a fair share of the page's prose: columns beside it drop out."""
        root = self._page.blocks[0]
        least = max(40, self._weight(root) // 5)
        for block in self._title.chain() if self._title is not None else ():
            if self._weight(block) >= least:
                return block
        return root

    def _dominant(self, block: Block) -> Block | None:
        """The child to look into; None where the block is what we look for."""
        child = self._in_the_middle(block)
        if child is None or self._weight(child) < _DOMINANT * self._weight(block):
            return None
        if child.tag in _PARAGRAPHS:
            return None
        lines = self._page.lines
        start = min(max(block.first, self._after), child.first) if self._after else child.first
        above = lines[start : child.first]
        info = max((n for n, line in enumerate(above, 1) if is_furniture(line.text) or is_info(line.text)), default=0)
        beside = ((start + info, child.first), (child.end, block.end))
        return None if any(self._continues(block, first, end) for first, end in beside) else child

    def _in_the_middle(self, block: Block) -> Block | None:
        """The child that holds the middle of a block's prose, as one with more than half of it does."""
        before = self._sums[max(block.first, min(self._after, block.end))]
        middle = bisect_right(self._sums, before + self._weight(block) / 2) - 1
        chain = self._page.lines[middle].block.chain()
        return next((inner for inner in chain if inner.parent is block), None)

    def _continues(self, block: Block, first: int, end: int) -> bool:
        """Whether the lines beside an element are text as well: its signature, or another part of it."""
        beside = self._page.lines[first:end]
        if not beside:
            return False
        few = len(beside) <= _FEW and all(map(is_plain, beside))
        weight = self._sums[end] - self._sums[first]
        return few or (weight >= _CONTINUED * self._weight(block) and is_running(beside))

    def _table(self) -> Block | None:
        """The largest table of data, for a text that is nothing else."""
        tables = [
            block
            for block in self._page.blocks
            if block.tag == "table" and block.first >= self._after and _is_data(block, self._page.lines)
        ]
        return max(tables, key=self._characters, default=None)


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def _rank(names: Names, family: str | None) -> int | None:
    """What an element is by its names: a container of the text, by its rank, the footer, a column beside the text, or
    None for anything."""
    name, classes = (names.id or "")[:_NAME].lower(), (names.classes or "")[:_NAME].lower()
    rank = containers(family).rank(names.tag, name, classes)
    if rank is not None:
        return rank
    if names.tag == "footer" or _FOOTER.search(f"{name} {classes}"):
        return _IS_FOOTER
    return _IS_ASIDE if names.tag == "aside" or _ASIDE.search(f"{name} {classes}") else None


def _is_in(block: Block, other: Block) -> bool:
    """Whether a block is another, or stands in it."""
    return other.first <= block.first and block.end <= other.end


def _is_data(table: Block, lines: Sequence[Line]) -> bool:
    """Whether a table has rows of several cells of text, and is no layout and no list of links."""
    shown = lines[table.first : table.end]
    rows = Counter(next((block for block in line.block.chain() if block.tag == "tr"), None) for line in shown)
    full = sum(1 for row, count in rows.items() if row is not None and count > 1)
    nested = next(iter(table.element.iterdescendants("table")), None) is not None
    return full >= _ROWS and not nested and is_running(shown)
