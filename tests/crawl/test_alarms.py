"""A site that breaks between two runs: exit code, lines, problems, and who is told, on each of the nights after."""

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.store import logical_dump
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Ended, Scrapy

pytestmark = pytest.mark.slow


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Where the command below writes what it is told, a line each."""
    return tmp_path / "told.jsonl"


def night(scrapy: "Scrapy", site: DemoServer, archive: "Archive", told: Path, day: int) -> "Ended":
    code = f"import sys; open({str(told)!r}, 'a').write(sys.stdin.read() + '\\n')"
    command = shlex.join([sys.executable, "-c", code])
    return scrapy.crawl(site, archive.folder, CLOCK=f"2026-09-{day:02}T22:05:00Z", NOTIFY_COMMAND=command)


def notices(told: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in told.read_text("utf-8").splitlines()] if told.exists() else []


def test_a_listing_that_is_gone_is_told_once_and_found_every_night_until_it_is_back(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer, told: Path, tmp_path: Path
) -> None:
    assert night(scrapy, site, archive, told, 1).code == 0
    assert notices(told) == []
    (path,) = [path for path in ("/notices/index.html", "/notices/") if site.asked(path)][:1]
    site.faults[path] = Fault.STATUS_404
    ended = night(scrapy, site, archive, told, 2)
    assert ended.code == 13
    line = ended.err.splitlines()[-1]
    assert line.startswith("zone-archive: 1 of ")
    assert f"http://kfq.test{path} shows no items and had up to" in line
    assert [notice["exit_code"] for notice in notices(told)] == [13]
    assert night(scrapy, site, archive, told, 3).code == 13
    assert len(notices(told)) == 1, "not the same again every night"
    del site.faults[path]
    assert night(scrapy, site, archive, told, 30).code == 0, "when it was asked for again"
    assert [(notice["exit_code"], notice["before"]) for notice in notices(told)] == [(13, []), (0, ["listing"])]
    assert archive.rows("SELECT field, count(*) FROM problems WHERE capture_id IS NULL GROUP BY field") == [
        ("listing", 2)
    ]
    assert archive.rows("SELECT reason, exit_code FROM runs ORDER BY started_at") == [
        ("finished", 0),
        ("drift", 13),
        ("drift", 13),
        ("finished", 0),
    ]
    again = tmp_path / "again.db"
    assert scrapy("rebuild", "--into", again, ARCHIVE_DIR=archive.folder).code == 0
    assert list(logical_dump(again)) == archive.dump()


def test_a_site_that_fails_is_a_problem_and_is_told(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer, told: Path
) -> None:
    site.faults["kfq.test/"] = Fault.STATUS_500
    assert night(scrapy, site, archive, told, 1).code == 12
    (notice,) = notices(told)
    assert (notice["site"], notice["exit_code"]) == ("demo", 12)
    assert archive.one("SELECT count(*) FROM problems WHERE capture_id IS NULL AND field = 'failing'") == 1


def test_a_command_that_fails_changes_nothing_else(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    site.faults["kfq.test/"] = Fault.STATUS_500
    ended = scrapy.crawl(site, archive.folder, NOTIFY_COMMAND="/nowhere/notify")
    assert ended.code == 12
    assert [line for line in ended.err.splitlines() if "NOTIFY_COMMAND /nowhere/notify" in line]
    assert "fails" in ended.err.splitlines()[-1]


def test_an_archive_that_is_damaged_is_told(scrapy: "Scrapy", archive: "Archive", site: DemoServer, told: Path) -> None:
    archive.folder.mkdir()
    (archive.folder / "archive.db").write_bytes(b"no database" * 1000)
    assert night(scrapy, site, archive, told, 1).code == 5
    (notice,) = notices(told)
    assert (notice["site"], notice["exit_code"], notice["run"]) == ("demo", 5, None)


def test_a_job_of_scrapyd_is_a_crawl_like_any_other(scrapy: "Scrapy", archive: "Archive", site: DemoServer) -> None:
    assert scrapy.crawl(site, archive.folder, "_job=6487ec79", "max_pages=1").code == 0
