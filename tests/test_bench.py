"""What the bench measures is what it says: pages of the size and the kinds of real ones, read in full."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.search import match_query, scan
from archive.store import open_for_reading
from bench.figure import Figure, table
from bench.large import large
from bench.pages import SHAPES, Shape, captures, story
from bench.tokens import compared
from spiders.parse import parse
from spiders.profile import Profile


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: str(shape.template))
def test_each_shape_is_an_article_that_is_read_in_full(shape: Shape) -> None:
    told = story(7)
    capture = shape.capture(told)
    page = parse(capture, Profile.generic(capture.url))
    assert page.article is not None
    assert page.footer is not None
    assert page.article.body.splitlines()[: len(told.text)] == list(told.text)
    assert (page.article.title, page.article.published_at is not None) == (told.title, True)
    assert page.article.source in ("管委会办公室", "招商服务局", "项目推进专班", "本站原创")
    assert (page.article.section, page.footer.sponsor) == ("工作动态", "东港经济开发区管理委员会")
    assert (page.footer.site_id_code, page.footer.icp_number) == ("2112000001", "辽ICP备12345678号-1")
    assert len(page.links) > 100


def test_pages_are_of_45_kilobytes_and_none_is_like_another() -> None:
    bodies = [capture.body for capture in captures(8, seed=3)]
    assert len(set(bodies)) == len(bodies)
    assert 43_000 < sum(map(len, bodies)) / len(bodies) < 47_000


def test_a_figure_is_met_where_it_reaches_its_goal() -> None:
    fast = Figure(what="read", ours="1 ms", peer="it 12 ms", ratio=12, goal=12)
    large = Figure(what="memory", ours="300 MB", peer="", ratio=300, goal=250, unit="MB", at_most=True)
    assert [line.split()[-1] for line in table((fast, large)).splitlines()[2:]] == ["yes", "no"]


def test_a_made_archive_is_one_that_opens_and_its_index_finds_what_a_scan_finds(tmp_path: Path) -> None:
    path = large(tmp_path, 30)
    made = path.stat().st_mtime_ns
    with closing(open_for_reading(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute("SELECT search_id, title, body FROM articles").fetchall()
        assert len(rows) == 30
        for word in (rows[7]["body"][200], rows[7]["title"][-2:], "推进", "企业", "火星人"):
            assert _found(connection, word) == {
                row["search_id"] for row in rows if scan(word, row["title"], row["body"])
            }
    assert large(tmp_path, 30).stat().st_mtime_ns == made


def test_every_choice_of_tokens_finds_as_much(tmp_path: Path) -> None:
    words = {"of 1": ["推", "火"], "of 2": ["推进", "火星"], "of 4": ["企业服务", "推进企业"]}
    told = compared(large(tmp_path, 30), words)
    assert told.endswith("For each word all of them found the same number of articles.")


def _found(connection: sqlite3.Connection, word: str) -> set[int]:
    sql = "SELECT rowid FROM articles_search WHERE articles_search MATCH ?"
    return {row[0] for row in connection.execute(sql, (match_query(word),))}
