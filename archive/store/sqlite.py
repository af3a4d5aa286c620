"""What is to be known of the SQLite that this program runs with."""

import sqlite3

# "The WAL-Reset Bug" (sqlite.org/wal.html): two connections that write or fold the log at the same moment can damage a
# database. It came with the log, in 3.7.0; by minor version of SQLite 3 the first patch release without it.
_MENDED = {44: 6, 50: 7, 51: 3}
_SINCE, _UNTIL = (3, 7, 0), (3, 52, 0)

Version = tuple[int, int, int]


def can_damage_log(version: Version = sqlite3.sqlite_version_info) -> bool:
    """Whether a version of SQLite has the bug by which two writers at once can damage a database with a log.

    >>> [can_damage_log(version) for version in ((3, 40, 1), (3, 51, 2), (3, 50, 7), (3, 51, 3))]
    [True, True, False, False]
    """
    _, minor, patch = version
    return _SINCE <= version < _UNTIL and patch < _MENDED.get(minor, patch + 1)


def warning(version: Version = sqlite3.sqlite_version_info) -> str | None:
    """A line for the operator; None where nothing is to be said."""
    if not can_damage_log(version):
        return None
    return (
        f"SQLite {'.'.join(map(str, version))} has a bug that can damage a database which two programs write at once "
        "(mended in 3.51.3): let none but this program write archive.db; see docs/operations.md"
    )
