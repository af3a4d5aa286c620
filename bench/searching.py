"""`make bench-archive`: how long a reader waits for pages of a large archive, and whether a search finds all."""

import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from urllib.parse import quote

import httpx

from archive.search import match_query
from archive.text import plain
from bench.figure import Figure, table
from bench.large import large
from bench.process import ROOT
from bench.served import milliseconds, served
from bench.tokens import compared

_FOLDER = ROOT / "build" / "bench"
_READ = 3000  # articles from which words are taken
_WORDS, _PROVEN = 40, 3  # of each length and kind; those that are looked for by a scan too
_ROUNDS = 3
_SEARCH, _COMPARE, _PAGE = 200, 200, 100  # ms
_STOCK, _SCAN = 15, 200  # times as fast
_TABLE = "/archive/articles"
Words = dict[tuple[int, str], list[str]]


def figures(articles: int) -> Iterator[Figure]:
    """Each page beside its goal; the table page and the count of a search beside what others have for it, too."""
    database = large(_FOLDER, articles)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        words = _words(connection)
        yield from _found(connection, words)
        ids = _column(connection, "SELECT id FROM articles ORDER BY search_id DESC LIMIT 40")
        edited = _column(connection, "SELECT id FROM articles WHERE versions > 1 LIMIT 40")
        longest = _column(connection, "SELECT id FROM articles WHERE versions > 1 ORDER BY length(body) DESC LIMIT 1")
    common = [f"/search?q={quote(word)}" for (_, kind), some in words.items() if kind == "common" for word in some[:3]]
    with served(database, with_plugin=True) as client:
        for (length, kind), some in words.items():
            pages = [f"/search?q={quote(word)}" for word in some]
            yield _waited(
                client, f"search for {kind} words of {length}", pages, _SEARCH, rounds=1
            )  # as nobody did before
        yield _waited(client, "common words, best first", [f"{page}&order=relevance" for page in common], _SEARCH)
        yield _waited(client, "common words in one site", [f"{page}&site=site3" for page in common], _SEARCH)
        yield _waited(client, "all articles, newest first", ["/search"] * 10, _SEARCH)
        yield _waited(client, "start page", ["/"] * 10, _PAGE)
        with closing(sqlite3.connect(database)) as crawl:
            yield _waited(client, "start page, just written to", ["/"] * 10, _PAGE, lambda: _write(crawl))
        yield _waited(client, "article", [f"/a/{found}" for found in ids], _PAGE)
        yield _waited(client, "compare", [f"/a/{found}/compare" for found in edited], _PAGE)
        yield _waited(client, "compare 10,000 characters", [f"/a/{longest[0]}/compare"] * 10, _COMPARE)
        yield _waited(client, "table page", [_TABLE] * 10, _PAGE)
        ours = median(milliseconds(client, _TABLE) for _ in range(10))
    with served(database, with_plugin=False) as stock:
        its = median(milliseconds(stock, _TABLE) for _ in range(5))
    yield _beside("table page, median", ours, "stock Datasette", its, _STOCK)


def _waited(
    client: httpx.Client,
    what: str,
    pages: list[str],
    goal: float,
    before: Callable[[], None] = lambda: None,
    *,
    rounds: int = _ROUNDS,
) -> Figure:
    """How long 95 of 100 readers wait at most; `before` is called before each."""
    milliseconds(client, pages[0])
    times = []
    for page in pages[1:] * rounds:
        before()
        times.append(milliseconds(client, page))
    p95 = quantiles(times, n=20)[-1]
    return Figure(
        what=what,
        ours=f"{p95:.0f} ms",
        peer=f"median {median(times):.0f} ms",
        ratio=p95,
        goal=goal,
        unit="ms",
        at_most=True,
    )


def _write(crawl: sqlite3.Connection) -> None:
    """What keeps no answer of before."""
    with crawl:
        crawl.execute("UPDATE runs SET requests = requests + 1")


def _beside(what: str, ours: float, peer: str, its: float, goal: float) -> Figure:
    return Figure(what=what, ours=f"{ours:.1f} ms", peer=f"{peer} {its:.0f} ms", ratio=its / ours, goal=goal)


def _words(connection: sqlite3.Connection) -> Words:
    """Words of one to four characters, by length and kind: those in most of the articles, in a quarter, and in one."""
    step = max(1, connection.execute("SELECT count(*) FROM articles").fetchone()[0] // _READ)
    texts = _column(connection, f"SELECT title || '_' || body FROM articles WHERE rowid % {step} = 0")
    words: Words = {}
    for length in range(1, 5):
        stands_in = Counter(word for text in texts for word in _grams(text, length))
        ranked = sorted(stands_in, key=lambda word: (-stands_in[word], word))
        few = [word for word in ranked if stands_in[word] == 1] or ranked[-_WORDS:]
        quarter = next(at for at, word in enumerate(ranked) if stands_in[word] <= len(texts) / 4)
        words[length, "common"] = ranked[:_WORDS]
        words[length, "usual"] = ranked[quarter : quarter + _WORDS]
        words[length, "rare"] = Random(length).sample(sorted(few), min(_WORDS, len(few)))
    return words


def _grams(text: str, length: int) -> set[str]:
    said = plain(text)
    return {word for at in range(len(said) - length + 1) if (word := said[at : at + length]).isalpha()}


def _found(connection: sqlite3.Connection, words: Words) -> Iterator[Figure]:
    """Of what the index and a look at every character find, the share that both do; and how long a count takes."""
    by_scan: dict[str, set[int]] = {word: set() for some in words.values() for word in some[:_PROVEN]}
    for row, title, body in connection.execute("SELECT search_id, title, body FROM articles"):
        text = f"{plain(title)}\n{plain(body)}"
        for word, rows in by_scan.items():
            if word in text:
                rows.add(row)
    by_index = {word: set(_column(connection, _ROWS, match_query(word))) for word in by_scan}
    either = sum(len(by_index[word] | by_scan[word]) for word in by_scan)
    both = sum(len(by_index[word] & by_scan[word]) for word in by_scan)
    yield Figure(
        what=f"{len(by_scan)} words: found by index and scan alike",
        ours=f"{both:,} articles",
        peer=f"either {either:,}",
        ratio=both / either,
        goal=1,
    )
    like = "SELECT count(*) FROM articles WHERE title LIKE ?1 OR body LIKE ?1"
    for kind in ("usual", "rare"):
        word = words[2, kind][0]
        ours = _timed(connection, f"SELECT count(*) FROM ({_ROWS})", match_query(word))
        yield _beside(f"count a {kind} word of 2", ours, "LIKE", _timed(connection, like, f"%{word}%"), _SCAN)


_ROWS = "SELECT rowid FROM articles_search WHERE articles_search MATCH ?"


def _column(connection: sqlite3.Connection, sql: str, *values: str) -> list[Any]:
    return [row[0] for row in connection.execute(sql, values)]


def _timed(connection: sqlite3.Connection, sql: str, value: str) -> float:
    times = []
    for _ in range(_ROUNDS):
        begin = perf_counter()
        connection.execute(sql, (value,)).fetchall()
        times.append((perf_counter() - begin) * 1000)
    return median(times)


def _tokens(articles: int) -> str:
    """What the choice of tokens rests on: docs/decisions/0004-search-by-character.md."""
    database = large(_FOLDER, articles)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        words = _words(connection)
    return compared(database, {f"{kind} {length}": some[:_PROVEN] for (length, kind), some in words.items()})


if __name__ == "__main__":
    print(table(figures(int(sys.argv[1]))))
    print(f"\n{_tokens(int(sys.argv[1]))}")
