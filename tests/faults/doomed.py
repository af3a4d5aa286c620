"""A process that is killed at a named point: `python -m tests.faults.doomed POINT N COMMAND…` runs a command of ours.

A point is passed where a call has just returned that writes, syncs or renames a file of the archive, or that runs a
statement of SQL. The n-th time the process kills itself, with nothing closed and nothing said.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute

from archive.warc import Writer

ANYWHERE = "anywhere"
SMALL = 8_000  # bytes of a WARC file, so that a short run has several


class Doom:
    """Kills the process when a point is passed for the n-th time; `install` lets points be seen."""

    def __init__(self, point: str, number: int) -> None:
        self._point, self._left = point, number

    def passed(self, point: str) -> None:
        if self._point in (point, ANYWHERE):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Take the place of what writes files and runs SQL in this process."""
        os.write = self._after("write", os.write, of_warc=True)
        os.fsync = self._after("fsync", os.fsync)
        os.rename = self._after("rename", os.rename)
        os.replace = self._after("rename", os.replace)
        os.unlink = self._after("unlink", os.unlink)
        sqlite3.connect = partial(sqlite3.connect, factory=_connection(self))  # type: ignore[assignment]

    def _after(self, point: str, call: Callable[..., Any], *, of_warc: bool = False) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            result = call(*given, **named)
            if not of_warc or ".warc.gz" in str(Path(f"/proc/self/fd/{given[0]}").readlink()):
                self.passed(point)
            return result

        return called


def _connection(doom: Doom) -> type[sqlite3.Connection]:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            cursor = super().execute(sql, *given)
            doom.passed(
                {"BEGIN": "begin", "COMMIT": "commit", "VACUUM": "copy"}.get(sql.split(None, 1)[0], "statement")
            )
            return cursor

        def executescript(self, sql: str) -> sqlite3.Cursor:
            cursor = super().executescript(sql)
            doom.passed("statement")
            return cursor

    return Connection


if __name__ == "__main__":
    Writer.__init__.__defaults__ = (SMALL,)
    Doom(sys.argv[1], int(sys.argv[2])).install()
    execute(["scrapy", *sys.argv[3:]])
