"""What a folder stands on: whether a lock and SQLite's log can be relied on there, and whether there is room."""

import os
import shutil
from pathlib import Path

from archive.errors import DiskFull, UsageError
from archive.warc.files import sync_folder

# Their locks and shared memory do not hold between machines, or at all: https://www.sqlite.org/wal.html
_NOT_LOCAL = frozenset({"9p", "afs", "ceph", "cifs", "fuse", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"})
_FUSE = "fuse."  # fuse.sshfs and others; fuseblk is a disk of this machine
_MOST = 500_000_000  # bytes that are left free on a large disk
_SHARE = 20  # the part of a small one: a twentieth


def make(folder: Path) -> None:
    """Make a folder if need be; its name, and those of the folders above that were made, are on disk then."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def kind(folder: Path) -> str | None:
    """The type of the file system that a folder is on, such as "ext4" or "nfs4"; None where nobody tells."""
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    for mount in mounts:
        before, _, after = mount.partition(" - ")  # proc(5): a number of fields that differs stands before the dash
        if number == before.split()[2]:
            return after.split()[0]
    return None


def refuse_if_remote(folder: Path) -> None:
    """UsageError for a folder on a network file system, or one that a program plays (FUSE)."""
    name = kind(folder)
    if name is not None and (name in _NOT_LOCAL or name.startswith(_FUSE)):
        raise UsageError(
            f"{folder} is on a file system ({name}) on which neither locks nor SQLite's log can be relied on; give a "
            "folder on a disk of this machine as ARCHIVE_DIR, and copy from there"
        )


def refuse_if_full(folder: Path) -> None:
    """DiskFull where so little is free that other programs would suffer soon: a twentieth, but 500 MB at most."""
    disk = shutil.disk_usage(folder)
    least = min(_MOST, disk.total // _SHARE)
    if disk.free < least:
        free, floor = (f"{size / 1e6:.0f} MB" for size in (disk.free, least))
        raise DiskFull(f"{folder}: {free} free, a crawl begins with {floor} or more; make room and run again")
