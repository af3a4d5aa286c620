"""Which CMS family a page is recognised as. All addresses and pages are invented."""

import pytest

from archive.records import Capture, Page
from spiders.parse import parse
from spiders.profile import Profile

HOME = "http://kfq.test/"


def cms(path: str = "x/y.html", markup: str = "", profile: Profile | None = None) -> str | None:
    return read(
        path, f"<html><body><p>园区管理委员会网站发布新闻、通知和公告，欢迎访问</p>{markup}</body></html>", profile
    ).cms


def read(path: str, page: str, profile: Profile | None = None) -> Page:
    capture = Capture(
        record_id="1", run_id="1", site_id="s", url=HOME + path, captured_at="", status=200, body=page.encode()
    )
    return parse(capture, profile or Profile.generic(HOME))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("xwzx/202403/t20240305_1024.html", "trs"),
        ("xwzx/202403/t20240305_1024_wap.html", "trs"),
        ("art/2024/3/5/art_17_10241.html", "jcms"),
        ("col/col17/index.html", "jcms"),
        ("module/web/jpage/dataproxy.jsp?page=2&columnid=17", "jcms"),
        ("x12/art/2024/art_0123456789abcdef0123456789abcdef.html", "jpaas"),
        ("site/202403/0123456789abcdef0123456789abcdef.shtml", "ucap"),
        ("kfq/c106256/common_list.shtml", "ucap"),
        ("kfq/c106256/pc/content/2058837332679774208/content_2058837332679774208.html", "ucap"),
        ("zwgk/content/post_4021.html", "nfcms"),
        ("kfqgwh/gkmlpt/content/9/9103/post_9103540.html", "gkmlpt"),
        ("gkmlpt/index", "gkmlpt"),
        ("public/7071/58123.html", "lkcms"),
        ("openness/detail/content/5f0a1b2c3d.html", "lkcms"),
        ("public/column/7071?type=4&action=list", "lkcms"),
        ("content/column/6795621?pageIndex=2", "lkcms"),
        ("info/1065/11152.htm", "vsb"),
        ("content.jsp?urltype=news.NewsContentUrl&wbtreeid=1065&wbnewsid=11152", "vsb"),
        ("2024/0305/c639a21009/page.htm", "webplus"),
        ("n3/n13/index.html", "ucap"),
        ("n3/n13/index_958_198.html", "ucap"),
        ("eportal/ui?pageId=7", "easysite"),
        ("002001/002001001/20240305/4d0ed7c6-8b1e-4c1d-9f10-0123456789ab.html", "epoint"),
        ("a/yuanqu/2024/0305/118.html", "dedecms"),
        ("plus/list.php?tid=7", "dedecms"),
        ("xwzx/list_370_2.html", "dedecms"),
        ("news/4247.html", None),
        ("news/index_2.html", None),
    ],
)
def test_a_family_is_known_by_its_addresses(path: str, expected: str | None) -> None:
    assert cms(path) == expected


@pytest.mark.parametrize(
    ("expected", "markups"),
    [
        (
            "trs",
            (
                *("<div class=TRS_Editor>", "<div class='trs_editor_view'>", "<div class='view TRS_UEDITOR trs_web'>"),
                "<div class=trs_paper_default>",
            ),
        ),
        (
            "jcms",
            (
                *("<!--ZJEG_RSS.content.begin-->", "<!--<$[信息内容]>begin-->", "<meta name=ContentStart>"),
                *("<link href=/css/hanweb.css>", "<script src='/module/visitcount/visit.jsp?i_columnid=7'></script>"),
                *("<td class=bt_content>", "大汉版通发布系统"),
            ),
        ),
        (
            "jpaas",
            (
                '<script src="/script/unitbuild.js"></script>',
                "<script url=/api-gateway/jpaas-publish-server/f></script>",
            ),
        ),
        ("ucap", ("<UCAPCONTENT>", "<ucaptitle>", "<div id=UCAP-CONTENT>", "<div class=cmsArticleContent>")),
        (
            "nfcms",
            (
                *("<script>window.NFCMS_SITE_ID = 7</script>", "<script>window.NFCMS_POST_ID = 7</script>"),
                *("<a class=nfw-cms-attachment>", "<script src=//statistics.gd.gov.cn/jsonp/post/sum></script>"),
            ),
        ),
        (
            "lkcms",
            (
                *('<div class="j-fontContent">', '<div class="wzcon">', "<div class=gkwz_contnet>"),
                *("<script>$.get('/site/label/8888')</script>", "<script>Ls.pagination({})</script>"),
            ),
        ),
        (
            "vsb",
            (
                *("<div id=vsb_content_2>", "<div class=v_news_content>", "<form name=_newscontent_fromname>"),
                *("<script>_showDynClicks('wbnews', 1, 2)</script>", "<img src=/__local/a.jpg>", '<li id="line_u7_0">'),
            ),
        ),
        (
            "webplus",
            (
                *("<div class=wp_articlecontent>", "<div class=wp_pdf_player>", "<a sudyfile-attr='{}'>"),
                *("<h1 class=arti_title>", "<img src=/_visitcount?type=3>", "<script src=/_upload/tpl/a.js></script>"),
            ),
        ),
        ("easysite", ("<div class=easysite-news-text>", "<div id=easysiteText>")),
        (
            "epoint",
            (
                '<div class="ewb-article-info">',
                "<div class='l ewb-con'>",
                "<ul class=wb-tree>",
                "<li class=wb-data-list>",
            ),
        ),
        (
            "empirecms",
            (
                *("<script src=/e/public/ViewClick/?classid=1&id=2></script>", "[!--empirenews.page--]"),
                *("<form action=http://kfq.test/e/search/index.php>", "<img src=/d/file/2024/a.jpg>"),
            ),
        ),
        (
            "dedecms",
            (
                *('<link href="/templets/kfq/a.css">', "<img src=/uploads/allimg/a.jpg>"),
                "<script src=/plus/count.php?view=yes></script>",
            ),
        ),
        (None, ('<div id="zoom">', "<div class=article-content>", '<div class="newb-list">')),
    ],
)
def test_a_family_is_known_by_each_of_its_marks(expected: str | None, markups: tuple[str, ...]) -> None:
    assert {markup: cms(markup=markup) for markup in markups} == dict.fromkeys(markups, expected)


def test_an_address_tells_more_than_markup_that_was_brought_along() -> None:
    assert cms("zwgk/content/post_4021.html", '<div class="TRS_Editor">文</div>') == "nfcms"


def test_of_two_kinds_of_markup_that_of_the_lower_rank_counts() -> None:
    both = '<div class="TRS_Editor">文</div><script>window.NFCMS_SITE_ID = 7</script>'
    assert cms(markup=both) == "nfcms"


TEXT = "<p>园区召开项目推进会议，研究下半年的工作，并对重点项目逐一作出安排，要求按期完成。</p>" * 4
NEAR = "<p>本栏目刊登园区的通知和公告，欢迎社会各界监督，如有意见和建议，请与我们联系。</p>"


def body(path: str, page: str, profile: Profile | None = None) -> str:
    article = read(path, f"<html><head><title>园区召开会议</title></head><body>{page}</body></html>", profile).article
    assert article is not None
    return article.body


def test_the_container_of_its_family_goes_before_those_of_others() -> None:
    page = f"<h1>园区召开会议</h1><div id=zoom>{NEAR}<div class=trs_editor_view>{TEXT}</div></div>"
    assert NEAR[3:-4] not in body("xwzx/202403/t20240305_1024.html", page)
    assert NEAR[3:-4] in body("x/1024.html", page.replace("trs_editor_view", "other"))


def test_a_container_of_the_family_that_holds_little_does_not_count() -> None:
    page = f"<h1>园区召开会议</h1><div id=zoom>{TEXT}</div><div class=TRS_Editor>{NEAR}</div>"
    assert body("xwzx/202403/t20240305_1024.html", page).count("推进会议") == 4


def test_a_name_that_others_use_too_is_only_believed_where_the_text_seems_to_be() -> None:
    page = f"<div class=view><a href=/>首页</a>{NEAR}</div><h1>园区召开会议</h1><div class=kfq>{TEXT}</div>"
    assert NEAR[3:-4] not in body("xwzx/202403/t20240305_1024.html", page)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("<!--ZJEG_RSS.content.begin-->", "<!--ZJEG_RSS.content.end-->"),
        ("<!--<$[信息内容]>begin-->", "<!--<$[信息内容]>end-->"),
    ],
)
def test_the_text_stands_between_two_comments(begin: str, end: str) -> None:
    page = f"<h1>园区召开会议</h1><div class=main>{NEAR}{begin}{TEXT}{end}{NEAR}</div>"
    assert NEAR[3:-4] not in body("art/2024/3/5/art_17_10241.html", page)


def test_the_family_that_the_profile_names_is_that_of_pages_of_which_nothing_else_tells() -> None:
    page = f"<h1>园区召开会议</h1><div id=zoom>{NEAR}<div class=article_con>{TEXT}</div></div>"
    assert NEAR[3:-4] in body("x/1024.html", page)
    assert NEAR[3:-4] not in body("x/1024.html", page, Profile(home=HOME, cms="trs"))
    assert NEAR[3:-4] in body("info/1065/11152.htm", page, Profile(home=HOME, cms="trs"))
    assert cms("x/1024.html", profile=Profile(home=HOME, cms="trs")) is None


def test_a_rule_of_the_profile_goes_before_that_of_the_family() -> None:
    page = f"<h1>园区召开会议</h1><div class=kfq>{NEAR}</div><div class=trs_editor_view>{TEXT}</div>"
    profile = Profile.generic(HOME)
    ruled = Profile(home=HOME, article=type(profile.article)(body=("div.kfq",)))
    assert body("xwzx/202403/t20240305_1024.html", page, ruled) == NEAR[3:-4]


@pytest.mark.parametrize(
    ("path", "head", "container"),
    [
        (
            "customs/302249/302266/6012345/index.html",
            "<div class=easysite-news-title><h2>{}</h2><p class=easysite-news-describe>{} 字体：大</p></div>",
            "easysite-news-text",
        ),
        (
            "002001/002001001/20240305/4d0ed7c6-8b1e-4c1d-9f10-0123456789ab.html",
            "<div class=tt><h3 class=ewb-article-tt>{}</h3></div><div class=ewb-article-sources><p>{}</p></div>",
            "ewb-article-info",
        ),
        (
            "2024/0305/c639a21009/page.htm",
            "<div class=arti_title>{}</div><p><i class=arti_publisher>园区办</i><i class=arti_update>{}</i></p>",
            "wp_articlecontent",
        ),
        (
            "public/7071/58123.html",
            "<div class=newstitle>{}</div><div><span class=wz_date>{}</span></div>",
            "wzcon",
        ),
    ],
)
def test_title_and_date_stand_where_the_family_puts_them(path: str, head: str, container: str) -> None:
    others = "<h1>园区管理委员会网站要闻栏目</h1><div>发布时间：2026-11-20</div>"
    page = f"{others}{head.format('园区召开项目推进会议', '2024-03-05 09:30')}<div class={container}>{TEXT}</div>"
    article = read(
        path, f"<html><head><title>园区管理委员会网站要闻栏目</title></head><body>{page}</body></html>"
    ).article
    assert article is not None
    assert (article.title, article.published_at) == ("园区召开项目推进会议", "2024-03-05T09:30:00+08:00")
    assert article.body.count("推进会议") == 4


# Of each family an address of an article, and the elements that hold the text of one.
CONTAINERS = {
    "xwzx/202403/t20240305_1024.html": (
        *("div class=trs_editor_view", "div class=TRS_UEDITOR", "div class=TRS_Editor", "div class=trs_paper_default"),
        *("div class=article_con", "div class=article-con", "div id=zoom", "div class=view"),
    ),
    "art/2024/3/5/art_17_10241.html": ("div class=bt_content", "div class=main-txt", "div id=zoom"),
    "x12/art/2024/art_0123456789abcdef0123456789abcdef.html": ("div id=con_con", "div class=ccontent"),
    "site/202403/0123456789abcdef0123456789abcdef.shtml": (
        *("ucapcontent", "div id=UCAP-CONTENT", "div id=zoomcon", "div class=content"),
    ),
    "zwgk/content/post_4021.html": (
        *("div id=zoomcon", "div class=article-content", "div class=news_cont_d_wrap", "div class=xl-nr"),
        "div class=TRS_Editor",
    ),
    "kfqgwh/gkmlpt/content/9/9103/post_9103540.html": ("div class=article-content",),
    "public/7071/58123.html": ("div class=j-fontContent", "div class=wzcon", "div class=gkwz_contnet", "div id=zoom"),
    "info/1065/11152.htm": ("div class=v_news_content", "div id=vsb_content", "div id=vsb_content_502"),
    "2024/0305/c639a21009/page.htm": ("div class=wp_articlecontent", "div class=read"),
    "xwzx/2025051410132752830/index.html": ("div class=easysite-news-text", "div id=easysiteText"),
    "002001/002001001/20240305/4d0ed7c6-8b1e-4c1d-9f10-0123456789ab.html": (
        *("div class=ewb-article-info", "div id=mainContent"),
    ),
    "a/yuanqu/2024/0305/118.html": ("div class=content", "div class=article-content"),
    "ywdt/2024-03-05/48.html": ("div id=text", "div id=zoom", "div class=content"),
}


@pytest.mark.parametrize(
    ("path", "container"), [(path, container) for path, containers in CONTAINERS.items() for container in containers]
)
def test_the_text_stands_in_the_containers_of_its_family(path: str, container: str) -> None:
    counter = (
        "<script src=/e/public/ViewClick/?id=48></script>" if "2024-03-05" in path else ""
    )  # EmpireCMS's only mark
    page = f"<h1>园区召开会议</h1>{counter}<div class=kfq>{NEAR}<{{}}>{TEXT}</{{}}>{NEAR}</div>"
    assert body(path, page.format(container, container.partition(" ")[0])).count("欢迎社会各界监督") == 0
    assert body(path, page.format("div class=other", "div")).count("欢迎社会各界监督") == 2
