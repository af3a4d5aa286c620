"""What captures make of the tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archive.records import Capture, Outcome, Page, Site
from archive.search import match_query
from archive.urls import article_id

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

URL = "http://kfq.test/news/4247.html"
ARTICLE = {
    "title": "开发区召开招商引资推进会",
    "published_at": "2026-08-30",
    "source": "管委会办公室",
    "body": "会议强调。",
}


def test_a_first_reading_is_a_new_article_with_one_version(archive: Archive) -> None:
    with archive.run() as visit:
        ingested = visit.get(
            URL, **ARTICLE, author="张三", editor="李四", section="园区动态", published_text="2026年8月30日"
        )
    assert (ingested.event, ingested.article_id) == ("new", article_id(URL))
    article, version, event = archive.one("articles"), archive.one("versions"), archive.one("events")
    assert {name: article[name] for name in ARTICLE} == ARTICLE
    assert (article["year"], article["status"], article["versions"], article["editor"]) == (2026, "live", 1, "李四")
    assert article["first_seen"] == article["last_seen"] == article["last_changed"] == version["seen_at"]
    assert (version["number"], version["changed"], version["section"]) == (1, "[]", "园区动态")
    assert (event["kind"], event["version_number"]) == ("new", 1)
    assert archive.one("addresses")["url"] == URL


def test_the_same_bytes_again_are_unchanged_and_only_move_last_seen(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **ARTICLE)
    with archive.run(2) as visit:
        ingested = visit.get(URL, **ARTICLE)
    assert (ingested.page.outcome, ingested.event) == (Outcome.UNCHANGED, None)
    assert archive.column("captures", "outcome", "captured_at") == ["ok", "unchanged"]
    assert len(archive.rows("versions")) == len(archive.rows("events")) == 1
    article = archive.one("articles")
    assert article["last_seen"] > article["last_changed"]


def test_noise_around_the_same_article_is_no_edit(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(URL, **ARTICLE, noise=1)
        ingested = visit.get(URL, **ARTICLE, noise=2, editor="王五", published_text="2026/8/30")
    assert (ingested.page.outcome, ingested.event) == (Outcome.OK, None)
    assert len(archive.rows("versions")) == 1
    assert archive.one("articles")["editor"] == "王五"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "开发区召开招商引资会"),
        ("published_at", "2026-08-31"),
        ("source", "招商局"),
        ("author", "张三"),
        ("body", "会议强调！"),
        ("attachments", [{"url": "http://kfq.test/a.pdf", "name": "附件"}]),
    ],
)
def test_a_difference_in_what_is_compared_is_a_version_that_names_it(
    archive: Archive, field: str, value: object
) -> None:
    with archive.run() as visit:
        visit.get(URL, **ARTICLE)
        ingested = visit.get(URL, **ARTICLE | {field: value})
    assert ingested.event == "edited"
    first, second = archive.rows("versions", "number")
    assert (second["number"], json.loads(second["changed"])) == (2, [field])
    assert first["digest"] != second["digest"]
    assert archive.one("articles")["versions"] == 2


def test_what_is_changed_and_changed_back_has_three_versions(archive: Archive) -> None:
    with archive.run() as visit:
        for body in ("甲", "乙", "甲"):
            visit.get(URL, **ARTICLE | {"body": body})
    assert archive.column("versions", "body", "number") == ["甲", "乙", "甲"]
    first, _, third = archive.column("versions", "digest", "number")
    assert first == third


@pytest.mark.parametrize(
    "outcome", ["error", "blocked", "truncated", "maintenance", "js_required", "too_large", "listing"]
)
def test_an_outage_changes_nothing_but_the_row_of_its_capture(archive: Archive, outcome: str) -> None:
    with archive.run() as visit:
        visit.get(URL, **ARTICLE)
        visit.get(URL, outcome=outcome)
    assert archive.column("captures", "outcome", "captured_at") == ["ok", outcome]
    assert archive.one("articles")["status"] == "live"
    assert len(archive.rows("events")) == 1


def test_a_failed_request_has_a_row_with_its_error(archive: Archive) -> None:
    with archive.run() as visit:
        visit.fails(URL, "timeout")
        visit.fails("http://kfq.test/x", "refused by guard: 127.0.0.1")
        visit.fails("file:///etc/passwd", "refused: scheme file")
    assert archive.column("captures", "outcome", "captured_at") == ["error", "refused", "refused"]
    assert archive.column("captures", "error", "captured_at")[0] == "timeout"
    assert archive.column("captures", "status") == [None] * 3
    run = archive.one("runs")
    assert (run["requests"], run["captures"]) == (1, 0)


def test_a_page_without_text_is_an_article_but_not_a_new_version_of_one_with_text(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/video/1.html", title="视频：走进开发区")
        visit.get(URL, **ARTICLE)
        ingested = visit.get(URL, **ARTICLE | {"body": ""})
    assert ingested.page.outcome is Outcome.DRIFT
    assert archive.column("articles", "versions") == [1, 1]
    assert archive.one("problems")["field"] == "body"


def test_a_page_that_says_nothing_is_no_article(archive: Archive) -> None:
    with archive.run() as visit:
        ingested = visit.get(URL)
    assert ingested.page.outcome is Outcome.DRIFT
    assert archive.rows("articles") == []


def test_a_parser_that_raises_costs_the_page_and_not_the_capture(archive: Archive) -> None:
    with archive.run() as visit:
        visit.take(visit.write(URL, body=b"no JSON"))
        visit.get("/news/2.html", **ARTICLE)
    assert archive.column("captures", "outcome", "captured_at") == ["parse_limit", "ok"]
    problem = archive.one("problems")
    assert problem["field"] == "parse"
    assert problem["message"].startswith("JSONDecodeError")


def test_memory_that_ends_is_told_of_no_page_and_the_next_run_reads_it(archive: Archive) -> None:
    def starved(capture: Capture) -> Page:
        raise MemoryError

    with archive.run(killed=True) as visit:
        visit.read = starved
        kept = visit.write(URL, body=json.dumps(ARTICLE).encode())
        with pytest.raises(MemoryError):
            visit.take(kept)
    assert archive.rows("captures") == archive.rows("problems") == []
    with archive.run(2):
        pass
    assert archive.column("captures", "outcome") == ["ok"]


@pytest.mark.parametrize("wrong", [{"published_at": "2026-02-30"}, {"body": "\ud800"}])
def test_values_that_cannot_be_stored_cost_the_page_and_not_the_capture(
    archive: Archive, wrong: dict[str, str]
) -> None:
    with archive.run() as visit:
        body = json.dumps(ARTICLE | wrong).encode()
        visit.take(visit.write(URL, body=body))
    assert archive.column("captures", "outcome") == ["parse_limit"]
    assert archive.rows("articles") == archive.rows("versions") == []
    assert archive.one("runs")["problems"] == 1


def test_ingesting_a_capture_twice_changes_nothing(archive: Archive) -> None:
    with archive.run() as visit:
        kept = visit.write(URL, body=json.dumps(ARTICLE | {"problems": [{"field": "x", "message": "y"}]}).encode())
        first = visit.take(kept)
        again = visit.take(kept)
    assert again.article_id == first.article_id
    assert again.event is None
    assert all(len(archive.rows(table)) == 1 for table in ("captures", "versions", "events", "problems"))
    assert archive.one("runs")["captures"] == 1


def test_twins_of_one_address_are_one_article(archive: Archive) -> None:
    with archive.run() as visit:
        for url in ("http://kfq.test/a/", "https://www.kfq.test/a/index.html", "http://kfq.test/a/?_=1"):
            visit.get(url, **ARTICLE)
    assert len(archive.rows("articles")) == len(archive.rows("versions")) == 1
    assert len(archive.rows("addresses")) == 3


def test_an_address_that_redirects_to_an_article_is_an_address_of_it(archive: Archive) -> None:
    with archive.run() as visit:
        visit.status("/old.html", 302, "/newer.html")
        visit.status("/newer.html", 302, "http://kfq.test/news/4247.html")
        ingested = visit.get(URL, **ARTICLE)
        visit.get("/news/9.html", **ARTICLE | {"title": "另一篇"})
    by_url = {row["url"]: row["article_id"] for row in archive.rows("addresses")}
    assert by_url["http://kfq.test/old.html"] == by_url["http://kfq.test/newer.html"] == ingested.article_id
    assert len(by_url) == 4
    assert archive.column("captures", "redirect_url", "captured_at")[:2] == ["http://kfq.test/newer.html", URL]


def test_an_article_whose_address_now_redirects_elsewhere_is_not_overwritten(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(URL, **ARTICLE)
        visit.status(URL, 302, "/notice.html")
        visit.get("/notice.html", title="网站迁移公告", body="本站已迁移。")
    assert archive.column("articles", "versions") == [1, 1]
    assert {row["url"]: row["article_id"] for row in archive.rows("addresses")}[URL] == article_id(URL)


def test_a_missing_article_that_was_reached_by_redirect_is_missed(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **ARTICLE)
    with archive.run(2) as visit:
        visit.status(URL, 302, "/404.html")
        visit.status("/404.html", 404)
    assert archive.one("articles")["status"] == "missing"


def test_attachments_belong_to_versions_and_their_order_does_not_matter(archive: Archive) -> None:
    one, two = ({"url": f"http://kfq.test/{n}.pdf", "name": f"附件{n}"} for n in (1, 2))
    with archive.run() as visit:
        visit.get(URL, **ARTICLE, attachments=[one, two, one])
        visit.get(URL, **ARTICLE, attachments=[two, one])
    assert len(archive.rows("versions")) == 1
    assert archive.column("attachments", "name", "url") == ["附件1", "附件2"]


def test_a_footer_whose_file_is_unchanged_was_seen_again(archive: Archive) -> None:
    with archive.run(day=1) as visit:
        visit.get("/foot.js", outcome="file", footer={"sponsor": "甲办"})
    with archive.run(day=2) as visit:
        visit.status("/foot.js", 304)
        visit.status("/other.js", 304)
    footer = archive.one("footers")
    assert (footer["first_seen"][:10], footer["last_seen"][:10]) == ("2026-09-01", "2026-09-02")


def test_a_footer_is_one_row_however_often_it_is_shown(archive: Archive) -> None:
    phones = [{"label": "联系电话", "number": "024-72690124"}]
    with archive.run() as visit:
        visit.get(URL, **ARTICLE, footer={"sponsor": "管委会", "phones": phones, "raw_text": "主办：管委会 访问 17 次"})
        visit.get(
            "/2.html", **ARTICLE, footer={"sponsor": "管委会", "phones": phones, "raw_text": "主办：管委会 访问 18 次"}
        )
        visit.get("/3.html", **ARTICLE, footer={"sponsor": "办公室", "raw_text": "主办：办公室"})
        visit.get("/4.html", **ARTICLE, footer={"raw_text": "版权所有"})
    first, second = archive.rows("footers", "first_seen")
    assert (first["sponsor"], second["sponsor"]) == ("管委会", "办公室")
    assert json.loads(first["phones"]) == phones
    assert first["last_seen"] > first["first_seen"]
    assert archive.column("articles", "footer_id", "first_seen") == [first["id"], first["id"], second["id"], None]


def test_a_run_counts_what_came_of_it(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(URL, **ARTICLE)
        visit.get("/2.html", **ARTICLE)
    with archive.run(2) as visit:
        visit.get(URL, **ARTICLE)
        visit.get("/2.html", **ARTICLE | {"body": "改。"})
        visit.get("/3.html", **ARTICLE, problems=[{"field": "source", "message": "空"}])
        visit.get("/4.html", outcome="blocked")
        visit.fails("/5.html")
    run = archive.rows("runs", "started_at")[1]
    counts = ("requests", "captures", "new", "edited", "unchanged", "gone", "blocked", "problems")
    assert {name: run[name] for name in counts} == dict(zip(counts, (5, 4, 1, 1, 1, 0, 1, 1), strict=True))
    assert (run["reason"], run["exit_code"]) == ("finished", 0)


def test_search_finds_the_present_text_and_only_that(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(URL, title="招商引资", body="經濟技術開發區")
        visit.get("/2.html", title="通知", body="停水", published_at="2026-08-30")
    assert archive.find(match_query("经济")) == ["招商引资"]
    with archive.run(2) as visit:
        visit.get(URL, title="招商引资", body="高新区", published_at="2026-08-31")
        assert archive.find(match_query("经济")) == []
    assert archive.find(match_query("经济")) == []
    assert archive.find(match_query("高新")) == ["招商引资"]
    assert archive.find(match_query("招")) == ["招商引资"]


def test_a_site_without_a_profile_is_named_by_its_pages(archive: Archive) -> None:
    site = Site(id="kfq.test", name="kfq.test", home="http://kfq.test/")
    with archive.run(1, site=site) as visit:
        visit.get(URL, **ARTICLE, site_name="铁山经济开发区")
    with archive.run(2, site=site) as visit:
        visit.get("/2.html", **ARTICLE, site_name="别的名字")
    assert archive.one("sites")["name"] == "铁山经济开发区"


def test_a_confirmation_without_a_body_keeps_an_article_alive(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **ARTICLE)
    with archive.run(2) as visit:
        visit.status(URL, 404)
    with archive.run(3) as visit:
        ingested = visit.status(URL, 304)
    assert ingested.event == "returned"
    assert archive.one("articles")["status"] == "live"
    assert archive.column("captures", "digest", "captured_at")[2] is None
