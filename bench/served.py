"""Datasette as a process of its own on 127.0.0.1, with our plugin or without any."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

# Datasette's own mark for "load no plugin that is merely installed".
_STOCK = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"
_PATIENCE = 60  # seconds
_COMMANDS = {True: ["-m", "datasette"], False: ["-c", _STOCK]}


@contextmanager
def served(database: Path, *, with_plugin: bool) -> Iterator[httpx.Client]:
    """A client whose addresses begin at the served database's root."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *_COMMANDS[with_plugin], "serve", str(database), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE, trust_env=False) as client:
                _wait(client)
                yield client
        finally:
            server.terminate()


def milliseconds(client: httpx.Client, path: str) -> float:
    """How long an answer takes to come, as a reader waits for it."""
    begin = time.perf_counter()
    response = client.get(path)
    took = (time.perf_counter() - begin) * 1000
    response.raise_for_status()
    return took


def _wait(client: httpx.Client) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            client.get("/-/versions.json").raise_for_status()
            return
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
