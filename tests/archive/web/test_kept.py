"""Counts are kept until somebody writes, and so are no rows that somebody asked for with SQL of their own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.sql.wire import Answer
from archive.web.kept import Kept

ONE = Answer(["count(*)"], [(1,)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE articles (title TEXT)")
    return path


@pytest.fixture
def kept(path: Path) -> Iterator[Kept]:
    kept = Kept(str(path), is_immutable=False)
    yield kept
    kept.close()


def test_an_answer_is_kept_until_somebody_writes(path: Path, kept: Kept) -> None:
    before = kept.state()
    kept.put("count", before, ONE)
    assert kept.get("count", kept.state()) == ONE
    assert kept.get("another", kept.state()) is None
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO articles VALUES ('招商')")
    assert kept.get("count", kept.state()) is None


def test_an_answer_is_kept_for_a_minute(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("archive.web.kept.time.monotonic", lambda: now)
    kept.put("count", kept.state(), ONE)
    now += 59
    assert kept.get("count", kept.state()) == ONE
    now += 1
    assert kept.get("count", kept.state()) is None


def test_large_answers_are_not_kept_nor_more_than_a_hundred(kept: Kept) -> None:
    state = kept.state()
    kept.put("long", state, Answer(["body"], [("文" * 200_001,)]))
    kept.put("many", state, Answer(["id"], [("一二三四五六七八九十",)] * 20_001))
    assert (kept.get("long", state), kept.get("many", state)) == (None, None)
    for number in range(101):
        kept.put(number, state, ONE)
    assert (kept.get(0, state), kept.get(1, state), kept.get(100, state)) == (None, ONE, ONE)
