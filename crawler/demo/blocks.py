"""An article's text as blocks: what the templates set and what a reader should get out again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["paragraph", "heading", "list", "table", "image", "file"]

_MARKS: tuple[tuple[str, Kind], ...] = (
    ("# ", "heading"),
    ("- ", "list"),
    ("| ", "table"),
    ("!", "image"),
    ("@", "file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a body. `lines` are its text, one a paragraph, item or row (cells separated by tabs).

    An image or a file has one line, what the page calls it, and a `name` in the section's folder of files.
    """

    kind: Kind
    lines: tuple[str, ...]
    name: str = ""

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The rows of a table."""
        return tuple(tuple(line.split("\t")) for line in self.lines)


def blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a body as content/*.toml writes it; neighbouring items and rows make one list or table."""
    marked = (_marked(line.strip()) for line in body.splitlines() if line.strip())
    found: list[Block] = []
    for kind, group in groupby(marked, key=lambda pair: pair[0]):
        lines = [line for _, line in group]
        if kind == "table":
            found.append(Block(kind=kind, lines=tuple(_row(line) for line in lines)))
        elif kind == "list":
            found.append(Block(kind=kind, lines=tuple(lines)))
        elif kind in ("image", "file"):
            found.extend(_linked(kind, line) for line in lines)
        else:
            found.extend(Block(kind=kind, lines=(line,)) for line in lines)
    return tuple(found)


def plain(items: Iterable[Block]) -> str:
    """The text of a body as an archive should keep it: one paragraph a line, no line for an image."""
    lines: list[str] = []
    for block in items:
        if block.kind == "file":
            lines.append(f"附件：{block.lines[0]}")
        elif block.kind != "image":
            lines.extend(block.lines)
    return "\n".join(one_space(line) for line in lines)


def one_space(text: str) -> str:
    """A line as it is kept: the wide spaces that Chinese pages set inside of lines are single ones.

    >>> one_space("第一条　总则")
    '第一条 总则'
    """
    return re.sub("[ \u00a0\u2003\u3000]+", " ", text)


def names(items: Iterable[Block], kind: Kind) -> tuple[str, ...]:
    """The names of the images or files that a body shows or links."""
    return tuple(block.name for block in items if block.kind == kind)


def _marked(line: str) -> tuple[Kind, str]:
    return next(
        ((kind, line.removeprefix(mark)) for mark, kind in _MARKS if line.startswith(mark)), ("paragraph", line)
    )


def _row(line: str) -> str:
    return "\t".join(cell.strip() for cell in line.strip("| ").split("|"))


def _linked(kind: Kind, line: str) -> Block:
    name, _, label = line.partition("|")
    return Block(kind=kind, lines=(label,), name=name)
