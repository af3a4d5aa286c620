"""Which section an article stands in, and what sections listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.urls import content_id, identity

if TYPE_CHECKING:
    from tests.archive.conftest import Archive, Visit

NEWS = "http://kfq.test/news/index.html"
NOTICES = "http://kfq.test/notices/index.html"


def section(url: str) -> str:
    return content_id("kfq", identity(url))


def test_a_listing_with_a_name_is_a_section_and_its_rows_are_sightings(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(
            NEWS, section="园区动态", rows=[{"url": "http://kfq.test/1.html", "title": "招商", "date_text": "09-01"}]
        )
    row = archive.one("sections")
    assert (row["id"], row["name"], row["url"]) == (section("http://kfq.test/news/"), "园区动态", NEWS)
    sighting = archive.one("sightings")
    assert (sighting["section_id"], sighting["title"], sighting["date_text"]) == (row["id"], "招商", "09-01")


def test_the_pages_after_the_first_belong_to_its_section(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=["http://kfq.test/1.html"], next_url="/ui?pageId=9&currentPage=2")
        visit.get("/ui?pageId=9&currentPage=2", rows=["http://kfq.test/2.html"], next_url="/ui?pageId=9&currentPage=3")
        visit.get("/ui?pageId=9&currentPage=3", section="第三页", rows=["http://kfq.test/3.html"])
    assert archive.one("sections")["name"] == "园区动态"
    assert archive.column("sightings", "section_id") == [section(NEWS)] * 3


def test_a_later_page_that_comes_first_is_joined_by_name_and_folder(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/news/index_3.html", section="园区动态", rows=["http://kfq.test/3.html"])
        visit.get(NEWS, section="园区动态", rows=["http://kfq.test/1.html"])
        visit.get(NOTICES, section="园区动态", rows=["http://kfq.test/9.html"])
    assert len(archive.rows("sections")) == 2
    assert len(set(archive.column("sightings", "section_id"))) == 2


def test_a_first_page_may_stand_beside_the_folder_of_the_others(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/news/1.htm", section="园区动态", rows=["http://kfq.test/3.html"])
        visit.get("/news.htm", section="园区动态", rows=["http://kfq.test/1.html"])
        visit.get("/news/2.htm", section="园区动态", rows=["http://kfq.test/2.html"])
        visit.get("/notices.htm", section="园区动态", rows=["http://kfq.test/9.html"])
    assert len(archive.rows("sections")) == 2
    assert len(set(archive.column("sightings", "section_id"))) == 2


def test_neither_the_home_page_nor_a_nameless_list_is_a_section(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/index.html", section="首页", rows=["http://kfq.test/1.html"])
        visit.get("/all.html", rows=["http://kfq.test/1.html"])
    assert archive.rows("sections") == archive.rows("sightings") == []


def test_a_home_page_that_lies_behind_a_redirect_is_no_section_either(archive: Archive) -> None:
    with archive.run() as visit:
        visit.status("http://kfq.test/", 302, "/portal/main.html")
        visit.get("/portal/main.html", section="首页", rows=["http://kfq.test/1.html"])
    assert archive.rows("sections") == []


def test_an_article_stands_in_the_section_that_listed_it_first(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=["http://kfq.test/1.html"])
        visit.get(NOTICES, section="通知公告", rows=["http://kfq.test/1.html"])
        visit.get("/1.html", title="甲", body="甲", section="头条")
    assert archive.one("articles")["section_id"] == section(NEWS)


def test_an_article_that_prints_the_name_of_its_section_stands_there(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=["http://kfq.test/1.html", "http://kfq.test/2.html"])
        visit.get("/1.html", title="甲", body="甲", section="通知公告")
        visit.get("/2.html", title="乙", body="乙", section="园区动态")
        visit.get(NOTICES, section="通知公告", rows=["http://kfq.test/1.html", "http://kfq.test/2.html"])
    assert archive.column("articles", "section_id", "first_seen") == [section(NOTICES), section(NEWS)]


def test_of_two_sections_with_the_printed_name_it_stands_in_the_one_that_lists_it_or_in_none(archive: Archive) -> None:
    other = "http://kfq.test/port/notices/"
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="甲", section="通知公告")
        visit.get("/2.html", title="乙", body="乙", section="通知公告")
        visit.get(NOTICES, section="通知公告", rows=["http://kfq.test/9.html"])
        visit.get(other, section="通知公告", rows=["http://kfq.test/2.html"])
    assert archive.column("articles", "section_id", "first_seen") == [None, section(other)]


def test_an_article_read_before_its_listing_finds_its_section_then(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="甲")
        visit.get(NEWS, section="园区动态", rows=["https://www.kfq.test/1.html"])
        visit.get(NOTICES, section="通知公告", rows=["http://kfq.test/1.html"])
    assert archive.one("articles")["section_id"] == section(NEWS)


def test_the_printed_name_places_an_article_that_no_listing_names(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=[])
        visit.get("/1.html", title="甲", body="甲", section="园区动态")
        visit.get("/2.html", title="乙", body="乙", section="没有的栏目")
    assert archive.column("articles", "section_id", "first_seen") == [section(NEWS), None]


def test_a_listing_seen_through_a_redirecting_address_places_the_article(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=["http://kfq.test/go?id=1"])
        visit.status("/go?id=1", 302, "/1.html")
        visit.get("/1.html", title="甲", body="甲")
    assert archive.one("articles")["section_id"] == section(NEWS)


def test_listing_again_moves_last_seen_and_keeps_one_row(archive: Archive) -> None:
    for day, title in ((1, "招商"), (2, "招商（更新）")):
        with archive.run(day) as visit:
            visit.get(NEWS, section="园区动态", rows=[{"url": "http://kfq.test/1.html", "title": title}])
    sighting = archive.one("sightings")
    assert sighting["title"] == "招商（更新）"
    assert sighting["first_seen"] < sighting["last_seen"]


def test_a_row_that_is_no_address_is_left_out(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=["javascript:void(0)", "http://[x/", "http://kfq.test/1.html"])
    assert archive.one("sightings")["url"] == "http://kfq.test/1.html"


def test_a_section_that_changes_its_name_keeps_its_id(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=[])
        visit.get(NEWS, section="开发区新闻", rows=[])
    assert (archive.one("sections")["id"], archive.one("sections")["name"]) == (section(NEWS), "开发区新闻")


def test_the_printed_name_places_an_article_that_was_read_before_the_section_was_known(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="甲", section="园区动态")
        visit.get(NEWS, section="园区动态", rows=["http://kfq.test/2.html"])
    assert archive.one("articles")["section_id"] == section(NEWS)


def two_pages(visit: Visit, first: list[str], second: list[str]) -> None:
    visit.get(NEWS, section="园区动态", rows=first, next_url="http://kfq.test/news/index_2.html")
    visit.get("/news/index_2.html", rows=second)


def articles(visit: Visit) -> None:
    for number in range(1, 4):
        visit.get(f"/{number}.html", title=f"甲{number}", body="甲")


ONE, TWO, THREE = (f"http://kfq.test/{number}.html" for number in range(1, 4))


def test_an_article_that_a_full_listing_no_longer_names_is_delisted_and_not_removed(archive: Archive) -> None:
    with archive.run(1) as visit:
        two_pages(visit, [ONE], [TWO, THREE])
        articles(visit)
    assert archive.rows("delisted") == []
    with archive.run(2) as visit:
        two_pages(visit, [ONE], [THREE])
        articles(visit)
    (row,) = archive.rows("delisted")
    assert (row["url"], row["title"]) == (TWO, "甲2")
    assert archive.rows("removed") == []


def test_a_listing_that_was_not_read_to_its_end_says_nothing(archive: Archive) -> None:
    with archive.run(1) as visit:
        two_pages(visit, [ONE], [TWO, THREE])
        articles(visit)
    with archive.run(2) as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE], next_url="http://kfq.test/news/index_2.html")
        visit.status("/news/index_2.html", 503)
    with archive.run(3) as visit:
        visit.get("/news/index_2.html", rows=[])
    with archive.run(4) as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE])  # the pager is not shown: page 2 is out of reach
    assert archive.rows("delisted") == []


def test_a_listing_page_that_answers_not_modified_lists_what_it_did(archive: Archive) -> None:
    with archive.run(1) as visit:
        two_pages(visit, [ONE], [TWO, THREE])
        articles(visit)
    with archive.run(2) as visit:
        visit.get(NEWS, section="园区动态", rows=[], next_url="http://kfq.test/news/index_2.html")
        visit.status("/news/index_2.html", 304)
    assert archive.column("delisted", "url") == [ONE]


def test_an_article_that_another_section_lists_is_not_delisted(archive: Archive) -> None:
    with archive.run(1) as visit:
        two_pages(visit, [ONE], [TWO])
        visit.get(NOTICES, section="通知公告", rows=[TWO])
        articles(visit)
    with archive.run(2) as visit:
        two_pages(visit, [ONE], [])
    assert archive.rows("delisted") == []


def test_a_page_that_is_not_there_any_more_does_not_keep_a_section_from_being_read_in_full(archive: Archive) -> None:
    with archive.run(1) as visit:
        two_pages(visit, [ONE], [TWO])
        articles(visit)
    with archive.run(2) as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE])
        assert archive.rows("delisted") == []
        visit.status("/news/index_2.html", 404)
    with archive.run(3) as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE])
    assert archive.column("delisted", "url") == [TWO]


def test_a_list_that_declares_more_pages_than_there_are_is_read_in_full_with_the_last_that_is_there(
    archive: Archive,
) -> None:
    two, three = "http://kfq.test/news/index_2.html", "http://kfq.test/news/index_3.html"
    with archive.run(1) as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE], next_url=two)
        visit.get(two, rows=[TWO, THREE], next_url=three)
        articles(visit)
        assert archive.one("sections")["full_from"] is None
        visit.status(three, 404)
    assert archive.one("sections")["full_from"] is not None
    with archive.run(2) as visit:  # a page that was not there is not asked for each time
        visit.get(NEWS, section="园区动态", rows=[ONE], next_url=two)
        visit.get(two, rows=[THREE], next_url=three)
    assert archive.column("delisted", "url") == [TWO]


def test_a_list_is_read_in_full_in_whatever_order_its_pages_come(archive: Archive) -> None:
    one, two = "http://kfq.test/news/1.html", "http://kfq.test/news/2.html"
    with archive.run() as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE], next_url=two)
        visit.get(one, section="园区动态", rows=[THREE])
        assert archive.one("sections")["full_from"] is None
        visit.get(two, section="园区动态", rows=[TWO], next_url=one)
    assert archive.one("sections")["full_from"] is not None


def test_a_gap_in_a_list_is_not_its_end(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(NEWS, section="园区动态", rows=[ONE], next_url="http://kfq.test/news/index_2.html")
        visit.get("/news/index_3.html", section="园区动态", rows=[THREE])
        visit.status("/news/index_2.html", 404)
    assert archive.one("sections")["full_from"] is None
