"""A page parsed by a process of its own: what comes back, and what is known when nothing does."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import trial
from archive.lock import lock
from archive.records import Article, Capture, Outcome, Page
from archive.trial import tried

CAPTURE = Capture(
    record_id="urn:uuid:1", run_id="1", site_id="kfq", url="http://kfq.test/", captured_at="2026-09-01", status=200
)
PAGE = Page(outcome=Outcome.OK, article=Article(title="铁山", body="开工" * 100_000))


def test_a_page_comes_back_whole() -> None:
    assert tried(lambda _: PAGE, CAPTURE) == PAGE


def test_a_parser_that_raises_is_no_death() -> None:
    def fails(_capture: Capture) -> Page:
        raise ValueError("odd")

    page = tried(fails, CAPTURE)
    assert page is not None
    assert page.outcome is Outcome.PARSE_LIMIT


@pytest.mark.parametrize(
    "dies",
    [
        lambda _: os.kill(os.getpid(), signal.SIGSEGV),
        lambda _: os.kill(os.getpid(), signal.SIGKILL),
        lambda _: os._exit(139),
        lambda _: sys.exit(0),
    ],
)
def test_a_page_that_ends_its_process_gives_none(dies: Callable[[Capture], Page]) -> None:
    assert tried(dies, CAPTURE) is None


@pytest.mark.slow
def test_a_page_that_is_never_done_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "SECONDS", 1)

    def loops(_capture: Capture) -> Page:
        while True:
            pass

    assert tried(loops, CAPTURE) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_ends_a_run_ends_no_trial(number: signal.Signals) -> None:
    def asked_to_end(_capture: Capture) -> Page:
        os.kill(os.getpid(), number)
        return PAGE

    assert tried(asked_to_end, CAPTURE) == PAGE


def test_a_process_that_can_not_be_made_ready_says_nothing_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "SECONDS", "many")
    with pytest.raises(MemoryError):
        tried(lambda _: PAGE, CAPTURE)


def test_memory_that_ends_says_nothing_of_the_page() -> None:
    def fails(_capture: Capture) -> Page:
        raise MemoryError

    with pytest.raises(MemoryError):
        tried(fails, CAPTURE)


def test_it_has_none_of_our_files_open() -> None:
    ours, theirs = os.pipe()

    def writes(_capture: Capture) -> Page:
        try:
            os.write(theirs, b"!")
        except OSError:
            return PAGE
        return Page(outcome=Outcome.ERROR)

    try:
        assert tried(writes, CAPTURE) == PAGE
    finally:
        os.close(ours)
        os.close(theirs)


KILLED = """
import os, sys, time
from pathlib import Path
from archive.lock import lock
from archive.trial import tried
from tests.archive.test_trial import CAPTURE

def waits(_capture):
    print(os.getpid(), flush=True)
    time.sleep(60)

with lock(Path(sys.argv[1])):
    tried(waits, CAPTURE)
"""


@pytest.mark.slow
def test_a_program_that_is_killed_during_a_trial_holds_no_archive(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        trying = int(program.stdout.readline())
        program.kill()
        program.wait()
        try:
            with lock(tmp_path):
                pass
        finally:
            os.kill(trying, signal.SIGKILL)
