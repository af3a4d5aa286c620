"""Invented text in which characters and words are as common and as rare as in Chinese news.

`prose` says a few things in ever the same words, and so do announcements; but an index is as large and a search as
slow as words are uneven. Most of a text here are words of one to four characters that mean nothing, by Zipf's law.
"""

from itertools import accumulate
from random import Random

from bench.prose import headline, paragraph

_HAN = [chr(code) for code in range(0x4E00, 0x9FA6) if len(chr(code).encode("gb2312", "ignore")) == 2]
_WORDS, _SHORT, _PARAGRAPHS, _PHRASED = 30_000, 12, 4, 500
_LENGTHS = (0.1, 0.7, 0.12, 0.08)  # of words, one to four characters


class Texts:
    """Titles and texts without end, the same for the same seed; about six hundred characters each."""

    def __init__(self, seed: int) -> None:
        self._random = random = Random(seed)
        characters = random.sample(_HAN, len(_HAN))
        uneven = list(accumulate(1 / (rank + 10) for rank in range(len(characters))))
        lengths = random.choices(range(1, 5), _LENGTHS, k=_WORDS)
        self._words = ["".join(random.choices(characters, cum_weights=uneven, k=length)) for length in lengths]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(_WORDS)))
        self._phrased = [paragraph(random) for _ in range(_PHRASED)]

    def title(self) -> str:
        """A headline with two words that mean nothing."""
        return headline(self._random) + "".join(self._drawn(2))

    def body(self) -> str:
        """Three paragraphs of words in Zipf's proportions after one of prose."""
        told = ["".join(f"{''.join(self._drawn(_SHORT))}，" for _ in range(6)) for _ in range(_PARAGRAPHS - 1)]
        return "\n".join((self._random.choice(self._phrased), *(f"{text[:-1]}。" for text in told)))

    def _drawn(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)
