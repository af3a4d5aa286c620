"""F: runs that are killed, at random or at a named point, or asked to end."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from archive.store import NAME
from archive.warc import paths
from tests.faults.crawling import command, crawl, one, oracle, run, unguarded
from tests.faults.hostile import HOME, Hostile, article, path_of, reply, site_of
from tests.faults.kept import ROOT, said
from tests.faults.ledger import Ledger

PAGES = {path_of(number): reply(article(number)) for number in range(1, 40)}
# With pauses, so that there are several transactions.
PACE = {"DOWNLOAD_DELAY": 0.02}


def killed(folder: Path, kills: int, pages: int, how: str) -> dict[str, Any]:
    arguments = [sys.executable, "-m", "tests.faults.killer", str(folder), str(kills), str(pages), how]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.quick
def test_f1_a_kill_at_any_moment_loses_nothing_acknowledged(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F1", "kill -9 at random moments of a crawl, which then comes to its end") as row:
        kills, pages = ledger.times(200, 4), ledger.times(2000, 60)
        told = killed(tmp_path / "ours", kills, pages, "ours")
        fits = told["lost"] == told["twice"] == told["again"] == 0 and told["found"] == told["differs"] == []
        for _ in range(kills):
            row.tried(fits, told)
        row.measured = (
            f"{told['acknowledged']} captures acknowledged before kills; the archive says what a whole one does"
        )
        control = killed(tmp_path / "first", 5, pages, "tables-first")
        row.red("rows point at records that were never written", control["found"] != [])


def doomed(arguments: list[str], point: str, number: int) -> list[str]:
    """A command that kills itself when it passes a point for the n-th time."""
    python, _, _, *rest = arguments
    return [python, "-m", "tests.faults.doomed", point, str(number), *rest]


def test_f2_a_kill_after_any_step_of_a_crawl_loses_nothing(ledger: Ledger, tmp_path: Path) -> None:
    with Hostile(site_of(PAGES)) as site:
        assert crawl(site, tmp_path / "whole").code == 0
    whole = said(tmp_path / "whole" / NAME)
    points = {"write": "a write to WARC", "fsync": "a sync", "begin": "BEGIN", "commit": "COMMIT", "rename": "a rename"}
    with ledger.row("F2", f"kill -9 after {', '.join(points.values())} or a step of a publication") as row:
        for point in points:
            for number in range(1, 6):
                folder = tmp_path / f"{point}-{number}"
                with Hostile(site_of(PAGES)) as site:
                    arguments = command(HOME, folder, CRAWL_PROXY=site.proxy_url, **PACE)
                    dead = run(doomed(arguments, point, number)).code == -signal.SIGKILL
                    resumed = crawl(site, folder)
                    again = sum(len(site.asked(path)) - 1 for path in PAGES)
                fits = resumed.code == 0 and oracle(folder) == [] and said(folder / NAME) == whole and again <= 1
                row.tried(dead and fits, (point, number, resumed.code, again))
        for point, number in (("copy", 1), ("fsync", 1), ("fsync", 2), ("rename", 1)):
            row.tried(_publication_survives(tmp_path, point, number), ("publish", point, number))
        late = "from tests.faults.killer import late_bytes\nlate_bytes()\nfrom tests.faults.doomed import Doom\n"
        with Hostile(site_of(PAGES)) as site:
            arguments = command(HOME, tmp_path / "late", CRAWL_PROXY=site.proxy_url, **PACE)
            run(unguarded(arguments, f"{late}Doom('commit', 3).install()"))
            row.red("rows point at records that were never written", oracle(tmp_path / "late") != [])


def _publication_survives(tmp_path: Path, point: str, number: int) -> bool:
    """Whether a publication that is killed leaves the snapshot before or a new one, and the next goes well."""
    folder, to = tmp_path / "whole", tmp_path / f"{point}-{number}.db"
    arguments = [sys.executable, "-m", "scrapy", "publish", str(to), "-s", f"ARCHIVE_DIR={folder}"]
    shutil.copyfile(_first_snapshot(tmp_path, arguments, to), to)
    dead = run(doomed(arguments, point, number)).code == -signal.SIGKILL
    return dead and said(to) == said(folder / NAME) and run(arguments).code == 0 and said(to) == said(folder / NAME)


def _first_snapshot(tmp_path: Path, arguments: list[str], to: Path) -> Path:
    kept = tmp_path / "first.db"
    if not kept.exists():
        assert run(arguments).code == 0
        to.rename(kept)
    return kept


def test_f8_a_signal_ends_a_run_soon_and_in_order(ledger: Ledger, tmp_path: Path) -> None:
    limits = {"SIGTERM": ([signal.SIGTERM], 10.0), "SIGINT": ([signal.SIGINT], 10.0)}
    limits["SIGINT twice"] = ([signal.SIGINT, signal.SIGINT], 2.0)
    with ledger.row("F8", "SIGTERM, SIGINT, a second SIGINT while a site does not answer") as row:
        longest = 0.0
        for name, (signals, limit) in limits.items():
            folder = tmp_path / name.replace(" ", "-")
            with Hostile(_silent_after(5)) as site:
                code, seconds = _signalled(site, command(HOME, folder, CRAWL_PROXY=site.proxy_url), signals)
            longest = max(longest, seconds)
            closed = [path.name for path in paths(folder) if path.name.endswith(".open")] == []
            with Hostile(site_of(PAGES)) as site:
                resumed = crawl(site, folder)
            fits = code == 11 and closed and resumed.code == 0 and oracle(folder) == []
            kept = one(folder, "SELECT count(*) FROM articles") == len(PAGES)
            row.tried(fits and kept and seconds <= limit, (name, code, seconds, closed))
        row.measured = f"{longest:.1f} s at most"
        stock = "from crawler.interrupt import InterruptibleProcess\ndel InterruptibleProcess.stop"
        with Hostile(_silent_after(5)) as site:
            arguments = unguarded(command(HOME, tmp_path / "stock", CRAWL_PROXY=site.proxy_url), stock)
            _, seconds = _signalled(site, arguments, [signal.SIGTERM])
        row.red(f"it waits for the answer, {seconds:.0f} s", seconds > 10.0)


def _silent_after(number: int) -> dict[str, Any]:
    """A site of which one page never comes."""
    pages = list(PAGES)
    silent: dict[str, Any] = {pages[-number]: lambda connection, stopping: stopping.wait(60)}
    return site_of(PAGES | silent)


def _signalled(site: Hostile, arguments: list[str], signals: list[signal.Signals]) -> tuple[int, float]:
    """The exit code of a crawl that waits for an answer when it is told to end, and the seconds that it took."""
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        silent = next(path for path, answer in site.answers.items() if not isinstance(answer, bytes))
        while not site.asked(silent):
            assert process.poll() is None
            time.sleep(0.02)
        for one_more in signals:
            time.sleep(0.5)
            process.send_signal(one_more)
        begun = time.monotonic()
        process.wait(60)
        return process.returncode, time.monotonic() - begun
