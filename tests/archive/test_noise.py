"""What changes on a page from visit to visit is no edit; what changes in its article is, to the last character."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import pytest

from archive.records import Outcome
from spiders.parse import parse
from spiders.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.archive.conftest import Archive

pytestmark = pytest.mark.slow

URL = "http://kfq.test/xwzx/202608/t20260830_1024.html"
TEXT = (
    "近日，云岭经济技术开发区召开重点项目推进会议，研究部署三季度工作。",
    "会议指出，今年以来全区新签约项目21个，总投资36.5亿元，完成年度任务的六成。",
    "会议要求，各部门要盯紧时间节点，主动上门服务，确保签约项目早开工、早投产。",
    "会后，与会人员实地察看了智能装备产业园建设情况。",
)
# An invented page in the shape of a CMS; what stands in braces is filled in at each visit.
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>开发区召开重点项目推进会议_云岭经济技术开发区</title>
<meta name="csrf-token" content="{token}"><script nonce="{token}">var t={number};</script><!-- made {today} --></head>
<body class="theme-{token}"><div class="top">今天是{today} {weather} 在线{number}人</div>
<ul class="nav">{nav}</ul>
<div class="crumbs">当前位置：<a href="/{session}">首页</a> &gt; <a href="/xwzx/{session}">新闻中心</a></div>
{ad}
<div class="article" id="a{token}"><h1>{space}开发区召开重点项目推进会议</h1>
<div class="info">发布时间：2026-08-30 来源：云岭管委会{space}浏览次数：{number}次</div>
<div id="zoom">{text}<p><a href="/files/plan.pdf{query}">附件：{space}工作方案.pdf</a></p></div>
<div class="share">分享到：微信 微博 {number}</div></div>
<div class="next">上一篇：<a href="/xwzx/202608/t20260829_{number}.html">{neighbour}</a></div>
<div class="hot"><h3>热点排行</h3><ul>{hot}</ul></div>
<div class="footer">主办单位：云岭经济技术开发区管委会 网站标识码：9999010001 访问量：{number}</div>
</body></html>"""
NAV = [
    f'<li><a href="/{name}/">{label}</a></li>'
    for name, label in (("zw", "政务公开"), ("fw", "办事服务"), ("hd", "互动"))
]
HOT = [f'<li><a href="/xwzx/202607/t2026070{n}_{n}.html">第{n}批项目集中开工</a></li>' for n in range(1, 6)]


def quiet() -> dict[str, str]:
    return {
        **dict.fromkeys(("token", "weather", "ad", "space", "query", "session"), ""),
        "number": "17",
        "today": "2026年9月1日",
        "neighbour": "开发区举办讲座",
        "nav": "".join(NAV),
        "hot": "".join(HOT),
        "text": "".join(f"<p>　　{paragraph}</p>\n" for paragraph in TEXT),
    }


NOISE: dict[str, Callable[[random.Random], dict[str, str]]] = {
    "a counter of visits": lambda dice: {"number": str(dice.randrange(1, 10**6))},
    "the date of today": lambda dice: {"today": f"2026年9月{dice.randrange(2, 31)}日 星期三"},
    "a token": lambda dice: {"token": f"{dice.randrange(2**64):x}"},
    "a session id in links": lambda dice: {"session": f";jsessionid={dice.randrange(2**64):X}"},
    "a cache buster on a file": lambda dice: {"query": f"?_={dice.randrange(10**12)}"},
    "the order of navigation": lambda dice: {"nav": "".join(dice.sample(NAV, len(NAV)))},
    "a navigation with less in it": lambda dice: {"nav": "".join(dice.sample(NAV, 2))},
    "the order of a ranking": lambda dice: {"hot": "".join(dice.sample(HOT, len(HOT)))},
    "no ranking": lambda dice: {"hot": ""},
    "the weather": lambda dice: {"weather": f"晴 {dice.randrange(30)}℃"},
    "an advertisement": lambda dice: {
        "ad": f'<div class="ad"><a href="/ad/{dice.random()}">专题：优化营商环境</a></div>'
    },
    "another neighbour": lambda dice: {"neighbour": f"开发区举办第{dice.randrange(99)}期讲座"},
    "spaces between elements": lambda dice: {"space": " " * dice.randrange(1, 9) + "\n\t"},
    "spaces of other widths": lambda dice: {"space": dice.choice(("&nbsp;", "\u3000", "&#8195;", "\u200b"))},
    "spaces around paragraphs": lambda dice: {"text": "".join(f"\n<p> \u3000{each}\n </p>" for each in TEXT)},
    "no indent": lambda dice: {"text": "".join(f"<p>{each}</p>" for each in TEXT)},
    "characters as entities": lambda dice: {"text": "".join(f"<p>　　{_entities(each, dice)}</p>" for each in TEXT)},
    "spans of a word processor": lambda dice: {
        "text": "".join(f'<p><span style="font-size:{dice.randrange(9, 20)}pt">{each}</span></p>' for each in TEXT)
    },
    "bold letters": lambda dice: {"text": "".join(f"<p><b>{each[:5]}</b>{each[5:]}</p>" for each in TEXT)},
    "comments in the text": lambda dice: {"text": "".join(f"<p>{each}<!-- {dice.random()} --></p>" for each in TEXT)},
}


def _entities(text: str, dice: random.Random) -> str:
    return "".join(f"&#{ord(each)};" if dice.random() < 0.3 else f"&#x{ord(each):x};" for each in text)


@pytest.fixture
def read_by_parse(archive_in: Callable[..., Archive], tmp_path: Path) -> Archive:
    """An archive whose pages are read as those of a crawl are."""
    return archive_in(tmp_path / "data", partial(parse, profile=Profile.generic(URL)))


def html(**changes: str) -> bytes:
    return PAGE.format(**quiet() | changes).encode()


def test_the_page_is_read_as_meant(read_by_parse: Archive) -> None:
    with read_by_parse.run() as visit:
        visit.take(visit.write(URL, body=html()))
    article = read_by_parse.one("articles")
    assert (article["title"], article["source"]) == ("开发区召开重点项目推进会议", "云岭管委会")
    assert article["body"].startswith("\n".join(TEXT))
    assert read_by_parse.column("attachments", "url") == ["http://kfq.test/files/plan.pdf"]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_makes_no_version_in_five_runs(read_by_parse: Archive, noise: str) -> None:
    dice = random.Random(noise)
    for day in range(1, 6):
        with read_by_parse.run(day) as visit:
            ingested = visit.take(visit.write(URL, body=html(**NOISE[noise](dice) if day > 1 else {})))
            assert ingested.page.outcome in (Outcome.OK, Outcome.UNCHANGED)
    assert len(read_by_parse.rows("versions")) == len(read_by_parse.rows("events")) == 1


def edited(text: str, dice: random.Random) -> str:
    """A text with one small change: a character more, less or other, a number, a sentence."""
    at = dice.randrange(len(text))
    kind = dice.choice(("more", "less", "other", "sentence"))
    if kind == "less" and len(text) > 60:
        return text[:at] + text[at + 1 :]
    if kind == "sentence":
        return text + "会议还研究了其他事项。"
    other = dice.choice([each for each in "一二三四五六七八九十" if each != text[at]])
    return text[:at] + other + text[at + (kind == "other") :]


def test_fifty_small_edits_among_noise_are_fifty_versions(read_by_parse: Archive) -> None:
    dice, text = random.Random(50), "".join(TEXT)
    texts = [text]
    with read_by_parse.run() as visit:
        for _ in range(50):
            texts.append(edited(texts[-1], dice))
        for each in texts:
            for noise in dice.sample(list(NOISE), 3):
                changes = {"text": f"<p>{each}</p>"}
                visit.take(visit.write(URL, body=html(**NOISE[noise](dice) | changes)))
    assert len(read_by_parse.rows("versions")) == 51
    assert [body.split("\n")[0] for body in read_by_parse.column("versions", "body", "number")] == texts


def test_thirty_days_of_outage_change_nothing(read_by_parse: Archive) -> None:
    notice = "<html><title>系统维护</title><h1>系统维护公告</h1><p>系统升级维护中，请稍后访问。</p></html>"
    with read_by_parse.run(1) as visit:
        visit.take(visit.write(URL, body=html()))
        visit.take(visit.write("/xwzx/202608/t20260829_7.html", body=html(text=f"<p>{TEXT[1]}</p>", token="b")))
    before = [read_by_parse.rows(table) for table in ("articles", "versions", "events", "addresses")]
    for day in range(2, 31):
        with read_by_parse.run(day) as visit:
            for url in (URL, "/xwzx/202608/t20260829_7.html"):
                if day % 3 == 0:
                    visit.fails(url)
                elif day % 3 == 1:
                    visit.status(url, 500)
                else:
                    visit.take(visit.write(url, status=503, body=notice.encode()))
    assert [read_by_parse.rows(table) for table in ("articles", "versions", "events", "addresses")] == before
