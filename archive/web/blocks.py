"""The text of an article in the blocks that a page shows: paragraphs and tables, with the figures marked in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Figure = Mapping[str, Any]
"""A row of `figures`: `start` and `end` are characters of the text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters side by side; `figure` is what they state, None for all between."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the rows of a table (then `pieces` is empty)."""

    pieces: tuple[Piece, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


def blocks(body: str, figures: Iterable[Figure] = ()) -> list[Block]:
    """A paragraph for each line, a table for lines in a row that have tabs: that is how bodies are kept.

    `figures` come in the order of the text. Of those that overlap the first is marked.

    >>> blocks("招商引资\\n指标\\t金额")
    [Block(pieces=(Piece(text='招商引资', figure=None),), rows=()), \
Block(pieces=(), rows=(((Piece(text='指标', figure=None),), (Piece(text='金额', figure=None),)),))]
    """
    marked = list(figures)
    made: list[Block] = []
    lines = (line for line in _parts(body, 0, len(body), "\n") if body[slice(*line)].strip())
    for is_table, group in groupby(lines, key=lambda line: "\t" in body[slice(*line)]):
        if is_table:
            rows = (tuple(_pieces(body, *cell, marked) for cell in _parts(body, *line, "\t")) for line in group)
            made.append(Block((), tuple(rows)))
        else:
            made += [Block(_pieces(body, *line, marked)) for line in group]
    return made


def _parts(body: str, start: int, end: int, separator: str) -> Iterator[tuple[int, int]]:
    for part in body[start:end].split(separator):
        yield start, start + len(part)
        start += len(part) + 1


def _pieces(body: str, start: int, end: int, figures: Iterable[Figure]) -> tuple[Piece, ...]:
    """A part of the text without the spaces around it: the page indents, and those of the source would do it twice."""
    said = body[start:end]
    start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    pieces: list[Piece] = []
    for figure in figures:
        if start <= figure["start"] < figure["end"] <= end:
            pieces += [Piece(body[start : figure["start"]]), Piece(body[figure["start"] : figure["end"]], figure)]
            start = figure["end"]
    return tuple(piece for piece in (*pieces, Piece(body[start:end])) if piece.text)
