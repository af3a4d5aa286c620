"""Crawls of hostile sites as an operator runs them, and what they cost; and the oracle that every archive must meet."""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.store import NAME
from archive.verify import verify
from tests.faults.hostile import HOME, Answer, Hostile

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds after which a crawl hangs


@dataclass(frozen=True)
class Crawled:
    """How a crawl ended, its last words, the seconds it took and the most memory it held, in MB."""

    code: int
    err: str
    seconds: float
    peak: float


def command(url: str, folder: Path, *given: str, **settings: Any) -> list[str]:
    """A crawl of any site, without delay and on a set day unless told."""
    told = {"ARCHIVE_DIR": folder, "CLOCK": "2026-09-01T08:00:00+08:00", "DOWNLOAD_DELAY": 0, "CONTACT": "a@b.test"}
    return [
        *(sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={url}"),
        *(part for argument in given for part in ("-a", argument)),
        *(part for name, value in (told | settings).items() for part in ("-s", f"{name}={value}")),
    ]


def run(arguments: list[str], environment: dict[str, str] | None = None) -> Crawled:
    """Run a command to its end, watching what it takes."""
    with tempfile.TemporaryFile() as err:
        begun, peak = time.monotonic(), 0.0
        process = subprocess.Popen(
            arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=err, env=os.environ | (environment or {})
        )
        while process.poll() is None:
            peak = _peak(process.pid) or peak
            if time.monotonic() - begun > PATIENCE:
                process.kill()
            time.sleep(0.05)
        err.seek(0)
        said = err.read().decode("utf-8", "replace")
    return Crawled(process.returncode, said, time.monotonic() - begun, peak)


def _peak(pid: int) -> float | None:
    """The most memory that a process has had so far, in MB; getrusage(2) would count its parent's at the fork too."""
    try:
        told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    except OSError:
        return None  # it has ended
    return int(told[1]) / 1024 if told else None


def crawl(site: Hostile, folder: Path, *given: str, **settings: Any) -> Crawled:
    """Crawl a hostile site through the proxy that it plays."""
    return run(command(HOME, folder, *given, **({"CRAWL_PROXY": site.proxy_url} | settings)))


def crawl_directly(site: Hostile, folder: Path, *given: str, **settings: Any) -> Crawled:
    """Crawl a hostile site by its own address, the only one on this machine that the guard is told to let through."""
    allowed = {"GUARD_ALLOW": f"127.0.0.1/32:{site.port}"}
    return run(command(f"http://127.0.0.1:{site.port}/", folder, *given, **(allowed | settings)))


def unguarded(arguments: list[str], code: str) -> list[str]:
    """The same command with a guard of ours taken out by a piece of code, which runs before it."""
    python, _, _, *rest = arguments
    program = f"{code}\nimport sys\nfrom scrapy.cmdline import execute\nexecute(['scrapy', *sys.argv[1:]])"
    return [python, "-c", program, *rest]


def crawl_unguarded(site: Hostile, folder: Path, code: str, *given: str, **settings: Any) -> Crawled:
    """Crawl a hostile site by its proxy with a guard taken out."""
    told = {"CRAWL_PROXY": site.proxy_url} | settings
    return run(unguarded(command(HOME, folder, *given, **told), code))


def rows(folder: Path, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(f"file:{folder / NAME}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def one(folder: Path, sql: str, *values: object) -> Any:
    """The first column of the first row."""
    return rows(folder, sql, *values)[0][0]


def outcomes(folder: Path, run_number: int = -1) -> dict[str, str]:
    """The last outcome of each address in a run, by path; the last run unless told."""
    runs = [id for (id,) in rows(folder, "SELECT id FROM runs ORDER BY started_at")]
    found = rows(
        folder, "SELECT url, outcome FROM captures WHERE run_id = ? ORDER BY captured_at, record_id", runs[run_number]
    )
    return {"/" + url.split("/", 3)[3]: outcome for url, outcome in found}


def oracle(folder: Path) -> list[str]:
    """What is wrong with an archive that a fault was tried on; nothing should be."""
    wrong = [str(finding) for finding in verify(folder).findings]
    orphans = one(folder, "SELECT count(*) FROM versions WHERE capture_id NOT IN (SELECT id FROM captures)")
    if orphans:
        wrong.append(f"{orphans} versions have no capture")
    false = one(folder, "SELECT count(*) FROM versions JOIN captures ON captures.id = capture_id WHERE outcome <> 'ok'")
    if false:
        wrong.append(f"{false} versions come of captures that are not ok")
    without = one(folder, "SELECT count(*) FROM captures WHERE outcome IS NULL")
    return [*wrong, f"{without} captures without outcome"] if without else wrong


def borne(ended: Crawled, folder: Path) -> dict[str, str]:
    """The last outcome of each address of a crawl that has to have come to its end and left an archive that is well."""
    assert ended.code in (0, 12) and "Traceback" not in ended.err, ended.err
    assert oracle(folder) == []
    return outcomes(folder)


def lured(tmp_path: Path, answers: dict[str, Answer], **settings: Any) -> tuple[Path, set[str]]:
    """Crawl a site by its own address; the archive, and what was refused in it."""
    folder = tmp_path / f"archive{len(list(tmp_path.iterdir()))}"
    with Hostile(answers) as site:
        ended = crawl_directly(site, folder, **settings)
    assert "Traceback" not in ended.err, ended.err
    assert oracle(folder) == []
    return folder, {error for (error,) in rows(folder, "SELECT error FROM captures WHERE outcome = 'refused'")}
