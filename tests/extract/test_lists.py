"""Lists that pages fetch: what a page asks for, and what comes. Sites, sections and titles are invented."""

import json
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Link, Listing, Row
from spiders.extract.listing import listing
from spiders.extract.lists import answered, completed
from spiders.extract.page import document
from spiders.family import family_named
from spiders.recognise import looks_like

SITE = "http://kfq.test"


def asked(family: str, body: str, path: str) -> tuple[Listing | None, tuple[Link, ...]]:
    doc = document(
        f"<html><head><title>园区要闻</title></head><body>{body}</body></html>", SITE + path, family_named(family)
    )
    return completed(doc, listing(doc))


def next_of(family: str, body: str, path: str) -> str | None:
    found, _ = asked(family, body, path)
    return unquote(found.next_url).removeprefix(SITE) if found is not None and found.next_url else None


def items(*numbers: int) -> str:
    return "".join(
        f"<li><a href='/a/{n}.html'>园区召开第{n}次会议</a><span>2024-03-{n:02}</span></li>" for n in numbers
    )


def records(*numbers: int) -> str:
    return "".join(f"<record><![CDATA[{items(number)}]]></record>" for number in numbers)


def rows(*numbers: int) -> tuple[Row, ...]:
    return tuple(
        Row(url=f"{SITE}/a/{n}.html", title=f"园区召开第{n}次会议", date_text=f"2024-03-{n:02}") for n in numbers
    )


# jcms

PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP = f'<nextgroup><![CDATA[<a href="{PROXY}?page={{}}&amp;webid=1&amp;columnid=7&amp;unitid=325"></a>]]></nextgroup>'
PARAMETERS = "col:1,webid:1,path:'/',columnid:7,unitid:'325',webname:'园区',permissiontype:0"
JPAGE = f"perPage:3,totalRecord:{{}},proxyUrl:'{PROXY}',ajaxParam:{{{{{PARAMETERS}}}}}"


def datastore(inside: str, script: str = "") -> str:
    return f"<script type=text/xml><datastore>{inside}</datastore></script><script>var unitid='325';{script}</script>"


def test_a_page_of_records_goes_on_with_the_group_that_it_names_after_its_own() -> None:
    body = datastore(GROUP.format(1) + records(1, 2, 3))
    assert next_of("jcms", body, "/col/col7/index.html") == f"{PROXY}?page=2&webid=1&columnid=7&unitid=325"


def test_a_page_of_records_goes_on_with_what_its_script_would_ask_for() -> None:
    expected = f"{PROXY}?col=1&webid=1&path=/&columnid=7&unitid=325&webname=园区&permissiontype=0"
    more = datastore(records(1, 2, 3, 9), JPAGE.format(8))  # one is pinned on top
    assert next_of("jcms", more, "/col/col7/index.html") == f"{expected}&startrecord=4&endrecord=6&perpage=3"
    whole = datastore(records(1, 2, 3), JPAGE.format(3))
    assert next_of("jcms", whole, "/col/col7/index.html") is None


def test_a_page_of_records_that_names_no_proxy_goes_on_by_number() -> None:
    body, first = datastore("<totalpage>3</totalpage>" + records(1)), "/col/col7/index.html"
    assert next_of("jcms", body, first) == f"{first}?uid=325&pageNum=2"
    assert next_of("jcms", body, f"{first}?uid=325&pageNum=2") == f"{first}?uid=325&pageNum=3"
    assert next_of("jcms", body, f"{first}?uid=325&pageNum=3") is None


def test_records_come_in_xml_that_no_parser_takes() -> None:
    text = f"<?xml version='1.0'?><datastore>{GROUP.format(3)}<recordset>{records(4, 5)}<br></datastore>"
    found = answered(text, f"{SITE}{PROXY}?page=2&columnid=7")
    assert found is not None
    assert (found.rows, found.by) == (rows(4, 5), "api")
    assert found.next_url == f"{SITE}{PROXY}?page=3&webid=1&columnid=7&unitid=325"


def test_records_that_were_asked_for_by_number_go_on_after_the_last() -> None:
    url = f"{SITE}{PROXY}?startrecord={{}}&endrecord={{}}&perpage=3&columnid=7"
    text = f"<datastore><totalrecord>8</totalrecord>{records(4, 5, 6)}</datastore>"
    found = answered(text, url.format(4, 6))
    assert found is not None
    assert found.next_url == url.format(7, 9)
    last = answered(text, url.format(7, 9))
    assert last is not None
    assert last.next_url is None


def test_records_that_were_asked_for_by_page_go_on_to_the_last_page() -> None:
    url = f"{SITE}{PROXY}?page={{}}&columnid=7"
    text = f"<datastore><totalrecord>33</totalrecord><totalpage>11</totalpage>{records(4, 5, 6)}</datastore>"
    found, last = answered(text, url.format(1)), answered(text, url.format(11))
    assert found is not None
    assert last is not None
    assert (found.next_url, last.next_url) == (url.format(2), None)


# JPaaS

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
IDS = "'webId':'w7','tplSetId':'t7','pageType':'column','tagId':'列表','editType':'null','pageId':'p7'"
DATA = f"{{'parseType':'bulidstatic',{IDS}}}"
UNITBUILD = f'<script src="/script/unitbuild.js" url="{UNIT}" queryData="{DATA}"></script>'
ASKED = f"{UNIT}?parseType=bulidstatic&webId=w7&tplSetId=t7&pageType=column&tagId=列表&editType=null&pageId=p7"


def test_a_unit_is_asked_for_by_the_ids_of_its_page() -> None:
    found, _ = asked("jpaas", UNITBUILD, "/kfq/xwzx/index.html")
    assert found is not None
    assert (found.rows, found.section) == ((), "园区要闻")
    assert next_of("jpaas", UNITBUILD, "/kfq/xwzx/index.html") == f'{ASKED}&paramJson={{"pageNo":1,"pageSize":15}}'


def test_a_unit_is_asked_for_where_addresses_are_those_of_jcms_too() -> None:
    assert looks_like(f"{SITE}/col/col7/index.html", UNITBUILD) == family_named("jcms")
    assert next_of("jcms", UNITBUILD, "/col/col7/index.html") == f'{ASKED}&paramJson={{"pageNo":1,"pageSize":15}}'


def test_a_page_that_has_the_first_rows_asks_for_the_second_page() -> None:
    body = f"<ul>{items(*range(1, 11))}</ul>{UNITBUILD}"
    assert next_of("jpaas", body, "/kfq/xwzx/index.html") == f'{ASKED}&paramJson={{"pageNo":2,"pageSize":10}}'
    assert next_of("jpaas", f"{body}<p count='10' rows='10'></p>", "/kfq/xwzx/index.html") is None


def test_a_unit_answers_with_html_in_json_and_counts_in_it() -> None:
    html = f"<ul>{items(*range(1, 16))}</ul><div class='pagination' count='20' rows='15'></div>"
    text = json.dumps({"success": True, "data": {"html": html}})
    url = f"{SITE}{UNIT}?webId=w7&paramJson=%7B%22pageNo%22:{{}},%22pageSize%22:15%7D"
    found, last = answered(text, url.format(1)), answered(text, url.format(2))
    assert found is not None
    assert last is not None
    assert found.rows == rows(*range(1, 16))
    assert (found.next_url, last.next_url, found.pages) == (url.format(2), None, 2)


def test_a_unit_that_gives_less_than_was_asked_for_is_asked_for_so_many() -> None:
    url = f"{SITE}{UNIT}?webId=w7&paramJson=%7B%22pageNo%22:{{}},%22pageSize%22:{{}}%7D"
    for pager in ("<p count='20' rows='9'></p>", "<p count='20' pageSize='9'></p>", "<p count='20'></p>"):
        text = json.dumps({"data": {"html": f"<ul>{items(*range(1, 10))}</ul>{pager}"}})
        first, second, third = (answered(text, url.format(*at)) for at in ((1, 15), (2, 9), (3, 9)))
        assert first is not None and second is not None and third is not None
        assert [first.next_url, second.next_url, third.next_url] == [url.format(2, 9), url.format(3, 9), None]


# gkmlpt

NODES = [
    {
        "id": 1,
        "name": "政策",
        "children": [{"id": 2, "name": "规范性文件"}, {"id": 3, "name": "解读", "jump_url": "/jd/"}],
    },
    {"id": 4, "name": "公告", "jump_url": "", "children": []},
]
TREE = "<div id=app></div><script>window._CONFIG = {{ SID: '755041', TREE: {}, DETAIL: null }}</script>"


def test_a_page_of_gkmlpt_opens_the_list_of_each_section() -> None:
    found, links = asked("gkmlpt", TREE.format(json.dumps(NODES, ensure_ascii=False)), "/kfqgwh/gkmlpt/index")
    assert found is None
    assert [(link.kind, link.text, link.url.removeprefix(SITE)) for link in links] == [
        ("api", "规范性文件", "/kfqgwh/gkmlpt/api/all/2?page=1&sid=755041"),
        ("section", "解读", "/jd/"),
        ("api", "公告", "/kfqgwh/gkmlpt/api/all/4?page=1&sid=755041"),
    ]


def test_a_section_of_gkmlpt_is_read_to_what_can_be_listed_not_to_what_it_counts() -> None:
    article = {"title": "园区召开第5次会议", "url": f"{SITE}/a/5.html", "create_time": 1709618400, "date": 1}
    external = {"title": "园区召开第6次会议", "url": "https://www.example.com/6.html", "type": "url"}
    told = {"classify": {"name": "公告", "post_count": 900}, "articles": [article, external], "total": 4}
    url = f"{SITE}/gkmlpt/api/all/4?page={{}}&sid=755041"
    found, last = answered(json.dumps(told), url.format(1)), answered(json.dumps(told), url.format(2))
    assert found is not None
    assert last is not None
    assert found.rows == (*rows(5), Row(url="https://www.example.com/6.html", title="园区召开第6次会议"))
    assert (found.section, found.next_url, last.next_url) == ("公告", url.format(2), None)


def test_a_section_of_gkmlpt_ends_with_a_page_that_is_not_full_whatever_its_total() -> None:
    url = f"{SITE}/gkmlpt/api/all/4?page={{}}&sid=755041"
    articles = [{"title": f"园区召开第{n}次会议", "url": f"/a/{n}.html"} for n in range(1, 10)]

    def following(page: int, offset: int | None, count: int) -> str | None:
        found = answered(json.dumps({"articles": articles[:count], "total": 900, "offset": offset}), url.format(page))
        assert found is not None
        return found.next_url

    assert [following(1, 0, 9), following(2, 9, 9), following(3, 18, 4)] == [url.format(2), url.format(3), None]
    assert [following(2, None, 9), following(3, None, 4), following(4, None, 0)] == [url.format(3), url.format(4), None]


# UCAP

CHANNEL = "0123456789abcdef0123456789abcdef"
QUERY = "_isAgg=true&_isJson=true&_pageSize=18&_template=index&page={}"


def test_a_section_of_ucap_without_rows_asks_for_them_by_its_id() -> None:
    meta = f'<meta name="channelid" content="{CHANNEL}">'
    for path in ("/searchList/", "/common/search/"):
        page = f"{meta}<script>var url = '{path}' + channelId</script>"
        assert next_of("ucap", page, "/kfq/common_list.shtml") == f"{path}{CHANNEL}?{QUERY.format(1)}"
        assert asked("ucap", page, "/kfq/common_list.shtml")[1] == ()
    assert next_of("ucap", f"{meta}<ul>{items(*range(1, 9))}</ul>", "/kfq/common_list.shtml") is None


def test_a_section_of_ucap_whose_script_stands_elsewhere_asks_at_both_addresses_that_such_sites_have() -> None:
    meta = f'<meta name="channelid" content="{CHANNEL}">'
    for page in (meta, f"{meta}<form action='/search/index.html'></form>"):
        found, links = asked("ucap", page, "/kfq/common_list.shtml")
        assert found is not None
        assert found.next_url == f"{SITE}/searchList/{CHANNEL}?{QUERY.format(1)}"
        assert [(link.kind, link.url) for link in links] == [
            ("api", f"{SITE}/common/search/{CHANNEL}?{QUERY.format(1)}")
        ]


def test_rows_of_ucap_come_with_their_dates_as_printed() -> None:
    results = [
        {
            "title": "园区召开第5次会议",
            "url": "//kfq.test/a/5.html",
            "publishedTimeStr": "2024-03-05",
            "publishedTime": 1,
        },
        {"title": "园区召开第6次会议", "url": "/a/6.html", "publishedTimeStr": "2024-03-06"},
    ]
    text = json.dumps({"data": {"total": 3, "rows": 2, "results": results}})  # fewer than were asked for
    url = f"{SITE}/common/search/{CHANNEL}?{QUERY}"
    found, last = answered(text, url.format(1)), answered(text, url.format(2))
    assert found is not None
    assert last is not None
    assert (found.rows, found.next_url) == (rows(5, 6), url.format(2))
    assert last.next_url is None


# LKCMS

LABEL = "IsAjax=1&dataType=html&labelName=publicInfoList&siteId=7&pageSize=15&organId=71&catId=5&file=/c2/list"


def test_a_list_of_lkcms_is_asked_for_by_the_settings_of_its_script() -> None:
    settings = "labelName: 'publicInfoList', siteId: '7', pageSize: 15, organId: \"71\", catId: '5', file: '/c2/list'"
    body = f"<script>$.ajax({{ url: '/site/label/8888', data: {{ {settings} }} }})</script>"
    assert next_of("lkcms", body, "/public/column/71") == f"/site/label/8888?{LABEL}&pageIndex=1"
    written = f"<script>load('/site/label/8888?{LABEL}')</script>"
    assert next_of("lkcms", written, "/public/column/71") == f"/site/label/8888?{LABEL}&pageIndex=1"


def test_a_list_that_has_rows_is_asked_for_more_only_where_it_says_to_have_more() -> None:
    script = f"<ul>{items(*range(1, 9))}</ul><script>load('/site/label/8888?{LABEL}'); {{}}</script>"
    assert next_of("lkcms", script.format("var set = {pageCount: 3}"), "/public/column/71") == (
        f"/site/label/8888?{LABEL}&pageIndex=2"
    )
    assert next_of("lkcms", script.format(""), "/public/column/71") is None
    drawn = "Ls.pagination({currPage: 3, pageCount: 3})"
    assert next_of("lkcms", script.format(drawn), "/content/column/71?pageIndex=3") is None


def test_a_label_of_lkcms_that_is_no_list_is_left_alone() -> None:
    menu = "<script>load('/site/label/8888?labelName=columnTree&siteId=7')</script>"
    assert next_of("lkcms", menu, "/public/column/71") is None


def test_a_list_of_lkcms_ends_with_the_page_that_its_settings_count() -> None:
    text = f"<ul>{items(*range(1, 9))}</ul><script>Ls.pagination({{pageCount: 2}})</script>"
    url = f"{SITE}/site/label/8888?labelName=publicInfoList&pageIndex={{}}"
    found, last = answered(text, url.format(1)), answered(text, url.format(2))
    assert found is not None
    assert last is not None
    assert (found.rows, found.section, found.next_url) == (rows(*range(1, 9)), None, url.format(2))
    assert (last.next_url, last.pages) == (None, 2)


# TRS WAS


def test_rows_of_a_search_server_are_asked_for_by_get() -> None:
    body = "<script>$.post('/was5/web/search', {channelid: 208741, page: 1, prepage: 20})</script>"
    assert looks_like(f"{SITE}/xwzx/", body) == family_named("trs")
    assert next_of("trs", body, "/xwzx/") == "/was5/web/search?channelid=208741&page=1&prepage=20"
    assert next_of("trs", f"<ul>{items(*range(1, 9))}</ul>{body}", "/xwzx/") is None
    form = "<form action='/was5/web/search?channelid=7'></form><a href='/was5/web/search?channelid=7&sw=园区'>园区</a>"
    assert next_of("trs", form, "/xwzx/") is None


def test_rows_of_a_search_server_come_in_fields() -> None:
    record = (
        "<REC><DOCTITLE><![CDATA[园区召开第{0}次会议]]></DOCTITLE><DOCPUBURL><![CDATA[/a/{0}.html]]></DOCPUBURL>"
        "<DOCRELTIME>2024-03-0{0}</DOCRELTIME></REC>"
    )
    text = f"<RESULT><RECORDCOUNT>3</RECORDCOUNT>{record.format(5)}{record.format(6)}</RESULT>"
    url = f"{SITE}/was5/web/search?channelid=7&page={{}}&prepage=2"
    found, last = answered(text, url.format(1)), answered(text, url.format(2))
    assert found is not None
    assert last is not None
    assert (found.rows, found.next_url, last.next_url) == (rows(5, 6), url.format(2), None)
    none = answered("<RESULT><RECORDCOUNT>0</RECORDCOUNT></RESULT>", url.format(1))
    assert none is not None
    assert (none.rows, none.next_url) == ((), None)


# All

ANSWERS = [
    f"{SITE}{PROXY}?page=2&columnid=7",
    f"{SITE}{UNIT}?webId=w7",
    f"{SITE}/gkmlpt/api/all/4?page=1&sid=7",
    f"{SITE}/common/search/{CHANNEL}?{QUERY.format(1)}",
    f"{SITE}/site/label/8888?{LABEL}",
    f"{SITE}/was5/web/search?channelid=7&page=1",
]
PIECES = (
    '{"data":',
    '"html":"',
    "[[[[",
    "{}",
    '"articles":[',
    "<record><![CDATA[",
    "]]>",
    "<REC>",
    "<li><a href=/a>",
    '"}',
)


@pytest.mark.parametrize("url", ANSWERS)
def test_what_is_no_such_list_is_none(url: str) -> None:
    assert answered("<html><body>系统维护</body></html>", url) is None
    assert answered("", url) is None


@given(st.sampled_from(ANSWERS), st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join))
def test_no_answer_makes_it_fail(url: str, text: str) -> None:
    found = answered(text, url)
    assert found is None or all(row.url.startswith("http") for row in found.rows)


def test_brackets_without_end_are_no_list() -> None:
    assert answered("[" * 100_000, ANSWERS[2]) is None
    assert asked("gkmlpt", TREE.format("[" * 100_000), "/gkmlpt/index") == (None, ())


@pytest.mark.parametrize("path", ["/", "/xwzx/202403/t20240305_1024.html"])
def test_a_home_page_and_an_article_ask_for_nothing(path: str) -> None:
    body = "<script>$.post('/was5/web/search', {channelid: 208741})</script>"
    assert next_of("trs", body, path) is None
