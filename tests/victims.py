"""Servers on this machine that nobody should connect to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Victim:
    """A server that counts who connects to it."""

    def __init__(self, host: str, port: int = 0) -> None:
        self.accepts = 0
        self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.accepts += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@contextmanager
def victims(*hosts: str, port: int = 0) -> Iterator[list[Victim]]:
    """Victims at several addresses and one port; at what this machine does not have there is none."""
    found: list[Victim] = []
    try:
        for host in hosts:
            try:
                found.append(Victim(host, found[0].port if found else port))
            except OSError:
                continue
        yield found
    finally:
        for victim in found:
            victim.close()


def accepts(found: list[Victim]) -> int:
    return sum(victim.accepts for victim in found)
