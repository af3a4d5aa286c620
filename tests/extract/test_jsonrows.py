"""Rows in JSON, under whatever names: in the scripts of pages, and as answers. All content is invented."""

import json

from hypothesis import given
from hypothesis import strategies as st

from archive.records import Address, Capture, Link, Outcome, Page
from spiders.extract.jsonrows import answer, embedded
from spiders.extract.page import document
from spiders.follow import follow
from spiders.parse import parse
from spiders.profile import Profile

SITE = "http://kfq.test"
URL = f"{SITE}/xwzx/pc/list.html"
TITLES = ("开发区企业服务办法印发实施", "园区道路改造工程今日开工", "人才公寓分配结果公示")
EXPECTED = [(f"{SITE}/xwzx/content/content_{n}.html", title, f"2024-03-0{n}") for n, title in enumerate(TITLES, 1)]
NAVIGATION = "<div class=nav><a href=/>首页</a><a href=/zwgk/>政务公开</a></div>"


def capture(body: str, url: str = URL, content_type: str = "text/html") -> Capture:
    return Capture(
        record_id="1",
        run_id="1",
        site_id="s",
        url=url,
        captured_at="2024-03-10T08:00:00.000Z",
        status=200,
        headers=(("Content-Type", content_type),),
        body=body.encode(),
    )


def read(body: str, url: str = URL, content_type: str = "text/html") -> Page:
    return parse(capture(body, url, content_type), Profile.generic(SITE))


def scripted(value: object) -> str:
    return (
        f"<html><head><title>通知公告</title></head><body>{NAVIGATION}<div id=app></div><script>\n"
        f"var pageNow = 1;var items = {json.dumps(value, ensure_ascii=False)};</script></body></html>"
    )


def rows(page: Page) -> list[tuple[str, str, str | None]]:
    assert page.outcome is Outcome.LISTING
    assert page.listing is not None
    return [(row.url, row.title, row.date_text) for row in page.listing.rows]


def test_an_array_in_a_script_is_the_list_of_a_page_that_shows_none() -> None:
    page = read(scripted([{"id": n, "title": t, "url": u, "pubDate": d} for n, (u, t, d) in enumerate(EXPECTED)]))
    assert rows(page) == EXPECTED
    assert page.listing is not None
    assert page.listing.section == "通知公告"
    assert [link.url for link in page.links if link.kind == "section"] == [f"{SITE}/", f"{SITE}/zwgk/"]


def test_neither_the_names_of_fields_nor_their_depth_matter() -> None:
    inner = [{"aS": "开发区", "aT": t, "aPd": d, "aU": json.dumps({"common": u})} for u, t, d in EXPECTED]
    assert rows(read(scripted([{"channel": 7, "infolist": inner}]))) == EXPECTED


def test_the_title_the_page_and_the_day_of_publication_are_told_from_what_is_like_them() -> None:
    items = [
        {
            "summary": f"{title}的有关情况",
            "columnTitle": "通知公告",
            "logo": f"{SITE}/images/{n}.jpg",
            "column": f"{SITE}/xwzx/",
            "createTime": "2020-01-01",
            "showTitle": f"<b>{title}</b>",
            "links": {"wap": url.replace("/xwzx/", "/wap/"), "pc": url.removeprefix(SITE)},
            "publishTime": date,
        }
        for n, (url, title, date) in enumerate(EXPECTED)
    ]
    assert rows(read(scripted(items))) == EXPECTED


def test_seconds_and_milliseconds_since_1970_are_dates_in_china() -> None:
    # 2024-03-05 01:00 in China
    for time in (1709571600, 1709571600000, "1709571600"):
        page = read(scripted([{"title": title, "url": url, "pubTime": time} for url, title, _ in EXPECTED]))
        assert [date for _, _, date in rows(page)] == ["2024-03-05"] * 3


def test_an_id_of_as_many_digits_is_no_date() -> None:
    ids = [{"id": 1709571600000 + n, "title": t, "url": u, "day": d} for n, (u, t, d) in enumerate(EXPECTED)]
    assert rows(read(scripted(ids))) == EXPECTED
    undated = [{name: value for name, value in item.items() if name != "day"} for item in ids]
    assert read(scripted(undated)).outcome is Outcome.JS_REQUIRED


def test_menus_and_pictures_in_scripts_are_no_lists() -> None:
    for item in (
        {"title": "政务公开平台", "url": "/zwgk/"},
        {"title": "园区全景图片", "url": "/images/1.jpg", "date": "2024-03-05"},
        {"title": "news", "url": "/news/1.html", "date": "2024-03-05"},
    ):
        assert read(scripted([item] * 5)).outcome is Outcome.JS_REQUIRED


def test_what_a_page_shows_goes_before_what_its_script_holds() -> None:
    items = "".join(f"<li><a href={url}>{title}</a> {date}</li>" for url, title, date in EXPECTED)
    related = [
        {"title": f"专题：{title}", "url": f"/zt/{n}.html", "date": "2024-01-01"} for n, title in enumerate(TITLES)
    ]
    page = read(scripted(related).replace("<div id=app></div>", f"<ul>{items}</ul>"))
    assert rows(page) == EXPECTED


def test_related_pages_in_the_script_of_an_article_make_no_list_of_it() -> None:
    related = scripted([{"title": title, "url": url, "date": date} for url, title, date in EXPECTED])
    text = "<h1>园区举行消防演练</h1><p>发布时间：2024-03-09</p><p>近日，开发区组织企业员工举行消防演练。</p>"
    page = read(related.replace("<div id=app></div>", text), f"{SITE}/xwzx/content/content_9.html")
    assert page.outcome is Outcome.OK
    assert page.listing is None


# Answers


def data(*items: tuple[str, str, str]) -> str:
    told = [{"title": t, "showTitle": f"<a>{t}</a>", "publishUrl": u, "publishTime": d} for u, t, d in items]
    return json.dumps({"datasource": told}, ensure_ascii=False)


def test_json_is_a_list_where_it_has_rows_and_a_file_where_not_whatever_its_type() -> None:
    for content_type in ("application/json", "text/html", ""):
        page = read(data(*EXPECTED), f"{SITE}/xwzx/ds_4f3484af.json", content_type)
        assert rows(page) == EXPECTED
        assert page.listing is not None
        assert page.listing.by == "api"
        text = json.dumps(
            {"data": {"content": "<p>近日，开发区召开会议，研究部署二季度工作。</p>" * 9}}, ensure_ascii=False
        )
        assert read(text, f"{SITE}/api/detail?id=7", content_type).outcome is Outcome.FILE


def test_relative_addresses_start_from_the_answer_s_folder() -> None:
    page = read(data(("../20240305/abc/c.html", TITLES[0], "2024-03-05")), f"{SITE}/xwzx/ds_1a2b3c4d.json")
    assert [url for url, _, _ in rows(page)] == [f"{SITE}/20240305/abc/c.html"]


def test_a_page_asks_for_the_files_that_fill_its_lists() -> None:
    lists = "<ul data='datasource:4f3484af7ea244e7'></ul><ul data='datasource:0a1b2c3d4e5f6071'></ul>"
    page = read(f"<html><body>{NAVIGATION}{lists}<script>new Pager();</script></body></html>")
    assert page.outcome is Outcome.LISTING
    assert page.listing is not None
    assert (page.listing.rows, page.listing.next_url) == ((), f"{SITE}/xwzx/pc/ds_4f3484af7ea244e7.json")
    second = f"{SITE}/xwzx/pc/ds_0a1b2c3d4e5f6071.json"
    assert Link(url=second, text="", kind="api") in page.links
    entry = Address(url=URL, site_id="s", kind="section", depth=1, found_on=None, found_by="link", due_at="")
    found = [address.url for address in follow(capture(""), page, Profile.generic(SITE), entry)]
    assert found[:2] == [page.listing.next_url, second]


def test_lists_that_a_page_fills_itself_are_not_asked_for() -> None:
    items = "".join(f"<li><a href={url}>{title}</a> {date}</li>" for url, title, date in EXPECTED)
    page = read(f"<html><body>{NAVIGATION}<ul data='datasource:4f3484af7ea244e7'>{items}</ul></body></html>")
    assert rows(page) == EXPECTED
    assert page.listing is not None
    assert page.listing.next_url is None
    assert not [link for link in page.links if link.kind == "api"]


VALUES = st.recursive(
    st.none() | st.integers() | st.text() | st.sampled_from((*TITLES, "2024-03-05", "/a/1.html", "\ud800园区召开会议")),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("title", "url", "date", "list")), inner),
    max_leaves=30,
)


@given(st.lists(VALUES))
def test_any_json_is_read_and_what_it_gives_can_be_written(value: list[object]) -> None:
    text = json.dumps(value)
    answered = answer(text, URL)
    told = embedded(document(f"<script>var x={text}</script>", URL))
    for row in (*told, *(answered.rows if answered is not None else ())):
        assert f"{row.url}{row.title}{row.date_text}".encode()
