"""From a capture to a page, whatever the bytes."""

import gzip
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import payload
from archive.records import Capture, Outcome
from spiders.extracted import answer
from spiders.parse import parse
from spiders.profile import ArticleRules, Layout, ListingRules, Profile

URL = "http://kfq.test/xwzx/202403/t20240305_1024.html"
PROFILE = Profile.generic(URL)
PAGE = (
    "<html><head><meta charset={charset}><title>开发区召开会议_云岭</title></head><body><h1>开发区召开会议</h1>"
    "<p>发布时间：2024-03-05 来源：管委会</p>"
    "<div id=zoom><p>　　近日，开发区召开重点项目推进会议，研究部署二季度工作。</p></div>"
    "<div>主办单位：云岭管委会 网站标识码：9999010001</div></body></html>"
)


def capture(body: bytes, status: int | None = 200, **headers: str) -> Capture:
    return Capture(
        record_id="<urn:uuid:1>",
        run_id="1",
        site_id="kfq.test",
        url=URL,
        captured_at="2026-09-01T00:00:00.000Z",
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body,
    )


def test_an_article_is_read_with_its_footer() -> None:
    page = parse(capture(PAGE.format(charset="utf-8").encode()), PROFILE)
    assert page.outcome is Outcome.OK
    assert page.article is not None
    assert page.article.title == "开发区召开会议"
    assert page.listing is None
    assert page.footer is not None
    assert page.footer.site_id_code == "9999010001"


def test_a_page_and_a_list_are_read_by_the_layout_of_their_day() -> None:
    old = Layout(
        until=date(2023, 5, 1),
        article=ArticleRules(body=("td.content",)),
        listing=ListingRules(row=("table.list tr",)),
    )
    today = ArticleRules(body=("div.text",))
    profile = Profile(home=URL, article=today, listing=ListingRules(row=("ul.list li",)), layouts=(old,))
    text = "<p>近日，开发区召开重点项目推进会议，研究部署二季度工作。</p>"
    article = f"<h1>开发区召开会议</h1><table><td class=content>旧版{text}</table><div class=text>新版{text}</div>"
    rows = {
        tag: "".join(f"<{tag}><a href=/{tag}/{n}.html>开发区召开会议</a></{tag}>" for n in range(5))
        for tag in ("tr", "li")
    }
    listed = f"<table class=list>{rows['tr']}</table><ul class=list>{rows['li']}</ul>"

    def read(day: str) -> tuple[str, set[str]]:
        captured = replace(capture(article.encode(), Content_Type="text/html;charset=utf-8"), captured_at=day)
        page = parse(captured, profile).article
        found = parse(replace(captured, url="http://kfq.test/xwzx/", body=listed.encode()), profile).listing
        assert page is not None
        assert found is not None
        return page.body[:2], {row.url.split("/")[3] for row in found.rows}

    assert read("2023-05-01T08:00:00.000Z") == ("旧版", {"tr"})
    assert read("2023-05-02T08:00:00.000Z") == ("新版", {"li"})


@pytest.mark.parametrize(
    ("label", "codec"), [("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb2312", "utf-8"), ("utf-8", "gb18030")]
)
def test_a_page_reads_the_same_in_any_charset_and_encoding(label: str, codec: str) -> None:
    plain = parse(capture(PAGE.format(charset="utf-8").encode()), PROFILE)
    packed = gzip.compress(PAGE.format(charset=label).encode(codec))
    page = parse(capture(packed, Content_Encoding="gzip"), PROFILE)
    assert (page.outcome, page.article, page.footer, page.links) == (
        plain.outcome,
        plain.article,
        plain.footer,
        plain.links,
    )


def test_a_cut_body_is_told_as_such_and_gives_no_article() -> None:
    packed = gzip.compress(PAGE.format(charset="utf-8").encode())[:-20]
    page = parse(capture(packed, Content_Encoding="gzip", Content_Length="500"), PROFILE)
    assert (page.outcome, page.article) == (Outcome.TRUNCATED, None)
    assert [problem.field for problem in page.problems] == ["payload"]


def test_a_redirect_says_where_it_leads() -> None:
    page = parse(capture(b"", 301, Location="/xwzx/"), PROFILE)
    assert page.outcome in (Outcome.REDIRECT, Outcome.REDIRECT_HOME)
    assert page.redirect_url == "/xwzx/"


def test_markup_beyond_a_limit_is_told_as_such() -> None:
    html = PAGE.format(charset="utf-8") + "<div>" * 5000 + "<p>" + "正文，" * 100
    page = parse(capture(html.encode()), PROFILE)
    assert (page.outcome, page.article) == (Outcome.PARSE_LIMIT, None)
    assert "nested" in page.problems[0].message


def test_the_answer_for_a_page_is_plain_data() -> None:
    told = answer("1.html", parse(capture(PAGE.format(charset="utf-8").encode()), PROFILE))
    assert (told["file"], told["kind"], told["listing"], told["readings_removed"]) == ("1.html", "article", None, 0)
    assert told["article"]["published_at"] == "2024-03-05"
    assert told["footer"]["sponsor"] == "云岭管委会"


@pytest.mark.parametrize("status", [None, 200, 301, 304, 404, 412, 500])
def test_an_empty_answer_has_an_outcome(status: int | None) -> None:
    assert parse(capture(b"", status), PROFILE).article is None


TAGS = (
    "<div>|</div>|<p>|</p>|<a href=1.html>|</a>|<table>|<tr>|<td>|</td>|</table>|<h1>|<br>|<li>|<ul>|</ul>|<!--|-->|<b>"
    "|<form>|</html>|<script>|</script>"
    "|<meta name=pubdate content='2024-99-99'>|<base href='http://['>|<img src='//['>"
    "|<a href='http://[x'>|&nbsp;|来源：|发布时间：|2024-03-05|当前位置：|首页|&gt;|开发区召开会议，"
    "|責任編輯：|經(jīng)濟(jì)區(qū)"
    "|附件：|1.doc|主办单位：| "
)
MARKUP = st.lists(st.sampled_from(TAGS.split("|")), max_size=60).map("".join)
TYPES = ["text/html", "application/pdf", "text/html; charset=punycode"]


@given(st.one_of(st.binary(max_size=400), MARKUP.map(str.encode), MARKUP.map(lambda text: text.encode("gb18030"))))
def test_any_bytes_have_an_outcome(body: bytes) -> None:
    first = parse(capture(body), PROFILE)
    assert isinstance(first.outcome, Outcome)
    assert parse(capture(body), PROFILE) == first


@given(
    st.sampled_from(["gzip", "deflate", "br", "x"]),
    st.binary(max_size=100),
    st.sampled_from(["text/html", "application/pdf", "text/html; charset=punycode"]),
)
def test_any_headers_have_an_outcome(encoding: str, body: bytes, kind: str) -> None:
    assert isinstance(parse(capture(body, Content_Encoding=encoding, Content_Type=kind), PROFILE).outcome, Outcome)


@given(st.integers(0, 600), st.integers(0, 255))
def test_a_changed_byte_breaks_nothing(place: int, value: int) -> None:
    body = bytearray(PAGE.format(charset="gbk").encode("gb18030"))
    body[place % len(body)] = value
    assert isinstance(parse(capture(bytes(body)), PROFILE).outcome, Outcome)


WORST = (
    "<div>来源：|来源：|发布时间：2024-03-05 |（责编：|((((|【|附件：|上一篇 |当前位置：首页 > |经(jīng)|　|2024-|-|_"
    "|a|，|&nbsp;|<a href=a.pdf>附件</a>|<td>1</td>|<tr><td>甲<td>乙|<li>开发区，|<br>正文，|<h1>题|<img src=a>"
    "|<p>|<table>|<ol><li>|<b>|<p>开发区召开会议，研究工作。</p>|<a href=/>开发区</a>|<span style=display:none>"
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", WORST.split("|"))
def test_a_page_costs_no_more_than_in_proportion_to_its_length(piece: str) -> None:
    html = f"<title>{piece}</title><h1>开发区</h1><div id=zoom>" + piece * (200_000 // len(piece))
    start = time.process_time()
    parse(capture(html.encode()), PROFILE)
    assert time.process_time() - start < 4.0  # measured: 1 s for the worst; what is not linear takes minutes


def test_a_page_that_may_lack_only_its_end_tag_is_told_as_cut_and_read_all_the_same() -> None:
    body = PAGE.format(charset="utf-8").removesuffix("</html>").removesuffix("</body>").encode()
    page = parse(replace(capture(body), truncated="disconnect"), PROFILE)
    assert page.outcome is Outcome.TRUNCATED
    assert page.article is not None
    stated = parse(replace(capture(body, Content_Length="9999"), truncated="disconnect"), PROFILE)
    assert (stated.outcome, stated.article) == (Outcome.TRUNCATED, None)


def test_of_a_bomb_not_even_the_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    decoded = payload.text

    def counted(data: bytes, kind: str | None) -> tuple[str, str]:
        sizes.append(len(data))
        return decoded(data, kind)

    monkeypatch.setattr(payload, "text", counted)
    body = gzip.compress(bytes(payload.LIMIT + 1))
    page = parse(capture(body, Content_Encoding="gzip"), PROFILE)
    assert (page.outcome, sizes) == (Outcome.TOO_LARGE, [0])
