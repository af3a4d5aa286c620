"""Archives that faults are tried on, and what of them does not depend on when and how they were crawled."""

import json
import re
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from archive.store import logical_dump
from archive.verify import verify
from spiders.parse import parse
from spiders.profile import Profile
from tests.archive.conftest import Archive
from tests.faults.hostile import HTML, article, path_of

ROOT = Path(__file__).parents[2]
READ = partial(parse, profile=Profile.generic("http://kfq.test/"))

_OF_ONE_RUN = {"runs", "problems"}
_WHEN = re.compile(r"(^at|_at|_seen|_from|_changed)$")
_WHERE = {"capture_id", "run_id", "record_id", "original_id", "warc_file", "warc_offset", "warc_length"}


def filled(folder: Path, pages: int = 8, *, killed: bool = False) -> Archive:
    """An archive of one run over articles, which may have been killed at its end."""
    kept = Archive(folder, READ)
    with kept.run(1, killed=killed) as visit:
        for number in range(1, pages + 1):
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
    return kept


def sound(kept: Archive) -> bool:
    return not verify(kept.folder).findings


def is_sound(database: Path) -> bool:
    """Whether SQLite by itself finds nothing wrong."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def said(database: Path) -> set[str]:
    """All that an archive says but when, in which run and where in the files: the same however often it was killed."""
    found = set()
    for line in logical_dump(database):
        table, row = json.loads(line)
        if table in _OF_ONE_RUN:
            continue
        told = {name: value for name, value in row.items() if name == "published_at" or not _is_of_one_run(table, name)}
        found.add(json.dumps([table, told], ensure_ascii=False))
    return found


def _is_of_one_run(table: str, column: str) -> bool:
    return bool(_WHEN.search(column)) or column in _WHERE or (table, column) == ("captures", "id")
