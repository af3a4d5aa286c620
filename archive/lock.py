"""One writer an archive: a lock that the kernel lets go of when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import ArchiveLocked, UsageError, of_folder


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold `folder/lock` while inside; the folder is made if need be.

    ArchiveLocked names the process that holds it (its number stands in the file for this message only).
    UsageError where the folder can't be written, DiskFull where there is no room for it.
    """
    descriptor = _open(folder)
    try:
        with suppress(OSError):  # on a full disk the lock holds as well, only without a number to name
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def lock_for_reading(folder: Path) -> Iterator[None]:
    """Keep writers out of an archive that is only read: nothing in its folder is written, so it may be read-only.

    An archive that no program ever locked is a copy, and nobody writes it. ArchiveLocked as with `lock`.
    """
    try:
        descriptor = os.open(folder / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield
        return
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}; give an archive that can be read") from error
    try:
        _take(folder, descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int:
    path = folder / "lock"
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise of_folder(folder, error) from error
        try:
            _take(folder, descriptor, fcntl.LOCK_EX)
        except ArchiveLocked:
            os.close(descriptor)
            raise
        if _is_still(path, descriptor):
            return descriptor
        os.close(descriptor)  # deleted between opening and locking: a lock on that file guards nothing


def _take(folder: Path, descriptor: int, kind: int) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        raise ArchiveLocked(
            f"{folder} is being written by process {holder or 'unknown'}; "
            "wait until it ends or give another ARCHIVE_DIR"
        ) from error


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
