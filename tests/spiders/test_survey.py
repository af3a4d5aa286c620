"""A first look at a site: what is drafted from it, and what no longer fits when the site or the profile changes."""

from pathlib import Path
from urllib.parse import urlsplit

from archive.records import Capture
from crawler.demo.site import site_on
from spiders.draft import draft
from spiders.fit import misfits
from spiders.profile import Profile
from spiders.survey import Survey

HOME = "http://kfq.test/"


def answered(url: str, changed: dict[str, bytes] | None = None) -> Capture:
    """What the sample site answers, or another body in its place; an empty one is a 404."""
    parts = urlsplit(url)
    response = site_on(1).response(parts.path + (f"?{parts.query}" if parts.query else ""))
    body = (changed or {}).get(parts.path, response.body)
    return Capture(
        record_id="",
        run_id="",
        site_id="",
        url=url,
        captured_at="2026-09-01T00:00:00.000Z",
        status=response.status if body else 404,
        headers=response.headers,
        body=body,
    )


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
