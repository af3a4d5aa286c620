"""`scrapy new-site` and `scrapy check-site`, against the sample site."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Ended, Scrapy

pytestmark = pytest.mark.slow


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    return folder


def run(scrapy: "Scrapy", site: DemoServer, profiles: Path, *arguments: str, **settings: Any) -> "Ended":
    given = {"CRAWL_PROXY": site.proxy_url, "DOWNLOAD_DELAY": 0, "PROFILES": profiles}
    return scrapy(*arguments, **given | settings)


def test_a_newcomer_drafts_a_profile_checks_it_and_sees_what_breaks(
    scrapy: "Scrapy", site: DemoServer, profiles: Path
) -> None:
    ended = run(scrapy, site, profiles, "new-site", "kfq", "http://kfq.test/")
    assert ended.code == 0, ended.err
    assert "section  园区要闻  " in ended.out
    assert (profiles / "kfq.toml").exists()
    saved = sorted(path.name for path in (profiles.parent / "samples" / "kfq").iterdir())
    assert {"home.html", "home.json", "article-1.html", "article-1.json", "listing-1.html"} <= set(saved)
    assert site.requests[0].path == "/robots.txt"
    assert len(site.requests) < 20

    ended = run(scrapy, site, profiles, "check-site", "kfq")
    assert ended.code == 0, ended.out
    assert ended.out.splitlines()[-1].endswith("all fits")

    told = profiles.parent / "samples" / "kfq" / "article-1.json"
    sample = json.loads(told.read_text("utf-8"))
    sample["records"]["article"]["title"] = "另一个标题"
    told.write_text(json.dumps(sample), "utf-8")
    ended = run(scrapy, site, profiles, "check-site", "--offline", "kfq")
    assert ended.code == 13
    assert 'article-1.html: article.title: "另一个标题" -> ' in ended.out

    site.faults["kfq.test/news/"] = Fault.STATUS_404
    ended = run(scrapy, site, profiles, "check-site", "kfq")
    assert ended.code == 13
    assert "section 园区要闻 http://kfq.test/news/: status 404" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new-site", "kfq"), "give a name and an address"),
        (("new-site", "KFQ", "http://kfq.test/"), "name the file with small letters"),
        (("new-site", "kfq", "kfq.test"), "kfq.test is no http address"),
        (("new-site", "kfq", "http://nowhere.test/"), "open it in a browser"),
        (("check-site",), "give one profile's name"),
        (("check-site", "kfg"), "there is no profile kfg"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    scrapy: "Scrapy", site: DemoServer, profiles: Path, arguments: tuple[str, ...], said: str
) -> None:
    site.faults["nowhere.test/"] = Fault.DROP
    ended = run(scrapy, site, profiles, *arguments)
    assert ended.code == 2
    assert said in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err
    assert not list(profiles.iterdir())


def test_a_profile_that_is_there_is_not_written_over(scrapy: "Scrapy", site: DemoServer, profiles: Path) -> None:
    (profiles / "kfq.toml").write_text('home = "http://kfq.test/"\n')
    ended = run(scrapy, site, profiles, "new-site", "kfq", "http://kfq.test/")
    assert (ended.code, site.requests) == (2, [])
    assert "scrapy check-site kfq" in ended.err
