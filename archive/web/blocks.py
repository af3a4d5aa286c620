"""The text of an article in the blocks that a page shows: paragraphs and tables."""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the rows of a table (then `text` is empty)."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(body: str) -> list[Block]:
    """A paragraph for each line, a table for lines in a row that have tabs: that is how bodies are kept.

    >>> blocks("招商引资\\n指标\\t金额\\n合同\\t12亿元")
    [Block(text='招商引资', rows=()), Block(text='', rows=(('指标', '金额'), ('合同', '12亿元')))]
    """
    made: list[Block] = []
    lines = (line for line in body.split("\n") if line.strip())
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        if is_table:
            made.append(Block("", tuple(tuple(cell.strip() for cell in line.split("\t")) for line in group)))
        else:
            made += [Block(line.strip()) for line in group]  # the page indents; spaces of the source would do it twice
    return made
