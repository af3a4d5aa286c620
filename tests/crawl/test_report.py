"""`scrapy report`, as an operator and as a scheduler see it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Scrapy

pytestmark = pytest.mark.slow

TODAY = "2026-09-10T00:00:00Z"


def test_a_healthy_site_is_told_in_lines_with_its_months_and_what_is_missing(
    scrapy: "Scrapy", crawled: "Archive"
) -> None:
    ended = scrapy("report", ARCHIVE_DIR=crawled.folder, CLOCK=TODAY)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].startswith("demo  云岭经济技术开发区  http://kfq.test/")
    assert "(finished, exit code 0)" in lines[1]
    assert lines[2].endswith("the last new one was found 2 days ago")
    assert lines[3].split() == ["month", "listed", "fetched", "parsed", "blocked", "failed"]
    assert [line for line in lines if line.startswith("    https://www.example.com/") and "on another site" in line]


def test_the_same_as_json_names_all_that_is_missing(scrapy: "Scrapy", crawled: "Archive") -> None:
    ended = scrapy("report", "demo", "--json", ARCHIVE_DIR=crawled.folder, CLOCK=TODAY)
    told = json.loads(ended.out)
    (site,) = told["sites"]
    assert (told["exit_code"], site["site_id"], site["days_without_new"], site["blocked"]) == (0, "demo", 2, 0.0)
    months = {row["month"]: row["listed"] for row in site["coverage"]}
    assert months == dict(crawled.rows("SELECT month, listed FROM coverage"))
    unread = sum(row["listed"] - row["parsed"] for row in site["coverage"])
    assert len(site["missing"]) == unread > 0


def test_a_name_that_is_not_in_the_archive_is_told_in_one_line(scrapy: "Scrapy", crawled: "Archive") -> None:
    ended = scrapy("report", "dmo", ARCHIVE_DIR=crawled.folder)
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "did you mean `demo`?" in ended.err


def test_without_an_archive_there_is_nothing_to_report(scrapy: "Scrapy", tmp_path: Path) -> None:
    ended = scrapy("report", ARCHIVE_DIR=tmp_path)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert not list(tmp_path.iterdir())
