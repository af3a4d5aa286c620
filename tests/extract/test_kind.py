"""Whether a page is an article or a listing. All content is invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article, Outcome
from spiders.extract.kind import is_clear, kind_of
from spiders.extract.listing import listing
from spiders.extract.page import document
from tests.extract.pages import COLUMNS, PARAGRAPH

ARTICLE_URL = "http://kfq.test/news/4247.html"
LIST = "".join(
    f"<li><a href=/news/{n}.html>园区重点项目建设进展情况</a><span>2024-03-05</span></li>" for n in range(300, 315)
)
INFO = "<p>发布时间：2024-03-05 09:30 来源：管委会办公室 浏览次数：12</p><p>【字体：大 中 小】 打印 关闭</p>"


def kind(body: str, url: str, article: Article | None = None) -> Outcome:
    doc = document(f"<html><body>{body}</body></html>", url)
    return kind_of(doc, article, listing(doc))


def text_of(size: int, published_at: str | None = None) -> Article:
    body = "开发区管委会有关负责人表示。" * (size // 14)
    return Article(title="园区道路开工", body=body, published_at=published_at)


def test_a_text_with_its_info_line_is_an_article() -> None:
    article = text_of(600, published_at="2024-03-05")
    assert kind(INFO + PARAGRAPH * 12, ARTICLE_URL, article) is Outcome.OK
    assert kind(INFO + PARAGRAPH * 12, "http://kfq.test/show.asp?x=7", article) is Outcome.OK


def test_an_article_with_the_marks_of_one_is_clear_whatever_it_lists() -> None:
    article = text_of(400, published_at="2024-03-05")
    doc = document(f"{INFO}{PARAGRAPH * 9}<ul>{LIST}</ul><a href=index_2.html>下一页</a>", ARTICLE_URL)
    assert is_clear(doc, article)
    assert not is_clear(doc, replace(article, body_html=LIST))
    assert not is_clear(document(f"{PARAGRAPH * 9}<ul>{LIST}</ul>", "http://kfq.test/xwzx/"), article)


@given(st.integers(0, 12), st.integers(0, 20), st.booleans())
def test_what_is_clear_is_an_article_by_its_listing_too(sentences: int, rows: int, labelled: bool) -> None:
    row = "<li><a href=/news/{}.html>园区重点项目建设进展情况</a><span>2024-03-05</span></li>"
    listed = "".join(row.format(number) for number in range(300, 300 + rows))
    doc = document(f"{INFO * labelled}{PARAGRAPH * sentences}<ul>{listed}</ul><a href=a_2.html>下一页</a>", ARTICLE_URL)
    article = text_of(60 * sentences, published_at="2024-03-05")
    assert not is_clear(doc, article) or kind_of(doc, article, listing(doc)) is Outcome.OK


def test_related_links_with_dates_do_not_make_an_article_a_listing() -> None:
    body = f"<h1>园区道路开工</h1>{INFO}{PARAGRAPH * 9}<div class=rel><h3>相关新闻</h3><ul>{LIST}</ul></div>"
    assert kind(body, ARTICLE_URL, text_of(400, published_at="2024-03-05")) is Outcome.OK


def test_rows_with_dates_and_a_pager_are_a_listing() -> None:
    body = f"<ul>{LIST}</ul><a href=index_2.html>下一页</a>"
    assert kind(body, "http://kfq.test/xwzx/", None) is Outcome.LISTING
    assert kind(body, "http://kfq.test/xwzx/index_2.html", text_of(400, published_at="2024-03-05")) is Outcome.LISTING
    assert kind(body, "http://kfq.test/staticmores/003/003-1.html", text_of(40)) is Outcome.LISTING


def test_a_list_taken_for_a_text_is_a_listing() -> None:
    wrong = Article(title="通知公告", published_at="2024-03-05", body="园区重点项目建设进展情况\n2024-03-05\n" * 15)
    assert kind(f"<ul>{LIST}</ul>", "http://kfq.test/tz.html", wrong) is Outcome.LISTING


def test_a_form_with_a_word_on_how_to_fill_it_in_is_no_article_unless_it_is_dated_or_long() -> None:
    fields = "".join(f"<tr><td>{label}：</td><td><input name={label}></td></tr>" for label in ("姓名", "电话", "地址"))
    form = f"<form action=add><table>{fields}</table>{PARAGRAPH * 2}<input type=hidden name=code></form>"
    letter, search = "http://kfq.test/letter/form.htm?code=1", "<form><input name=word><input type=submit></form>"
    assert kind(form, letter, text_of(90)) is Outcome.LISTING
    assert not is_clear(document(form, letter), text_of(90))
    for body, article in (
        (form, text_of(90, "2024-03-05")),
        (form, text_of(400)),
        (search + PARAGRAPH * 2, text_of(90)),
    ):
        assert kind(body, letter, article) is Outcome.OK


def test_labels_in_every_row_are_no_info_line() -> None:
    rows = LIST.replace("<span>", "<span>发布时间：")
    assert kind(f"<ul>{rows}</ul>", "http://kfq.test/a_7.html", text_of(100)) is Outcome.LISTING


def test_the_home_page_is_a_listing() -> None:
    article = text_of(900, published_at="2024-03-05")
    assert kind(INFO + PARAGRAPH, "http://kfq.test/", article) is Outcome.LISTING
    assert kind(INFO + PARAGRAPH, "http://kfq.test/index.html?link=x", article) is Outcome.LISTING


def test_the_tags_of_the_standard_decide_between_them() -> None:
    listed = "<meta name=ColumnName content=要闻><meta name=ArticleTitle content=''>"
    assert kind(f"{listed}{LIST}", "http://kfq.test/a_7.html", text_of(400)) is Outcome.LISTING
    told = "<meta name=articletitle content=园区道路开工><meta name=ColumnName content=要闻>"
    assert kind(f"{told}{PARAGRAPH * 3}", "http://kfq.test/a_7.html", text_of(120)) is Outcome.OK


def test_film_with_title_and_date_is_an_article_without_text() -> None:
    article = Article(title="园区新闻第七期", published_at="2024-03-05")
    film = f"<h1>园区新闻第七期</h1>{INFO}<iframe src=v></iframe>"
    assert kind(film, ARTICLE_URL, article) is Outcome.OK
    # At an address like a section's where the tag of the standard says so.
    assert kind(film, "http://kfq.test/gallery.html", article) is Outcome.LISTING
    assert (
        kind(f"<meta name=ArticleTitle content=园区新闻第七期>{film}", "http://kfq.test/gallery.html", article)
        is Outcome.OK
    )


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        ("<div v-html=content></div>", Outcome.JS_REQUIRED),
        ("<div id=zoom></div><script>$.get(u, d => { $('#zoom').html(d) })</script>", Outcome.JS_REQUIRED),
        ("<div id=c></div><script>document.getElementById('c').innerHTML = d</script>", Outcome.JS_REQUIRED),
        ("<span id=hits></span><script>$.get(u, d => { $('#hits').html(d) })</script>", Outcome.OK),
        ("<div id=zoom>图</div><script>$.get(u, d => { $('#zoom').html(d) })</script>", Outcome.OK),
        ("<div id=zoom></div><script>$('#other').html(d)</script>", Outcome.OK),
    ],
)
def test_a_title_and_a_date_whose_text_a_script_writes_wait_for_it(place: str, outcome: Outcome) -> None:
    article = Article(title="园区新闻第七期", published_at="2024-03-05")
    assert kind(f"<h1>园区新闻第七期</h1>{INFO}{place}", ARTICLE_URL, article) is outcome


def test_an_empty_section_is_a_listing_and_an_empty_article_waits_for_its_script() -> None:
    assert kind(COLUMNS, "http://kfq.test/xwzx/index.html") is Outcome.LISTING
    assert kind(COLUMNS, ARTICLE_URL) is Outcome.JS_REQUIRED


@pytest.mark.parametrize("call", ["$.get('/api/list')", "fetch('/api/list')", "new Vue({el: '#list'})"])
def test_a_section_whose_rows_a_script_fetches_waits_for_it(call: str) -> None:
    assert kind(f"{COLUMNS}<div id=list></div><script>{call}</script>", "http://kfq.test/xwzx/") is Outcome.JS_REQUIRED
    assert kind(f"{COLUMNS}<script>{call}</script>", "http://kfq.test/") is Outcome.LISTING
    rows = f"{COLUMNS}<ul>{LIST}</ul><script>{call}</script>"
    assert kind(rows, "http://kfq.test/xwzx/") is Outcome.LISTING


def test_a_section_that_is_one_text_is_an_article() -> None:
    assert kind(f"<h1>园区简介</h1>{PARAGRAPH * 30}", "http://kfq.test/yqgk/", text_of(1500)) is Outcome.OK


@given(
    st.text(alphabet="<>/=\"' apdivscript首页2024-0305", max_size=120),
    st.sampled_from((ARTICLE_URL, "http://kfq.test/a/")),
)
def test_any_parsed_page_is_an_article_a_listing_or_a_shell(markup: str, url: str) -> None:
    doc = document(markup, url)
    assert kind_of(doc, None, listing(doc)) in (Outcome.OK, Outcome.LISTING, Outcome.JS_REQUIRED)
