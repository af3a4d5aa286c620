"""What changed between two texts: by paragraph, then by clause, then by character."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

Kind = Literal["same", "removed", "added"]

# A clause ends with its punctuation; compared by clauses first, a long paragraph takes a small part of the time.
_CLAUSE = re.compile(r"[^。！？；，、：,;!?\s]*(?:[。！？；，、：,;!?\s]|$)")
_ALIKE = 0.4  # of their pairs of characters: so much have two paragraphs in common that are versions of one
_PAIRS = 10_000  # of paragraphs that are held beside each other; beyond, they are paired in order
_LONG = 1_000_000  # characters before times characters after; beyond, a clause is told as a whole


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters that both texts have, or only the earlier ("removed") or the later one ("added")."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as its earlier and its later form, woven into one: without what was added it is the earlier form.

    One without any earlier form was `added`, one without any later form `removed`.
    """

    spans: tuple[Span, ...]
    kind: Literal["same", "changed", "removed", "added"]

    @property
    def before(self) -> tuple[Span, ...]:
        """The earlier form."""
        return tuple(span for span in self.spans if span.kind != "added")

    @property
    def after(self) -> tuple[Span, ...]:
        """The later form."""
        return tuple(span for span in self.spans if span.kind != "removed")


def compare(before: str, after: str) -> list[Paragraph]:
    """Both texts, paragraph by paragraph (a paragraph is a line), with what each has and the other lacks.

    Paragraphs that differ are set beside each other where they have much in common. The order of the earlier text and
    that of the later one are both kept, so either can be put together again from what is returned.

    >>> [(p.kind, [(s.kind, s.text) for s in p.spans]) for p in compare("引资3亿元", "引资5亿元")]
    [('changed', [('same', '引资'), ('removed', '3'), ('added', '5'), ('same', '亿元')])]
    """
    olds, news = before.split("\n") if before else [], after.split("\n") if after else []
    found: list[Paragraph] = []
    for tag, i, k, j, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph((Span("same", text),) if text else (), "same") for text in olds[i:k]]
        else:
            found += [_paragraph(*pair) for pair in _paired(olds[i:k], news[j:m])]
    return found


def spans(before: str, after: str) -> list[Span]:
    """One text in both of its forms, by character: a title, a source, a date."""
    return _joined(_woven(before, after))


def _paragraph(old: str | None, new: str | None) -> Paragraph:
    if old is None:
        return Paragraph(tuple(_all("added", new or "")), "added")
    if new is None:
        return Paragraph(tuple(_all("removed", old)), "removed")
    return Paragraph(tuple(spans(old, new)), "changed")


def _paired(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """The paragraphs of a stretch that differs, those that are versions of one side by side, in the order of both."""
    if len(olds) * len(news) > _PAIRS:
        alike = [(n, n) for n in range(min(len(olds), len(news)))]
    else:
        alike = _alike([_bigrams(text) for text in olds], [_bigrams(text) for text in news])
    i = j = 0
    for old, new in [*alike, (len(olds), len(news))]:
        yield from ((text, None) for text in olds[i:old])
        yield from ((None, text) for text in news[j:new])
        if old < len(olds):
            yield olds[old], news[new]
        i, j = old + 1, new + 1


def _alike(olds: Sequence[Counter[str]], news: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    """The pairs, in order and not crossing, that have the most in common altogether."""
    best: list[list[float]] = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    shares = [[_share(old, new) for new in news] for old in olds]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            paired = best[i + 1][j + 1] + shares[i][j] if shares[i][j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if shares[i][j] >= _ALIKE and best[i][j] == best[i + 1][j + 1] + shares[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _bigrams(text: str) -> Counter[str]:
    return Counter(first + second for first, second in pairwise(text)) or Counter(text)


def _share(old: Counter[str], new: Counter[str]) -> float:
    """What two paragraphs have in common, 0 to 1 (Dice's coefficient)."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _woven(before: str, after: str) -> Iterator[Span]:
    """By clauses, and by characters within those that differ."""
    olds, news = _CLAUSE.findall(before), _CLAUSE.findall(after)
    for tag, i, k, j, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        old, new = "".join(olds[i:k]), "".join(news[j:m])
        if tag == "equal":
            yield from _all("same", old)
        else:
            yield from _by_character(old, new)


def _by_character(before: str, after: str) -> Iterator[Span]:
    if len(before) * len(after) > _LONG:
        yield from _all("removed", before)
        yield from _all("added", after)
        return
    for tag, i, k, j, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Span("same", before[i:k])
        else:
            yield from _all("removed", before[i:k])
            yield from _all("added", after[j:m])


def _all(kind: Kind, text: str) -> Iterator[Span]:
    if text:
        yield Span(kind, text)


def _joined(found: Iterator[Span]) -> list[Span]:
    """Runs of one kind as one; between two that are the same, what was removed stands before what was added."""
    runs: list[Span] = []
    changed: dict[Kind, str] = {"removed": "", "added": ""}
    for span in found:
        if span.kind != "same":
            changed[span.kind] += span.text
            continue
        runs += [part for kind, text in changed.items() for part in _all(kind, text)]
        changed = {"removed": "", "added": ""}
        if runs and runs[-1].kind == "same":
            runs[-1] = Span("same", runs[-1].text + span.text)
        else:
            runs.append(span)
    return runs + [part for kind, text in changed.items() for part in _all(kind, text)]
