"""What links look like to a crawler, in the addresses of many content management systems, all invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.links import links
from spiders.extract.page import document
from spiders.extract.shapes import is_denied, is_home, shape

URL = "http://kfq.test/xwzx/index.html"
SITE = "http://kfq.test"


def kinds(body: str, url: str = URL) -> list[tuple[str, str]]:
    return [(link.url.removeprefix(SITE), link.kind) for link in links(document(f"<body>{body}</body>", url))]


@pytest.mark.parametrize(
    "path",
    [
        "/xwzx/202403/t20240305_1024.html",
        "/art/2024/3/5/art_17_10241.html",
        "/x12/art/2024/art_0123456789abcdef0123456789abcdef.html",
        "/site/202403/0123456789abcdef0123456789abcdef.shtml",
        "/csrc/c106256/c1653948/content.shtml",
        "/2024-03/05/content_5308834.htm",
        "/zwgk/content/post_4021.html",
        "/info/1065/11152.htm",
        "/2024/0305/c639a21009/page.htm",
        "/002001/002001001/20240305/4d0ed7c6-8b1e-4c1d-9f10-0123456789ab.html",
        "/ywdt/2024-03-05/48.html",
        "/staticpages/20240305/ghb5ce266e6-350.html",
        "/news/4247.html",
        "/Item/40213.aspx",
        "/xwzx/2025051410132752830/index.html",
        "/NewsShow.asp?id=12",
        "/contents/216/105954.html",
        "/zwgktzgg/65464.jhtml",
        "/detail?clmId=1&tId=5",
        "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1065&wbnewsid=11152",
        "/zwgk/InfoDetail/?InfoID=4d0ed7c6-8b1e-4c1d-9f10-0123456789ab&CategoryNum=002001",
        "/InfoDetail/Default.aspx?InfoID=4d0ed7c6-8b1e-4c1d-9f10-0123456789ab",
        "/portal/?article_id=7",
    ],
)
def test_addresses_of_articles_are_known_by_their_shape(path: str) -> None:
    assert shape(SITE + path) == "article"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/xwzx/",
        "/xwzx",
        "/xwzx/index.html",
        "/xwzx/index_12.shtml",
        "/xwzx/index_2.jhtml",
        "/channels/3961.html",
        "/col/col17/index.html",
        "/xwzx/tzgg.htm",
        "/xwzx/list.htm",
        "/xwzx/list2.psp",
        "/ywdt/common_list.shtml",
        "/ywdt/xlist_3.shtml",
        "/a/list_370_2.html",
        "/plus/list.php?tid=7",
        "/Category_649/Index.aspx",
        "/2024/index.html",
        "/news.asp?classid=7",
        "/showinfo/moreinfolist.aspx?categorynum=002001",
    ],
)
def test_addresses_of_sections_are_known_by_their_shape(path: str) -> None:
    assert shape(SITE + path) == "section"


@pytest.mark.parametrize(
    "path",
    [
        "/a/P020240305.pdf",
        "/b.DOCX",
        "/system/_content/download.jsp?id=1",
        "/module/download/downfile.jsp?f=1",
        "/c.mp4",
    ],
)
def test_addresses_of_files_are_known_by_their_ending_or_their_script(path: str) -> None:
    assert shape(SITE + path) == "file"


@pytest.mark.parametrize("path", ["/customs/302249/302266/302267/index.html", "/003/003-1.html", "/a.jsp?x=1&y=2"])
def test_an_address_that_says_nothing_is_of_no_shape(path: str) -> None:
    assert shape(SITE + path) == "other"


@pytest.mark.parametrize(
    "path",
    [
        "/wap/index.html",
        "/m/news/1.html",
        "/big5/xwzx/",
        "/en/",
        "/e/search/result.php?x=1",
        "/searchresult.jsp?wbtreeid=1",
        "/login.jsp",
        "/member/register/",
        "/e/public/ViewClick/?classid=3",
        "/vote/12.html",
        "/rili/?date=2024-03-05",
        "/xwzx/?keyword=a",
        "/xwzx/1.html?print=1",
        "/plus/count.php?aid=7",
    ],
)
def test_copies_forms_and_counters_are_left_alone(path: str) -> None:
    assert is_denied(SITE + path)


@pytest.mark.parametrize("path", ["/xwzx/", "/menu/1024.html", "/country.html", "/envir/2024/", "/a?page=2"])
def test_ordinary_addresses_are_not_denied(path: str) -> None:
    assert not is_denied(SITE + path)


def test_the_home_page_has_several_addresses() -> None:
    assert all(
        is_home(SITE + path) for path in ("", "/", "/index.html", "/index.htm?link=a", "/default.aspx", "/index.jsp")
    )
    assert not any(is_home(SITE + path) for path in ("/a", "/xwzx/index.html", "/news.html"))


def test_links_come_once_in_the_order_of_the_page_with_their_kinds() -> None:
    body = (
        "<a href=/xwzx/>新闻</a><a href=/news/4247.html>园区道路开工</a><a href=/news/4247.html#top>[查看]</a>"
        "<a href=a.pdf>附件</a><a href=index_2.html>2</a><a href=index_2.html>下一页</a>"
        "<a href=http://other.test/art/2024/3/5/art_1_2.html>省里的新闻</a>"
    )
    assert kinds(body) == [
        ("/xwzx/", "section"),
        ("/news/4247.html", "article"),
        ("/xwzx/a.pdf", "file"),
        ("/xwzx/index_2.html", "page"),
        ("http://other.test/art/2024/3/5/art_1_2.html", "article"),
    ]


def test_the_text_decides_where_the_address_says_nothing() -> None:
    body = (
        "<a href=/30201/30202/index.html>管委会关于优化通关服务的公告</a>"
        "<a href=/30201/30203/index.html>通知公告</a><a href=/30204/><img></a>"
    )
    assert kinds(body) == [
        ("/30201/30202/index.html", "article"),
        ("/30201/30203/index.html", "section"),
        ("/30204/", "other"),
    ]


def test_tools_and_dead_links_are_not_links() -> None:
    body = (
        "<a href=javascript:void(0)>更多</a><a href=#>上</a><a href=mailto:a@kfq.test>邮箱</a>"
        "<a href=/p.html>打印本页</a><a href=/x.html>无障碍浏览</a>"
        "<a href=/ft.html>繁體版</a><a href=/u/>用户登录</a><a>无</a><a href=''>空</a>"
    )
    assert kinds(body, f"{SITE}/") == []


def test_frames_and_pages_that_send_their_visitors_on_lead_somewhere() -> None:
    assert kinds("<frameset><frame src=top.html><frame src=main.asp></frameset>", SITE) == [
        ("/top.html", "section"),
        ("/main.asp", "section"),
    ]
    assert kinds(
        "<iframe src=list.html></iframe><iframe src=a.pdf></iframe><iframe src=about:blank></iframe>", SITE
    ) == [
        ("/list.html", "section"),
        ("/a.pdf", "file"),
    ]
    assert kinds("<meta http-equiv=Refresh content='3; URL=portal/'>") == [("/xwzx/portal/", "section")]
    assert kinds("<script>window.location.href = '/portal/index.html';</script>") == [("/portal/index.html", "section")]
    long = "<p>开发区管委会有关负责人表示，将继续优化营商环境，落实各项惠企政策。</p>" * 9
    assert kinds(f"{long}<script>function go(){{location.href='/x/'}}</script>") == []


@given(st.text(alphabet="/.?&=_-%:#aindexlst0149\u4e2d[]@", max_size=60))
def test_any_address_has_a_shape(path: str) -> None:
    for url in (path, SITE + path):
        assert shape(url) in ("article", "section", "file", "other")
        assert is_denied(url) in (True, False)
        assert is_home(url) in (True, False)


@given(
    st.lists(
        st.sampled_from(("<a href='", "'>", "</a>", "<frame src='//[", "'", "下一页", "<base href='http://[::'>"))
        | st.text(max_size=8)
    )
)
def test_any_page_has_links(pieces: list[str]) -> None:
    found = links(document("".join(pieces), URL))
    assert len({link.url for link in found}) == len(found)


@pytest.mark.parametrize(
    "href", ["/rss/news.xml", "/xwzx/rss.xml?siteId=7", "/rss/", "/xwzx/atom.xml", "/feeds/a/b.xml", "/tzgg.rss"]
)
def test_an_address_that_looks_like_a_feed_is_one_whatever_it_is_called(href: str) -> None:
    assert kinds(f"<a href='{href}'>RSS订阅</a>") == [(href, "feed")]


@pytest.mark.parametrize("href", ["/xwzx/data.xml", "/rssm/1.html", "/feedback.html", "/rss/1001.html"])
def test_another_address_is_no_feed(href: str) -> None:
    assert "feed" not in [kind for _, kind in kinds(f"<a href='{href}'>园区召开推进会议</a>")]
