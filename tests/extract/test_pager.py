"""Pagers as sites print and script them. All addresses are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.links import links
from spiders.extract.page import document
from spiders.extract.pagecount import count
from spiders.extract.pager import is_step, needs_form, next_url, others, place

FOLDER = "http://kfq.test/xwzx/"


def following(body: str, url: str = FOLDER + "index.html") -> str | None:
    found = next_url(document(f"<html><body>{body}</body></html>", url))
    return found.removeprefix(FOLDER) if found else None


@pytest.mark.parametrize(
    "label",
    [
        "下一页",
        "下页",
        "后页",
        "后一页",
        "下一页 >>",
        "[下一页]",
        "下 一 页",
        "下一頁",
        "下一页›",
        "Next",
        "next page »",
    ],
)
def test_the_next_page_is_the_link_that_says_so(label: str) -> None:
    assert (
        following(f"<a href=index_1.html>2</a><a href=index_1.html>{label}</a><a href=index_9.html>尾页</a>")
        == "index_1.html"
    )


@pytest.mark.parametrize(
    "link",
    [
        "<a href=p2.html title=下一页><i class=icon></i></a>",
        "<a href=p2.html><img src=next.gif alt=下一页></a>",
        "<a href=javascript:; onclick=\"location.href='p2.html'\">下一页</a>",
        "<a href=\"javascript:location='p2.html'\">下一页</a>",
        "<input type=button value=下一页 onclick=\"window.location.href = 'p2.html'\">",
        "<b>1</b> <a href=p2.html>2</a> <a href=p2.html>&gt;</a> <a href=p9.html>&gt;&gt;</a>",
        "<ul><li><a href=#>1</a></li><li><a href=p2.html>2</a></li><li><a href=p2.html>»</a></li></ul>",
        "<b>1</b><a href=p2.html>2</a><a href=p3.html>3</a>",
        "<ul><li class=on><a>1</a></li><li><a href=p2.html>2</a></li></ul>",
        "<a href=index.html>1</a><a href=p2.html>2</a><a href=p3.html>3</a>",
    ],
)
def test_the_next_page_is_also_known_by_picture_script_arrow_or_number(link: str) -> None:
    assert following(f"<div class=page>{link}</div>") == "p2.html"


@pytest.mark.parametrize(
    "last",
    [
        "<a href=index_3.html>上一页</a><a href=javascript:void(0)>下一页</a>",
        "<a href=index_3.html>上一页</a><a href=#>下一页</a>",
        "<a href=index_3.html>上一页</a><a href=index.html>下一页</a>",
        "<a href=index_3.html>上一页</a><a class='next disabled' href=index_5.html>下一页</a>",
        "<a href=index_2.html>2</a><a href=index_3.html>3</a><b>4</b>",
        "<span>下一页</span>",
        "<a href=../index.html>首页</a> &gt; <a href=index.html>新闻</a>",
        "<a href=10.html>上一篇：园区召开会议</a><a href=12.html>下一篇：园区道路改造</a>",
        "",
    ],
)
def test_the_last_page_has_no_next(last: str) -> None:
    assert following(f"<div class=page>{last}</div>") is None


def test_the_total_beside_the_numbers_is_not_the_current_page() -> None:
    assert (
        following("<div>共<b>7</b>条 <b>1</b> <a href=p2.html>2</a> <a href=p3.html>3</a> <a href=p8.html>8</a></div>")
        == "p2.html"
    )


def test_page_numbers_may_count_down() -> None:
    body = "<b>1</b><a href=tzgg/30.htm>2</a><a href=tzgg/1.htm>31</a><a href=tzgg/30.htm>下页</a>"
    assert following(body, FOLDER + "tzgg.htm") == "tzgg/30.htm"


def test_easysite_keeps_the_address_in_an_attribute() -> None:
    wrap = (
        "<div class=easysite-page-wrap><a tagname='{}' title=上一页>上一页</a><a tagname='{}' title=下一页>下一页</a>"
    )
    url = "http://kfq.test/eportal/ui?pageId=7&currentPage=2"
    assert next_url(document(wrap.format("[PREVIOUSPAGE]", "/eportal/ui?pageId=7&currentPage=2"), FOLDER)) == url
    assert next_url(document(wrap.format("/eportal/ui?pageId=7&currentPage=1", "[NEXTPAGE]"), url)) is None


@pytest.mark.parametrize(
    ("call", "at", "expected"),
    [
        ('createPageHTML(6, 0, "index", "html");', "index.html", "index_1.html"),
        ('createPageHTML(6, 4, "index", "shtml", "black2", 88);', "index_4.shtml", "index_5.shtml"),
        ('createPageHTML(6, 5, "index", "html");', "index_5.html", None),
        ("createPageHTML('paging', 6, 1, 'index', 'html', 88);", "", "index_2.html"),
        ("createPageHTML('page_div',6, 5,'xxx_list','shtml',88);", "xxx_list_5.shtml", "xxx_list_6.shtml"),
        ("createPageHTML('page_div',6, 6,'xxx_list','shtml',88);", "xxx_list_6.shtml", None),
        ("Pager({size:7, current:0, prefix:'index',suffix:'html',visible:5});", "", "index_1.html"),
        ("Pager({size:7, current:6, prefix:'index',suffix:'html'});", "index_6.html", None),
        ('createPageHTML(6, 1, "index", "html");', "index.html", "index_2.html"),
        ('createPageHTML(6, 6, "index", "html");', "index_6.html", None),
        ("createPageHTML('paging', 6, 5, 'index', 'html', 88);", "index_5.html", "index_6.html"),
        ("createPageHTML('paging', 6, 6, 'index', 'html', 88);", "index_6.html", None),
        ("createPageHTML('paging', 6, 5, 'index', 'html', 88);", "index_4.html", "index_5.html"),
        ("var currentPage = 0; var countPage = 3; getPageHTML(countPage, currentPage);", "", "index_1.html"),
        ("var currentPage = 2, totalPage = 3;", "index_2.html", None),
        ("var currentPage = 2, totalPage = 3;", "index_1.html", "index_2.html"),
        ("$('.pagination').pagination('setPage', 1, 6);", "", "index_2.html"),
        ("$('.pagination').pagination('setPage', 3, 6);", "index_3.shtml", "index_4.shtml"),
        ("$('.pagination').pagination('setPage', 6, 6);", "index_6.html", None),
        ('createPage(6, 0, "index", "html");', "", "index_1.html"),
        ("createPage(6, 0, 10, 5);", "", None),
        (
            "{currentPage:parseInt('0')+1, countPage:parseInt('6}'), PAGE_NAME:'index', PAGE_EXT:'htm'}",
            "",
            "index_1.htm",
        ),
        ("{currentPage:parseInt('5')+1, countPage:parseInt('6}'), PAGE_NAME:'a', PAGE_EXT:'htm'}", "a_5.htm", None),
        (
            'm_nRecordCount = "83"; m_nCurrPage = 0; m_strPageName = "index"; m_strPageExt = "html"; m_nPageSize = 20;',
            "",
            "index_1.html",
        ),
        ("var recordCount = 83; var pageSize = 20; var currentPage = 1;", "", None),
        ("page=page>18?18:page; path = page==1 ? 'index.shtml' : `index_${page}.shtml`", "", "index_2.shtml"),
        ("page = page > 18 ? 18 : page; path = `index_${page}.shtml`", "index_2.shtml", "index_3.shtml"),
        ("page = page > 18 ? 18 : page; path = `index_${page}.shtml`", "index_18.shtml", None),
        ("n = n > 18 ? 18 : n; path = `page_${page}.shtml`", "", None),
        ("var rows = '50'; var page_count = Math.ceil(rows / 20);", "", "index_2.html"),
        ("var rows = '50'; var page_count = Math.ceil(rows / 20);", "index_3.html", None),
        ("var rows = $('li').length; var page_count = Math.ceil(rows / 20);", "", None),
        ("data = {'pages': 3, 'current': 1, 'href': [\"javascript:;\", \"a_2.html\", \"a_3.html\"]}", "", "a_2.html"),
        ("data = {'pages': 3, 'current': 3, 'href': [\"a.html\", \"a_2.html\", \"javascript:;\"]}", "a_3.html", None),
        (
            "rows = '23'; listCount='23'; pageIndex='1'; pageSize='10'; pageUrl='list?t=7&i='",
            "list?t=7",
            "list?t=7&i=2",
        ),
        ("totalPages: 9, pageNo: 2, pageUrl: '%2Fxwzx%2Flist%3Fi%3D'", "list?i=2", "list?i=3"),
        ("totalPages: 9, pageNo: 9, pageUrl: '/xwzx/list?i='", "list?i=9", None),
    ],
)
def test_a_scripted_pager_is_computed_from_its_own_call(call: str, at: str, expected: str | None) -> None:
    body = f"<script>function createPageHTML(count, now, name, ext){{}}</script><script>{call}</script>"
    assert following(body, FOLDER + at) == expected


@pytest.mark.parametrize(("row", "suffix"), [("./t1.shtml", "shtml"), ("t1.htm", "htm"), ("../other/t1.shtml", "html")])
def test_files_of_a_folder_are_called_as_those_that_it_lists(row: str, suffix: str) -> None:
    link = f"<a href={row}>园区召开会议</a>"
    assert following(f"{link}<script>var currentPage = 0; var countPage = 3;</script>", FOLDER) == f"index_1.{suffix}"


def test_an_element_may_tell_a_script_how_many_pages_there_are() -> None:
    element = "<div id=pageDec pagesize=24 pagecount={}></div>"
    assert following(element.format(51)) == "index_1.html"
    assert following(element.format(51), FOLDER + "index_7.html") == "index_8.html"
    assert following(element.format(1)) is None
    assert count(document(element.format(51), FOLDER)) == 51


def test_a_written_pager_counts_from_nought() -> None:
    script = (
        "var currentPage = {};//\nvar prevPage = currentPage-1\nvar nextPage = currentPage+1\nvar countPage = 3\n"
        'document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>");'
    )
    assert following(f"<script>{script.format(0)}</script>") == "index_1.html"
    assert following(f"<script>{script.format(2)}</script>", FOLDER + "index_2.html") is None


@pytest.mark.parametrize(
    ("call", "at", "expected", "other"),
    [
        ("var currentPage = 1; var countPage = 3;", "index.html", "index_2.html", "index_1.html"),
        ("var currentPage = 0; var countPage = 3;", "index.html", "index_1.html", "index_2.html"),
        ("var currentPage = 1; var countPage = 3;", "index_2.html", "index_3.html", None),
        ("$('.pagination').pagination('setPage', 1, 3);", "", "index_2.html", "index_1.html"),
        ("createPageHTML('page_div',3, 1,'x_list','shtml',45);", "x_list.shtml", "x_list_2.shtml", "x_list_1.shtml"),
        ("createPageHTML('page_div',3, 2,'x_list','shtml',45);", "x_list_2.shtml", "x_list_3.shtml", None),
        ("createPageHTML('page_div',3, 2,'x_list','shtml',45);", "x_list_1.shtml", "x_list_2.shtml", None),
        ("createPageHTML('page_div',3, 3,'x_list','shtml',45);", "x_list_2.shtml", None, None),
        ('createPageHTML(3, 0, "index", "html");', "", "index_1.html", None),
    ],
)
def test_where_a_script_does_not_tell_the_number_of_the_second_file_both_are_tried(
    call: str, at: str, expected: str | None, other: str | None
) -> None:
    doc = document(f"<script>{call}</script>", FOLDER + at)
    found = next_url(doc)
    assert (found and found.removeprefix(FOLDER)) == expected
    assert others(doc) == ((FOLDER + other,) if other else ())
    assert [(link.kind, link.url) for link in links(doc)] == ([("page", FOLDER + other)] if other else [])


def test_where_a_script_does_not_tell_from_which_number_it_counts_the_last_page_is_tried_too() -> None:
    doc = document("<script>var currentPage = 2; var countPage = 3;</script>", FOLDER + "index_2.html")
    assert (next_url(doc), others(doc)) == (None, (FOLDER + "index_3.html",))


def test_variables_of_that_name_are_no_pager_where_there_is_one_page() -> None:
    doc = document("<script>var currentPage = 1; var pageCount = 1;</script>", FOLDER + "index.html")
    assert (next_url(doc), place(doc)) == (None, None)


def test_a_name_with_a_letter_that_only_looks_alike_is_another_name() -> None:
    call = "pageName = 'index'; pageExt = 'html'; {}age = 0; totalPage{} = 3;"
    assert following(f"<script>{call.format('currentP', 's')}</script>", FOLDER) == "index_1.html"
    assert following(f"<script>{call.format('currentP', 'ſ')}</script>", FOLDER) is None


def test_a_pager_that_sends_a_form_is_told_and_left_alone() -> None:
    step = "<a href=\"javascript:__doPostBack('pager','2')\">{}</a>"
    assert needs_form(document(step.format("下一页"), FOLDER))
    assert not needs_form(document(step.format("查询"), FOLDER))
    assert following(step.format("下一页")) is None


def test_a_page_of_an_article_is_no_step() -> None:
    assert [is_step(text) for text in ("下一篇", "第一批名单", "2024", "尾页", "")] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_the_pager_has_a_place() -> None:
    body = "<a href=/>首页</a><p>正文</p><div id=p><a href=2.html>下一页</a></div>"
    found = place(document(body, FOLDER))
    assert found is not None
    assert found.get("href") == "2.html"
    assert place(document("<a href=/>首页</a>", FOLDER)) is None


def test_arrows_of_sliding_pictures_are_no_pager() -> None:
    slides = "<a class=prev href=javascript:; title=prev></a><a class=next href=javascript:; title=next></a>"
    assert place(document(slides, FOLDER)) is None
    assert following(slides) is None


PIECES = (
    *(
        "<a href=1.html>",
        "</a>",
        "<b>",
        "</b>",
        "1",
        "2",
        "下一页",
        ">",
        "<a onclick=\"location='",
        "'\">",
        "<a tagname=x>",
    ),
    *("<div pagesize=1 pagecount=", "${p}.html`", "p>3?3:p", "href: [", "pages: 1", "pageUrl='a='", "Math.ceil(p / 2)"),
    *("<script>createPageHTML(", "1,", "'a',", ")", "Pager({size:", "})", "currentPage = 1", "</script>"),
    "<a href='http://[x'>",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join))
def test_no_page_makes_it_fail(text: str) -> None:
    found = next_url(document(text, FOLDER))
    assert found is None or found.startswith("http")
