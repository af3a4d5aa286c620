"""Listings in the shapes that content management systems give them. All content is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Listing, Row
from spiders.extract.listing import listing, section_name
from spiders.extract.page import document
from spiders.family import family_named
from spiders.profile import ListingRules

URL = "http://kfq.test/xwzx/index.html"

NAVIGATION = (
    "<div class=top><ul><li><a href=/>首页</a></li><li><a href=/xwzx/>新闻中心</a></li>"
    "<li><a href=/zwgk/>政务公开</a></li>"
    "<li><a href=/tzzn/>投资指南</a></li><li><a href=/hdjl/>互动交流</a></li></ul></div>"
)
FOOTER = (
    "<div class=foot><a href=/about.html>关于我们</a><a href=/map.html>网站地图</a>"
    "<a href=http://a.test/>友情链接一号</a></div>"
)
TITLES = (
    "开发区召开招商引资工作推进会",
    "关于印发企业服务专员制度的通知",
    "三家企业入选省级专精特新名单",
    "园区道路改造工程今日开工",
)


def read(body: str, url: str = URL, rules: ListingRules | None = None) -> Listing:
    doc = document(f"<html><body>{NAVIGATION}{body}{FOOTER}</body></html>", url)
    found = listing(doc, rules) if rules else listing(doc)
    assert found is not None
    return found


def rows(body: str, url: str = URL) -> list[tuple[str, str, str | None]]:
    return [(row.url.removeprefix("http://kfq.test"), row.title, row.date_text) for row in read(body, url).rows]


def test_a_list_gives_its_rows_with_title_and_date_as_printed() -> None:
    items = "".join(
        f"<li><a href=./202403/t2024030{n}_10{n}.html>{title}</a><span>2024-03-0{n}</span></li>"
        for n, title in enumerate(TITLES, 1)
    )
    assert rows(f"<div class=list><ul>{items}</ul></div>") == [
        (f"/xwzx/202403/t2024030{n}_10{n}.html", title, f"2024-03-0{n}") for n, title in enumerate(TITLES, 1)
    ]


def test_a_title_that_is_cut_is_taken_from_the_tooltip() -> None:
    items = "".join(f"<li><a href={n}.html title='{t}'>{t[:6]}…</a> [03-0{n}]</li>" for n, t in enumerate(TITLES, 100))
    assert [title for _, title, _ in rows(f"<ul>{items}</ul>")] == list(TITLES)


def test_a_tooltip_that_says_something_else_is_no_title() -> None:
    items = "".join(
        f"<li><a href={n}.html title='在新窗口打开'>{t}</a>2024-03-01</li>" for n, t in enumerate(TITLES, 100)
    )
    assert [title for _, title, _ in rows(f"<ul>{items}</ul>")] == list(TITLES)


def test_a_listing_without_dates_still_gives_its_links() -> None:
    items = "".join(f"<li>· <a href=/news/{n}.html>{title}</a></li>" for n, title in enumerate(TITLES, 4247))
    assert rows(f"<ul class=l>{items}</ul>") == [(f"/news/{n}.html", t, None) for n, t in enumerate(TITLES, 4247)]


def test_one_dated_item_is_a_list() -> None:
    assert rows(
        "<div class=main><ul><li><a href=/news/101.html>园区首家企业投产</a><i>2024-03-05</i></li></ul></div>"
    ) == [("/news/101.html", "园区首家企业投产", "2024-03-05")]


def test_an_item_that_is_linked_twice_counts_once() -> None:
    items = "".join(
        f"<div class=item><a href={n}.html><img src=a.jpg></a><h3><a href={n}.html>{title}</a></h3>"
        f"<p>园区企业服务中心负责人介绍了有关情况。<a href={n}.html>[查看全文]</a></p>"
        "<p>发布时间：2024-03-05 09:30</p></div>"
        for n, title in enumerate(TITLES, 300)
    )
    assert rows(f"<div class=news>{items}</div>", "http://kfq.test/a/") == [
        (f"/a/{n}.html", title, "2024-03-05 09:30") for n, title in enumerate(TITLES, 300)
    ]


def test_an_address_that_two_items_share_comes_once() -> None:
    items = "".join(
        f"<li><a href={n % 3}.html>{title}</a><i>2024-03-0{n + 1}</i></li>" for n, title in enumerate(TITLES)
    )
    assert [row[0] for row in rows(f"<ul>{items}</ul>", "http://kfq.test/a/")] == [f"/a/{n}.html" for n in range(3)]


def test_items_on_other_sites_and_items_without_a_date_are_kept() -> None:
    body = (
        "<ul><li class=top><a href=/zt/2024/index.html>【置顶】开发区优化营商环境专题</a></li>"
        "<li><a href=http://www.province.test/content/88.html>省政府部署稳外资工作</a><span>2024-03-05</span></li>"
        "<li><a href=/news/101.html>园区道路改造工程开工</a><span>2024-03-04</span></li></ul>"
    )
    assert [(url, date) for url, _, date in rows(body)] == [
        ("/zt/2024/index.html", None),
        ("http://www.province.test/content/88.html", "2024-03-05"),
        ("/news/101.html", "2024-03-04"),
    ]


def test_a_date_in_pieces_is_put_together() -> None:
    items = "".join(
        f"<li><a href=../info/1065/{n}.htm title={t}><div><p>03/1{n % 10}</p><span>2025</span></div>"
        f"<h3>{t}</h3><p>{t}，各有关单位：现将有关事项通知如下。</p></a></li>"
        for n, t in enumerate(TITLES, 1100)
    )
    assert rows(f"<ul>{items}</ul>", "http://kfq.test/xwzx/tzgg.htm")[1] == (
        "/info/1065/1101.htm",
        TITLES[1],
        "2025/03/11",
    )


def test_a_day_above_its_month_is_a_date() -> None:
    items = "".join(
        f"<li><div class=d><b>0{n}</b><em>2024-05</em></div><a href=/n/{n}00.html>{t}</a></li>"
        for n, t in enumerate(TITLES, 1)
    )
    assert [date for _, _, date in rows(f"<ul>{items}</ul>")] == [
        "2024-05-01",
        "2024-05-02",
        "2024-05-03",
        "2024-05-04",
    ]


def test_the_date_in_a_title_is_not_the_date_of_the_row() -> None:
    items = "".join(
        f"<li><a href={n}.html>2024-03-0{n % 9 + 1}园区新闻</a><span>03-1{n % 9}</span></li>" for n in range(700, 704)
    )
    assert [date for _, _, date in rows(f"<ul>{items}</ul>")] == ["03-17", "03-18", "03-10", "03-11"]


def test_a_date_glued_to_each_title_is_taken_off() -> None:
    items = "".join(f"<p><a href={n}.html>{title} [2024-03-0{n % 5}]</a></p>" for n, title in enumerate(TITLES, 501))
    assert rows(f"<div class=con>{items}</div>")[0] == ("/xwzx/501.html", TITLES[0], "2024-03-01")


def test_a_flat_layout_has_its_dates_before_or_after_the_links() -> None:
    after = "".join(f"<a href={n}.html>{t}</a> (2024-03-0{n % 5})<br>" for n, t in enumerate(TITLES, 501))
    before = "".join(f"<span>2024-03-0{n % 5}</span><a href={n}.html>{t}</a><br>" for n, t in enumerate(TITLES, 501))
    assert [date for _, _, date in rows(f"<td>{after}</td>")] == [f"2024-03-0{n}" for n in range(1, 5)]
    assert [date for _, _, date in rows(f"<td>{before}</td>")] == [f"2024-03-0{n}" for n in range(1, 5)]


def test_a_definition_list_has_each_date_under_its_title() -> None:
    items = "".join(f"<dt><a href={n}.html>{t}</a></dt><dd>2024-03-0{n % 5}</dd>" for n, t in enumerate(TITLES, 501))
    assert [date for _, _, date in rows(f"<dl>{items}</dl>")] == [f"2024-03-0{n}" for n in range(1, 5)]


def test_a_table_of_documents_gives_titles_not_numbers() -> None:
    items = "".join(
        f"<tr><td>{n}</td><td><a href=/zwgk/{n}001.html>{t}</a></td><td>〔2024〕{n}号</td><td>2024年3月{n}日</td></tr>"
        for n, t in enumerate(TITLES, 1)
    )
    assert rows(f"<table><tr><th>序号</th><th>标题</th><th>文号</th><th>日期</th></tr>{items}</table>")[3] == (
        "/zwgk/4001.html",
        TITLES[3],
        "2024年3月4日",
    )


def test_old_pages_lay_out_everything_in_tables_without_classes() -> None:
    menu = "".join(
        f"<tr><td><a href=/col/col{n}/index.html>{name}</a></td></tr>"
        for n, name in enumerate(("要闻", "通知", "公示"))
    )
    items = "".join(
        f"<tr><td><img src=dot.gif></td><td><a href=/art/2024/3/{n}/art_7_{n}.html>{t}</a></td><td>[03-0{n}]</td></tr>"
        for n, t in enumerate(TITLES, 1)
    )
    body = f"<table><tr><td><table>{menu}</table></td><td><table>{items}</table></td></tr></table>"
    assert [title for _, title, _ in rows(body)] == list(TITLES)


def test_the_list_is_told_from_the_columns_beside_it() -> None:
    hot = "".join(f"<li><a href=/news/{n}.html>{t}热点图文回顾</a></li>" for n, t in enumerate(TITLES * 3, 9000))
    items = "".join(
        f"<li><a href=/news/{n}.html>{t}</a><span>2024-03-05</span></li>" for n, t in enumerate(TITLES, 101)
    )
    body = f"<div class=left><ul>{items}</ul></div><div class=right><h3>热点资讯</h3><ul>{hot}</ul></div>"
    assert [title for _, title, _ in rows(body)] == list(TITLES)


def test_the_list_before_the_pager_is_the_list() -> None:
    latest = "".join(f"<li><a href=/news/{n}.html>{t}最新</a><i>03-05</i></li>" for n, t in enumerate(TITLES * 2, 9000))
    items = "".join(f"<li><a href=/news/{n}.html>{t}</a><span>03-05</span></li>" for n, t in enumerate(TITLES, 101))
    body = (
        f"<div class=l><ul class=newest>{latest}</ul></div>"
        f"<div class=r><ul class=list>{items}</ul><div><b>1</b><a href=index_2.html>2</a>"
        "<a href=index_2.html>下一页</a></div></div>"
    )
    found = read(body)
    assert [row.title for row in found.rows] == list(TITLES)
    assert found.next_url == "http://kfq.test/xwzx/index_2.html"


def test_a_page_of_several_lists_gives_the_rows_of_all() -> None:
    first = "".join(f"<li><a href=/n/{n}.html>{t}</a><span>03-05</span></li>" for n, t in enumerate(TITLES, 101))
    second = "".join(f"<dd><a href=/n/{n}.html>{t}</a><em>03-05</em></dd>" for n, t in enumerate(TITLES, 201))
    body = (
        f"<div class=a><h2>要闻 <a href=/yw/>更多</a></h2><ul>{first}</ul></div>"
        f"<div class=b><h2>通知 <a href=/tz/>更多</a></h2><dl>{second}</dl></div>"
    )
    assert [url for url, _, _ in rows(body)] == [f"/n/{n}.html" for n in (*range(101, 105), *range(201, 205))]


def test_a_list_in_blocks_of_five_is_one_list() -> None:
    block = "<ul class='list wow {state}'>{items}</ul>"
    items = [f"<li><a href=/info/1/{n}.htm>{TITLES[n % 4]}</a><span>2024-03-05</span></li>" for n in range(1000, 1012)]
    body = "".join(
        block.format(state="animated" if n < 5 else "", items="".join(items[n : n + 5])) for n in range(0, 12, 5)
    )
    assert len(rows(f"<div class=main>{body}</div>")) == 12


def test_a_link_to_the_column_before_each_item_is_no_item() -> None:
    items = "".join(
        f"<li><a href=/tz/>[通知]</a><a href=/n/{n}.html>{t}</a><span>2024-03-05</span></li>"
        for n, t in enumerate(TITLES, 101)
    )
    assert rows(f"<ul>{items}</ul>") == [(f"/n/{n}.html", t, "2024-03-05") for n, t in enumerate(TITLES, 101)]


def test_dead_links_of_a_mirror_do_not_lend_their_dates() -> None:
    body = (
        "<ul><li><span>2024-03-05</span><a href=javascript:;>园区召开安全生产例会</a></li>"
        "<li><span>2024-03-04</span><a href=/n/102.html>园区道路改造工程开工</a></li>"
        "<li><span>2024-03-03</span><a href=javascript:;>园区企业参加国际展会</a></li></ul>"
    )
    assert rows(body) == [("/n/102.html", "园区道路改造工程开工", "2024-03-04")]


def test_records_in_a_script_are_rows() -> None:
    records = "".join(
        f'<record><![CDATA[<li><a href="/art/2024/3/{n}/art_7_{n}.html" title="{t}">{t[:5]}…</a>'
        f"<b>2024-03-0{n}</b></li>]]></record>"
        for n, t in enumerate(TITLES, 1)
    )
    script = f'<script type="text/xml"><datastore><recordset>{records}</recordset></datastore></script>'
    assert rows(f"<div id=325>{script}</div>", "http://kfq.test/col/col7/index.html")[1] == (
        "/art/2024/3/2/art_7_2.html",
        TITLES[1],
        "2024-03-02",
    )


def test_a_profile_says_where_rows_titles_dates_and_the_next_page_are() -> None:
    rules = ListingRules(row=("tr.item",), link=("td.go",), title=("td.name",), date=("td.when",), next=("#more",))
    body = (
        "<table><tr class=item><td class=name>园区道路改造</td><td class=when>三月五日</td>"
        "<td class=go><a href=7.html>查看</a></td></tr>"
        "<tr><td><a href=8.html>不是条目的一个链接</a></td></tr></table><a id=more href=p2.html>后面</a>"
    )
    found = read(body, rules=rules)
    assert found.rows == (Row(url="http://kfq.test/xwzx/7.html", title="园区道路改造", date_text="三月五日"),)
    assert found.next_url == "http://kfq.test/xwzx/p2.html"


def test_navigation_alone_is_no_listing() -> None:
    assert listing(document(f"<body>{NAVIGATION}{FOOTER}</body>", URL)) is None


def test_a_section_is_named_by_its_meta_tag_then_the_crumbs_then_the_title() -> None:
    crumbs = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/xwzx/>新闻中心</a> &gt; 通知公告</div>"
    assert section_name(document(f"<meta name=columnname content=园区动态>{crumbs}", URL)) == "园区动态"
    assert section_name(document(f"<title>通知_管委会</title>{crumbs}", URL)) == "通知公告"
    assert section_name(document("<title>通知公告_某开发区管委会</title><p>无", URL)) == "通知公告"
    assert (
        section_name(document("<h3><a href=/>首页</a>>><a href=/a/>政策</a>>><a href=''>公益信息</a>>></h3>", URL))
        == "公益信息"
    )


def test_a_section_whose_page_is_called_like_its_site_is_named_by_the_heading_above_the_list() -> None:
    links = [f"<li><a href={n}.html>{title}</a> [03-0{n}]</li>" for n, title in enumerate(TITLES, 1)]
    items, hot = "".join(links), f"<h3>热门排行</h3><ul>{''.join(links[:2])}</ul>"
    content = f"{hot}<div class=content_title>政策法规</div><ul>{items}</ul>"
    for title, expected in (
        ("<title>云岭开发区</title>", "政策法规"),
        ("", "政策法规"),
        ("<title>通知公告_云岭开发区</title>", "通知公告"),
    ):
        assert read(f"{title}{content}", "http://kfq.test/zcfg/").section == expected
    assert (
        read(f"<title>通知公告</title>{hot}<p>共4条</p><ul>{items}</ul>", "http://kfq.test/zcfg/").section == "通知公告"
    )
    assert read(f"<title>首页-云岭开发区</title>{content}").section == "云岭开发区"


def test_a_saved_page_without_an_address_keeps_its_links_as_printed() -> None:
    items = "".join(f"<li><a href=../info/1/{n}.htm>{t}</a><i>03-05</i></li>" for n, t in enumerate(TITLES, 100))
    found = listing(document(f"<ul>{items}</ul><a href=tzgg/1.htm>下页</a>", "xwzx/tzgg.htm"))
    assert found is not None
    assert (found.rows[0].url, found.next_url) == ("../info/1/100.htm", "tzgg/1.htm")


PIECES = (
    *("<ul>", "</ul>", "<li>", "<a href=1.html>", "</a>", "<a href=2.html title=x>", "<td>", "<br>", "<!--", "-->"),
    *("2024-03-05", "03/10", "2025", "园区召开会议", "下一页", "<record><![CDATA[", "]]>", "<script>", "</script>"),
    *("<base href='::'>", "\x00"),
)
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


@given(MARKUP)
def test_any_page_is_read_and_each_address_comes_once(text: str) -> None:
    found = listing(document(text, URL))
    if found is not None:
        assert len({row.url for row in found.rows}) == len(found.rows) > 0
        assert all(row.title for row in found.rows)


@pytest.mark.parametrize(
    ("family", "items", "item"),
    [
        ("dedecms", "<ul class=e2>", "<li>"),
        ("epoint", "<ul>", "<li class='ewb-list-node clearfix'>"),
        ("epoint", "<ul class=wb-data-item>", "<li class=wb-data-list>"),
        ("lkcms", "<ul class=doc_list>", "<li>"),
        ("nfcms", "<div class=news_list><ul>", "<li>"),
        ("ucap", "<ul class=infolist>", "<li>"),
        ("vsb", "<ul>", "<li id=line_u7_0>"),
        ("webplus", "<ul class=wp_article_list>", "<li>"),
    ],
)
def test_of_two_lists_that_of_its_family_is_the_page_s(family: str, items: str, item: str) -> None:
    def rows(folder: str, item: str) -> str:
        return "".join(f"{item}<a href=/{folder}/{n}.htm>园区召开第{n}次工作会议</a></li>" for n in range(1, 6))

    page = f"<ul class=b>{rows('zt', '<li>')}</ul><div>{items}{rows('xw', item)}</div>"
    first = [listing(document(page, URL, of)) for of in (None, family_named(family))]
    assert [found.rows[0].url.rpartition("/")[0] for found in first if found is not None] == [
        "http://kfq.test/zt",
        "http://kfq.test/xw",
    ]


def test_links_of_trs_that_begin_beside_their_page_are_rows() -> None:
    def rows(folder: str) -> str:
        return "".join(f"<li><a href={folder}t20240305_{n}.html>园区召开第{n}次工作会议</a></li>" for n in range(1, 6))

    page = f"<ul class=b>{rows('/zt/202403/')}</ul><div><ul>{rows('./202403/')}</ul></div>"
    found = listing(document(page, URL, family_named("trs")))
    assert found is not None
    assert found.rows[0].url == "http://kfq.test/xwzx/202403/t20240305_1.html"


def test_the_link_to_the_next_page_may_be_named_by_the_family() -> None:
    row = "<ul><li><a href=/a/1.htm>园区召开会议研究工作</a><i>2024-03-05</i></li></ul>"
    page = f"{row}<a class=next href=list2.htm>&nbsp;</a>"
    found = listing(document(page, URL, family_named("webplus")))
    assert found is not None
    assert found.next_url == "http://kfq.test/xwzx/list2.htm"
