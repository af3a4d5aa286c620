"""robots.txt: what its answers mean, and what a run does about them."""

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Capture
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer
from crawler.robots import AGENT, LIMIT, Held, Rules, judge

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Scrapy

FORBIDS = b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"


def answer(body: bytes = b"", status: int = 200, **headers: str) -> Capture:
    return Capture(
        record_id="",
        run_id="",
        site_id="",
        url="http://kfq.test/robots.txt",
        captured_at="",
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body,
    )


def allows(verdict: Rules | Held, path: str) -> bool:
    assert isinstance(verdict, Rules)
    return verdict.parsed().allowed(f"http://kfq.test{path}", AGENT)


def test_rules_are_obeyed() -> None:
    verdict = judge(answer(FORBIDS, Content_Type="text/plain"))
    assert allows(verdict, "/news/")
    assert not allows(verdict, "/private/a.html")
    assert isinstance(verdict, Rules)
    assert verdict.parsed().crawl_delay(AGENT) == 7


def test_a_group_for_us_goes_before_that_for_all() -> None:
    verdict = judge(answer(b"User-agent: *\nDisallow: /\n\nUser-agent: ZoneArchive\nDisallow: /a/\n"))
    assert allows(verdict, "/b/")
    assert not allows(verdict, "/a/")


def test_a_compressed_file_with_a_byte_order_mark_is_read() -> None:
    verdict = judge(answer(gzip.compress(b"\xef\xbb\xbf" + FORBIDS), Content_Encoding="gzip"))
    assert not allows(verdict, "/private/")


@pytest.mark.parametrize("status", [404, 410])
def test_a_site_without_robots_txt_forbids_nothing(status: int) -> None:
    assert allows(judge(answer(b"<html>404</html>", status)), "/private/")


@pytest.mark.parametrize("status", [302, 400, 401, 403, 412, 418, 429, 461, 500, 503, 521])
def test_any_other_status_leaves_the_site_alone(status: int) -> None:
    assert judge(answer(FORBIDS, status)) == Held(f"answers {status}")


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/plain"])
def test_a_page_in_place_of_robots_txt_is_not_read_as_rules(kind: str) -> None:
    page = "<!DOCTYPE html><html><body><p>User-agent: *<br>Disallow: /</p>您访问的页面不存在</body></html>"
    assert allows(judge(answer(page.encode(), Content_Type=kind)), "/")


def test_a_wall_in_place_of_robots_txt_leaves_the_site_alone() -> None:
    page = "<html><head><title>访问验证</title></head><body>安全验证：请输入验证码后继续访问</body></html>"
    assert judge(answer(page.encode(), Content_Type="text/html; charset=utf-8")) == Held("is a wall")


def test_rules_that_came_cut_short_are_not_rules() -> None:
    cut = gzip.compress(FORBIDS * 50)[:60]
    assert judge(answer(cut, Content_Encoding="gzip")) == Held("comes cut short")


def test_of_a_huge_file_half_a_megabyte_of_whole_lines_is_read() -> None:
    filler = b"Disallow: /filler/\n" * (LIMIT // 19)
    verdict = judge(answer(FORBIDS + filler + b"Disallow: /late/\n" * 1000))
    assert not allows(verdict, "/private/")
    assert allows(verdict, "/late/")


@given(st.binary(max_size=300))
def test_no_robots_txt_is_a_fault(body: bytes) -> None:
    verdict = judge(answer(body))
    assert isinstance(verdict, Held) or verdict.parsed().allowed("http://kfq.test/", AGENT) in (True, False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.STATUS_500, "answers 500"),
        (Fault.DROP, "cannot be reached"),
        (Fault.ROBOTS_FORBID, "forbids it"),
    ],
)
def test_a_site_that_does_not_let_us_is_left_alone_and_that_is_said_in_one_line(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer, fault: Fault, said: str
) -> None:
    site.faults["/robots.txt"] = fault
    ended = scrapy.crawl(site, archive.folder)
    assert ended.code == 12
    assert {request.path for request in site.requests} == {"/robots.txt"}
    (line,) = [line for line in ended.err.splitlines() if "robots.txt" in line]
    assert f"http://kfq.test/robots.txt {said}" in line
    assert "Traceback" not in ended.err
    assert archive.rows("SELECT reason, exit_code FROM runs") == [("robots", 12)]
    assert archive.one("SELECT count(*) FROM captures WHERE url LIKE '%/robots.txt'") == len(site.requests)


@pytest.mark.slow
def test_a_fault_that_passes_is_asked_again(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults["/robots.txt"] = (Fault.STATUS_500, 1)
    assert scrapy.crawl(site, archive.folder, "max_pages=1").code == 0
    assert [request.path for request in site.requests] == ["/robots.txt", "/robots.txt", "/"]


@pytest.mark.slow
def test_the_next_run_asks_a_site_that_was_left_alone(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults["/robots.txt"] = Fault.STATUS_500
    assert scrapy.crawl(site, archive.folder).code == 12
    site.faults.clear()
    assert scrapy.crawl(site, archive.folder, "max_pages=2").code == 0
    assert archive.one("SELECT count(*) FROM captures WHERE outcome = 'listing'") == 1
