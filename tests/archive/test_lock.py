"""One writer an archive."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveLocked, UsageError
from archive.lock import lock

HOLD = """
import sys, pathlib
from archive.lock import lock
with lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def held_by_another(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as other:
        with pytest.raises(ArchiveLocked, match=f"process {other.pid}") as told, lock(tmp_path):
            pass
        assert told.value.exit_code == 4
        other.communicate()
    with lock(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as other:
        other.kill()
        other.wait()
        with lock(tmp_path):
            pass


def test_a_lock_file_that_is_deleted_by_hand_lets_nobody_in(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as other:
        (tmp_path / "lock").unlink()
        with pytest.raises(ArchiveLocked, match="process unknown"), lock(tmp_path):
            pass
        other.communicate()
    with lock(tmp_path):
        pass


def test_the_lock_is_not_handed_to_children(tmp_path: Path) -> None:
    with lock(tmp_path):
        child = subprocess.Popen(["sleep", "5"], close_fds=False)
    with lock(tmp_path):
        pass
    child.kill()
    child.wait()


def test_the_folder_is_made_and_one_that_cannot_be_is_a_mistake_of_use(tmp_path: Path) -> None:
    with lock(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data" / "lock").exists()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="ARCHIVE_DIR"), lock(tmp_path / "file"):
        pass
