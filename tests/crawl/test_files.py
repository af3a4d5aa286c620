"""Files that articles link: when a crawl asks for them, how, and when it leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive.records import Address, Outcome
from crawler.demo.expected import expected
from crawler.demo.faults import Fault
from crawler.files import FAILURES, FileBudget

if TYPE_CHECKING:
    from crawler.demo.server import DemoServer
    from tests.crawl.conftest import Archive, Scrapy

ROOT = "http://kfq.test"


def file(number: int) -> Address:
    return Address(url=f"{ROOT}/{number}.pdf", site_id="demo", kind="file")


def test_a_budget_counts_files_alone() -> None:
    budget = FileBudget(3)
    budget.spend([file(1), Address(url=f"{ROOT}/1.html", site_id="demo", kind="article"), file(2)])
    assert budget.left == 1


def test_files_that_fail_in_a_row_end_the_asking_for_more_and_one_that_comes_begins_the_count_anew() -> None:
    budget = FileBudget(100)
    for each in range(FAILURES - 1):
        budget.learn(file(each), Outcome.ERROR)
    budget.learn(file(99), Outcome.FILE)
    assert budget.left == 100
    for each in range(FAILURES):
        budget.learn(file(each), Outcome.BLOCKED)
    assert budget.left == 0


@pytest.mark.slow
def test_news_come_first_and_files_up_to_a_budget(scrapy: Scrapy, site: DemoServer, archive: Archive) -> None:
    assert scrapy.crawl(site, archive.folder, FILE_BUDGET=3).code == 0
    files = {url.removeprefix(ROOT): page for page, one in expected(1).items() for url in (*one.files, *one.images)}
    asked = [request.path for request in site.requests]
    assert [path in files for path in asked] == [False] * (len(asked) - 3) + [True] * 3
    (first,) = site.asked(asked[-3])
    assert first.header("Referer") == files[asked[-3]]
    assert first.header("Accept-Encoding") == "identity"
    before = len(site.requests)
    assert scrapy.crawl(site, archive.folder, FILE_BUDGET=0, CLOCK="2026-09-02T08:00:00+08:00").code == 0
    assert not files.keys() & {request.path for request in site.requests[before:]}


@pytest.mark.slow
def test_a_store_of_files_that_is_down_costs_the_news_nothing(
    scrapy: Scrapy, site: DemoServer, archive: Archive
) -> None:
    site.faults = {"/eportal/fileDir/": Fault.STATUS_500, "/policy/upfile/": Fault.STATUS_500}
    ended = scrapy.crawl(site, archive.folder)
    assert (ended.code, "the others are left for the next run" in ended.err) == (0, True)
    assert archive.one("SELECT count(*) FROM articles") == len(expected(1))
    assert archive.one("SELECT count(*) FROM captures WHERE outcome = 'error'") <= 3 * FAILURES


@pytest.mark.slow
def test_a_file_beyond_the_limit_is_cut_and_no_file(scrapy: Scrapy, site: DemoServer, archive: Archive) -> None:
    assert scrapy.crawl(site, archive.folder, FILE_MAXSIZE=700).code == 0
    cut = archive.rows("SELECT bytes, url FROM captures WHERE outcome = 'too_large'")
    assert {size for size, url in cut if url.endswith((".png", ".xls", ".pdf"))} != set()
    assert archive.one("SELECT max(bytes) FROM attachments") <= 700
