"""Runs that are killed at any moment: `python -m tests.faults.killer FOLDER KILLS PAGES HOW` tells what was lost.

After the last kill a run comes to its end, and FOLDER/whole has an archive of the same pages that nobody killed. HOW is
"ours", or "tables-first": the bytes of a record reach its file only after its row is committed.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.store import open_for_reading
from archive.verify import verify
from archive.warc import Writer
from tests.archive.conftest import Archive, Visit
from tests.faults.hostile import HTML, article, path_of
from tests.faults.kept import READ, said

MOST = 15  # captures that a run acknowledges before it is killed
SOME = 0.02  # seconds in which that happens then: within a capture, or some further on


def main(folder: str, kills: str, pages: str, how: str) -> None:
    """Kill runs until so many are dead, then let one come to its end."""
    chance = random.Random(1)
    kept, whole = Archive(Path(folder), READ), Archive(Path(folder) / "whole", READ)
    acknowledged: set[str] = set()
    for _ in range(int(kills)):
        acks, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(acks)
            if how == "tables-first":
                late_bytes()
            try:
                _work(kept, int(pages), write)
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(acks, "r") as told:
            early = "".join(islice(told, chance.randint(0, MOST)))
            time.sleep(chance.uniform(0, SOME))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged |= set((early + told.read()).split("\n")[:-1])
    for archive in (kept, whole):
        with Path(os.devnull).open("w") as nobody:
            try:
                _work(archive, int(pages), nobody.fileno())
            except ArchiveError as error:
                print(json.dumps({"found": [str(error)]}))
                return
    found = [str(finding) for finding in verify(kept.folder).findings]
    differs = sorted(said(kept.path) ^ said(whole.path))[:3]
    print(
        json.dumps({"acknowledged": len(acknowledged), "found": found, "differs": differs} | _told(kept, acknowledged))
    )


def _told(kept: Archive, acknowledged: set[str]) -> dict[str, Any]:
    with closing(open_for_reading(kept.path)) as connection:
        rows = {record for (record,) in connection.execute("SELECT record_id FROM captures")}
        twice = connection.execute("SELECT count(*) FROM articles WHERE versions > 1").fetchone()[0]
        again = connection.execute("SELECT count(*) - count(DISTINCT url) FROM captures").fetchone()[0]
    return {"lost": len(acknowledged - rows), "captures": len(rows), "twice": twice, "again": again}


def _work(kept: Archive, pages: int, acks: int) -> None:
    """Take what is not there yet, and acknowledge each capture by its record id."""
    with kept.run(1) as visit:
        seen = _seen(visit)
        for number in range(pages):
            if f"http://kfq.test{path_of(number)}" not in seen:
                capture = visit.write(path_of(number), body=article(number), headers=(HTML,))
                visit.take(capture)
                os.write(acks, f"{capture.record_id}\n".encode())


def _seen(visit: Visit) -> set[str]:
    return {url for (url,) in visit.store._connection.execute("SELECT url FROM captures")}


def late_bytes() -> None:
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
