"""Texts that a page carries along for its script to show. They are invented."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Capture, Outcome, Page
from spiders.extract.packed import written_out
from spiders.parse import parse
from spiders.profile import Profile

URL = "http://kfq.test/xwzx/202403/t20240305_1024.html"
ONE = "近日，云岭经济技术开发区举行一季度重点项目集中签约仪式，十二个项目落户园区，协议总投资三十六亿元。"
TWO = "会议指出，要坚持项目为王，优化营商环境，推动签约项目早落地、早开工、早投产。"
TEXT = f"<p>{ONE}</p><p>{TWO}</p>"
ESCAPED = TEXT.replace("<", "&lt;")
SHOW = "<div id=zoom></div><script>$('#zoom').html(text)</script>"


def read(inside: str) -> Page:
    about = "<h1>云岭经开区一季度签约项目十二个</h1><p>发布时间：2024-03-05 来源：澄川日报</p>"
    markup = f"<html><body><div>{about}{inside}</div><p>澜ICP备09990001号-1</p></body></html>"
    capture = Capture(record_id="1", run_id="1", site_id="s", url=URL, captured_at="", status=200, body=markup.encode())
    return parse(capture, Profile.generic(URL))


@pytest.mark.parametrize(
    "holder",
    [
        f"<textarea id=t style='display:none'>{TEXT}</textarea>",
        f"<TEXTAREA hidden>{ESCAPED}</TEXTAREA>",
        f"<script>var text = {json.dumps(TEXT)};</script>",
        f"<script>var data = {json.dumps({'title': '签约', 'content': TEXT}, ensure_ascii=False)};</script>",
        f"<script>var text = '{TEXT.replace('/', chr(92) + '/')}';</script>",
    ],
)
def test_a_text_that_a_page_holds_for_its_script_is_read(holder: str) -> None:
    page = read(holder + SHOW)
    assert page.outcome is Outcome.OK
    assert page.article is not None
    assert (page.article.title, page.article.source) == ("云岭经开区一季度签约项目十二个", "澄川日报")
    assert page.article.body == f"{ONE}\n{TWO}"
    body = next(origin for origin in page.article.origins if origin.field == "body")
    assert body.rule == "script, density"
    assert body.where in ("/html/body/div/textarea", "/html/body/div/script[1]")


def test_what_stands_in_the_head_of_a_page_stays_there() -> None:
    head = f"<script>var text = {json.dumps(TEXT)};</script><meta name=PubDate content='2024-03-06'>"
    markup = f"<html><head>{head}</head><body><h1>园区项目</h1><p>发布时间：2024-03-05</p>{SHOW}</body></html>"
    capture = Capture(record_id="1", run_id="1", site_id="s", url=URL, captured_at="", status=200, body=markup.encode())
    article = parse(capture, Profile.generic(URL)).article
    assert article is not None and article.body == f"{ONE}\n{TWO}"
    assert "/html/head/meta/@content" in [origin.where for origin in article.origins]


def test_what_a_page_shows_goes_before_what_it_holds() -> None:
    page = read(f"<div><p>{TWO}</p></div><textarea style='display:none'>{TEXT}</textarea>")
    assert page.article is not None
    assert page.article.body == TWO


def test_a_page_that_holds_no_text_waits_for_its_script_as_before() -> None:
    assert read(f"<script>var tip = '<p>请稍候</p>';</script>{SHOW}").outcome is Outcome.JS_REQUIRED


@given(st.text(alphabet="<>/\"'`\\ textareascriptp园区", max_size=200))
def test_any_markup_is_answered_and_nothing_of_it_is_lost(text: str) -> None:
    assert re.sub("<written-out.*</written-out>", "", written_out(text), flags=re.DOTALL) == text
