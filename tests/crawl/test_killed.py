"""What a crawl leaves behind when it is killed, and what the next one makes of it."""

import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.demo.expected import expected
from crawler.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Ended, Scrapy

pytestmark = pytest.mark.slow

KILLS = (4, 25, 60)  # requests of a run after which it is killed


def kill_after(scrapy: "Scrapy", site: DemoServer, folder: Path, requests: int) -> None:
    """Start a crawl and kill it once the site has been asked so often."""
    asked = len(site.requests) + requests
    process = scrapy.start(site, folder, DOWNLOAD_DELAY=0.02)
    while len(site.requests) < asked:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def told(archive: "Archive") -> list[tuple[object, ...]]:
    """What an archive says of articles, without times."""
    columns = "url, title, published_at, source, body, versions, status"
    return archive.rows(f"SELECT {columns} FROM articles ORDER BY url")


@dataclass(frozen=True)
class Survivor:
    """An archive whose crawl was killed again and again and then left to end, and what the site was asked."""

    archive: "Archive"
    ended: "Ended"
    without_end: int
    asked: Counter[str]


@pytest.fixture(scope="module")
def survivor(scrapy: "Scrapy", crawled: "Archive", tmp_path_factory: pytest.TempPathFactory) -> Survivor:
    archive = type(crawled)(tmp_path_factory.mktemp("killed") / "archive")
    with DemoServer() as site:
        for requests in KILLS:
            kill_after(scrapy, site, archive.folder, requests)
        without_end = archive.one("SELECT count(*) FROM runs WHERE exit_code IS NULL")
        ended = scrapy.crawl(site, archive.folder)
        asked = Counter(f"http://kfq.test{request.path}" for request in site.requests)
    return Survivor(archive, ended, without_end, asked)


def test_a_crawl_that_was_killed_goes_on_as_if_it_had_not_been(
    survivor: Survivor, scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    assert survivor.ended.code == 0, survivor.ended.err
    assert survivor.without_end == len(KILLS)
    assert scrapy.crawl(site, archive.folder).code == 0
    assert told(survivor.archive) == told(archive)
    assert {row[0] for row in told(archive)} == set(expected(1))
    assert survivor.archive.one("SELECT max(versions) FROM articles") == 1


def test_of_a_kill_at_most_the_answer_under_way_is_lost(survivor: Survivor, scrapy: "Scrapy") -> None:
    verified = scrapy("verify", ARCHIVE_DIR=survivor.archive.folder)
    assert verified.code == 0, verified.out
    kept = Counter(url for (url,) in survivor.archive.rows("SELECT url FROM captures WHERE status IS NOT NULL"))
    assert sum((survivor.asked - kept).values()) <= len(KILLS)
    again = sum(number - 1 for url, number in survivor.asked.items() if url in expected(1))
    assert again <= len(KILLS)
    assert list((survivor.archive.folder / "warc").glob("*.open")) == []


def test_the_archive_of_killed_runs_is_rebuilt_the_same(survivor: Survivor, scrapy: "Scrapy") -> None:
    before = survivor.archive.dump()
    assert scrapy("rebuild", ARCHIVE_DIR=survivor.archive.folder).code == 0
    assert survivor.archive.dump() == before
