"""Runs as an operator meets them: what they say, how they end, and what a second one does."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.demo.expected import expected
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Scrapy

pytestmark = pytest.mark.slow

PATIENCE = 30  # seconds for something to happen on a busy machine


def until(happened: object, process: "subprocess.Popen[str]") -> bool:
    """Whether to stop waiting: it has happened, or no longer can."""
    if process.poll() is not None and not happened:
        raise AssertionError(f"the crawl ended: {process.communicate()}")
    time.sleep(0.02)
    return bool(happened)


@contextmanager
def going_on(scrapy: "Scrapy", site: DemoServer, folder: Path, **settings: object) -> Iterator["subprocess.Popen[str]"]:
    """A crawl that has asked for its first page and waits to ask for the next."""
    process = scrapy.start(site, folder, **({"DOWNLOAD_DELAY": 60} | settings))
    try:
        while not until(any(request.path == "/robots.txt" for request in site.requests), process):
            pass
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_folder_that_is_none_is_told_in_one_line(scrapy: "Scrapy", site: DemoServer) -> None:
    ended = scrapy.crawl(site, Path(__file__))
    assert (ended.code, ended.err.count("\n"), site.requests) == (2, 1, [])
    assert "File exists; give a folder that can be written as ARCHIVE_DIR" in ended.err


def test_a_run_says_what_it_did_in_one_line_and_shows_no_bar_when_piped(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    ended = scrapy.crawl(site, archive.folder)
    count = len(expected(1))
    assert ended.code == 0
    assert ended.out.count("\n") == 1
    assert ended.out.startswith("demo: ")
    assert f"{count} new, 0 edited" in ended.out
    assert ended.err == ""


def test_without_a_contact_one_warning_says_how_to_set_it(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    ended = scrapy.crawl(site, archive.folder, "max_pages=1", CONTACT="")
    assert [line for line in ended.err.splitlines() if "CONTACT=" in line] == ended.err.splitlines()
    assert (site.requests[0].header("User-Agent") or "").startswith("ZoneArchive/")


def test_requests_say_who_asks_and_take_only_what_warc_tools_read(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    scrapy.crawl(site, archive.folder, "max_pages=2")
    assert {request.header("Accept-Encoding") for request in site.requests} == {"gzip, deflate"}
    assert {request.header("Cookie") for request in site.requests} == {None}
    (agent,) = {request.header("User-Agent") for request in site.requests}
    assert agent is not None
    assert agent.endswith("(+test@kfq.test)")


def test_a_second_run_adds_no_version_and_asks_with_conditions(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    assert scrapy.crawl(site, archive.folder).code == 0
    versions, first = archive.one("SELECT count(*) FROM versions"), len(site.requests)
    assert scrapy.crawl(site, archive.folder, CLOCK="2026-09-03T08:00:00+08:00").code == 0
    assert archive.one("SELECT count(*) FROM versions") == versions
    again = site.requests[first:]
    conditional = [request for request in again if request.header("If-None-Match")]
    assert len(conditional) > len(again) / 3
    assert {request.status for request in conditional} <= {304, 200}
    assert archive.one("SELECT count(*) FROM captures WHERE status = 304") > 0


def test_what_is_not_due_is_not_asked_for_unless_all_is(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    assert scrapy.crawl(site, archive.folder).code == 0
    first = len(site.requests)
    assert scrapy.crawl(site, archive.folder, CLOCK="2026-09-01T09:00:00+08:00").code == 0
    few = len(site.requests) - first
    assert few < first / 3
    assert scrapy.crawl(site, archive.folder, "full=1", CLOCK="2026-09-01T10:00:00+08:00").code == 0
    full = site.requests[first + few :]
    asked = {request.path for request in full}
    assert {url.partition("kfq.test")[2] for url in expected(1)} <= asked
    assert {request.header("If-None-Match") for request in full} == {None}


def test_so_many_pages_and_no_more_are_asked_for_where_that_is_said(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    assert scrapy.crawl(site, archive.folder, "max_pages=5").code == 0
    assert len([request for request in site.requests if request.path != "/robots.txt"]) == 5
    assert archive.one("SELECT count(*) FROM frontier WHERE state = 'known'") > 0


def test_two_runs_of_one_archive_the_second_ends_at_once_and_names_the_first(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    with going_on(scrapy, site, archive.folder) as first:
        before = len(site.requests)
        second = scrapy.crawl(site, archive.folder)
        assert second.code == 4
        assert f"is being written by process {first.pid}" in second.err.splitlines()[-1]
        assert len(site.requests) == before
        assert first.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_end_does_so_within_seconds(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer, number: signal.Signals
) -> None:
    with going_on(scrapy, site, archive.folder) as process:
        begun = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - begun < 10
        assert process.returncode == 11, err
    assert "Traceback" not in err
    assert out.startswith("demo: ")
    assert archive.rows("SELECT reason, exit_code FROM runs") == [("shutdown", 11)]
    assert [path.suffix for path in (archive.folder / "warc").iterdir()] == [".gz"]
    assert scrapy("verify", ARCHIVE_DIR=archive.folder).code == 0


def test_an_answer_that_never_comes_does_not_hold_up_the_end(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    site.faults["kfq.test/"] = Fault.HANG
    with going_on(scrapy, site, archive.folder, DOWNLOAD_DELAY=0) as process:
        while not until(site.asked("/"), process):
            pass
        begun = time.monotonic()
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - begun < 10
    assert process.returncode == 11, err
    assert "Traceback" not in err
    assert archive.rows("SELECT reason, exit_code FROM runs") == [("shutdown", 11)]


def test_a_crawl_listens_on_no_port(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    with going_on(scrapy, site, archive.folder) as process:
        own = {str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir() if link.is_symlink()}
        listening = "0A"
        rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()]
        assert [row for row in rows if row[3] == listening and f"socket:[{row[9]}]" in own] == []


def test_a_proxys_password_is_written_nowhere(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    proxy = f"http://me:s3cret-canary@127.0.0.1:{site.port}"
    ended = scrapy.crawl(site, archive.folder, "max_pages=2", CRAWL_PROXY=proxy, LOG_LEVEL="DEBUG")
    assert ended.code == 0
    assert site.requests[0].header("Proxy-Authorization") is not None
    written = b"".join(path.read_bytes() for path in archive.folder.rglob("*") if path.is_file())
    for secret in ("s3cret-canary", "czNjcmV0"):
        assert secret not in ended.out
        assert secret.encode() not in written


def test_a_progress_bar_is_shown_on_a_terminal(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    import pty

    reader, terminal = pty.openpty()
    given = {"CRAWL_PROXY": site.proxy_url, "ARCHIVE_DIR": archive.folder, "DOWNLOAD_DELAY": 0}
    command = scrapy.command("crawl", "demo", **given)
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=terminal, env=os.environ | {"TERM": "xterm"}
    ) as run:
        os.close(terminal)
        shown = b""
        while True:
            try:
                shown += os.read(reader, 65536)
            except OSError:  # the other end is closed
                break
    os.close(reader)
    assert run.returncode == 0
    text = shown.decode()
    for word in ("fetched", "new", "edited", "unchanged", "blocked", "waiting", "a second"):
        assert word in text
    assert "No contact is set" in text, "lines of the log are shown too"


def test_a_site_that_fails_at_once_ends_the_run(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults["kfq.test/"] = Fault.STATUS_500
    ended = scrapy.crawl(site, archive.folder)
    assert ended.code == 12
    assert "http://kfq.test/ fails" in ended.err.splitlines()[-1]
    assert [request.path for request in site.requests] == ["/robots.txt", "/", "/", "/"]


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.CHALLENGE_412])
def test_five_addresses_that_fail_in_a_row_end_the_run(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer, fault: Fault
) -> None:
    assert scrapy.crawl(site, archive.folder, "max_pages=1").code == 0
    first = len(site.requests)
    site.faults["kfq.test/"] = fault
    ended = scrapy.crawl(site, archive.folder, CLOCK="2026-09-02T08:00:00+08:00")
    assert ended.code == 12
    assert "fails: 5 addresses in a row" in ended.err.splitlines()[-1]
    assert len(site.requests) - first <= 1 + 5 * 3
    assert archive.one("SELECT count(*) FROM versions") == 0


def test_pages_that_are_gone_end_no_run(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults |= dict.fromkeys(("/news/", "/investment/", "/notices/", "/policy/", "/media/"), Fault.STATUS_404)
    assert scrapy.crawl(site, archive.folder).code == 0
    assert archive.one("SELECT count(*) FROM captures WHERE outcome = 'not_found'") > 10


def test_a_new_site_whose_address_leads_nowhere_is_told_as_such(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    site.faults["kfq.test/"] = Fault.STATUS_404
    ended = scrapy.crawl(site, archive.folder)
    assert ended.code == 13
    assert "none of 1 pages could be read: 1 not_found" in ended.err.splitlines()[-1]


def test_a_site_that_cannot_be_reached_is_told_as_such(scrapy: "Scrapy", archive: "Archive") -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {"CRAWL_PROXY": f"http://127.0.0.1:{port}", "ARCHIVE_DIR": archive.folder, "DOWNLOAD_DELAY": 0}
    ended = scrapy("crawl", "demo", **given)
    assert ended.code == 12
    assert "cannot be reached (connection refused)" in ended.err.splitlines()[-1]


def test_a_database_of_a_newer_program_is_left_as_it_is(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    import sqlite3

    assert scrapy.crawl(site, archive.folder, "max_pages=1").code == 0
    path = archive.folder / "archive.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    assert scrapy.crawl(site, archive.folder).code == 6
    assert path.read_bytes() == before


def test_a_damaged_database_is_not_written_to(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    assert scrapy.crawl(site, archive.folder).code == 0
    path = archive.folder / "archive.db"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 5] = b"\xa5" * 8192
    path.write_bytes(data)
    ended = scrapy.crawl(site, archive.folder)
    assert ended.code == 5
    assert "scrapy rebuild" in ended.err.splitlines()[-1]
    assert path.read_bytes() == data


def test_a_crawl_leaves_nothing_outside_its_archive(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = scrapy.command("crawl", "demo", CRAWL_PROXY=site.proxy_url, DOWNLOAD_DELAY=0, ARCHIVE_DIR="kept")
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    subprocess.run(command, cwd=elsewhere, env=environment, check=True, capture_output=True)
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]
    assert {path.name for path in (elsewhere / "kept").iterdir()} == {"archive.db", "lock", "warc"}


def test_a_fault_of_the_program_is_told_as_one(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    ended = scrapy.crawl(site, archive.folder, EXTENSIONS='{"crawler.nowhere.Extension": 1}')
    assert ended.code == 1
    assert "by a fault of the program" in ended.err.splitlines()[-1]
    assert archive.rows("SELECT reason, exit_code FROM runs") == [("fault", 1)]
    assert site.requests == []


def test_a_folder_without_captures_is_not_rebuilt_into_an_empty_archive(scrapy: "Scrapy", tmp_path: Path) -> None:
    ended = scrapy("rebuild", ARCHIVE_DIR=tmp_path / "nowhere")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "has no WARC files" in ended.err
    assert not (tmp_path / "nowhere").exists()
