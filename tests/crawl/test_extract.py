"""`scrapy extract`: saved pages and live ones, read and not kept."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from crawler.demo.expected import Expected, expected
from crawler.demo.server import DemoServer
from crawler.demo.site import DemoSite

if TYPE_CHECKING:
    from tests.crawl.conftest import Ended, Scrapy

pytestmark = pytest.mark.slow

ARTICLES = list(expected(1).values())


def saved(folder: Path, article: Expected) -> Path:
    """A page of the sample site as a browser would save it."""
    path = folder / f"{ARTICLES.index(article)}.html"
    path.write_bytes(DemoSite(1).response(urlsplit(article.url).path).body)
    return path


def answers(ended: "Ended") -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.out.splitlines()]


def test_a_saved_page_gives_one_line_with_all_that_was_read(scrapy: "Scrapy", tmp_path: Path) -> None:
    path = saved(tmp_path, ARTICLES[0])
    ended = scrapy("extract", path)
    (answer,) = answers(ended)
    assert (ended.code, answer["file"], answer["kind"]) == (0, str(path), "article")
    read = answer["article"]
    assert (read["title"], read["published_at"]) == (ARTICLES[0].title, ARTICLES[0].published_at)
    assert read["body"] == ARTICLES[0].body
    assert "verbatim" in read


def test_a_list_of_saved_pages_gives_a_line_for_each(scrapy: "Scrapy", tmp_path: Path) -> None:
    pages, some = tmp_path / "pages.jsonl", ARTICLES[::15]
    lines = [{"file": str(saved(tmp_path, each)), "url": each.url, "content_type": None} for each in some]
    del lines[0]["content_type"]
    pages.write_text("".join(json.dumps(line) + "\n" for line in lines))
    ended = scrapy("extract", "--jsonl", pages)
    assert ended.code == 0
    assert [answer["article"]["title"] for answer in answers(ended)] == [each.title for each in some]


@pytest.mark.parametrize(
    ("content", "said"),
    [("{}", 'not an object with "file"'), ("no json", "line 1: not an object"), ('{"file": "/nowhere"}', "/nowhere: ")],
)
def test_a_list_that_cannot_be_read_is_told_in_one_line(
    scrapy: "Scrapy", tmp_path: Path, content: str, said: str
) -> None:
    pages = tmp_path / "pages.jsonl"
    pages.write_text(content)
    ended = scrapy("extract", "--jsonl", pages)
    assert ended.code == 2
    assert said in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err


def test_a_file_that_is_not_there_is_told_in_one_line(scrapy: "Scrapy", tmp_path: Path) -> None:
    ended = scrapy("extract", tmp_path / "nowhere.html")
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_live_pages_are_asked_for_by_the_rules_and_nothing_is_kept(
    scrapy: "Scrapy", site: DemoServer, tmp_path: Path
) -> None:
    article = ARTICLES[0]
    urls = [article.url, "http://kfq.test/private/draft.html", "http://127.0.0.2/"]
    given = {"CRAWL_PROXY": site.proxy_url, "DOWNLOAD_DELAY": 0, "ARCHIVE_DIR": tmp_path / "archive"}
    ended = scrapy("extract", *urls, **given)
    told = {answer["file"]: answer for answer in answers(ended)}
    assert ended.code == 0, ended.err
    assert told[article.url]["article"]["title"] == article.title
    assert [told[url]["outcome"] for url in urls[1:]] == ["refused", "refused"]
    assert [request.path for request in site.requests] == ["/robots.txt", article.url.partition("kfq.test")[2]]
    assert not (tmp_path / "archive").exists()
