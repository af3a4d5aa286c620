"""What ends a command: each error says in one line what is wrong and what to do, and carries the exit code."""


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


class SchemaNewer(ArchiveError):
    """The database was written by a newer version of this program. Nothing has been written to it."""

    exit_code = 6
