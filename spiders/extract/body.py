"""Where the text of an article stands: in a container that is known by name, else where the prose is dense."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from spiders.extract.infoline import is_info
from spiders.extract.outline import Block, Line, Outline
from spiders.extract.tools import heads_others, is_foot, is_more, is_notice, is_tool, leads_on, may_be_foot

# Names that content management systems give to the element with the text, and to nothing else (but footers: the best
# by its text is taken, not the first). `zoom` is what the buttons 大 中 小 enlarge.
_CLASS_NAMES = """
    trs_editor_view trs_ueditor trs_editor trs_paper_default trs_web bt_content j-fontcontent wzcon gkwz_contnet
    v_news_content wp_articlecontent easysite-news-text zoom
"""
_ID_NAMES = "zoom zoomcon ucap-content con_con easysitetext czfxcontent con_content rwb_zw"
_CLASSES, _IDS = frozenset(_CLASS_NAMES.split()), frozenset(_ID_NAMES.split())
_ID_STARTS = ("vsb_content",)
_TAGS = frozenset(("ucapcontent", "founder-content"))

_SENTENCE = re.compile("[，。；！？,;]")
_SHORT, _LONG = 8, 25  # characters: a shorter line with a comma is no prose, a longer one is without
_PARAGRAPH_TAGS = "p li h1 h2 h3 h4 h5 h6 dd dt tr figcaption caption pre blockquote"
_PARAGRAPHS = frozenset(_PARAGRAPH_TAGS.split())
_ROOM = 0.25  # of the densest text: a named container with less is a summary or a footer
_DOMINANT = 0.6  # of the prose: an element with as much is the one to look into
_SIGNATURE = 30  # characters of a line of the signature or of a caption
_FEW = 6  # such lines
_TOP = 4  # lines below a title among which its info line stands


@dataclass(frozen=True, slots=True)
class Region:
    """The lines that the text was found in, from `start` up to, not including, `end`, and the block around them.

    `named`: the container is one that holds the text and little else.
    """

    block: Block
    start: int
    end: int
    named: bool


class Finder:
    """Looks for the text of one page. `after` is the first line that may belong to it: the one below the title."""

    def __init__(self, page: Outline, after: int, title: Block | None) -> None:
        self._page = page
        self._after = after
        self._title = title
        self._sums = [0, *accumulate(map(prose, page.lines))]

    def find(self) -> Region | None:
        """The best region; None where the page has no prose at all."""
        dense = self._dense()
        named = self._named()
        if named is not None and (dense is None or self._weight(named) >= _ROOM * self._weight(dense)):
            return self._region(named, named=True)
        return self._region(dense, named=False) if dense is not None else None

    def _region(self, block: Block, named: bool) -> Region:
        start = max(block.first, self._after)
        if (
            named
            and start > block.first
            and not any(is_info(line.text) for line in self._page.lines[start : start + _TOP])
        ):
            start = block.first  # a title inside the text, with nothing between them, is the text's own
        return Region(block, start, block.end, named)

    def _weight(self, block: Block) -> int:
        """The prose of a block below the title."""
        return self._sums[block.end] - self._sums[max(block.first, min(self._after, block.end))]

    def _named(self) -> Block | None:
        """Of the containers with a known name the one with the most text; of one in another, the outer."""
        known = [block for block in self._page.blocks if block.end > self._after and _is_known(block)]
        return max(known, key=lambda block: (self._weight(block), self._characters(block)), default=None)

    def _characters(self, block: Block) -> int:
        return sum(len(line.text) for line in self._page.lines[max(block.first, self._after) : block.end])

    def _dense(self) -> Block | None:
        block = self._around_title()
        if self._weight(block) == 0:
            return None
        children = _children(self._page.blocks)
        while (inner := self._dominant(block, children.get(block, ()))) is not None:
            block = inner
        return block

    def _around_title(self) -> Block:
        """The smallest block that holds the title and a fair share of the page's prose: columns beside it drop out."""
        root = self._page.blocks[0]
        least = max(40, self._weight(root) // 5)
        for block in self._title.chain() if self._title is not None else ():
            if self._weight(block) >= least:
                return block
        return root

    def _dominant(self, block: Block, children: Sequence[Block]) -> Block | None:
        """The child to look into; None where the block is what we look for."""
        child = max(children, key=self._weight, default=None)
        if child is None or self._weight(child) < _DOMINANT * self._weight(block):
            return None
        if child.tag in _PARAGRAPHS:
            return None
        start = max(block.first, self._after)
        around = [*self._page.lines[start : child.first], *self._page.lines[child.end : block.end]]
        return None if around and len(around) <= _FEW and all(map(_is_plain, around)) else child


def prose(line: Line) -> int:
    """How many characters of a line are running text: none of links, labels, buttons and footers."""
    text = line.text
    length = len(text) - line.linked
    if length < _SHORT or line.linked > length or (length < _LONG and not _SENTENCE.search(text)):
        return 0
    if length < 300 and (is_foot(text) or is_info(text)):
        return 0
    return length


def _is_known(block: Block) -> bool:
    element = block.element
    name = (element.get("id") or "").lower()
    if name and (name in _IDS or name.startswith(_ID_STARTS)):
        return True
    classes = element.get("class")
    return block.tag in _TAGS or (classes is not None and not _CLASSES.isdisjoint(classes.lower().split()))


def _is_plain(line: Line) -> bool:
    """Whether a short line reads like a part of the text: a subtitle, a caption, a signature, a date."""
    text = line.text
    return len(text) <= _SIGNATURE and not line.linked and not _is_furniture(text) and not is_info(text)


def _is_furniture(text: str) -> bool:
    marks = (is_tool, leads_on, heads_others, is_foot, may_be_foot, is_notice, is_more)
    return any(mark(text) for mark in marks)


def _children(blocks: Sequence[Block]) -> dict[Block, list[Block]]:
    children: dict[Block, list[Block]] = {}
    for block in blocks:
        if block.parent is not None:
            children.setdefault(block.parent, []).append(block)
    return children
