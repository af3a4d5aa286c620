"""A page that kills the program twice is set aside; one that was only being read when it was killed is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archive.ingest import Parse
from archive.poison import DEATHS, LIMIT, MARK, Watch, put_deaths, watching
from archive.rebuild import rebuild
from archive.records import Capture, Outcome, Page
from archive.recover import recover
from archive.store import Store, logical_dump

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Archive

# What the next start of a crawl does. A page that says "kill" ends the process as a fault in a library would.
START = """
import os, signal, sys
from pathlib import Path
from archive.records import Article, Outcome, Page
from archive.recover import recover
from archive.store import Store

def parse(capture):
    if b"kill" in capture.body:
        os.kill(os.getpid(), signal.SIGKILL)
    return Page(outcome=Outcome.OK, article=Article(title=capture.url, body=capture.body.decode()))

folder = Path(sys.argv[1])
store = Store(folder / "archive.db")
recover(folder, store, lambda site: parse)
store.close()
"""


def start(archive: Archive) -> int:
    return subprocess.run([sys.executable, "-c", START, str(archive.folder)], check=False).returncode


def capture(record_id: str) -> Capture:
    return Capture(
        record_id=record_id, run_id="1", site_id="kfq", url="http://kfq.test/", captured_at="2026-09-01", status=200
    )


def fine(_capture: Capture) -> Page:
    return Page(outcome=Outcome.LISTING)


def die_while_parsing(folder: Path, record_id: str) -> None:
    """What a process leaves that dies in the middle of a page."""
    Watch(folder).close()
    (folder / MARK).write_text(record_id)


@pytest.mark.slow
def test_a_page_that_killed_a_start_and_its_trial_is_poison(archive: Archive) -> None:
    with archive.run(killed=True) as visit:
        visit.write("/1.html", body="甲".encode())
        visit.write("/2.html", body=b"kill")
        visit.write("/3.html", body="丙".encode())
    assert [start(archive) for _ in range(3)] == [-9, 0, 0]
    assert archive.column("captures", "outcome", "captured_at") == ["ok", "poison", "ok"]
    assert "poison.json" in archive.one("problems")["message"]

    def parse(capture: Capture) -> Page:
        assert b"kill" not in capture.body
        return fine(capture)

    rebuild(archive.folder, archive.folder / "again.db", lambda site: parse)


def test_a_capture_is_blamed_when_it_was_parsed_and_not_when_it_waited(tmp_path: Path) -> None:
    die_while_parsing(tmp_path, "urn:uuid:1")
    with watching(tmp_path) as watch:
        assert watch.over(fine)(capture("urn:uuid:2")).outcome is Outcome.LISTING
    assert json.loads((tmp_path / DEATHS).read_text()) == {"urn:uuid:1": 1}


def test_a_page_that_is_parsed_after_all_is_forgiven(tmp_path: Path) -> None:
    for _ in range(5):
        die_while_parsing(tmp_path, "urn:uuid:1")
        with watching(tmp_path) as watch:
            assert watch.over(fine)(capture("urn:uuid:1")).outcome is Outcome.LISTING
    assert not list(tmp_path.iterdir())


def test_a_page_at_which_runs_are_killed_by_others_is_never_blamed(tmp_path: Path) -> None:
    for _ in range(5):
        die_while_parsing(tmp_path, "urn:uuid:1")
    with watching(tmp_path) as watch:
        assert json.loads((tmp_path / DEATHS).read_text()) == {"urn:uuid:1": 1}
        assert watch.over(fine)(capture("urn:uuid:1")).outcome is Outcome.LISTING
    assert not list(tmp_path.iterdir())


def test_a_suspect_bears_no_mark_while_it_is_tried(tmp_path: Path) -> None:
    die_while_parsing(tmp_path, "urn:uuid:1")

    def looks(_capture: Capture) -> Page:
        return Page(outcome=Outcome.LISTING if (tmp_path / MARK).read_text().strip() else Outcome.OK)

    with watching(tmp_path) as watch:
        assert watch.over(looks)(capture("urn:uuid:2")).outcome is Outcome.LISTING
        assert watch.over(looks)(capture("urn:uuid:1")).outcome is Outcome.OK


def test_a_suspect_that_kills_its_trial_is_poison_at_once(tmp_path: Path) -> None:
    die_while_parsing(tmp_path, "urn:uuid:1")
    with watching(tmp_path) as watch:
        page = watch.over(lambda _: os._exit(139))(capture("urn:uuid:1"))
    assert page.outcome is Outcome.POISON
    assert json.loads((tmp_path / DEATHS).read_text()) == {"urn:uuid:1": LIMIT}


def test_a_page_that_killed_twice_is_parsed_no_more(tmp_path: Path) -> None:
    put_deaths(tmp_path, {"urn:uuid:1": LIMIT})
    for _ in range(3):
        with watching(tmp_path) as watch:
            assert watch.over(fine)(capture("urn:uuid:1")).outcome is Outcome.POISON


def test_a_parser_that_raises_kills_nobody(tmp_path: Path) -> None:
    def fails(_capture: Capture) -> Page:
        raise MemoryError

    with watching(tmp_path) as watch, pytest.raises(MemoryError):
        watch.over(fails)(capture("urn:uuid:1"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"urn:uuid:1": "many"}'])
def test_a_damaged_list_is_begun_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / DEATHS).write_text(content)
    die_while_parsing(tmp_path, "urn:uuid:1")
    Watch(tmp_path).close()
    assert json.loads((tmp_path / DEATHS).read_text()) == {"urn:uuid:1": 1}
    assert not (tmp_path / MARK).exists()


def test_what_was_set_aside_stays_so_in_a_rebuild(archive: Archive, read: Parse) -> None:
    with archive.run(killed=True) as visit:
        kept = visit.write("/1.html", body=b'{"title": "x", "body": "y"}')
    put_deaths(archive.folder, {kept.record_id: LIMIT})
    store = Store(archive.path)
    recover(archive.folder, store, lambda site: read)
    store.close()
    assert archive.column("captures", "outcome") == ["poison"]
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))
