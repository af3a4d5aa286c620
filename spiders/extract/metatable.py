"""The table of metadata that stands about a document: 索引号, 文号, 发文机关, 名称, each label before its value,
in cells, terms, items or lines."""

from collections.abc import Sequence
from itertools import islice, takewhile

from spiders.extract.labels import labels, sole_label
from spiders.extract.outline import Line
from spiders.extract.title import joined

_LEAST, _MOST = 4, 150  # characters of a title
_LABEL = 10  # characters of a label, with its spaces
_LINES = 4  # of a title that is broken
_BESIDE = 20  # lines above and below the title in a table, each cell a line
_LENGTH = 40  # lines of a table
_FILED = ("index", "number", "issuer", "publisher")
_ROWS = ("tr", "li", "dl", "p", "td", "th")
_CELL, _PAIR = 3, 2  # blocks around a cell up to its row; lines of a label and its value


def title(lines: Sequence[Line]) -> str | None:
    """What a table of metadata calls its document, beside the number that it is filed under; None without such a table.

    It may be printed anywhere, and is a title to look for like what <title> says.
    """
    for number, line in enumerate(lines):
        beginning = line.text[:_LABEL]
        if "题" not in beginning and "称" not in beginning:
            continue
        found = labels(line.text)
        if found and found[0].kind == "title" and found[0].start == 0:
            value = line.text[found[0].end : found[1].start if len(found) > 1 else None].strip()
        elif sole_label(line.text) == "title":
            value = ""
        else:
            continue
        value = value or _cell(lines, number + 1)
        beside = lines[max(0, number - _BESIDE) : number + _BESIDE]
        if _LEAST <= len(value) <= _MOST and any(_is_filed(other.text) for other in beside):
            return value
    return None


def _cell(lines: Sequence[Line], number: int) -> str:
    """The text of the cell that begins with a line."""
    cell = lines[number : number + _LINES]
    return joined([line.text for line in takewhile(lambda line: line.block is cell[0].block, cell)])


def _is_filed(line: str) -> bool:
    kinds = {label.kind for label in labels(line)}
    return bool(kinds & {"index", "number"}) or sole_label(line) in ("index", "number")


def end(lines: Sequence[Line], start: int, stop: int) -> int:
    """Where a table of metadata ends that stands at the head of the lines from `start` up to, not including, `stop`;
    `start` where there is none.

    That it is one tells the number that a document is filed under, or who issued it.
    """
    number, filed = start, False
    while number < min(stop, start + _LENGTH):
        line = lines[number]
        found = labels(line.text)
        known = sole_label(line.text)
        kind = known or (found[0].kind if found and found[0].start == 0 else None)
        if kind is None:
            break
        is_alone = known is not None or found[0].end == len(line.text)
        has_value = is_alone and number + 1 < stop and _is_beside(line, lines[number + 1])
        if known is None and is_alone and not has_value:
            break  # 各有关单位：
        filed = filed or kind in _FILED
        number += 2 if has_value else 1
    return number if filed else start


def _is_beside(label: Line, value: Line) -> bool:
    """Whether a line is the value of a label in a line of its own: in the same row, item or list of terms."""
    if sole_label(value.text) is not None:
        return False
    around = set(islice(label.block.chain(), _CELL))
    shared = (block for block in islice(value.block.chain(), _CELL) if block in around)
    return any(block.tag in _ROWS or block.end - block.first <= _PAIR for block in shared)
