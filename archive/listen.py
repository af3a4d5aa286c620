"""The socket that a server listens on."""

import socket

from archive.errors import UsageError


def listen(host: str, port: int, tries: int = 1) -> socket.socket:
    """A socket on the port, or on the first free one of so many from there; 0 is any. UsageError where none is free."""
    if not 0 <= port <= 65535:
        raise UsageError(f"{port} is no port; give one from 1 to 65535")
    last = min(port + tries, 65536) - 1
    for candidate in range(port, last + 1):
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        # A port that we served on a moment ago is free, though the system still holds its connections.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(128)
        except socket.gaierror as error:
            listening.close()
            raise UsageError(f"{host} is no address of this machine; give another with --host") from error
        except OSError:
            listening.close()
            continue
        return listening
    ports = f"port {port} of {host} is" if last == port else f"ports {port} to {last} are"
    raise UsageError(f"{ports} taken; give another with --port")


def address(listening: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
