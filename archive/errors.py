"""What ends a command: each error says in one line what is wrong and what to do, and carries the exit code."""

import errno
from pathlib import Path

OUT_OF_MEMORY = "out of memory; allow the program more of it (ulimit -v, MemoryMax) and run again"


class ArchiveError(Exception):
    """The message is one line for the user; no traceback is shown for it."""

    exit_code = 1


class UsageError(ArchiveError):
    """Something given by the user can't be used: a setting, a name, a folder."""

    exit_code = 2


class DiskFull(ArchiveError):
    """No room for a capture or its rows. What was acknowledged before is safe."""

    exit_code = 3


class ArchiveLocked(ArchiveError):
    """Another process writes this archive."""

    exit_code = 4


class ArchiveDamaged(ArchiveError):
    """A file of the archive is not what it should be. Nothing has been written to it."""

    exit_code = 5


class SchemaOlder(ArchiveError):
    """The database was written by an older version of this program. Nothing has been written to it."""

    exit_code = 2


class SchemaNewer(ArchiveError):
    """The database was written by a newer version of this program. Nothing has been written to it."""

    exit_code = 6


def is_full(error: OSError) -> bool:
    """Whether the system refused for lack of room: of the disk, of a quota, or of a file's size limit."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_of_limit(error: OSError) -> bool:
    """Whether the system refused because the process, or the machine, has too many files open."""
    return error.errno in (errno.EMFILE, errno.ENFILE)


def of_folder(folder: Path, error: OSError) -> ArchiveError:
    """What the user is told when something can't be made in a folder."""
    if is_full(error):
        return DiskFull(f"{folder}: no room; make room and run again")
    if is_of_limit(error):
        return UsageError(f"{folder}: {error.strerror}; allow more of them (ulimit -n) and run again")
    return UsageError(f"{folder}: {error.strerror}; give a folder that can be written as ARCHIVE_DIR")
