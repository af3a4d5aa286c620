"""A restored text beside the one that was published: which of its characters the site's mirror had put in."""

from dataclasses import dataclass
from itertools import zip_longest

from archive.diff import Span
from archive.text import fold


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph as published, what restoring removed of it marked, and as restored."""

    before: tuple[Span, ...]
    after: tuple[Span, ...]


def pairs(verbatim: str, restored: str) -> list[Pair]:
    """Paragraph by paragraph: restoring changes characters within lines, and leaves the lines."""
    lines = zip_longest(verbatim.split("\n"), restored.split("\n"), fillvalue="")
    return [Pair(_marked(before, after), (Span("same", after),)) for before, after in lines]


def _marked(before: str, after: str) -> tuple[Span, ...]:
    """The text as published; not marked at all where it is not the restored one with more between its characters."""
    spans: list[Span] = []
    at = 0
    for character in before:
        is_same = at < len(after) and fold(character) == fold(after[at])
        at += is_same
        kind = spans[-1].kind if spans else None
        if kind == ("same" if is_same else "removed"):
            spans[-1] = Span(spans[-1].kind, spans[-1].text + character)
        else:
            spans.append(Span("same" if is_same else "removed", character))
    return tuple(spans) if at == len(after) else (Span("same", before),)
