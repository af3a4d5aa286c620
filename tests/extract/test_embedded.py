"""Articles that stand in a script of their page. They are invented."""

import json

from archive.records import Capture, Outcome, Page
from spiders.parse import parse
from spiders.profile import Profile

URL = "http://kfq.test/kfqgwh/gkmlpt/content/9/9103/post_9103540.html"
TEXT = "<p>园区召开项目推进会议，研究下半年的工作，并对重点项目逐一作出安排，要求按期完成。</p>" * 3
DETAIL = {
    "title": "园区召开项目推进会议",
    "content": TEXT + '<p><a class="nfw-cms-attachment" href="/attachment/0/1/2/3.pdf">附件.pdf</a></p>',
    "publisher": "园区管理委员会",
    "document_number": "园管发〔2024〕7号",
    "first_publish_time": 1709618400,
    "date": 1,
}


def read(detail: str, shown: str = "") -> Page:
    script = f"<script>window._CONFIG = {{ SID: '7', DETAIL: {detail}, TREE: null }};</script>"
    markup = f"<html><head><title>园区</title></head><body><div id=app></div>{shown}{script}</body></html>"
    capture = Capture(record_id="1", run_id="1", site_id="s", url=URL, captured_at="", status=200, body=markup.encode())
    return parse(capture, Profile.generic(URL))


def test_an_article_that_only_a_script_holds_is_read() -> None:
    page = read(json.dumps(DETAIL))
    assert (page.outcome, page.cms) == (Outcome.OK, "gkmlpt")
    article = page.article
    assert article is not None
    assert (article.title, article.published_at, article.source) == (
        "园区召开项目推进会议",
        "2024-03-05T14:00:00+08:00",
        "园区管理委员会",
    )
    assert article.body.count("推进会议，") == 3
    assert [file.url for file in article.attachments] == ["http://kfq.test/attachment/0/1/2/3.pdf"]


def test_a_script_that_escapes_what_needs_none_is_read_too() -> None:
    odd = json.dumps(DETAIL, ensure_ascii=False).replace("按期完成", "按\\'期完成\n")
    page = read(odd)
    assert page.article is not None
    assert "按'期完成" in page.article.body


def test_what_the_page_shows_goes_before_what_its_script_holds() -> None:
    other = "<div class=article-content>" + TEXT.replace("会议", "大会") + "</div>"
    page = read(json.dumps(DETAIL), f"<h1>园区召开项目推进大会</h1>{other}")
    assert page.article is not None
    assert "推进会议" not in page.article.body


def test_a_script_without_an_article_needs_a_browser_as_before() -> None:
    for detail in ("null", "{", '{"title": "园区", "content": ""}', "[1]"):
        assert read(detail).outcome is Outcome.JS_REQUIRED
