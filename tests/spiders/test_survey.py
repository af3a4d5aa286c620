"""A first look at a site: what is drafted from it, and what no longer fits when the site or the profile changes."""

from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from archive.records import Capture
from crawler.demo.families import family_site
from crawler.demo.site import site_on
from spiders.draft import draft
from spiders.fit import misfits
from spiders.profile import Profile, Section
from spiders.survey import Survey

HOME = "http://kfq.test/"
Headers = tuple[tuple[str, str], ...]
LIST = "".join(f'<li><a href="/a/2024/0305/{n}.html">园区召开第{n}次推进会议</a> 2024-03-05' for n in range(1001, 1009))


def received(url: str, status: int, headers: Headers, body: bytes) -> Capture:
    return Capture(
        record_id="",
        run_id="",
        site_id="",
        url=url,
        captured_at="2026-09-01T00:00:00.000Z",
        status=status,
        headers=headers,
        body=body,
    )


def answered(url: str, changed: dict[str, bytes] | None = None) -> Capture:
    """What the sample site answers, or another body in its place; an empty one is a 404."""
    parts = urlsplit(url)
    response = site_on(1).response(parts.path + (f"?{parts.query}" if parts.query else ""))
    body = (changed or {}).get(parts.path, response.body)
    return received(url, response.status if body else 404, response.headers, body)


def look(profile: Profile, changed: dict[str, bytes] | None = None) -> Survey:
    survey, waiting = Survey(profile), [profile.home]
    while waiting:
        waiting += survey.take(answered(waiting.pop(0), changed))
    return survey


def drafted(tmp_path: Path, more: str = "") -> Profile:
    path = tmp_path / "kfq.toml"
    path.write_text(draft(look(Profile.generic(HOME))) + more, encoding="utf-8")
    return Profile.load(path)


def test_a_draft_names_the_site_and_the_sections_that_are_lists(tmp_path: Path) -> None:
    profile = drafted(tmp_path)
    assert (profile.title, profile.home, profile.verified) == ("云岭经济技术开发区", HOME, False)
    assert ("园区要闻", "http://kfq.test/news/") in [(section.name, section.url) for section in profile.sections]
    assert len(profile.sections) == 6


def test_a_look_takes_an_article_of_each_of_some_lists_and_asks_for_nothing_twice() -> None:
    survey = look(Profile.generic(HOME))
    urls = [seen.capture.url for seen in survey.pages]
    assert len(urls) == len(set(urls))
    assert len(survey.articles) == 4
    assert all(seen.page.article and seen.page.article.body for seen in survey.articles)


def test_names_with_quotes_and_line_breaks_are_written_as_toml(tmp_path: Path) -> None:
    home = '<title>"云岭" \\ 首页</title><meta name="SiteName" content="&quot;云岭&quot; \\n\\">'
    path = tmp_path / "kfq.toml"
    path.write_text(draft(look(Profile.generic(HOME), {"/": home.encode()})), encoding="utf-8")
    assert Profile.load(path).title


def test_a_profile_that_was_just_drafted_fits(tmp_path: Path) -> None:
    assert misfits(look(drafted(tmp_path))) == []


def test_what_no_longer_fits_is_named(tmp_path: Path) -> None:
    found = misfits(look(drafted(tmp_path, '[article]\nbody = ["div.gone"]\n')))
    assert found == ["[article] `body` selects nothing on any of 4 pages"]

    found = misfits(look(drafted(tmp_path, '[listing]\nrow = ["ul.gone > li"]\n')))
    assert "no article was found by way of the sections" in found
    assert any(line.startswith("[listing] `row` selects nothing on any of ") for line in found)

    profile = drafted(tmp_path)
    found = misfits(look(profile, {"/news/": b""}))
    assert found == ["section 园区要闻 http://kfq.test/news/: status 404, read as not_found, no list of articles"]

    found = misfits(look(profile, {"/": b""}))
    assert found == ["home http://kfq.test/: status 404, read as not_found"]


def looked(
    pages: dict[str, bytes | str], profile: Profile | None = None, start: str = HOME
) -> tuple[Survey, list[str]]:
    """A look at a site of pages by address, where a text is the address that it sends on to; and what was asked for."""
    survey, asked = Survey(profile or Profile.generic(start)), [start]
    for url in asked:
        answer = pages.get(url, b"")
        moved = (("Location", answer),) if isinstance(answer, str) else ()
        status = 302 if moved else 200 if answer else 404
        headers = (*moved, ("Content-Type", "text/html; charset=utf-8"))
        asked += survey.take(received(url, status, headers, b"" if isinstance(answer, str) else answer))
    return survey, asked


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def sections(count: int) -> str:
    return "".join(f"<a href=/list{n}/>园区动态{n}</a>" for n in range(count))


def test_redirects_and_a_splash_screen_are_followed_to_the_home_page_and_to_a_section() -> None:
    splash = page("", "<meta http-equiv=refresh content='0;url=/kfq/'>")
    pages: dict[str, bytes | str] = {
        HOME: "https://kfq.test/",
        "https://kfq.test/": splash,
        "https://kfq.test/kfq/": page("<a href=/news>园区要闻</a>"),
        "https://kfq.test/news": "https://kfq.test/news/",
        "https://kfq.test/news/": page(f"<ul>{LIST}</ul>"),
    }
    survey, _ = looked(pages)
    assert survey.home is not None
    assert survey.home.capture.url == "https://kfq.test/kfq/"
    assert [(seen.label, seen.capture.url) for seen in survey.listings] == [("园区要闻", "https://kfq.test/news/")]


def test_a_redirect_to_another_site_and_one_in_a_circle_are_not() -> None:
    survey, asked = looked({HOME: "http://www.example.com/"})
    assert survey.home is not None
    assert (survey.home.page.redirect_url, asked) == ("http://www.example.com/", [HOME])
    assert looked({HOME: "/a/", f"{HOME}a/": HOME})[1] == [HOME, f"{HOME}a/"]


def test_lists_that_pages_fetch_count_as_theirs() -> None:
    for host, names in (
        ("jpaas.test", ["高新要闻", "通知公告"]),
        ("gkmlpt.test", ["政策文件"]),
        ("lkcms.test", ["园区要闻", "部门文件"]),
    ):
        site = family_site(host)
        assert site is not None
        home = f"http://{host}/"
        survey, waiting = Survey(Profile.generic(home)), [home]
        for url in waiting:
            response = site.response(url.removeprefix(f"http://{host}"), referer=home)
            waiting += survey.take(received(url, response.status, response.headers, response.body))
        assert [seen.label for seen in survey.listings] == names
        assert len(survey.articles) >= 2
        assert misfits(survey) == []


def test_a_draft_has_names_zone_and_feeds_and_as_comments_what_was_not_looked_at(tmp_path: Path) -> None:
    others = "<a href=http://xxgk.kfq.test/>信息公开</a><a href=http://www.example.com/>链接</a>"
    head = "<link rel=alternate type=application/rss+xml href=/rss.xml>"
    foot = "<div>主办单位：铁岭经济技术开发区管理委员会</div>"
    more = page(f"<a href=/>首页</a> &gt; <a href=/news/>园区要闻</a><ul>{LIST}</ul>", "<title>园区要闻</title>")
    item = "<item><title>园区召开推进会议</title><link>/a/2024/0305/1001.html</link></item>"
    pages: dict[str, bytes | str] = {
        HOME: page(f"<a href=/news/>更多&gt;&gt;</a>{sections(13)}{others}{foot}", head),
        f"{HOME}rss.xml": f"<rss><channel>{item}</channel></rss>".encode(),
        f"{HOME}news/": more,
        f"{HOME}list1/": more,
    }
    text = draft(looked(pages)[0])
    assert text.count("# [[sections]]") == 2
    assert '\n# hosts = ["xxgk.kfq.test"]\n' in text
    assert '# [[sections]]\n# name = "园区动态12"\n# url = "http://kfq.test/list12/"\n' in text
    path = tmp_path / "kfq.toml"
    path.write_text(text.replace("\n# [[", "\n[[").replace("\n# name", "\nname").replace("\n# url", "\nurl"))
    profile = Profile.load(path)
    assert (profile.title, profile.zone) == ("铁岭经济技术开发区管理委员会", "铁岭经济技术开发区")
    assert profile.seeds == (f"{HOME}rss.xml",)
    assert [section.name for section in profile.sections] == ["园区要闻", "园区动态1", "园区动态11", "园区动态12"]


def test_a_site_whose_lists_a_browser_draws_is_known_by_its_sitemap_and_its_map() -> None:
    urlset = "<urlset>{}</urlset>".format("".join(f"<url><loc>/d/2024/0305/{n}.html</loc></url>" for n in range(9)))
    pages: dict[str, bytes | str] = {
        HOME: page("<a href=/map.html>网站地图</a><p>园区欢迎您的到来</p>"),
        f"{HOME}map.html": page("<ul>" + "".join(f"<li><a href=/s{n}/>园区栏目{n}</a>" for n in range(9)) + "</ul>"),
        f"{HOME}sitemap.xml": b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>",
        f"{HOME}s1.xml": urlset.encode(),
        f"{HOME}d/2024/0305/0.html": page("<h1>园区召开推进会议</h1><p>" + "园区召开项目推进会议，作出安排。" * 20),
    }
    survey, _ = looked(pages)
    assert (survey.listings, survey.seeds) == ([], [f"{HOME}map.html"])
    assert [seen.capture.url for seen in survey.articles] == [f"{HOME}d/2024/0305/0.html"]


def test_a_page_that_a_browser_makes_in_a_crawl_is_none_that_does_not_fit() -> None:
    shell = page("<div id=app></div><script>new Vue({el: '#app'})</script>")
    section = Section(name="园区要闻", url=f"{HOME}news/")
    profile = Profile(home=HOME, sections=(section,))
    pages: dict[str, bytes | str] = {HOME: shell, section.url: shell}
    assert misfits(looked(pages, msgspec.structs.replace(profile, render=True))[0]) == []
    assert misfits(looked(pages, profile)[0]) == [
        "no article was found by way of the sections",
        f"section 园区要闻 {section.url}: status 200, read as js_required, no list of articles",
    ]


def test_lists_that_lead_nowhere_are_named() -> None:
    article = page("<h1>园区召开推进会议</h1><p>发布时间：2024-03-05</p><p>" + "园区召开项目推进会议，作出安排。" * 20)
    pages: dict[str, bytes | str] = {
        HOME: page(sections(3)),
        f"{HOME}list0/": page(f"<ul>{LIST}</ul><p>共12页</p>"),
        f"{HOME}list1/": page(f"<ul>{LIST}</ul><p>共2页</p>"),  # all at once
        f"{HOME}list2/": page(f"<ul>{LIST}</ul><a href=\"javascript:__doPostBack('p','2')\">下一页</a>"),
    }
    pages |= {f"{HOME}a/2024/0305/{n}.html": article for n in range(1001, 1009)}
    assert misfits(looked(pages)[0]) == [
        f"section 园区动态0 {HOME}list0/: says that it has 12 pages, and no next one is found",
        f"section 园区动态2 {HOME}list2/: its next pages come by a form, which is not sent",
    ]


def test_files_may_stand_for_a_text_and_nothing_may_not() -> None:
    def of(body: str) -> list[str]:
        head = "<h1>园区召开推进会议</h1><p>发布时间：2024-03-05 来源：园区办</p>"
        article = page(f"{head}<div class=TRS_Editor>{body}</div>", "<meta name=ArticleTitle content=园区召开推进会议>")
        pages: dict[str, bytes | str] = {f"{HOME}a/2024/0305/{n}.html": article for n in range(1001, 1009)}
        return misfits(looked({**pages, HOME: page(sections(1)), f"{HOME}list0/": page(f"<ul>{LIST}</ul>")})[0])

    assert of("<a href=/a.pdf>园区推进会议材料.pdf</a>") == []
    assert of("") == [f"article {HOME}a/2024/0305/1001.html: no body"]


def test_an_article_of_the_site_itself_is_looked_at() -> None:
    other = '<li><a href="http://www.example.com/a/2024/0305/1.html">园区企业亮相博览会</a> 2024-03-06'
    _, asked = looked({HOME: page("<a href=/news/>园区要闻</a>"), f"{HOME}news/": page(f"<ul>{other}{LIST}</ul>")})
    assert asked[-1] == f"{HOME}a/2024/0305/1001.html"


def test_every_section_and_seed_that_a_profile_names_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "kfq.toml"
    listed = "".join(f'[[sections]]\nname = "第{n}栏"\nurl = "{HOME}list{n}/"\n' for n in range(20))
    path.write_text(f'home = "{HOME}"\nseeds = ["{HOME}rss.xml"]\n{listed}', encoding="utf-8")
    pages: dict[str, bytes | str] = {f"{HOME}list{n}/": page(f"<ul>{LIST}</ul>") for n in range(19)}
    article = page("<h1>园区召开推进会议</h1><p>发布时间：2024-03-05</p><p>" + "园区召开项目推进会议，作出安排。" * 20)
    pages |= {HOME: page("<p>园区"), f"{HOME}a/2024/0305/1001.html": article}
    pages |= {f"{HOME}a/2024/0305/{n}.html": article for n in range(1002, 1009)}
    pages[f"{HOME}list19/"] = "http://www.example.com/"
    assert misfits(looked(pages, Profile.load(path))[0]) == [
        f"seed {HOME}rss.xml: status 404, read as not_found",
        f"section 第19栏 {HOME}list19/: status 302, read as redirect to http://www.example.com/, no list of articles",
    ]
