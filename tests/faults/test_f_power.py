"""F: what a power cut leaves, and the order of writes on which that depends. A kill proves nothing of it."""

import random
import shutil
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from tests.archive.conftest import Archive
from tests.faults.crawling import oracle
from tests.faults.kept import READ
from tests.faults.ledger import Ledger
from tests.faults.powercut import Disk
from tests.faults.syscalls import Call, traced

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="to see system calls strace(1) is needed")


def commits(calls: list[Call]) -> list[bool]:
    """For each sync of the tables' log whether all that its rows tell of was on disk; so for each acknowledgement."""
    kept, unsynced, log_is_synced = [], set(), True
    fits = True
    for call in calls:
        is_warc, is_log = ".warc.gz" in call.path, call.path.endswith(".db-wal")
        if is_warc and call.name in ("create", "write"):
            unsynced |= {call.path, str(Path(call.path).parent)} if call.name == "create" else {call.path}
        elif call.name == "sync":
            unsynced.discard(call.path)
            if is_log and not log_is_synced:
                kept.append(fits)
                fits = log_is_synced = True
        elif is_log and call.name == "write":
            fits, log_is_synced = fits and not unsynced, False
        elif call.path.endswith("acks") and call.name == "write":
            kept.append(log_is_synced)
    return kept


def test_f9_what_rows_tell_of_is_on_disk_before_them(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F9", "the order of writes and syncs at each commit, as the kernel sees it") as row:
        for number, fits in enumerate(commits(traced(tmp_path / "archive", "ours"))):
            row.tried(fits, number)
        assert row.tries > 20
        wrong = commits(traced(tmp_path / "unsynced", "unsynced")).count(False)
        row.red(f"{wrong} commits come before what they tell of", wrong > 0)


def test_f10_a_power_cut_loses_nothing_acknowledged(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F10", "power cuts: unsynced writes and names lost, torn or out of order") as row:
        for what in _after_cuts(tmp_path / "ours", "ours", ledger.times(200, 6)):
            row.tried(what == [], what)
        lost = sum(what != [] for what in _after_cuts(tmp_path / "unsynced", "unsynced", 20))
        row.red(f"{lost} of 20 lose what was acknowledged", lost > 0)


def _after_cuts(folder: Path, how: str, times: int) -> list[list[str]]:
    """What is wrong after power cuts at random moments of a run and the next start."""
    folder.mkdir()
    archive = folder / "archive"
    calls, chance = traced(archive, how), random.Random(4)
    wrong = []
    for number in range(times):
        disk, acknowledged = Disk(), b""
        cut = chance.randint(1, len(calls))
        for call in calls[:cut]:
            disk.do(call)
            if call.path.endswith("acks"):
                acknowledged += call.data
        left = folder / f"cut-{number}"
        disk.leave(archive, left, chance)
        wrong.append([f"cut {cut}: {what}" for what in _after_start(left, acknowledged.decode().split())])
        shutil.rmtree(left, ignore_errors=True)
    return wrong


def _after_start(folder: Path, acknowledged: list[str]) -> list[str]:
    kept = Archive(folder, READ)
    try:
        with kept.run(2):
            pass
        lost = set(acknowledged) - set(kept.column("captures", "record_id"))
        return [*oracle(folder), *(f"{record} is lost" for record in sorted(lost))]
    except ArchiveError as error:
        return [str(error)]
