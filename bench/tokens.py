"""What a full-text index might be given: each choice makes one of the same articles, and answers the same words."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

from archive.text import phrase, plain, tokens

_AT_ONCE = 1000  # articles in a transaction, in order of the index
_SAMPLE = 5000  # articles by which the cost of indexing is told
_ROUNDS = 3
_NEWEST = 20


def _characters(text: str) -> str:
    return " ".join(plain(text))


def _quoted(words: str) -> str:
    return f'"{words}"'


def _all_pairs(word: str) -> str:
    return " AND ".join(map(_quoted, phrase(word).split()))


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to cut a text into words of the index, and a searched word into a question to it.

    `is_proven`: without positions the index gives articles that have all pairs of a word, and their texts must be read.
    """

    name: str
    cut: Callable[[str], str]
    ask: Callable[[str], str]
    options: str = ""
    is_proven: bool = True

    def index(self, path: str) -> sqlite3.Connection:
        """A database with an empty index."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"CREATE VIRTUAL TABLE words USING fts5 (title, body, content = ''{self.options}, "
            "tokenize = \"ascii tokenchars '_'\");"
        )
        return connection

    def add(self, connection: sqlite3.Connection, articles: list[tuple[int, str, str]]) -> None:
        """Index some articles: row, title, body."""
        rows = [(row, self.cut(title), self.cut(body)) for row, title, body in sorted(articles)]
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")


CHOICES = (
    Choice("pairs of characters", tokens, lambda word: _quoted(phrase(word))),
    Choice("single characters", _characters, lambda word: _quoted(_characters(word))),
    Choice("pairs, detail=none", tokens, _all_pairs, ", detail = 'none'", is_proven=False),
)


def compared(archive: Path, kinds: Mapping[str, Sequence[str]]) -> str:
    """A table: for each choice its size, what indexing costs, and milliseconds of CPU for words of each kind."""
    lines = [
        ("tokens", "MB", "articles / CPU s", *(f"count {kind}" for kind in kinds), *(f"newest {k}" for k in kinds))
    ]
    found: list[list[int]] = []
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as texts:
        for choice in CHOICES:
            with closing(_made(archive, texts, choice)) as connection:
                (size,) = connection.execute("SELECT sum(length(block)) FROM words_data").fetchone()
                asked = [_Asked(texts, connection, choice, word) for words in kinds.values() for word in words]
                per_kind = len(asked) // len(kinds)
                by_kind = [asked[at : at + per_kind] for at in range(0, len(asked), per_kind)]
                counts = [f"{median(one.count() for one in some):.2f}" for some in by_kind]
                newest = [f"{median(one.newest() for one in some):.2f}" for some in by_kind]
                found.append([one.articles for one in asked])
                lines.append((choice.name, f"{size / 1e6:,.0f}", f"{_rate(texts, choice):,.0f}", *counts, *newest))
    measures = list(zip(*lines, strict=True))  # a line each
    widths = [max(map(len, column)) for column in lines]
    shown = [
        "  ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)).rstrip() for each in measures
    ]
    same = "the same" if all(each == found[0] for each in found) else f"NOT the same: {found}"
    return "\n".join((*shown, f"For each word all of them found {same} number of articles."))


class _Asked:
    """A word, asked of an index."""

    def __init__(self, texts: sqlite3.Connection, index: sqlite3.Connection, choice: Choice, word: str) -> None:
        self._texts, self._index, self._choice, self._word = texts, index, choice, word
        self._reads_texts = not choice.is_proven and len(word) > 2
        self.articles = 0

    def count(self) -> float:
        """Milliseconds to count the articles that have it."""
        return self._timed("count(*)", "")

    def newest(self) -> float:
        """Milliseconds to find the newest twenty."""
        return self._timed("rowid", f"ORDER BY rowid DESC LIMIT {_NEWEST}")

    def _timed(self, what: str, order: str) -> float:
        is_count = what == "count(*)"
        times = []
        for _ in range(1 if self._reads_texts and is_count else _ROUNDS):
            begin = process_time()
            if self._reads_texts:
                number = sum(1 for _ in self._proven(None if is_count else _NEWEST))
            else:
                sql = f"SELECT {what} FROM words WHERE words MATCH ? {order}"
                rows = self._index.execute(sql, (self._choice.ask(self._word),)).fetchall()
                number = rows[0][0] if is_count else 0
            times.append((process_time() - begin) * 1000)
            if is_count:
                self.articles = number
        return min(times)

    def _proven(self, most: int | None) -> Iterator[int]:
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC"
        found = 0
        for (row,) in self._index.execute(sql, (self._choice.ask(self._word),)):
            read = self._texts.execute("SELECT title, body FROM articles WHERE search_id = ?", (row,)).fetchone()
            if any(self._word in plain(text) for text in read):
                found += 1
                yield row
                if found == most:
                    return


def _made(archive: Path, texts: sqlite3.Connection, choice: Choice) -> sqlite3.Connection:
    """The index of all articles, made beside the archive if it is not there already."""
    path = archive.with_name(f"{choice.name.replace(' ', '-')}.db")
    if not path.exists():
        beside = path.with_suffix(".making")
        beside.unlink(missing_ok=True)
        with closing(choice.index(str(beside))) as connection:
            for some in _batches(texts):
                choice.add(connection, some)
        beside.replace(path)
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def _rate(texts: sqlite3.Connection, choice: Choice) -> float:
    """Articles that are indexed in a second of CPU, their words cut included."""
    with closing(choice.index("")) as connection:  # a file that SQLite throws away
        begin = articles = 0.0
        for some in _batches(texts, _SAMPLE):
            begin -= process_time()
            choice.add(connection, some)
            begin += process_time()
            articles += len(some)
    return articles / begin


def _batches(texts: sqlite3.Connection, most: int = -1) -> Iterator[list[tuple[int, str, str]]]:
    rows = texts.execute("SELECT search_id, coalesce(title, ''), body FROM articles LIMIT ?", (most,))
    while some := rows.fetchmany(_AT_ONCE):
        yield some
