"""A page's lines as its footer is read: the cells of a row are one line, links and cells are set apart in it."""

import re
from collections.abc import Callable
from functools import lru_cache

from spiders.extract import outline
from spiders.extract.footer_facts import facts
from spiders.extract.names import Names
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
_SPACED_LABEL = re.compile(r"地\s{1,8}(?=址)|电\s{1,8}(?=话)|传\s{1,8}(?=真)|邮\s{1,8}(?=[编箱])|[主承]\s{1,8}(?=办)")


class Lines:
    """The lines of a page that are shown, or those at the end of a long one, in order: by number, from 0.

    `shown` are their texts as the outline has them, `blocks` what holds them, and `feet` what class and id of all
    blocks around them say: 2 the footer, 1 perhaps the footer, 0 nothing. Few lines are of a footer: what only footers
    need is made when it is asked for.
    """

    def __init__(self, page: Outline, restore: Callable[[str], str] | None = None) -> None:
        self.shown: list[str] = []
        self.blocks: list[Block] = []
        self.feet: list[int] = []
        self._parts: list[list[outline.Line]] = []
        self._told: dict[int, frozenset[str]] = {}
        self._restore = restore
        cell: Block | None = None
        for line, foot in zip(page.lines, _feet(page), strict=True):
            if line.hidden:
                continue
            block = line.block
            if block.tag in _CELLS and block.parent is not None:
                row, before, cell = block.parent, cell, block
                if before is not block and self.blocks and self.blocks[-1] is row:
                    self._parts[-1].append(line)
                    self.shown[-1] += f" {line.text}"
                    continue
                block = row
            self.blocks.append(block)
            self.shown.append(line.text)
            self.feet.append(foot)
            self._parts.append([line])
        self._leave_tail()

    def text(self, number: int) -> str:
        """A line's text, restored. A tab is the edge of a link or cell, or a wide space."""
        published = self._published(number)
        return _labels_joined(self._restore(published) if self._restore else published)

    def raw(self, number: int) -> str:
        """A line's text as published, with single spaces."""
        return " ".join(self._published(number).split())

    def told(self, number: int) -> frozenset[str]:
        """What a line says of the site."""
        if number not in self._told:
            self._told[number] = facts(self.text(number), self.feet[number] == 2)
        return self._told[number]

    def _published(self, number: int) -> str:
        return _spaced(_EDGE.join([_EDGE.join(_between_edges(part.original or part)) for part in self._parts[number]]))

    def _leave_tail(self) -> None:
        """Leave the end of a long page, where its footer is."""
        if sum(map(len, self.shown)) <= _TAIL:
            return
        size = 0
        for number, text in enumerate(reversed(self.shown)):
            size += len(text)
            if size > _TAIL:
                cut = len(self.shown) - number
                del self.shown[:cut], self.blocks[:cut], self.feet[:cut], self._parts[:cut]
                return


def _feet(page: Outline) -> list[int]:
    """What the blocks around each line are called: see Lines."""
    feet = [0] * len(page.lines)
    for block in page.blocks:
        own = _named(block.names)
        if own and block.first < block.end and feet[block.first] < own:  # of those around it all lines are marked
            feet[block.first : block.end] = [own] * (block.end - block.first)
    return feet


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


@lru_cache(maxsize=1024)  # a site's pages have their footer in common
def _spaced(text: str) -> str:
    return _MARKUP_SPACE.sub(" ", text).translate(_SPACES)


@lru_cache(maxsize=1024)
def _labels_joined(text: str) -> str:
    return _SPACED_LABEL.sub(lambda found: found[0][0], text.strip())


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def _named(names: Names) -> int:
    if names.tag == "footer":
        return 2
    if names.tag in ("html", "body", *_CELLS) or not (names.classes or names.id):
        return 0
    called = f"{(names.classes or '')[:_NAMES]} {(names.id or '')[:_NAMES]}"
    return 2 if _FOOT.search(called) else 1 if _PERHAPS_FOOT.search(called) else 0
