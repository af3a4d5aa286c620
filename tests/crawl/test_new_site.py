"""`scrapy new-site` and `scrapy check-site`, against the sample site."""

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.demo.families import family_site
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Ended, Scrapy

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    return folder


def run(scrapy: "Scrapy", site: DemoServer, profiles: Path, *arguments: str, **settings: Any) -> "Ended":
    given = {"CRAWL_PROXY": site.proxy_url, "DOWNLOAD_DELAY": 0, "PROFILES": profiles}
    return scrapy(*arguments, **given | settings)


def example() -> list[str]:
    """What the worked example says that the command says."""
    text = (ROOT / "docs" / "adding-a-site.md").read_text("utf-8")
    lines = text.partition("$ scrapy new-site")[2].partition("```")[0].splitlines()[1:]
    return [line.strip() for line in lines if line.strip() not in ("", "…")]


def test_a_newcomer_drafts_a_profile_checks_it_and_sees_what_breaks(
    scrapy: "Scrapy", site: DemoServer, profiles: Path
) -> None:
    ended = run(scrapy, site, profiles, "new-site", "kfq", "http://kfq.test/")
    assert ended.code == 0, ended.err
    assert example(), "the worked example of docs/adding-a-site.md"
    assert [line for line in example() if line not in ended.out] == []
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
    assert sample["capture"]["captured_at"] > "2026", "by whose day dates and layouts are understood"
    sample["records"]["article"]["title"] = "另一个标题"
    told.write_text(json.dumps(sample), "utf-8")
    ended = run(scrapy, site, profiles, "check-site", "--offline", "kfq")
    assert ended.code == 13
    assert 'article-1.html: article.title: "另一个标题" -> ' in ended.out

    site.faults["kfq.test/news/"] = Fault.STATUS_404
    ended = run(scrapy, site, profiles, "check-site", "kfq")
    assert ended.code == 13
    assert "section 园区要闻 http://kfq.test/news/: status 404" in ended.out


def test_a_profile_that_was_drafted_crawls_the_lists_that_its_sections_fetch(
    scrapy: "Scrapy", site: DemoServer, profiles: Path, archive: "Archive"
) -> None:
    home = "http://gkmlpt.test/"
    assert run(scrapy, site, profiles, "new-site", "gkmlpt", home).code == 0
    ended = run(scrapy, site, profiles, "crawl", "gkmlpt", ARCHIVE_DIR=archive.folder, FILE_BUDGET=0)
    assert ended.code == 0, ended.err
    wanted = family_site("gkmlpt.test")
    assert wanted is not None
    rows = archive.rows("SELECT a.url, s.name FROM articles AS a LEFT JOIN sections AS s ON s.id = a.section_id")
    assert dict(rows) == {url: one.section for url, one in wanted.expected().items()}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new-site", "kfq"), "give a name and an address"),
        (("new-site", "KFQ", "http://kfq.test/"), "name the file with small letters"),
        (("new-site", "kfq", "kfq.test"), "'kfq.test' is no http address"),
        (("new-site", "../kfq", "http://kfq.test/"), "'../kfq' is no name of a spider"),
        (("new-site", "kfq", "http://nowhere.test/"), "see in a browser if the address is right"),
        (("new-site", "kfq", "http://kfq.test/none.html"), "status 404, read as not_found; open it in a browser"),
        (("new-site", "kfq", "http://kfq.test/news/202608/t20260827_1062.html"), "give the address of the home page"),
        (("new-site", "kfq", "http://kfq.test/circle"), "http://kfq.test/circle redirects in a circle"),
        (("new-site", "kfq", "http://10.0.0.1/"), "only public addresses are asked for"),
        (("new-site", "_kfq", "http://kfq.test/"), "'_kfq' is no name of a spider"),
        (("check-site",), "give one profile's name"),
        (("check-site", "site"), "there is no profile site"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    scrapy: "Scrapy", site: DemoServer, profiles: Path, arguments: tuple[str, ...], said: str
) -> None:
    site.faults |= {"nowhere.test/": Fault.DROP, "kfq.test/circle": Fault.REDIRECT_LOOP}
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


def test_a_look_that_is_ended_writes_nothing(scrapy: "Scrapy", site: DemoServer, profiles: Path) -> None:
    site.faults["kfq.test/news/"] = Fault.HANG
    settings = {"CRAWL_PROXY": site.proxy_url, "DOWNLOAD_DELAY": 0, "PROFILES": profiles}
    look = subprocess.Popen(
        scrapy.command("new-site", "kfq", "http://kfq.test/", **settings), cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while not any(request.path == "/news/" for request in site.requests):
        time.sleep(0.05)
    look.send_signal(signal.SIGINT)
    _, said = look.communicate(timeout=60)
    assert (look.returncode, said.splitlines()[-1]) == (11, "zone-archive: interrupted")
    assert list(profiles.iterdir()) == []


def test_a_folder_of_profiles_that_is_not_there_is_told_before_anything_is_asked(
    scrapy: "Scrapy", site: DemoServer, profiles: Path
) -> None:
    ended = run(scrapy, site, profiles / "none", "new-site", "kfq", "http://kfq.test/")
    assert (ended.code, site.requests) == (2, [])
    assert "none is no folder; make it, or give another as PROFILES" in ended.err


def test_a_site_that_cannot_be_reached_is_one_thing_that_does_not_fit(
    scrapy: "Scrapy", site: DemoServer, profiles: Path
) -> None:
    section = '[[sections]]\nname = "园区要闻"\nurl = "http://kfq.test/news/"\n'
    (profiles / "kfq.toml").write_text(f'home = "http://kfq.test/"\n{section}', encoding="utf-8")
    site.faults["kfq.test/robots.txt"] = Fault.DROP
    ended = run(scrapy, site, profiles, "check-site", "kfq")
    assert ended.code == 12
    assert [line.partition(":")[0] for line in ended.out.splitlines()] == ["kfq", "home http", "kfq"]
