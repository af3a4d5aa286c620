"""Datasette on an archive, on this machine only: `python -m archive.web.serve DIR [--port 8001]`."""

import argparse
import contextlib
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from datasette.app import Datasette

from archive.errors import ArchiveError, UsageError
from archive.store import NAME, open_for_reading
from archive.web.startup import SETTINGS

HOST = "127.0.0.1"
PORT = 8001
_PORTS = 20  # tried one after the other
_GRACE = 3  # seconds that a download in progress may hold up the end


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C and give the exit code; what is wrong is said in one line."""
    parser = argparse.ArgumentParser(prog="python -m archive.web.serve", description="Serve an archive to read.")
    parser.add_argument("archive", type=Path, metavar="DIR", help=f"the folder that holds {NAME}")
    parser.add_argument("--port", type=int, default=PORT, help=f"the first port to try (default: {PORT})")
    given = parser.parse_args(arguments)
    try:
        serve(given.archive, given.port)
    except ArchiveError as error:
        sys.stderr.write(f"zone-archive: {' '.join(str(error).split())}\n")
        return error.exit_code
    return 0


def serve(archive_dir: Path, port: int = PORT) -> None:
    """Serve the archive in a folder until Ctrl-C, and say where in one line.

    A port that is taken gives way to the next free one; 0 is any. Errors: UsageError, ArchiveDamaged, SchemaNewer.
    """
    path = archive_dir / NAME
    open_for_reading(path).close()
    listening = _listen(port)
    # Opened as a database that others write, never as immutable: a crawl may be at work on it.
    app = Datasette([str(path)], settings=SETTINGS).app()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE))
    sys.stdout.write(f"http://{HOST}:{listening.getsockname()[1]}/ (Ctrl-C ends)\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has ended
        server.run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    """A socket that listens on the first free port of those to try."""
    if not 0 <= port <= 65535:
        raise UsageError(f"{port} is no port; give one from 1 to 65535")
    for candidate in range(port, min(port + _PORTS, 65536)):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # A port that we served on a moment ago is free, though the system still holds its connections.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, candidate))
            listening.listen(128)
        except OSError:
            listening.close()
            continue
        return listening
    raise UsageError(f"ports {port} to {port + _PORTS - 1} are taken; give another with --port")


if __name__ == "__main__":
    sys.exit(main())
