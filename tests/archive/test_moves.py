"""Articles that moved keep one history; twins, and whatever is in doubt, keep two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive.ingest import Parse
from archive.rebuild import rebuild
from archive.search import match_query
from archive.store import logical_dump
from archive.urls import article_id
from archive.verify import verify

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

OLD, NEW = "http://kfq.test/news/1.html", "http://kfq.test/2026/08/30/content_1.html"
LONG = "经济技术开发区召开招商引资推进会，会议强调要加快项目建设。" * 5
ARTICLE = {"title": "推进会", "published_at": "2026-08-30", "source": "办公室", "body": LONG}


@pytest.fixture(autouse=True)
def rebuilt(archive: Archive, read: Parse) -> object:
    """Whatever a test did, its captures alone say the same."""
    yield
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))
    assert verify(archive.folder).findings == ()


def kinds(archive: Archive) -> list[str]:
    return archive.column("events", "kind", "at")


def test_an_article_that_was_missing_and_comes_at_a_new_address_has_moved(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        visit.status(OLD, 404)
        ingested = visit.get(NEW, **ARTICLE | {"published_at": "2026-08-30T09:30:00+08:00"}, noise=1)
    assert ingested.article_id == article_id(OLD)
    article = archive.one("articles")
    assert (article["id"], article["url"], article["status"]) == (article_id(OLD), NEW, "live")
    assert archive.column("addresses", "url", "first_seen") == [OLD, NEW]
    assert sorted(kinds(archive)) == ["edited", "missing", "moved", "new"]  # it gained a time of day


def test_an_article_that_is_missed_after_its_copy_came_has_moved(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        assert visit.get(NEW, **ARTICLE, noise=1).event == "new"
        assert visit.status(OLD, 404).event == "moved"
    article = archive.one("articles")
    assert (article["id"], article["url"], article["versions"]) == (article_id(OLD), NEW, 1)
    assert kinds(archive) == ["new", "moved"]
    assert [run["new"] for run in archive.rows("runs", "started_at")] == [1, 0]
    assert archive.find(match_query("招商引资")) == ["推进会"]


def test_an_old_address_that_stays_missing_does_not_make_a_moved_article_missing(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        visit.status(OLD, 404)
        visit.get(NEW, **ARTICLE, noise=1)
    for day in (3, 10, 20):
        with archive.run(day) as visit:
            visit.status(OLD, 404)
            visit.get(NEW, **ARTICLE, noise=1)
    assert archive.one("articles")["status"] == "live"
    with archive.run(21) as visit:
        assert visit.status(NEW, 404).event == "missing"


def test_an_address_that_redirects_to_the_new_one_says_that_it_moved(archive: Archive) -> None:
    short = ARTICLE | {"body": "会议强调。"}
    with archive.run(1) as visit:
        visit.get(OLD, **short)
    with archive.run(2) as visit:
        visit.status(OLD, 302, NEW)
        assert visit.get(NEW, **short, noise=1).event == "moved"
    assert archive.one("articles")["id"] == article_id(OLD)


def test_twins_of_which_one_comes_to_redirect_to_the_other_are_joined_then(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
        visit.get(NEW, **ARTICLE, noise=1)
        visit.get(OLD, **ARTICLE)
    assert len(archive.rows("articles")) == 2
    with archive.run(2) as visit:
        visit.status(OLD, 302, NEW)
        visit.get(NEW, **ARTICLE, noise=1)
    assert archive.one("articles")["id"] == article_id(OLD)
    assert kinds(archive) == ["new", "moved"]


def test_edits_on_both_sides_of_a_move_are_one_row_of_versions(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE | {"body": LONG + "初稿。"})
    with archive.run(2) as visit:
        visit.get(OLD, **ARTICLE)
    with archive.run(3) as visit:
        visit.get(NEW, **ARTICLE, attachments=[{"url": "http://kfq.test/a.pdf", "name": "附件"}])
        visit.status(OLD, 404)
        visit.get(NEW, **ARTICLE | {"body": LONG + "终稿。"})
    assert archive.column("versions", "number", "number") == [1, 2, 3, 4]
    assert archive.column("versions", "changed", "number") == [
        "[]",
        '["body"]',
        '["attachments"]',
        '["body", "attachments"]',
    ]
    assert archive.column("attachments", "version_number") == [3]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "推进会（二）"},
        {"published_at": None},
        {"published_at": "2026-08-31"},
        {"body": LONG + "！"},
        {"body": LONG[:99]},
    ],
)
def test_what_differs_or_is_short_is_not_joined(archive: Archive, other: dict[str, str | None]) -> None:
    first = ARTICLE | ({"body": LONG[:99]} if other.get("body") == LONG[:99] else {})
    with archive.run(1) as visit:
        visit.get(OLD, **first)
    with archive.run(2) as visit:
        visit.status(OLD, 404)
        visit.get(NEW, **ARTICLE | other)
    assert len(archive.rows("articles")) == 2
    assert "moved" not in kinds(archive)


def test_twins_that_stood_side_by_side_stay_two_when_one_goes(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
        visit.get(NEW, **ARTICLE, noise=1)
    with archive.run(2) as visit:
        visit.get(OLD, **ARTICLE)
        visit.status(NEW, 404)
    with archive.run(3) as visit:
        visit.get(NEW, **ARTICLE, noise=1)
        visit.status(OLD, 404)
    assert len(archive.rows("articles")) == 2


def test_twins_of_one_run_stay_two_when_the_first_goes(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
        visit.get(NEW, **ARTICLE, noise=1)
    with archive.run(2) as visit:
        assert visit.status(OLD, 404).event == "missing"
    assert len(archive.rows("articles")) == 2


def test_an_article_that_is_listed_beside_its_twin_has_not_moved(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get("/news/", section="要闻", rows=[OLD])
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        visit.get(NEW, **ARTICLE, noise=1)
        visit.get("/news/", section="要闻", rows=[OLD, NEW])
        assert visit.status(OLD, 404).event == "missing"
    assert len(archive.rows("articles")) == 2


def test_a_twin_that_was_listed_all_along_is_not_where_a_missing_one_went(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get("/news/", section="要闻", rows=[OLD, NEW])
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        visit.status(OLD, 404)
        assert visit.get(NEW, **ARTICLE, noise=1).event == "new"
    assert len(archive.rows("articles")) == 2


def test_of_two_that_may_have_moved_neither_is_taken(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
        visit.get("/other.html", **ARTICLE, noise=1)
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        visit.status(OLD, 404)
        visit.status("/other.html", 404)
        visit.get(NEW, **ARTICLE, noise=2)
    assert len(archive.rows("articles")) == 3


def test_scheme_and_www_are_spellings_of_one_address_and_no_move(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(OLD, **ARTICLE)
    with archive.run(2) as visit:
        visit.get(OLD.replace("http://", "https://www."), **ARTICLE, noise=1)
        visit.status(OLD, 404)
    assert archive.one("articles")["status"] == "live"
    assert kinds(archive) == ["new"]


def test_fifty_moves_are_joined_and_their_twins_are_not(archive: Archive) -> None:
    def says(number: int) -> dict[str, str]:
        return {"title": f"推进会{number}", "published_at": f"2026-08-{1 + number % 28:02}", "body": f"{LONG}{number}"}

    with archive.run(1) as visit:
        for number in range(50):
            visit.get(f"/a/{number}.html", **says(number))
            visit.get(f"/twin/{number}.html", **says(number) | {"title": f"附：推进会{number}"})
    with archive.run(2) as visit:
        for number in range(50):
            if number % 2:
                visit.status(f"/a/{number}.html", 404)
            visit.get(f"/b/{number}.html", **says(number), noise=1)
            visit.status(f"/a/{number}.html", 404)
    assert len(archive.rows("articles")) == 100
    assert kinds(archive).count("moved") == 50
