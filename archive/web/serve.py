"""Datasette on an archive for this machine, or on a snapshot for anybody: `python -m archive.web.serve DIR_OR_FILE`."""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from datasette.app import Datasette

from archive.errors import ArchiveError, UsageError
from archive.listen import address, listen
from archive.replay import Replay
from archive.store import NAME, open_for_reading
from archive.web.page import PLUGIN
from archive.web.public import serve_snapshot
from archive.web.startup import SETTINGS

HOST = "127.0.0.1"
PORT = 8001
_PORTS = 20  # tried one after the other
_GRACE = 3  # seconds that a download in progress may hold up the end


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C and give the exit code; what is wrong is said in one line."""
    parser = argparse.ArgumentParser(prog="python -m archive.web.serve", description="Serve an archive to read.")
    parser.add_argument(
        "archive", type=Path, help=f"the folder that holds {NAME}, or the file that `scrapy publish` wrote"
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"for a folder, the first to try (default: {PORT})")
    parser.add_argument("--host", default=HOST, help=f"for a file, the address to listen on (default: {HOST})")
    given = parser.parse_args(arguments)
    try:
        if given.archive.is_file():
            serve_snapshot(given.archive, given.host, given.port)
        elif not given.archive.exists():
            raise UsageError(f"{given.archive} is not there; give the folder of an archive, or a snapshot of one")
        elif given.host != HOST:
            raise UsageError("a folder is served to this machine alone; for others, give what `scrapy publish` wrote")
        else:
            serve(given.archive, given.port)
    except ArchiveError as error:
        sys.stderr.write(f"zone-archive: {' '.join(str(error).split())}\n")
        return error.exit_code
    return 0


def serve(archive_dir: Path, port: int = PORT) -> None:
    """Serve the archive in a folder until Ctrl-C, its captures as renderings on a port beside it, and say where.

    A port that is taken gives way to the next free one; 0 is any. Errors: UsageError, ArchiveDamaged, SchemaNewer.
    """
    path = archive_dir / NAME
    open_for_reading(path).close()
    listening = listen(HOST, port, _PORTS)
    with Replay(archive_dir, port + 1 if port else 0, _PORTS) as replay:
        # Opened as a database that others write, never as immutable: a crawl may be at work on it.
        told = {"plugins": {PLUGIN: {"replay": replay.url}}}
        app = Datasette([str(path)], settings=SETTINGS, metadata=told).app()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE))
        sys.stdout.write(f"{address(listening)} (Ctrl-C ends)\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has ended
            server.run(sockets=[listening])


if __name__ == "__main__":
    sys.exit(main())
