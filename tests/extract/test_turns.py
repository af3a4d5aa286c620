"""Pagers that one family has alone. All addresses are invented."""

import pytest

from spiders.extract.links import links
from spiders.extract.page import document
from spiders.extract.pager import next_url
from spiders.family import family_named

SITE = "http://kfq.test"


def following(family: str, body: str, path: str) -> str | None:
    found = next_url(document(f"<html><body>{body}</body></html>", SITE + path, family_named(family)))
    return found.removeprefix(SITE) if found else None


PLACE = "<table><tr><td>共1432条</td><td>{}/144</td><td><a href='javascript:;'>下页</a></td></tr></table>"


@pytest.mark.parametrize(
    ("path", "number", "expected"),
    [
        ("/xwzx/tzgg.htm", 1, "/xwzx/tzgg/143.htm"),
        ("/xwzx/tzgg/143.htm", 2, "/xwzx/tzgg/142.htm"),
        ("/xwzx/tzgg/2.htm", 143, "/xwzx/tzgg/1.htm"),
        ("/xwzx/tzgg/1.htm", 144, None),
    ],
)
def test_pages_of_vsb_are_numbered_from_the_last_down(path: str, number: int, expected: str | None) -> None:
    assert following("vsb", PLACE.format(number), path) == expected


def test_a_link_tells_more_than_the_count_of_pages() -> None:
    link = "<span>共25条 1/4</span><a href='tzgg/9.htm'>下页</a>"
    assert following("vsb", link, "/xwzx/tzgg.htm") == "/xwzx/tzgg/9.htm"


def test_a_list_of_one_page_has_no_next() -> None:
    assert following("vsb", "<p>共7条 1/1</p>", "/xwzx/tzgg.htm") is None


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/content/column/6795621", "currPage: 1, pageCount: 3", "/content/column/6795621?pageIndex=2"),
        ("/content/column/6795621?pageIndex=2", "currPage: '2', pageCount: '3'", "/content/column/6795621?pageIndex=3"),
        ("/content/column/6795621?pageIndex=2", "pageCount: 3", "/content/column/6795621?pageIndex=3"),
        ("/content/column/6795621?pageIndex=3", "currPage: 3, pageCount: 3", None),
        ("/xwzx/index.html", "columnId: 6795621, pageIndex: 1, totalPage: 9", "/content/column/6795621?pageIndex=2"),
        ("/xwzx/index.html", "url: '/content/column/77?pageIndex=', pageCount: 2", "/content/column/77?pageIndex=2"),
        ("/xwzx/index.html", "pageCount: 9", None),
    ],
)
def test_pages_of_lkcms_are_numbered_in_the_query_of_the_column(path: str, code: str, expected: str | None) -> None:
    script = f"<script>$(function(){{ Ls.pagination({{ id: '#page', {code} }}); }})</script>"
    assert following("lkcms", script, path) == expected


BUTTONS = "".join(
    f"<li onclick=\"ShowAjaxNewPage(window.location.pathname,'categorypagingcontent',{number})\">{label}</li>"
    for number, label in ((1, "1"), (2, "2"), (2, "下页"))
)


def test_buttons_of_epoint_lead_to_the_file_of_the_next_number() -> None:
    assert following("epoint", BUTTONS, "/002002/002002003/1.html") == "/002002/002002003/2.html"
    assert following("epoint", BUTTONS, "/002002/002002003/2.html") is None


COUNTDOWN = (
    "<script>var purl='../../n3/n13/index_958'\nif (pageName==maxPageNum) pageName = 0;\n"
    "var maxPageNum=0;\nmaxPageNum = {};</script>"
)


def test_pages_that_a_script_loads_into_the_first_are_numbered_from_the_last_down() -> None:
    assert following("ucap", COUNTDOWN.format(199), "/n3/n13/index.html") == "/n3/n13/index_958_198.html"
    assert following("ucap", COUNTDOWN.format(1), "/n3/n13/index.html") is None


def test_pages_that_are_loaded_come_one_after_the_other_though_the_first_links_all() -> None:
    hidden = "<div style='display:none'><a href='../../n3/n13/index_958_1.html'></a></div><a href=/n3/n14/>要闻</a>"
    page = document(COUNTDOWN.format(9) + hidden, SITE + "/n3/n13/index.html", family_named("ucap"))
    assert [link.url for link in links(page)] == [SITE + "/n3/n14/"]


def test_what_is_loaded_tells_by_its_own_number_what_follows() -> None:
    rows = "<ul><li><a href=../../n3/n13/c7/content.html>园区召开会议</a></ul>"
    assert following("ucap", rows, "/n3/n13/index_958_198.html") == "/n3/n13/index_958_197.html"
    assert following("ucap", rows, "/n3/n13/index_958_1.html") is None
