"""Runs that are killed at any moment: `python -m tests.faults.killer FOLDER KILLS HOW` prints what was lost, as JSON.

HOW is "ours", or "tables-first": the bytes of a record reach its file only after its row is committed.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.records import Capture
from archive.store import open_for_reading
from archive.verify import verify
from archive.warc import Writer
from spiders.parse import parse
from spiders.profile import Profile
from tests.archive.conftest import Archive
from tests.faults.hostile import HTML, article, path_of

PAGES = 2_000


def main(folder: str, kills: str, how: str) -> None:
    """Kill runs until so many are dead, then let one come to its end."""
    chance = random.Random(1)
    kept = Archive(Path(folder), partial(parse, profile=Profile.generic("http://kfq.test/")))
    acknowledged: set[str] = set()
    dead = 0
    while dead < int(kills):
        acks, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(acks)
            try:
                _work(kept, how, write)
            finally:
                os._exit(1)
        os.close(write)
        time.sleep(chance.uniform(0.02, 0.35))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        dead += 1
        with os.fdopen(acks, "r") as told:
            acknowledged |= set(told.read().split("\n")[:-1])
    try:
        with kept.run(2):
            pass  # its beginning takes in what the last one left
        found = [str(finding) for finding in verify(kept.folder).findings]
    except ArchiveError as error:
        found = [str(error)]
    print(json.dumps({"kills": dead, "acknowledged": len(acknowledged), "found": found} | _told(kept, acknowledged)))


def _told(kept: Archive, acknowledged: set[str]) -> dict[str, Any]:
    with closing(open_for_reading(kept.path)) as connection:
        rows = {record for (record,) in connection.execute("SELECT record_id FROM captures")}
        twice = connection.execute("SELECT count(*) FROM articles WHERE versions > 1").fetchone()[0]
        again = connection.execute("SELECT count(*) - count(DISTINCT url) FROM captures").fetchone()[0]
    return {"lost": len(acknowledged - rows), "captures": len(rows), "twice": twice, "again": again}


def _work(kept: Archive, how: str, acks: int) -> None:
    if how == "tables-first":
        _late_bytes()
    with kept.run(1) as visit:
        seen = {url for (url,) in visit.store._connection.execute("SELECT url FROM captures")}
        for number in range(PAGES):
            if f"http://kfq.test{path_of(number)}" not in seen:
                capture: Capture = visit.write(path_of(number), body=article(number), headers=(HTML,))
                visit.take(capture)
                os.write(acks, f"{capture.record_id}\n".encode())
    os._exit(0)


def _late_bytes() -> None:
    """Let records reach their file some steps behind: a row is then committed before its record is there."""
    waiting: list[bytes] = []

    def late(self: Writer, data: bytes) -> None:
        waiting.append(data)
        self._offset += len(data)
        if len(waiting) > 2:
            os.write(self._file, waiting.pop(0))

    Writer._write = late  # type: ignore[method-assign]


if __name__ == "__main__":
    main(*sys.argv[1:])
