"""What an archive's folder stands on."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive import filesystem
from archive.errors import DiskFull, UsageError
from archive.lock import lock


def test_the_kind_of_a_file_system_is_told_by_the_system() -> None:
    assert filesystem.kind(Path("/proc")) == "proc"
    assert filesystem.kind(Path("/proc/self")) == "proc"


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_an_archive_on_a_file_system_without_locks_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesystem, "kind", lambda folder: kind)
    with pytest.raises(UsageError, match=rf"\({kind}\).* give a folder on a disk of this machine"), lock(tmp_path):
        pass


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "overlay", "tmpfs", "fuseblk", None])
def test_a_disk_of_this_machine_is_fine(kind: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystem, "kind", lambda folder: kind)
    with lock(tmp_path):
        pass


@pytest.mark.parametrize(
    ("total", "free", "is_full"),
    [(10**12, 6 * 10**8, False), (10**12, 4 * 10**8, True), (10**9, 6 * 10**7, False), (10**9, 4 * 10**7, True)],
)
def test_a_twentieth_of_the_disk_or_half_a_gigabyte_is_left_to_others(
    total: int, free: int, is_full: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(total=total, free=free))
    if not is_full:
        filesystem.refuse_if_full(tmp_path)
        return
    with pytest.raises(DiskFull, match=r"MB free, a crawl begins with (500|50) MB or more; make room"):
        filesystem.refuse_if_full(tmp_path)


def test_the_names_of_folders_that_are_made_are_put_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(filesystem, "sync_folder", lambda folder: synced.append(os.path.relpath(folder, tmp_path)))
    filesystem.make(tmp_path / "a" / "b")
    assert synced == ["a", "."]
    filesystem.make(tmp_path / "a" / "b")
    assert len(synced) == 2
