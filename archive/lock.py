"""One writer an archive: a lock that the kernel lets go of when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive import filesystem
from archive.errors import ArchiveLocked, UsageError, of_folder


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold an archive while inside, by `folder/lock` and by the folder itself; the folder is made if need be.

    ArchiveLocked names the process that holds it (its number stands in the file for this message only).
    UsageError where the folder can't be written, or is where no lock holds; DiskFull where there is no room for it.
    """
    descriptor = _open(folder)
    try:
        # Of a file that is deleted by hand the next program makes another. A folder stays.
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        os.close(descriptor)
        raise of_folder(folder, error) from error
    try:
        _take(folder, held, fcntl.LOCK_EX)
        with suppress(OSError):  # on a full disk the lock holds as well, only without a number to name
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(held)
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
            filesystem.make(folder)
            filesystem.refuse_if_remote(folder)
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
        raise ArchiveLocked(
            f"{folder} is being written by process {_holder(folder)}; wait until it ends or give another ARCHIVE_DIR"
        ) from error


def _holder(folder: Path) -> str:
    try:
        return (folder / "lock").read_text("ascii", "replace").strip() or "unknown"
    except OSError:
        return "unknown"


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
