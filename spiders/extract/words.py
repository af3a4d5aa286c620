"""Words that are looked for in the markup of pages: all at once, which takes no longer than to look for one of them."""

from collections.abc import Sequence
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick, MatchKind

_AT_ONCE = 64  # texts: with one more the library takes ten times as long, as it no longer looks by vectors (Teddy)
_KEPT = 1_000_000  # characters: a larger text is encoded anew each time, rather than kept until the next one comes


class Words:
    """Some texts to look for, told by their numbers."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(map(encoded, texts))
        starts = range(0, len(self._texts), _AT_ONCE)
        self._searches = [(start, _search(self._texts[start : start + _AT_ONCE])) for start in starts]
        # Of two that overlap in a page the search tells the first one only.
        self._hidden_by = [
            {number for number, other in enumerate(self._texts) if _may_overlap(text, other)} for text in self._texts
        ]

    def found(self, text: str) -> set[int]:
        """Which of them a text has."""
        data = encoded(text)
        found = {
            start + number for start, search in self._searches for number, _, _ in search.find_matches_as_indexes(data)
        }
        hidden = {other for number in found for other in self._hidden_by[number]} - found
        return found | {number for number in hidden if self._texts[number] in data}


def _search(texts: Sequence[bytes]) -> BytesAhoCorasick:
    return BytesAhoCorasick(texts, matchkind=MatchKind.LeftmostFirst)


def encoded(text: str) -> bytes:
    """A text as UTF-8."""
    return _kept(text) if len(text) <= _KEPT else text.encode("utf-8", "replace")


@lru_cache(maxsize=1)  # the same page is asked for by several, and parsed
def _kept(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _may_overlap(text: bytes, other: bytes) -> bool:
    """Whether another text may begin where a text does, or inside it."""
    return any(text[at:].startswith(other) or other.startswith(text[at:]) for at in range(len(text)))
