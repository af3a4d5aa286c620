"""Pages parsed by several processes: the same tables as by one, whatever the pages do to the processes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archive.rebuild import rebuild
from archive.records import Article, Capture, Outcome, Page
from archive.store import logical_dump

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

# What `scrapy rebuild --workers 2` does. A page that says "kill" ends the process that parses it, "leave" the one that
# it finds without a mark; "raise" is a fault of the parser.
REBUILD = """
import os, signal, sys
from pathlib import Path
from archive.errors import ArchiveError
from archive.rebuild import rebuild
from archive.records import Article, Outcome, Page

def parse(capture):
    if b"kill" in capture.body:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"leave" in capture.body:
        (Path(sys.argv[1]) / "parsing-0").write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    if b"raise" in capture.body:
        raise ValueError("odd")
    return Page(outcome=Outcome.OK, article=Article(title=capture.url, body=capture.body.decode()))

def parser_for(site):
    return parse

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    try:
        rebuild(folder, folder / "archive.db", parser_for, workers=2)
    except ArchiveError as error:
        sys.exit(str(error))
"""

pytestmark = pytest.mark.slow


def again(archive: Archive) -> subprocess.CompletedProcess[str]:
    script = archive.folder.with_name("again.py")
    script.write_text(REBUILD)
    command = [sys.executable, str(script), str(archive.folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def kept(archive: Archive, bodies: list[str]) -> None:
    with archive.run() as visit:
        for number, body in enumerate(bodies):
            visit.write(f"/{number}.html", body=body.encode())


def parse(capture: Capture) -> Page:
    """What the script's function does with pages that do no harm."""
    if b"raise" in capture.body:
        raise ValueError("odd")
    return Page(outcome=Outcome.OK, article=Article(title=capture.url, body=capture.body.decode()))


def test_several_processes_make_the_tables_that_one_makes_in_the_order_of_the_captures(archive: Archive) -> None:
    kept(archive, [f"第{number}期" for number in range(50)] + ["raise"])
    done = again(archive)
    assert (done.returncode, done.stderr) == (0, "")
    rebuild(archive.folder, archive.folder / "alone.db", lambda site: parse)
    dumped = list(logical_dump(archive.path))
    assert len(dumped) > 100
    assert dumped == list(logical_dump(archive.folder / "alone.db"))


def test_a_page_that_kills_two_processes_is_set_aside_and_the_others_are_read(archive: Archive) -> None:
    kept(archive, ["甲", "kill", *map(str, range(40)), "kill", "丙"])
    done = again(archive)
    assert (done.returncode, done.stderr) == (0, "")
    outcomes = archive.column("captures", "outcome", "captured_at")
    assert [number for number, outcome in enumerate(outcomes) if outcome == "poison"] == [1, 42]
    assert set(outcomes) == {"ok", "poison"}
    assert sorted(path.name for path in archive.folder.glob("parsing*")) == []


def test_a_process_that_no_page_killed_ends_the_rebuild_with_a_line(archive: Archive) -> None:
    kept(archive, ["甲", "leave"])
    done = again(archive)
    assert done.returncode == 1
    assert done.stderr == "a process that parses pages was ended from outside, or out of memory; run again\n"
    assert archive.rows("captures") == []  # what there was before stays
