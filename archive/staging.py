"""Giving an archive other WARC files than it had: put together beside, read into tables, put in place when whole."""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import of_folder
from archive.poison import deaths, put_deaths
from archive.rebuild import STAGING, rebuild
from archive.recover import ParserFor, Then, nothing
from archive.store import NAME
from archive.warc import paths
from archive.warc.files import FOLDER, sync_folder

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A WARC file, or its first `end` bytes: the rest is no whole record."""

    path: Path
    end: int


def put_files(
    archive: Path,
    files: Mapping[str, WarcFile],
    parser_for: ParserFor,
    then: Then = nothing,
    others: Iterable[Path] = (),
    databases: Iterable[Path] = (),
) -> None:
    """Make an archive consist of these files, by name, and its tables of what they tell; it must be locked.

    What it has and is not named is removed: the caller knows it to stand in another. What was read of the captures
    before is kept, of its own tables and of `databases`, and what is poison in it and in the archives `others`.
    Killed at any moment, the archive has its old tables and files, or the new ones, or files without tables: then the
    next start makes the tables from them. Errors leave it as it was.
    """
    staging = archive / STAGING
    try:
        marks = deaths(archive, staging, *others)  # a page may have killed the last attempt
        _clear(staging)
        (staging / FOLDER).mkdir(parents=True)
        put_deaths(staging, marks)
        for name, file in files.items():
            _stage(archive, file, staging / FOLDER / name)
        sync_folder(staging / FOLDER)
    except OSError as error:
        _clear(staging)
        raise of_folder(archive, error) from error
    try:
        rebuild(staging, staging / NAME, parser_for, then, archive / NAME, databases)
        _put_in_place(archive, staging, files)
    finally:
        _clear(staging)


def _stage(archive: Path, file: WarcFile, to: Path) -> None:
    if archive in file.path.parents:
        try:
            os.link(file.path, to)
        except OSError:  # a file system without hard links
            _copy(file, to)
    else:
        _copy(file, to)


def _copy(file: WarcFile, to: Path) -> None:
    """The bytes of a file up to its end, on disk when this returns. Links would let one archive change another."""
    with file.path.open("rb") as source, to.open("xb") as out:
        left = file.end
        while left > 0 and (chunk := source.read(min(left, _CHUNK))):
            out.write(chunk)
            left -= len(chunk)
        out.flush()
        os.fsync(out.fileno())


def _put_in_place(archive: Path, staging: Path, files: Mapping[str, WarcFile]) -> None:
    database, folder = archive / NAME, archive / FOLDER
    folder.mkdir(exist_ok=True)
    put_deaths(archive, deaths(staging))
    # First the tables go. Old ones beside new files would take these for what a killed run left, in a wrong order.
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    for name in files:
        (staging / FOLDER / name).replace(folder / name)
    sync_folder(folder)
    for path in paths(archive):
        if path.name not in files:
            path.unlink()
    sync_folder(folder)
    (staging / NAME).replace(database)
    sync_folder(archive)


def _clear(staging: Path) -> None:
    shutil.rmtree(staging, ignore_errors=True)
