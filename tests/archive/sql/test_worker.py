"""Processes that answer SQL of strangers: what they answer, and what ends a question or a process."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.sql.asker import Asker, Interrupted

pytestmark = pytest.mark.slow

SECONDS = 0.3
ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT {} FROM c"
# One step of SQLite each: nothing in SQLite stops them.
LONG_STEPS = [
    "SELECT instr(hex(zeroblob(1900000)), hex(zeroblob(900000)) || '1')",
    "SELECT count(*) FROM words WHERE words MATCH replace(hex(zeroblob(200000)), '00', ' \"的\"')",
]
MEMORY = [
    "SELECT " + ", ".join(["hex(zeroblob(1900000))"] * 60),
    ENDLESS.format("hex(zeroblob(50000))") + " ORDER BY 1",
    ENDLESS.format("count(DISTINCT hex(zeroblob(20000)) || n)"),
    "SELECT json_group_array(hex(zeroblob(300000))) FROM (SELECT value FROM json_each('[1,2,3,4,5,6,7,8,9]'))",
]
LARGE = [
    ENDLESS.format("hex(zeroblob(1000000))") + " LIMIT 100",
    ENDLESS.format("replace(hex(zeroblob(100000)), '00', '招')") + " LIMIT 100",
    ENDLESS.format("replace(hex(zeroblob(100000)), '00', char(1))") + " LIMIT 100",
    ENDLESS.format("randomblob(1000000)") + " LIMIT 100",
]


@pytest.fixture
def asker(tmp_path: Path) -> Iterator[Asker]:
    path = tmp_path / "a # b?.db"  # characters that mean something in an address
    with closing(sqlite3.connect(path)) as database:
        database.executescript("""
            CREATE TABLE sites (id TEXT, name TEXT);
            INSERT INTO sites VALUES ('kfq', '云岭'), ('port', '東港'), ('hill', NULL);
            CREATE VIRTUAL TABLE words USING fts5 (title, content = '');
            INSERT INTO words (rowid, title) VALUES (1, '的 的 的');
        """)
    made = Asker(str(path), is_immutable=False)
    yield made
    made.close()


def ask(asker: Asker, sql: str, most: int | None = None, **parameters: object) -> list[tuple[object, ...]]:
    return asker.ask(sql, parameters, SECONDS, most).rows


def test_rows_come_as_sqlite_gives_them(asker: Asker) -> None:
    values = ask(asker, "SELECT 1, -9223372036854775808, 2.5, 'a', x'00ff', NULL, :it", it="云岭")
    assert values == [(1, -(2**63), 2.5, "a", b"\0\xff", None, "云岭")]
    answer = asker.ask("SELECT name AS n, id AS n FROM sites WHERE id = ?", ["port"], SECONDS, None)
    assert (answer.columns, answer.rows) == (["n", "n"], [("東港", "port")])
    assert asker.ask("EXPLAIN SELECT 1 WHERE 0", [], SECONDS, None).columns[0] == "addr"


def test_no_more_rows_are_given_than_wanted_and_it_is_told_that_there_are_more(asker: Asker) -> None:
    for most, given, is_truncated in ((2, 2, True), (3, 3, False), (None, 3, False)):
        answer = asker.ask("SELECT id FROM sites", [], SECONDS, most)
        assert (len(answer.rows), answer.is_truncated) == (given, is_truncated)


def test_the_functions_of_our_own_are_there(asker: Asker) -> None:
    assert ask(asker, "SELECT fold(name) FROM sites WHERE id = 'port'") == [("东港",)]
    assert ask(asker, "SELECT rowid FROM words WHERE words MATCH escape_fts('的')") == [(1,)]


@pytest.mark.parametrize(
    ("sql", "kind", "told"),
    [
        ("SELECT title FROM sites", sqlite3.OperationalError, "no such column: title"),
        ("SELECT '\0'", sqlite3.ProgrammingError, "null character"),
        ("SELECT zeroblob(5000000)", sqlite3.DataError, "too big"),
        ("DELETE FROM sites", sqlite3.DatabaseError, "not authorized"),
        ("SELECT * FROM sites WHERE name LIKE hex(zeroblob(200))", sqlite3.OperationalError, "LIKE or GLOB pattern"),
    ],
)
def test_an_error_is_the_one_that_sqlite_has(asker: Asker, sql: str, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind, match=told) as caught:
        ask(asker, sql)
    assert type(caught.value) is kind


def test_what_is_refused_has_the_code_for_it(asker: Asker) -> None:
    with pytest.raises(sqlite3.DatabaseError) as caught:
        ask(asker, "DELETE FROM sites")
    assert caught.value.sqlite_errorcode == sqlite3.SQLITE_AUTH


def test_a_query_is_stopped_at_its_limit_and_its_process_goes_on(asker: Asker) -> None:
    ask(asker, "SELECT 1")
    process = asker._process
    with pytest.raises(Interrupted):
        ask(asker, ENDLESS.format("count(*)"))
    assert ask(asker, "SELECT 1") == [(1,)]
    assert asker._process is process


@pytest.mark.parametrize("sql", LONG_STEPS)
def test_a_step_that_nothing_stops_ends_its_process_and_the_next_question_gets_another(asker: Asker, sql: str) -> None:
    with pytest.raises(Interrupted):
        ask(asker, sql)
    assert ask(asker, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("sql", MEMORY)
def test_memory_has_its_limit(asker: Asker, sql: str) -> None:
    with pytest.raises(sqlite3.Error, match=r"more memory than it may have|too big"):
        asker.ask(sql, [], 5, None)
    assert ask(asker, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("sql", LARGE)
def test_an_answer_has_its_limit(asker: Asker, sql: str) -> None:
    with pytest.raises(sqlite3.OperationalError, match="larger than 20 MB"):
        asker.ask(sql, [], 5, 1000)


def test_a_query_writes_no_file(asker: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "nowhere"))
    rows = ask(asker, "SELECT hex(randomblob(20)) AS x FROM sites a, sites b, sites c, sites d ORDER BY x")
    assert len(rows) == 81


def test_a_process_that_was_killed_is_started_anew(asker: Asker) -> None:
    ask(asker, "SELECT 1")
    assert asker._process
    asker._process.kill()
    asker._process.wait()
    assert ask(asker, "SELECT 1") == [(1,)]


def test_a_file_that_is_not_there_is_an_error_and_stays_so(tmp_path: Path) -> None:
    asker = Asker(str(tmp_path / "nothing.db"), is_immutable=True)
    with closing(asker), pytest.raises(sqlite3.OperationalError, match="ended the process"):
        ask(asker, "SELECT 1")
    assert list(tmp_path.iterdir()) == []
