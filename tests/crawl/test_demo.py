"""`scrapy demo`, and what its two crawls leave behind."""

import gzip
import hashlib
import io
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.search import match_query
from archive.store import logical_dump
from crawler.demo.expected import expected
from crawler.demo.files import sentence
from crawler.demo.paths import DOWNLOAD, number
from crawler.demo.site import site_on

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Ended, Scrapy

pytestmark = pytest.mark.slow

ROOT = "http://kfq.test"


def test_the_demo_ends_well_and_sums_up_in_one_line(demo: tuple["Ended", "Archive"]) -> None:
    ended, archive = demo
    assert ended.code == 0, ended.err
    count = archive.one("SELECT count(*) FROM articles")
    assert f": {count} articles, " in ended.out.splitlines()[-1]


def test_every_article_of_both_days_is_there_with_title_and_text(crawled: "Archive") -> None:
    told = expected(1) | expected(2)
    rows = {row[0]: row[1:] for row in crawled.rows("SELECT url, title, body FROM articles")}
    assert set(rows) == set(told)
    assert [url for url, (title, _) in rows.items() if not title] == []
    assert [url for url, (_, body) in rows.items() if not body and told[url].body] == []


def test_an_article_has_the_date_that_its_page_prints(crawled: "Archive") -> None:
    told = expected(1) | expected(2)
    rows = crawled.rows("SELECT url, published_at FROM articles")
    right = [url for url, at in rows if (at or "")[:10] == (told[url].published_at or "")[:10]]
    assert len(right) >= 0.95 * len(rows)


def test_an_edited_article_has_a_second_version_and_an_event(crawled: "Archive") -> None:
    edited = crawled.rows("SELECT id FROM articles WHERE versions = 2")
    assert edited
    assert crawled.one("SELECT count(*) FROM events WHERE kind = 'edited'") == len(edited)


def test_an_article_that_did_not_change_has_one_version(crawled: "Archive") -> None:
    before, after = expected(1), expected(2)
    same = [url for url in before if before[url] == after.get(url)]
    marks = ", ".join("?" * len(same))
    assert len(same) > 50
    assert crawled.one(f"SELECT max(versions) FROM articles WHERE url IN ({marks})", *same) == 1


def test_a_page_that_was_removed_is_missing_and_not_gone(crawled: "Archive") -> None:
    removed = set(expected(1)) - set(expected(2))
    told = dict(crawled.rows("SELECT url, status FROM articles WHERE status <> 'live'"))
    assert removed
    assert {url: told.get(url) for url in removed} == dict.fromkeys(removed, "missing")


def test_every_attempt_is_a_capture(crawled: "Archive") -> None:
    outcomes = dict(crawled.rows("SELECT outcome, count(*) FROM captures GROUP BY outcome"))
    assert {"ok", "listing", "robots", "redirect", "not_found", "refused"} <= set(outcomes)
    assert outcomes["robots"] == 2, "one a run"


def test_what_robots_txt_forbids_is_refused_and_said_so(crawled: "Archive") -> None:
    rows = crawled.rows("SELECT DISTINCT status, error FROM captures WHERE outcome = 'refused'")
    assert rows == [(None, "refused by robots.txt")]


def test_a_run_has_its_row(crawled: "Archive") -> None:
    rows = crawled.rows("SELECT reason, exit_code, finished_at > started_at, new, edited FROM runs ORDER BY started_at")
    new = len(expected(1))
    assert [row[:3] for row in rows] == [("finished", 0, 1), ("finished", 0, 1)]
    assert rows[0][3:] == (new, 0)
    assert rows[1][3] == len(set(expected(2)) - set(expected(1)))


def test_times_come_from_the_clock_that_was_set(crawled: "Archive") -> None:
    days = crawled.rows("SELECT DISTINCT date(captured_at) FROM captures ORDER BY 1")
    assert days == [("2026-09-01",), ("2026-09-08",)]


def test_rebuilding_from_warc_gives_the_same_tables(crawled: "Archive", scrapy: "Scrapy", tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    assert scrapy("rebuild", "--into", again, ARCHIVE_DIR=crawled.folder).code == 0
    assert list(logical_dump(again)) == crawled.dump()


def linked(day: int) -> set[str]:
    """The addresses of all files and pictures that articles link."""
    return {url for one in expected(day).values() for url in (*one.files, *one.images)}


def served(url: str) -> set[str]:
    """The digests of what stands at an address on the two days."""
    path = url.removeprefix(ROOT)
    answers = [site_on(day).response(path, referer=f"{ROOT}/") for day in (1, 2) if url in linked(day)]
    return {hashlib.sha256(answer.body).hexdigest() for answer in answers}


def test_every_linked_file_is_archived_but_the_one_that_is_a_page(crawled: "Archive") -> None:
    kept = crawled.rows("SELECT url, digest, mime, bytes, capture_id FROM attachments WHERE digest IS NOT NULL")
    (lost,) = (linked(1) | linked(2)) - {url for url, *_ in kept}
    assert "/lost-" in lost
    assert [url for url, digest, *_ in kept if digest not in served(url)] == []
    assert crawled.rows("SELECT outcome FROM captures WHERE url = ?", lost) == [("soft_404",), ("soft_404",)]
    assert crawled.one("SELECT count(*) FROM problems WHERE field = 'attachment'") == 2
    assert crawled.one("SELECT count(*) FROM articles WHERE url = ?", lost) == 0


def test_the_text_of_every_document_is_found_by_what_only_it_says(crawled: "Archive") -> None:
    names = {
        name: url
        for url in linked(2)
        if (name := urlsplit(url).path.rpartition("/")[2]).endswith((".pdf", ".docx", ".xlsx", ".txt"))
    }
    found = {}
    for name in names:
        edition = 2 if name == "final-accounts-tables.xlsx" else 1
        found[name] = crawled.rows(
            "SELECT url FROM files_search JOIN files ON search_id = files_search.rowid JOIN attachments USING (digest) "
            "WHERE files_search MATCH ?",
            match_query(sentence(name, edition)),
        )
    assert [name for name in names if found[name] != [(names[name],)]] == ["lost-park-plan.pdf"]
    assert len(names) >= 7


def test_a_file_behind_a_script_has_the_name_that_its_answer_gives_in_gbk(crawled: "Archive") -> None:
    rows = crawled.rows("SELECT label, name, mime FROM attachments WHERE url LIKE ? ORDER BY label", f"%{DOWNLOAD}%")
    assert [(label, mime.rpartition(".")[2]) for label, _, mime in rows] == [
        ("", "document"),
        ("焊工技能评价标准", "application/pdf"),
    ]
    assert rows[0][1] == f"附件{number('contest-entry.docx')}.docx"
    assert rows[1][1] == "焊工技能评价标准"


def test_names_in_a_zip_are_read_and_found(crawled: "Archive") -> None:
    sql = (
        "SELECT files.members FROM files JOIN files_search ON search_id = files_search.rowid WHERE files_search MATCH ?"
    )
    assert "申报材料/申请表.docx" in crawled.one(sql, match_query("申报材料"))


def test_a_file_that_was_replaced_under_its_address_is_told(crawled: "Archive") -> None:
    rows = crawled.rows("SELECT day, name, title FROM replaced_files")
    assert rows == [("2026-09-08", "决算公开表", "云岭经开区2025年度部门决算公开说明")]


def test_verify_finds_nothing(crawled: "Archive", scrapy: "Scrapy") -> None:
    ended = scrapy("verify", ARCHIVE_DIR=crawled.folder)
    assert ended.code == 0, ended.out


def test_the_footer_that_a_script_brings_is_asked_for_once_a_run(crawled: "Archive") -> None:
    asked = crawled.rows("SELECT outcome FROM captures WHERE url = 'http://kfq.test/footer.js' ORDER BY captured_at")
    assert asked == [("file",), ("file",)]
    assert crawled.rows("SELECT kind, state FROM frontier WHERE url LIKE '%/footer.js'") == [("footer", "done")]
    assert crawled.one("SELECT count(*) FROM footers") == 2  # that of each day, whatever brought it


def test_other_programs_read_the_warc_files(crawled: "Archive") -> None:
    files = sorted((crawled.folder / "warc").iterdir())
    assert [path.name.endswith(".warc.gz") for path in files] == [True, True]
    for path in files:
        data = path.read_bytes()
        assert gzip.decompress(data).startswith(b"WARC/1.1")
        kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(data), check_digests="raise")]
        assert {"warcinfo", "response", "request", "metadata"} <= set(kinds)
        assert sum(1 for _ in FastIterator(io.BytesIO(data))) == len(kinds)


def test_a_second_demo_takes_the_place_of_the_first_and_serves_until_ctrl_c(scrapy: "Scrapy", tmp_path: Path) -> None:
    (tmp_path / "made-by-scrapy-demo").write_text("")
    (tmp_path / "archive.db").write_text("the one before")
    (tmp_path / "warc").mkdir()
    command = scrapy.command("demo", "--port", 0, "--archive", tmp_path)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        address = next(line for line in demo.stdout if line.startswith("http://127.0.0.1:")).split()[0]
        with urlopen(address) as page:
            assert "云岭经济技术开发区" in page.read().decode()
        demo.send_signal(signal.SIGINT)
        _, err = demo.communicate(timeout=30)
    assert demo.returncode == 0, err
    assert "Traceback" not in err
    with pytest.raises(URLError):
        urlopen(address)


def test_a_folder_with_anything_else_is_left_alone(scrapy: "Scrapy", tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    ended = scrapy("demo", "--no-serve", "--archive", tmp_path)
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
