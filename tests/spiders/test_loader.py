"""Every profile is a spider."""

from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from archive.records import Address, Site
from spiders.loader import ProfileLoader
from spiders.news import NewsSpider
from spiders.profile import PROFILES, Profile, ProfileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kfq.toml").write_text('home = "http://www.kfq.test/"\n[settings]\nDOWNLOAD_DELAY = 7\n')
    (tmp_path / "bad.toml").write_text("home = 3\n")
    (tmp_path / "_template.toml").write_text('home = "http://template.test/"\n')
    return tmp_path


def test_scrapy_finds_the_loader_by_our_settings() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings")
    names = get_spider_loader(settings).list()
    assert set(names) == {"site", *(path.stem for path in PROFILES.glob("[a-z]*.toml"))}


def test_files_are_read_only_when_their_spider_is_asked_for(folder: Path) -> None:
    loader = ProfileLoader(folder)
    assert loader.list() == ["bad", "kfq", "site"]
    with pytest.raises(ProfileError, match=r"bad\.toml"):
        loader.load("bad")


def test_a_spider_bears_profile_and_settings(folder: Path) -> None:
    spider = ProfileLoader(folder).load("kfq")
    assert issubclass(spider, NewsSpider)
    assert (spider.name, spider.custom_settings) == ("kfq", {"DOWNLOAD_DELAY": 7})


def test_what_is_given_by_command_line_wins_over_a_profile(folder: Path) -> None:
    spider = ProfileLoader(folder).load("kfq")
    given, project = Settings(), Settings()
    given.set("DOWNLOAD_DELAY", 1, priority="cmdline")
    project.set("DOWNLOAD_DELAY", 3, priority="project")
    for settings in (given, project):
        spider.update_settings(settings)
    assert (given.getfloat("DOWNLOAD_DELAY"), project.getfloat("DOWNLOAD_DELAY")) == (1, 7)


def test_a_name_that_is_none_is_a_key_error(folder: Path) -> None:
    with pytest.raises(KeyError, match="Spider not found"):
        ProfileLoader(folder).load("nowhere")


def test_a_template_is_no_spider(folder: Path) -> None:
    with pytest.raises(KeyError):
        ProfileLoader(folder).load("_template")


def test_the_profile_of_an_address_is_its_sites_else_the_general_one(folder: Path) -> None:
    loader = ProfileLoader(folder)
    assert loader.profile_for("https://kfq.test/a.html").name == "kfq"
    assert loader.profile_for("http://other.test/a.html").name == "other.test"


def test_the_profile_of_an_archived_site_is_the_one_of_its_name(folder: Path) -> None:
    loader = ProfileLoader(folder)
    assert loader.profile_of(Site(id="kfq", name="kfq", home="http://kfq.test/")).settings == {"DOWNLOAD_DELAY": 7}
    assert loader.profile_of(Site(id="a.test", name="a", home="http://a.test/")) == Profile.generic("http://a.test/")


def test_spiders_are_found_by_request(tmp_path: Path) -> None:
    (tmp_path / "kfq.toml").write_text('home = "http://www.kfq.test/"\n')
    loader = ProfileLoader(tmp_path)
    assert loader.find_by_request(Request("http://kfq.test/news/")) == ["kfq"]
    assert loader.find_by_request(Request("http://a.test/")) == []


def test_a_request_is_conditional_where_the_last_answer_was_good() -> None:
    spider = ProfileLoader().load("demo")()
    assert isinstance(spider, NewsSpider)
    good = Address(url="http://kfq.test/a", site_id="demo", kind="article", last_outcome="ok", etag='"1"')
    bad = Address(url="http://kfq.test/a", site_id="demo", kind="article", last_outcome="truncated", etag='"1"')
    assert spider.request(good).headers["If-None-Match"] == b'"1"'
    assert "If-None-Match" not in spider.request(bad).headers
