"""What a person types, turned into a query of the full-text index, and its hits shown in the text as published."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import accumulate, chain

from archive.text import marked, phrase, plain

# Quotes as keyboards give them: " and full width, and the pair that a Chinese input method types.
_QUOTES = re.compile('["\uff02\u201c\u201d]')
# A word, or a phrase in quotes, the last one open; a minus before it (full width too) asks for texts without it.
_TERM = re.compile('([-\uff0d\u2212]?)(?:"([^"]*)(?:"|\\Z)|([^\\s"]+))')
_EPOCH = date(1900, 1, 1)
# A pasted article is cut here: SQLite's time for a query grows faster than its length (10,000 words: 0.8 s).
_QUERY_LIMIT = 1000


def words(query: str) -> list[str]:
    """The words of a query, without repeats: split at white space, a quoted phrase kept whole, the last one open.

    Only the first 1,000 characters of a query count. Those with a minus before them are not among them.

    >>> words('招商 "经济 技术" -会议')
    ['招商', '经济 技术']
    """
    return _terms(query, unwanted=False)


def unwanted(query: str) -> list[str]:
    """The words and phrases of a query that have a minus before them.

    >>> unwanted('招商 -会议 -"产业 链" 024-7269')
    ['会议', '产业 链']
    """
    return _terms(query, unwanted=True)


def match_query(query: str) -> str:
    """An FTS5 MATCH expression that requires all words of `query` and none of the unwanted ones.

    It matches nothing where no word is wanted.

    >>> match_query("經濟 A1 -会议")
    '("经济" "a1") NOT "会议"'
    """
    wanted, without = (dict.fromkeys(map(phrase, found)) for found in (words(query), unwanted(query)))
    required = " ".join(f'"{found}"' for found in wanted)
    if not required or not without:
        return required or '""'
    return f"({required}) " + " ".join(f'NOT "{found}"' for found in without)


def scan(query: str, *texts: str) -> bool:
    """Whether every word occurs in one of the texts and no unwanted one in any: what a search must give.

    By looking at every character.
    """
    shown = [plain(text) for text in texts]
    wanted, without = words(query), unwanted(query)
    if any(plain(word) in text for word in without for text in shown):
        return False
    return bool(wanted) and all(any(plain(word) in text for text in shown) for word in wanted)


def _terms(query: str, *, unwanted: bool) -> list[str]:
    text = _QUOTES.sub('"', query[:_QUERY_LIMIT])
    found = [term[2] if term[2] is not None else term[3] for term in _TERM.finditer(text) if bool(term[1]) == unwanted]
    return [word for word in dict.fromkeys(found) if plain(word)]


def snippet(body: str, query: str, size: int = 120) -> list[tuple[str, bool]]:
    """About `size` characters of `body` around the first hit, in pieces, each told to be a hit or not.

    Joined, the pieces are a part of `body` as it stands: the glyphs of the page, not the folded ones.
    """
    starts = _starts(body)
    hits = _hits(marked(body), query)
    first = next(hits, None)
    begin = max(0, min(starts[first[0]] - size // 4 if first else 0, len(body) - size))
    end = min(len(body), begin + size)
    pieces: list[tuple[str, bool]] = []
    at = begin
    for hit_start, hit_end in chain([first] if first else [], hits):
        start, stop = max(starts[hit_start], at), min(starts[hit_end - 1] + 1, end)
        if start >= end:
            break
        if start < stop:
            pieces += [(body[at:start], False), (body[start:stop], True)]
            at = stop
    pieces.append((body[at:end], False))
    return [piece for piece in pieces if piece[0]]


def search_id(article_id: str, published_on: str) -> int:
    """The row of the full-text index: the same on every rebuild, and greater for a later day.

    `published_on` is an ISO date or time. Row order is newest first, which stays fast as the archive grows. 18 bits
    count days since 1900, 45 bits come from the id. ValueError for what is no date.
    """
    days = max(0, (date.fromisoformat(published_on[:10]) - _EPOCH).days)
    return min(days, 2**18 - 1) << 45 | int.from_bytes(sha256(article_id.encode()).digest()) >> (256 - 45)


def _starts(body: str) -> Sequence[int]:
    """For each character of marked(body), the index of the character of `body` that it comes from."""
    if all(map(_stays_one, set(body))):  # nearly every text, and fifty times as fast
        return range(len(body))
    ends = accumulate(len(marked(character)) for character in body)
    starts: list[int] = []
    for index, end in enumerate(ends):
        starts.extend([index] * (end - len(starts)))
    return starts


@cache
def _stays_one(character: str) -> bool:
    return len(marked(character)) == 1


def _hits(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Spans of the words in a marked text, in order. Of words that start together the longest is taken."""
    wanted = sorted({plain(word) for word in words(query)}, key=lambda word: (-len(word), word))
    if not wanted:
        return
    pattern = "|".join(re.escape(word).replace("_", "_+") for word in wanted)
    for found in re.finditer(pattern, text):
        yield found.span()
