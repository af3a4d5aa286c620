import sqlite3
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import match_query, scan, search_id, snippet, words
from archive.text import fold, tokens

# Invented; the figures and addresses belong to nobody.
TEXTS = [
    "东港开发区举行招商引资推介会，经济技术合作项目签约。",
    "東港開發區舉行招商引資推介會，經濟技術合作項目簽約。",
    "经济运行平稳，技术改造加快；电话：0100-1234567 7654321。",
    "报名请寄 news_desk@example.com，或登录 ＷＷＷ.Example.COM。",
    "C++ 与 5G 应用\n大赛（第３届）",
    "招聘公告",
    "",
]

# Few letters, so that words are often found; with what could break a query.
ALPHABET = st.text(alphabet="招商經济 \u3000,。\"“”*^():-+_Aa1ａ%'\\é\u0301か\x00\n", max_size=12)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:", isolation_level=None)
    yield database
    database.close()


def hits(database: sqlite3.Connection, texts: list[str], query: str) -> list[int]:
    """The rows that a query finds in an index made as the archive makes its own."""
    database.execute("DROP TABLE IF EXISTS found")
    database.execute("CREATE VIRTUAL TABLE found USING fts5 (body, content = '', tokenize = \"ascii tokenchars '_'\")")
    rows = [(number, tokens(text)) for number, text in enumerate(texts)]
    database.executemany("INSERT INTO found (rowid, body) VALUES (?, ?)", rows)
    found = database.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", [match_query(query)])
    return [row[0] for row in found]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("招商", [0, 1]),
        ("招", [0, 1, 5]),
        ("經濟", [0, 1, 2]),
        ("经济", [0, 1, 2]),
        ("经济 技术", [0, 1, 2]),
        ("经济　技术", [0, 1, 2]),
        ("经济技术", [0, 1]),
        ('"经济技术" 签约', [0, 1]),
        ("“經濟技術”", [0, 1]),
        ("技术 招商", [0, 1]),
        ("0100-1234567", [2]),
        ("1234567 7654321", [2]),
        ("０１００—１２３", [2]),
        ("news_desk@example.com", [3]),
        ("EXAMPLE", [3]),
        ("www.example.com", [3]),
        ("5g", [4]),
        ("应用大赛", []),
        ("第3届", [4]),
        ("火星", []),
        ("-火星", []),
        ("", []),
        ('"', []),
        ("，。 …", []),
        ("NEAR(招 商) OR body:", []),
    ],
)
def test_search_finds(index: sqlite3.Connection, query: str, rows: list[int]) -> None:
    assert hits(index, TEXTS, query) == rows
    assert [number for number, text in enumerate(TEXTS) if scan(query, text)] == rows


@given(st.lists(ALPHABET, min_size=1, max_size=4), ALPHABET)
def test_the_index_gives_what_a_scan_gives(texts: list[str], query: str) -> None:
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        expected = [number for number, text in enumerate(texts) if scan(query, text)]
        assert hits(database, texts, query) == expected
    finally:
        database.close()


@given(st.text())
def test_no_query_is_a_syntax_error(query: str) -> None:
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        assert hits(database, [query], query) == ([0] if scan(query, query) else [])
    finally:
        database.close()


def test_a_pasted_article_is_cut_to_a_query_that_ends_soon(index: sqlite3.Connection) -> None:
    assert hits(index, ["招商" * 500], "招商" * 100_000) == [0]
    assert len(match_query("招 " * 100_000 + "商")) == len('"招"')


def test_a_snippet_shows_the_glyphs_of_the_page_around_the_first_hit() -> None:
    body = "甲" * 300 + "鐵嶺經濟、技術開發" + "乙" * 300
    pieces = snippet(body, "经济 技术", size=40)
    assert [piece for piece, hit in pieces if hit] == ["經濟", "技術"]
    assert "".join(piece for piece, _ in pieces) in body
    assert len("".join(piece for piece, _ in pieces)) == 40


def test_a_snippet_without_a_hit_is_the_beginning() -> None:
    assert snippet("东港开发区招商", "火星", size=5) == [("东港开发区", False)]
    assert snippet("东港", "") == [("东港", False)]
    assert snippet("", "东港") == []


def test_a_hit_is_traced_back_over_characters_that_fold_to_more_or_fewer() -> None:
    assert snippet("面积㎡\u200b共５㎡，招\u200b商", "m2 招商") == [
        ("面积", False),
        ("㎡", True),
        ("\u200b共５", False),
        ("㎡", True),
        ("，", False),
        ("招\u200b商", True),
    ]


@given(ALPHABET, ALPHABET, st.integers(min_value=1, max_value=20))
def test_a_snippet_is_a_part_of_the_text_and_its_hits_are_hits(body: str, query: str, size: int) -> None:
    pieces = snippet(body, query, size)
    assert "".join(piece for piece, _ in pieces) in body
    assert all(piece for piece, _ in pieces)
    folded = "".join(fold(word) for word in words(query))
    assert folded or not any(hit for _, hit in pieces)


def test_ids_grow_with_the_day_and_depend_on_nothing_else() -> None:
    first = search_id("abcdefghijkl", "2023-09-28")
    assert first == search_id("abcdefghijkl", "2023-09-28T10:12:33+08:00")
    assert first >> 45 == 45195
    assert first & (2**45 - 1) == int(sha256(b"abcdefghijkl").hexdigest(), 16) >> 211
    assert search_id("zzzzzzzzzzzz", "2023-09-27") < first < search_id("aaaaaaaaaaaa", "2023-09-29")
    assert 0 <= search_id("abcdefghijkl", "1600-01-01") < 2**45
    assert search_id("abcdefghijkl", "9999-12-31") < 2**63


def test_a_row_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="day is out of range"):
        search_id("abcdefghijkl", "2023-02-30")
