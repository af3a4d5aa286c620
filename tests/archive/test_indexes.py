"""The search indexes are written after the rows: nothing is found that is not there, and nothing stays out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archive.store import Store, indexes, logical_dump
from archive.verify import verify

if TYPE_CHECKING:
    from tests.archive.conftest import Archive


def noted(archive: Archive) -> int:
    return int(archive.query("SELECT count(*) AS number FROM unindexed")[0]["number"])


def test_texts_are_added_many_at_a_time_and_the_last_when_the_run_ends(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "MUCH", 3)
    with archive.run() as visit:
        for number, waiting in enumerate((1, 2, 0, 1), 1):
            visit.get(f"/{number}.html", title=f"第{number}号", body="开工")
            assert noted(archive) == waiting
        assert sorted(archive.find('"开 工"')) == ["第1号", "第2号", "第3号"]
    assert len(archive.find('"开 工"')) == 4
    assert noted(archive) == 0


def test_a_text_waits_a_minute_at_most(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(indexes, "monotonic", lambda: now)
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="开工")
        now += indexes.LATE - 1
        visit.fails("/9.html")
        assert archive.find('"开 工"') == []
        now += 1
        visit.fails("/9.html")
        assert archive.find('"开 工"') == ["甲"]


def test_what_is_edited_before_it_was_added_is_found_by_its_last_text_alone(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="开工")
        visit.get("/1.html", title="甲", body="竣工", published_at="2026-08-31")
    assert archive.find('"开 工"') == []
    assert archive.find('"竣 工"') == ["甲"]


def test_after_a_kill_the_next_run_adds_what_was_left(archive: Archive) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/1.html", title="甲", body="开工")
        visit.get("/a.pdf", file={"text": "预算", "members": ["附件.doc"]})
        left = archive.path.read_bytes(), archive.path.with_name("archive.db-wal").read_bytes()
    archive.path.write_bytes(left[0])
    archive.path.with_name("archive.db-wal").write_bytes(left[1])
    assert (noted(archive), archive.find('"开 工"')) == (2, [])
    assert verify(archive.folder).unindexed == 2
    with archive.run(2):
        assert archive.find('"开 工"') == ["甲"]
    assert verify(archive.folder).unindexed == 0
    assert archive.query("SELECT count(*) AS n FROM files_search WHERE files_search MATCH '\"预 算\"'") == [{"n": 1}]
    assert archive.query("SELECT count(*) AS n FROM files_search WHERE files_search MATCH '\"附 件\"'") == [{"n": 1}]


def test_what_waits_is_no_difference_between_two_archives_but_their_words_are(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="开工")
        before = set(logical_dump(archive.path))
    added = set(logical_dump(archive.path)) - before
    assert not any(line.startswith('["unindexed"') for line in before)
    assert sum(line.startswith('["words"') for line in added) == 4


def test_verify_finds_a_text_that_is_in_neither_and_one_that_is_no_more(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="开工")
        visit.get("/2.html", title="乙", body="竣工")
    assert verify(archive.folder).findings == ()
    with closing(sqlite3.connect(archive.path)) as connection, connection:
        (first, second) = (row[0] for row in connection.execute("SELECT search_id FROM articles ORDER BY title DESC"))
        connection.execute(
            "INSERT INTO articles_search (articles_search, rowid, title, body) VALUES ('delete', ?, '甲', '开 工')",
            (first,),
        )
        connection.execute("INSERT INTO articles_search (rowid, title, body) VALUES (7, '丙', '')")
        connection.execute("INSERT INTO unindexed VALUES ('article', ?)", (second,))
    assert [(finding.record, finding.message.partition(";")[0]) for finding in verify(archive.folder).findings] == [
        (f"article of search_id {first}", "articles_search lacks this text"),
        (f"article of search_id {second}", "articles_search has this text, which is noted to be added"),
        ("article of search_id 7", "articles_search has a text that is not there"),
    ]


def test_a_store_that_is_closed_has_nothing_left_to_add(archive: Archive) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/1.html", title="甲", body="开工")
    Store(archive.path).close()
    assert noted(archive) == 0
