"""A page as the lines that a reader sees, each in its block: made in one walk, and what every article rule looks at.

A line is the text between two breaks: the edges of block elements and <br>. Positions in the list of lines stand for
places on the page, so that "between title and body" is a slice.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from spiders.extract.limits import ParseLimit
from spiders.extract.names import Names, names
from spiders.extract.page import BETWEEN, Doc

_INLINE, _LINK, _BOLD, _WITHOUT_TEXT, _BREAK, _BLOCK = range(6)  # from _BREAK on they end a line
_BLOCK_TAGS = (
    "body p div td th tr table tbody thead tfoot li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main header"
    " footer nav aside form fieldset legend center blockquote pre address figure figcaption caption marquee"
    " ucapcontent ucaptitle publishtime founder-content"  # a CMS's own names (UCAP, Founder)
    f" {BETWEEN}"
)
_TEXTLESS_TAGS = (
    "head title script style noscript template select textarea iframe object svg math button video audio canvas"
)
_KINDS = {
    **dict.fromkeys(_BLOCK_TAGS.split(), _BLOCK),
    **dict.fromkeys(_TEXTLESS_TAGS.split(), _WITHOUT_TEXT),
    **dict.fromkeys(("br", "hr"), _BREAK),
    **dict.fromkeys(("b", "strong"), _BOLD),
    "a": _LINK,
}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEPTH = 512  # elements: what browsers nest at most

Piece = tuple[str, HtmlElement | None, bool]
"""A text of one style: as it stands in the tree, the <a> around it, whether it is bold."""


@dataclass(slots=True, eq=False)
class Block:
    """A block element; its lines are those from `first` up to, not including, `end`."""

    element: HtmlElement
    tag: str
    names: Names
    parent: "Block | None"
    first: int
    end: int = 0

    def chain(self) -> "Iterator[Block]":
        """The block and those around it, outwards."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.parent


@dataclass(slots=True, eq=False)
class Line:
    """One line: `text` without white space around it and with single spaces inside.

    `linked` of its characters are in links. A `hidden` line stands in a block that is marked so: display:none,
    visibility:hidden, hidden; what aria-hidden keeps from screen readers is in sight. A text that is hidden within a
    line is left out.
    `original` is the line as published where this one is restored.
    """

    text: str
    block: Block
    pieces: list[Piece]
    linked: int
    hidden: bool
    original: "Line | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """All lines of a page and all its blocks, both in the order of the document."""

    lines: list[Line]
    blocks: list[Block]


@lru_cache(maxsize=1)  # several extractors ask for the same page one after the other
def outline(doc: Doc) -> Outline:
    """The lines of a page. Raises ParseLimit for a tree that is too deep."""
    # One loop with plain local names: it runs twice for each element of a page and is what reading a page costs most.
    # Most elements are inline, most texts between two tags are white space, and most lines have one piece.
    lines: list[Line] = []
    block = Block(doc.tree, "html", names("html"), None, 0)
    blocks = [block]
    pieces: list[Piece] = []
    link: HtmlElement | None = None
    hidden: Block | None = None
    bold, depth = False, 0
    may_hide = " hidden" in doc.text  # an attribute that few pages have
    walker = iterwalk(doc.tree, events=("start", "end"))
    for event, element in walker:
        tag: str = element.tag  # type: ignore[assignment]  # comments and the like are not in the tree
        kind = _KINDS.get(tag, _INLINE)
        if kind >= _BREAK and pieces:
            _end_line(pieces, block, hidden, lines)
            pieces = []
        if event == "start":
            depth += 1
            style = element.get("style")
            unseen = style is not None and _hides(style)
            if may_hide and not unseen:
                unseen = element.get("hidden") is not None
            if kind == _WITHOUT_TEXT or (unseen and kind != _BLOCK):
                walker.skip_subtree()
                continue
            if kind == _BLOCK:
                called = names(tag, element.get("class"), element.get("id"))
                block = Block(element, tag, called, block, len(lines))
                blocks.append(block)
                if unseen and hidden is None:
                    hidden = block
            elif kind == _LINK:
                link = element
            elif kind == _BOLD:
                bold = True
            elif tag == "i" and pieces and len(element) == 0 and not element.text:
                pieces.append((" ", link, bold))  # an icon
            text = element.text
        else:
            depth -= 1
            if depth > _DEPTH:
                raise ParseLimit(f"elements nested more than {_DEPTH} deep")
            if kind == _BLOCK:
                block.end = len(lines)
                if block is hidden:
                    hidden = None
                block = block.parent or block
            elif kind == _LINK:
                link = None
            elif kind == _BOLD:
                bold = False
            text = element.tail
        if not text or (not pieces and text.isspace()):
            continue
        if "\n" in text and block.tag == "pre":
            *whole, text = text.split("\n")
            for part in whole:
                _end_line([*pieces, (part, link, bold)], block, hidden, lines)
                pieces = []
        pieces.append((text, link, bold))
    _end_line(pieces, block, hidden, lines)
    blocks[0].end = len(lines)
    return Outline(lines, blocks)


@lru_cache(maxsize=1024)  # a template's styles come again on each of its pages
def _hides(style: str) -> bool:
    # What is to be shown by an animation, once it is scrolled to, is saved as it waits for it.
    return _UNSEEN.search(style) is not None and "animation-name" not in style


def restored(page: Outline, restore: Callable[[str], str]) -> Outline:
    """A page with all its texts as a function gives them back; its blocks are those of the page as published."""
    lines = [
        Line(
            restore(line.text),
            line.block,
            [(restore(text), link, bold) for text, link, bold in line.pieces],
            line.linked,
            line.hidden,
            line,
        )
        for line in page.lines
    ]
    return Outline(lines, page.blocks)


def _end_line(pieces: list[Piece], block: Block, hidden: Block | None, lines: list[Line]) -> None:
    text = " ".join((pieces[0][0] if len(pieces) == 1 else "".join([piece[0] for piece in pieces])).split())
    if text:
        linked = 0
        for piece in pieces:
            if piece[1] is not None:
                linked += len(piece[0].strip())
        lines.append(Line(text, block, pieces, linked, hidden is not None))
