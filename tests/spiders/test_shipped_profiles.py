"""The profiles that we ship read pages in the shape that their sites are known to have. The pages are invented."""

import re
from pathlib import Path

import pytest

from archive.records import Capture, Outcome, Page
from archive.zones import zones
from spiders.loader import ProfileLoader
from spiders.parse import parse
from spiders.profile import PROFILES, Profile

ARTICLE = """<html><head><meta charset="utf-8"><title>示例新闻</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/index.html">政务公开</a></div>
<div class="content"><h1>示例市举行项目开工仪式</h1>
<div class="content_source"><span>文章来源：示例日报</span><span>添加时间：2025年05月14日</span></div>
<div id="content_con"><p>近日，示例市举行项目开工仪式，多个示例项目集中开工建设，总投资三十亿元。</p>
<p>示例单位负责人介绍，这些项目建成后，每年可生产示例零部件一百万套，带动就业二百人，年产值预计四亿元。</p></div></div>
</body></html>"""

LISTING = """<html><head><meta charset="utf-8"></head><body><ul class="list">{rows}</ul><div class="easysite-page-wrap">
<a title="上一页" tagname="/zwxx/index.html">上一页</a>
<a title="下一页" tagname="{next}">下一页</a></div></body></html>"""
ROW = '<li><a href="/zwxx/136695{n}/index.html">示例市举行第{n}次项目开工仪式</a><span>2025-05-1{n}</span></li>'


FILES = sorted(PROFILES.glob("[a-z]*.toml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_profile_says_what_is_known_of_its_site(path: Path) -> None:
    profile, text = Profile.load(path), path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert re.search("[一-鿿]", profile.title), "sites are called what their people call them"
    assert profile.verified == (profile.name == "demo"), "nobody has crawled the others live"
    assert profile.verified or "# not yet verified live" in text


def test_twenty_real_zones_of_several_families_and_provinces_have_a_profile() -> None:
    profiles = [Profile.load(path) for path in FILES]
    assert len({profile.home for profile in profiles}) == len(profiles) > 20
    assert len({profile.cms for profile in profiles} - {""}) >= 5
    assert len({zones()[profile.zone] for profile in profiles if profile.zone}) >= 8


def read(markup: str, path: str) -> Page:
    capture = Capture(
        record_id="",
        run_id="",
        site_id="",
        url=f"http://www.tieling.gov.cn{path}",
        captured_at="",
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=markup.encode(),
    )
    return parse(capture, ProfileLoader().profile("tieling-city"))


def listing(next_page: str) -> Page:
    return read(LISTING.format(rows="".join(ROW.format(n=n) for n in range(9)), next=next_page), "/zwxx/index.html")


def test_an_article_of_the_municipality_is_read_by_its_rules() -> None:
    page = read(ARTICLE, "/zwxx/2025051410132752830/index.html")
    assert page.outcome is Outcome.OK
    assert page.article is not None
    assert (page.article.title, page.article.source) == ("示例市举行项目开工仪式", "示例日报")
    assert page.article.published_at == "2025-05-14"
    assert page.article.body.count("\n") == 1


def test_a_list_of_the_municipality_leads_to_its_next_page_and_ends_on_the_last() -> None:
    first, last = listing("/zwxx/c0a93305-2.html").listing, listing("[NEXTPAGE]").listing
    assert first is not None
    assert last is not None
    assert (len(first.rows), first.next_url) == (9, "http://www.tieling.gov.cn/zwxx/c0a93305-2.html")
    assert last.next_url is None
