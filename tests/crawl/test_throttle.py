"""How long a site is left alone: what it asks, and what we do of our own accord."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.utils.test import get_crawler

from crawler.demo.expected import expected
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer
from crawler.retryafter import retry_after
from crawler.throttle import Pace

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Scrapy

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
ARTICLE = urlsplit(next(iter(expected(1)))).path


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        (" 120 ", 120.0),
        ("0", None),
        ("-5", None),
        ("1000000000000", 3600.0),
        ("soon", None),
        ("", None),
        (None, None),
        ("１２", None),
        ("Tue, 01 Sep 2026 08:00:30 GMT", 30.0),
        ("Tue, 01 Sep 2026 16:00:30 +0800", 30.0),
        ("Tue, 01 Sep 2015 00:00:00 GMT", None),
        ("Tue, 01 Sep 2099 00:00:00 GMT", 3600.0),
    ],
)
def test_retry_after_is_read_in_both_forms_and_at_most_an_hour(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_is_a_fault(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 < seconds <= 3600


@given(st.integers(min_value=1, max_value=3600))
def test_a_date_asks_for_the_seconds_until_then(seconds: int) -> None:
    assert retry_after(format_datetime(NOW + timedelta(seconds=seconds)), NOW) == seconds


def pace(delay: float) -> Pace:
    return Pace(get_crawler(settings_dict={"DOWNLOAD_DELAY": delay}))


@given(st.floats(min_value=0, max_value=1))
def test_chance_makes_a_delay_longer_and_never_shorter(chance: float) -> None:
    assert 3.0 <= pace(3).delay(chance) <= 4.5


def test_a_crawl_delay_counts_where_it_is_longer() -> None:
    site = pace(3)
    site.crawl_delay(10)
    site.crawl_delay(1)
    assert site.delay(0) == 10
    assert pace(0).delay(1) == 0


@pytest.mark.slow
def test_a_crawl_delay_of_robots_txt_is_kept(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults["/robots.txt"] = Fault.ROBOTS_DELAY  # 2 s
    assert scrapy.crawl(site, archive.folder, "max_pages=2").code == 0
    _, first, second = [request.at for request in site.requests]
    assert second - first >= 1.99


@pytest.mark.slow
def test_requests_come_one_at_a_time_and_no_sooner_than_the_delay(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    assert scrapy.crawl(site, archive.folder, "max_pages=6", DOWNLOAD_DELAY=0.2).code == 0
    times = [request.at for request in site.requests]
    assert len(times) >= 7
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.19


@pytest.mark.slow
def test_a_site_that_asks_to_wait_is_left_alone_so_long(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults[ARTICLE] = (Fault.STATUS_429, 1)  # Retry-After: 3
    assert scrapy.crawl(site, archive.folder).code == 0
    asked, again = site.asked(ARTICLE)
    assert (asked.status, again.status) == (429, 200)
    assert min(request.at for request in site.requests if request.at > asked.at) - asked.at >= 2.9


@pytest.mark.slow
def test_a_site_that_asks_for_hours_is_left_to_the_next_run(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    site.faults["/investment/"] = Fault.RETRY_AFTER_HUGE
    ended = scrapy.crawl(site, archive.folder)
    assert ended.code == 12
    assert "asks to be left alone for 3600 s" in ended.err.splitlines()[-1]
    asked = [request for request in site.requests if request.status == 503]
    assert asked == [site.requests[-1]]
    due = archive.one("SELECT due_at FROM frontier WHERE url = ?", f"http://kfq.test{asked[0].path}")
    assert due > "2026-09-01T01:00:00"
    assert archive.rows("SELECT reason, exit_code FROM runs") == [("retry_after", 12)]
    before = len(site.requests)
    again = scrapy.crawl(site, archive.folder, CLOCK="2026-09-01T08:30:00+08:00")
    assert (again.code, len(site.requests)) == (12, before), "a run within that hour asks for nothing"
    assert "asked to be left alone until 2026-09-01T01:0" in again.err.splitlines()[-1]


@pytest.mark.slow
def test_a_wish_that_cannot_be_read_is_no_reason_to_stop(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    site.faults[ARTICLE] = (Fault.RETRY_AFTER_GARBAGE, 1)
    assert scrapy.crawl(site, archive.folder).code == 0
    assert [request.status for request in site.asked(ARTICLE)] == [429, 200]
