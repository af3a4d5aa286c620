"""Opening an archive's database to write it; tables of an older version are made anew first."""

import logging
import shutil
from contextlib import closing
from pathlib import Path

from archive.errors import ArchiveDamaged, SchemaOlder
from archive.rebuild import STAGING, last_database, rebuild
from archive.recover import ParserFor, Then, nothing
from archive.store import NAME, Store, open_for_reading
from archive.warc import resolve
from archive.warc.files import FOLDER

log = logging.getLogger(__name__)


def open_store(archive: Path, parser_for: ParserFor, then: Then = nothing) -> Store:
    """The store of an archive, which must be locked.

    Tables that an older version of this program made are made anew from the WARC files; docs/decisions/0011-upgrades.md
    tells why so. Killed at any moment, the archive has the old ones or the new. Errors: those of `Store`, and
    ArchiveDamaged where a file that the old tables know is missing or shorter: the new ones would say less.
    """
    path = archive / NAME
    if last_database(archive) != path:  # a merge was killed; what earlier extractors read is nowhere else
        rebuild(archive, path, parser_for, then)
        shutil.rmtree(archive / STAGING, ignore_errors=True)
    try:
        return Store(path)
    except SchemaOlder:
        _refuse_if_any_is_lost(archive, path)
        log.warning("%s is of an older version: its tables are made anew, which takes a while", path)
        rebuild(archive, path, parser_for, then)
        return Store(path)


def _refuse_if_any_is_lost(archive: Path, path: Path) -> None:
    sql = "SELECT warc_file, max(warc_offset + warc_length) FROM captures GROUP BY warc_file ORDER BY warc_file"
    with closing(open_for_reading(path, older=True)) as connection:
        for name, end in connection.execute(sql):
            try:
                is_whole = resolve(archive, name).stat().st_size >= end
            except FileNotFoundError:
                is_whole = False
            if not is_whole:
                raise ArchiveDamaged(
                    f"{archive / FOLDER / name} is missing or cut, and {path} is of an older version, whose tables are "
                    "to be made anew from it; restore the file from a copy"
                )
