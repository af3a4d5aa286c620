"""A page's lines as its footer is read: the cells of a row are one line, links and cells are set apart in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spiders.extract import outline
from spiders.extract.footer_facts import facts
from spiders.extract.outline import Block, Outline

_CELLS = ("td", "th")
_FOOT = re.compile(r"foot|copy_?right|colophon|banquan|bei_?an|site-?info", re.IGNORECASE)
_PERHAPS_FOOT = re.compile(r"bottom|(?:^|[\s_-])(?:fot|btm|bot|end|down|bq)(?:$|[\s\d_-])", re.IGNORECASE)

_MARKUP_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGE = "\x1f"
_TAIL, _NAMES = 60_000, 120  # characters of text, and of a class or id, that are looked at
_SPACES = str.maketrans(
    {_EDGE: "\t", "\u3000": "\t", "\u200b": "", "\ufeff": "", **dict.fromkeys("\xa0\u2002\u2003\u2009", " ")}
)
# Labels are set in full: 「地　址：」.
_SPACED_LABEL = re.compile(
    r"(?<=地)\s{1,8}(?=址)|(?<=电)\s{1,8}(?=话)|(?<=传)\s{1,8}(?=真)|(?<=邮)\s{1,8}(?=[编箱])|(?<=[主承])\s{1,8}(?=办)"
)


@dataclass(eq=False)
class Line:
    """One line of a page: one of its outline, or several that are cells of one row. `shown` is its text as the outline
    has it, `block` what holds it, and `foot` what class and id of all blocks around it say: 2 the footer, 1 perhaps the
    footer, 0 nothing.

    Most lines are none of a footer, so what only footers need is made when asked for.
    """

    parts: list[outline.Line]
    shown: str
    block: Block
    foot: int
    restore: Callable[[str], str] | None

    @cached_property
    def text(self) -> str:
        """Its text, restored. A tab is the edge of a link or cell, or a wide space."""
        text = self.restore(self._published) if self.restore else self._published
        return _SPACED_LABEL.sub("", text.strip())

    @property
    def raw(self) -> str:
        """Its text as published, with single spaces."""
        return " ".join(self._published.split())

    @cached_property
    def told(self) -> frozenset[str]:
        """What it says of the site."""
        return facts(self.text, self.foot == 2)

    @cached_property
    def _published(self) -> str:
        texts = [_EDGE.join(_between_edges(part.original or part)) for part in self.parts]
        return _MARKUP_SPACE.sub(" ", _EDGE.join(texts)).translate(_SPACES)


def lines(page: Outline, restore: Callable[[str], str] | None = None) -> list[Line]:
    """The lines of a page that are shown, or those at the end of a long one, in order."""
    found: list[Line] = []
    feet = _feet(page)
    cell: Block | None = None
    for line in page.lines:
        if line.hidden:
            continue
        block = line.block
        if block.tag in _CELLS and block.parent is not None:
            row, before, cell = block.parent, cell, block
            if before is not block and found and found[-1].block is row:
                found[-1].parts.append(line)
                found[-1].shown += f" {line.text}"
                continue
            block = row
        found.append(Line([line], line.text, block, feet[block], restore))
    return _tail(found)


def _feet(page: Outline) -> dict[Block, int]:
    feet: dict[Block, int] = {}
    for block in page.blocks:
        own = _named(block.tag, block.classes, block.name)
        feet[block] = max(own, feet[block.parent]) if block.parent is not None else own
    return feet


def _tail(page: list[Line]) -> list[Line]:
    """The end of a long page, where its footer is."""
    size = 0
    for number, line in enumerate(reversed(page)):
        size += len(line.shown)
        if size > _TAIL:
            return page[len(page) - number :]
    return page


def _between_edges(line: outline.Line) -> list[str]:
    """The texts of a line, cut where a link begins or ends: 「主办单位：<a>某某办公室</a><a>联系我们</a>」."""
    texts: list[str] = []
    before = None
    for text, link, _ in line.pieces:
        if texts and link is before:
            texts[-1] += text
        else:
            texts.append(text)
        before = link
    return texts


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def _named(tag: str, classes: str | None, name: str | None) -> int:
    if tag == "footer":
        return 2
    if tag in ("html", "body", *_CELLS) or not (classes or name):
        return 0
    names = f"{(classes or '')[:_NAMES]} {(name or '')[:_NAMES]}"
    return 2 if _FOOT.search(names) else 1 if _PERHAPS_FOOT.search(names) else 0
