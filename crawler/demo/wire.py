"""How an answer goes on the wire: whole, or in one of the ways in which connections and encodings break."""

import gzip
import socket
import struct
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from threading import Event

from crawler.demo.faults import Fault
from crawler.demo.site import Response

# Bodies under this many bytes are not worth compressing.
_SMALL = 200
_BOMB = 64 * 2**20


def send(handler: BaseHTTPRequestHandler, response: Response) -> None:
    """Send an answer as a server should: compressed if asked, chunked where pages are made on request."""
    headers, body = list(response.headers), response.body
    kind = response.header("Content-Type") or ""
    if kind.startswith("text/") and len(body) >= _SMALL:
        headers.append(("Vary", "Accept-Encoding"))
        if "gzip" in handler.headers.get("Accept-Encoding", ""):
            headers.append(("Content-Encoding", "gzip"))
            body = gzip.compress(body, mtime=0)
    chunked = kind.startswith("text/html") and response.header("ETag") is None and response.status == 200
    headers.append(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body))))
    _head(handler, response.status, headers)
    if handler.command != "HEAD" and response.status != 304:
        handler.wfile.write(b"".join(_chunks(body)) + b"0\r\n\r\n" if chunked else body)


def misbehave(handler: BaseHTTPRequestHandler, fault: Fault, response: Response, stopping: Event) -> None:
    """Send an answer in the way of a fault, then close; the slow ones end with the client or with `stopping`."""
    handler.close_connection = True
    headers, body = list(response.headers), response.body
    half = body[: len(body) // 2]
    match fault:
        case Fault.DROP:
            return
        case Fault.HANG:
            stopping.wait(60)
        case Fault.RESET:
            _head(handler, 200, [*headers, ("Content-Length", str(len(body)))])
            handler.wfile.write(half)
            handler.wfile.flush()
            # Linger for no time: the close becomes a reset (socket(7)).
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        case Fault.SHORT_LENGTH:
            _whole(handler, headers, half, length=len(body))
        case Fault.UNENDED_CHUNKS:
            _head(handler, 200, [*headers, ("Transfer-Encoding", "chunked")])
            handler.wfile.write(b"".join(_chunks(half)))
        case Fault.CUT_AT_CLOSE | Fault.WHOLE_AT_CLOSE:
            _head(handler, 200, [*headers, ("Connection", "close")])
            handler.wfile.write(half if fault is Fault.CUT_AT_CLOSE else body)
        case Fault.SLOW_BODY:
            _head(handler, 200, [*headers, ("Content-Length", str(len(body)))])
            for start in range(len(body)):
                handler.wfile.write(body[start : start + 1])
                handler.wfile.flush()
                if stopping.wait(0.3):
                    return
        case Fault.ENDLESS_BODY:
            _head(handler, 200, headers)
            while not stopping.is_set():
                handler.wfile.write(b"<p>no end</p>\n" * 4096)
        case Fault.HUGE_HEADER:
            _whole(handler, [*headers, ("X-Sample", "a" * 2**20)], body)
        case Fault.ENDLESS_HEADERS:
            handler.send_response(200)
            while not stopping.is_set():
                handler.wfile.write(b"X-Sample: " + b"a" * 1000 + b"\r\n")
        case Fault.FORGED_HEADER:
            _whole(handler, [*headers, ("X-Sample", "a\rWARC-Forged: yes\x00\x1b")], body)
        case _:
            encoding, data = encoded(fault, body)
            _whole(handler, [*headers, ("Content-Encoding", encoding)], data)


def encoded(fault: Fault, body: bytes) -> tuple[str, bytes]:
    """The name of the content encoding and the bytes that a fault makes of a body."""
    whole = gzip.compress(body, mtime=0)
    match fault:
        case Fault.TRUNCATE_GZIP:
            return "gzip", whole[: len(whole) // 2]
        case Fault.TRUNCATE_DEFLATE:
            deflated = zlib.compress(body)
            return "deflate", deflated[: len(deflated) // 2]
        case Fault.BAD_CRC:
            # The last eight bytes are CRC-32 and length (RFC 1952, 2.3.1).
            return "gzip", whole[:-8] + bytes(byte ^ 0xFF for byte in whole[-8:-4]) + whole[-4:]
        case Fault.GZIP_BOMB:
            return "gzip", gzip.compress(bytes(_BOMB), mtime=0)
        case Fault.NESTED_GZIP:
            return "gzip, gzip", gzip.compress(whole, mtime=0)
        case Fault.TWO_MEMBERS:
            middle = len(body) // 2
            return "gzip", gzip.compress(body[:middle], mtime=0) + gzip.compress(body[middle:], mtime=0)
        case _:
            raise ValueError(f"{fault} is not a fault of the content encoding")


def _whole(
    handler: BaseHTTPRequestHandler, headers: list[tuple[str, str]], body: bytes, length: int | None = None
) -> None:
    _head(handler, 200, [*headers, ("Content-Length", str(len(body) if length is None else length))])
    handler.wfile.write(body)


def _head(handler: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]]) -> None:
    handler.send_response(status)
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()


def _chunks(body: bytes, size: int = 4096) -> Iterator[bytes]:
    """The chunks of a body without the last, empty one (RFC 9112, 7.1)."""
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
