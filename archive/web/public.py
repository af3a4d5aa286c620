"""A snapshot served to anybody, behind a web server, and the next one from the moment that it is published.

This process holds the port and looks whether the file is another. Then a second server is started with the new one, and
the first ends when it has answered what it was asked: no request meets a closed port, or half of a snapshot.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from contextlib import closing
from multiprocessing import active_children, connection, get_context
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from datasette.app import Datasette

from archive.errors import ArchiveError, UsageError
from archive.listen import address, listen
from archive.store import open_for_reading
from archive.web.startup import SETTINGS

PUBLIC_SETTINGS = {
    **SETTINGS,
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 200,
    "max_returned_rows": 1000,
    "allow_download": False,  # a file of gigabytes is for the web server before us
}
_LOOK = 1.0  # seconds between two looks at the file
_START = 120.0  # seconds in which a server has to be ready: it counts the rows of each table
_DRAIN = 1.0  # seconds in which who has connected sends what is asked
_GRACE = 60  # seconds that a download may hold up the end

_context = get_context("fork")  # the port and the imported modules are shared


def serve_snapshot(path: Path, host: str, port: int) -> None:
    """Serve the file until SIGTERM or Ctrl-C, and say where in one line.

    UsageError, ArchiveDamaged, SchemaNewer or SchemaOlder where it can't be served. A later one that can't be is told
    of in a line, and the one before it stays.
    """
    _prove(path)
    listening = listen(host, port)
    signal.signal(signal.SIGTERM, _interrupt)
    sys.stdout.write(f"{address(listening)} (Ctrl-C ends)\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        _keep_serving(path, listening)
    for server in active_children():
        server.terminate()
        server.join()


def _prove(path: Path) -> None:
    with closing(open_for_reading(path)) as snapshot:
        if snapshot.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            raise UsageError(f"{path} is written by crawls; serve its folder, or what `scrapy publish` makes of it")


def _keep_serving(path: Path, listening: socket.socket) -> None:
    server, opened = None, None
    while True:
        there = _identity(path)
        if there not in (opened, None) or not (server and server.is_alive()):
            opened = there
            server = _succeeded(server, path, listening)
        time.sleep(_LOOK)


def _identity(path: Path) -> tuple[int, int, int] | None:
    """What changes when another file is put in the place; None where there is none."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino, told.st_mtime_ns


def _succeeded(before: Any, path: Path, listening: socket.socket) -> Any:
    """A server that has the file open, after which the one before is told to end; the one before where it can't be."""
    try:
        _prove(path)
    except ArchiveError as error:
        sys.stderr.write(f"zone-archive: not served: {error}\n")
        return before
    ready, tells = _context.Pipe(duplex=False)
    server = _context.Process(target=_serve, args=(path, listening, tells, os.getpid()))
    server.start()
    tells.close()
    if not (ready.poll(_START) and _told(ready)):
        server.kill()
        sys.stderr.write(f"zone-archive: not served: no server could open {path}\n")
        return before
    if before:
        before.terminate()
    return server


def _told(ready: connection.Connection) -> bool:
    try:
        return bool(ready.recv_bytes())
    except EOFError:
        return False


def _serve(path: Path, listening: socket.socket, tells: connection.Connection, parent: int) -> None:
    app = Datasette([], immutables=[str(path)], settings=PUBLIC_SETTINGS).app()
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has ended
        _Server(config, tells, parent).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells when it is ready, ends with the process that started it, and lets no one wait who has connected."""

    def __init__(self, config: uvicorn.Config, tells: connection.Connection, parent: int) -> None:
        super().__init__(config)
        self._tells, self._parent = tells, parent

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tells.send_bytes(b"ready")

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or os.getppid() != self._parent

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await asyncio.sleep(_DRAIN)
        await super().shutdown(sockets)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
