"""Articles that are told in several pages: one article, and a change of any page is an edit of it."""

from typing import Any

import pytest

from archive.rebuild import rebuild
from archive.store import logical_dump
from archive.verify import verify
from tests.archive.conftest import Archive, parse

FIRST, SECOND, THIRD = "/a/45.html", "/a/45_2.html", "/a/45_3.html"
SAME: dict[str, Any] = {"title": "推进会", "published_at": "2026-08-30", "source": "管委会"}


def page(number: int, body: str, *, last: int = 3, **more: Any) -> dict[str, Any]:
    """What a page says; its number is that of its address, 1 for the first."""
    following = f"http://kfq.test/a/45_{number + 1}.html" if number < last else None
    part = {"first": "http://kfq.test/a/45.html", "number": number if number > 1 else 0, "next": following}
    return {**SAME, "body": body, "body_html": f"<p>{body}</p>", "part": part, **more}


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    with archive.run(1) as visit:
        visit.get(FIRST, **page(1, "第一页。", attachments=[{"url": "http://kfq.test/1.pdf", "name": "附件1"}]))
        visit.get(SECOND, **page(2, "第二页。"))
        visit.get(THIRD, **page(3, "第三页。", attachments=[{"url": "http://kfq.test/3.pdf", "name": "附件3"}]))
    return archive


def test_the_pages_are_one_article_in_one_version(crawled: Archive) -> None:
    article, version = crawled.one("articles"), crawled.one("versions")
    assert (article["url"], article["body"]) == ("http://kfq.test/a/45.html", "第一页。\n第二页。\n第三页。")
    assert (version["body"], version["whole"]) == (article["body"], 1)
    assert version["body_html"] == "<p>第一页。</p>\n<p>第二页。</p>\n<p>第三页。</p>"
    assert crawled.column("attachments", "name", "url") == ["附件1", "附件3"]
    assert crawled.column("events", "kind") == ["new"]
    assert crawled.column("addresses", "url") == ["http://kfq.test/a/45.html"]
    assert crawled.find('"第" "三" "页"') == ["推进会"]


def test_an_article_of_which_a_page_is_still_to_be_read_says_so(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(FIRST, **page(1, "第一页。"))
        visit.get(SECOND, **page(2, "第二页。"))
        visit.status(THIRD, 404)
    assert (archive.one("versions")["whole"], archive.one("articles")["body"]) == (0, "第一页。\n第二页。")


def test_a_page_that_is_read_before_the_first_waits_for_it(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(SECOND, **page(2, "第二页。", last=2))
        assert archive.rows("articles") == []
        visit.get(FIRST, **page(1, "第一页。", last=2))
    assert archive.one("articles")["body"] == "第一页。\n第二页。"
    assert archive.column("events", "kind") == ["new"]


def test_a_change_of_a_further_page_is_an_edit(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(SECOND, **page(2, "第二页。", noise=1))
        assert visit.get(THIRD, **page(3, "第三页改了。")).event == "edited"
        visit.get(THIRD, **page(3, "第三页改了。"))
    assert crawled.column("events", "kind", "at") == ["new", "edited"]
    assert crawled.column("versions", "body", "number")[1] == "第一页。\n第二页。\n第三页改了。"


def test_a_change_of_the_first_page_keeps_the_others(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(FIRST, **page(1, "第一页改了。"))
    assert crawled.one("articles")["body"] == "第一页改了。\n第二页。\n第三页。"
    assert crawled.column("versions", "changed", "number")[1] == '["body", "attachments"]'


def test_a_page_that_is_added_later_is_an_edit(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(THIRD, **page(3, "第三页。", last=4, attachments=[{"url": "http://kfq.test/3.pdf", "name": "附件3"}]))
        visit.get("/a/45_4.html", **page(4, "第四页。", last=4))
    assert crawled.column("events", "kind", "at") == ["new", "edited"]
    assert crawled.one("articles")["body"].endswith("\n第四页。")


def test_a_page_that_is_taken_away_is_an_edit(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(SECOND, **page(2, "第二页。", last=2))
        visit.status(THIRD, 404)
    assert crawled.one("articles")["body"] == "第一页。\n第二页。"


def test_a_further_page_says_nothing_of_whether_the_article_is_there(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.status(FIRST, 404)
        visit.get(SECOND, **page(2, "第二页。", noise=1))
        visit.status(THIRD, 304)
        visit.get(THIRD, **page(3, "第三页改了。"))
    article = crawled.one("articles")
    assert (article["status"], article["misses"], article["last_seen"][:10]) == ("missing", 1, "2026-09-01")


def test_a_page_that_lost_its_text_is_doubted_and_not_the_whole(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(SECOND, **page(2, ""))
    assert crawled.column("captures", "outcome", "captured_at")[-1] == "drift"
    assert "第二页。" in crawled.one("articles")["body"]


def test_an_article_that_is_told_in_one_page_from_now_on_has_no_others(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(FIRST, **SAME, body="第一页。第二页。第三页。全文。")
    assert crawled.one("articles")["body"] == "第一页。第二页。第三页。全文。"
    assert crawled.rows("parts") == []


def test_a_rebuild_tells_it_the_same(crawled: Archive) -> None:
    with crawled.run(2) as visit:
        visit.get(SECOND, **page(2, "第二页改了。"))
        visit.get(FIRST, **page(1, "第一页改了。"))
    rebuild(crawled.folder, crawled.folder / "again.db", lambda site: parse)
    assert list(logical_dump(crawled.folder / "again.db")) == list(logical_dump(crawled.path))
    assert verify(crawled.folder).findings == ()
