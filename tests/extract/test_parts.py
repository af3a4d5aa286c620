"""Articles that are told in several pages, in the shapes of several systems; all invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Capture, Outcome, Page, Part
from spiders.extract.page import document
from spiders.extract.parts import part
from spiders.parse import parse
from spiders.profile import Profile

SITE = "http://kfq.test"
TRS = f"{SITE}/xwzx/202403/t20240305_1024"
DEDE = f"{SITE}/a/news/2024/0305/45"


def place(url: str, body: str) -> Part | None:
    return part(document(f"<html><body>{body}</body></html>", url))


def script(current: int) -> str:
    return f'<script>createPageHTML(3, {current}, "t20240305_1024", "html");</script>'


def links(*numbers: int) -> str:
    first = '<a href="45.html">1</a>'
    return "<div class=pages>" + first + "".join(f'<a href="45_{n}.html">{n}</a>' for n in numbers) + "</div>"


def test_a_script_tells_the_pages_of_an_article() -> None:
    first = f"{TRS}.html"
    assert place(first, script(0)) == Part(first=first, number=0, next=f"{TRS}_1.html")
    assert place(f"{TRS}_1.html", script(1)) == Part(first=first, number=1, next=f"{TRS}_2.html")
    assert place(f"{TRS}_2.html", script(2)) == Part(first=first, number=2, next=None)


def test_links_tell_the_pages_of_an_article() -> None:
    first = f"{DEDE}.html"
    assert place(first, "<div>共3页：<a>1</a>" + links(2, 3)) == Part(first=first, number=0, next=f"{DEDE}_2.html")
    assert place(f"{DEDE}_2.html", links(3)) == Part(first=first, number=2, next=f"{DEDE}_3.html")
    assert place(f"{DEDE}_3.html", links(2)) == Part(first=first, number=3, next=None)
    assert place(first, '<a href="45_2.html">下一页</a>') == Part(first=first, number=0, next=f"{DEDE}_2.html")


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (f"{SITE}/art/2024/3/5/art_17_45.html", '<a href="art_17_46.html">下一篇：云岭召开会议</a>'),
        (f"{SITE}/art/2024/3/5/art_17_45.html", '<a href="/art/2024/3/5/art_17_44.html">上一篇</a>'),
        (f"{DEDE}.html", '<a href="46.html">下一页</a><a href="/other/45_2.html">2</a>'),
        (f"{SITE}/xwzx/index.html", '<a href="index_2.html">2</a>'),
        (f"{SITE}/xwzx/index_2.html", '<a href="index.html">1</a><a href="index_3.html">3</a>'),
        (f"{SITE}/xwzx/list_17_2.html", '<a href="list_17_3.html">3</a>'),
        (f"{DEDE}.html", '<a href="45_2.jpg">2</a><a href="45_2.html">图片说明</a>'),
    ],
)
def test_other_articles_and_lists_are_no_pages_of_it(url: str, body: str) -> None:
    assert place(url, body) is None


def read(url: str, body: str) -> Page:
    return parse(
        Capture(
            record_id="1",
            run_id="1",
            site_id="kfq",
            url=url,
            captured_at="2026-09-01T00:00:00.000Z",
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=body.encode(),
        ),
        Profile.generic(SITE),
    )


def test_a_further_page_is_read_as_one_of_its_article_without_the_pager() -> None:
    text = "开发区今日召开项目推进会，会议听取了重点项目建设情况的汇报，研究部署了下一步的工作。" * 3
    page = read(
        f"{DEDE}_2.html",
        f"<html><head><title>推进会召开(2)_云岭开发区</title></head><body><h1>推进会召开</h1>"
        f"<p>时间：2024-03-05 来源：管委会</p><div id=zoom><p>{text}</p></div>{links(3)}</body></html>",
    )
    assert page.outcome is Outcome.OK and page.article is not None
    assert page.article.part == Part(first=f"{DEDE}.html", number=2, next=f"{DEDE}_3.html")
    assert page.article.body == text


@pytest.mark.parametrize("mark", ["#PAGE_BREAK#", "<pagebreak></pagebreak>", "[!--empirenews.page--]"])
def test_marks_between_pages_that_are_all_there_are_no_text(mark: str) -> None:
    text = "开发区今日召开项目推进会，会议听取了重点项目建设情况的汇报。"
    page = read(
        f"{SITE}/site/202403/0123456789abcdef0123456789abcdef.shtml",
        f"<html><body><h1>推进会召开</h1><p>发布时间：2024-03-05 来源：管委会</p><div id=zoom>"
        f"<p>一、{text}</p><p>{mark}</p><p>二、{text}</p>{mark}<p>三、{text}{mark}</p></div></body></html>",
    )
    assert page.article is not None and page.article.body == "\n".join(f"{number}、{text}" for number in "一二三")


@given(st.text(max_size=60), st.text(alphabet='<a href="45_2.html">下一页/1', max_size=200))
def test_any_page_has_a_place_or_none(url: str, body: str) -> None:
    assert place(url, body) is None or isinstance(place(url, body), Part)
