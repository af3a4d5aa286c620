"""HTTP messages as other programs put them in WARC: header lines as they came, bodies perhaps still in chunks."""

import re
from dataclasses import dataclass

_STATUS = re.compile(r"HTTP/\d(?:\.\d)? +(\d{3})(?: (.*))?", re.ASCII)
_REQUEST = re.compile(r"([A-Z]{1,20}) ", re.ASCII)
_END = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,12}", re.ASCII)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `is_cut` where its chunks or its length tell that more was to come."""

    status: int
    reason: str
    headers: Headers
    body: bytes
    is_cut: bool


def response(block: bytes) -> Response | None:
    """The response that a block holds, its body no longer in chunks; None where it does not begin as one."""
    first, headers, body = _parts(block)
    status = _STATUS.fullmatch(first)
    if status is None:
        return None
    is_cut = False
    if "chunked" in _value(headers, "transfer-encoding").lower():
        body, is_cut = _joined(body)
    elif (declared := _value(headers, "content-length")).isdecimal():
        is_cut = 0 < len(body) < int(declared)  # none at all: a 304, or a revisit
    return Response(int(status[1]), status[2] or "", headers, body, is_cut)


def request(block: bytes) -> tuple[str, Headers]:
    """Method and header lines of a request; GET where it can't be read."""
    first, headers, _ = _parts(block)
    method = _REQUEST.match(first)
    return method[1] if method else "GET", headers


def _parts(block: bytes) -> tuple[str, Headers, bytes]:
    end = _END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    first, *lines = head.decode("latin-1").split("\n")
    headers: list[tuple[str, str]] = []
    for line in (each.rstrip("\r") for each in lines):
        if line[:1] in (" ", "\t") and headers:  # folded (RFC 9112, 5.2)
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip(" \t")))
    return first.rstrip("\r"), tuple(headers), body


def _value(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _joined(body: bytes) -> tuple[bytes, bool]:
    """The chunks of a body put together, and whether the last is missing; a body that is in no chunks as it is.

    Many programs keep the header Transfer-Encoding and not the chunks.
    """
    out, at = bytearray(), 0
    while True:
        end = body.find(b"\n", at)
        size = body[at : max(end, at)].partition(b";")[0].strip()
        if end < 0 or not _SIZE.fullmatch(size):
            return (bytes(out), True) if at else (body, False)
        length, start = int(size, 16), end + 1
        if length == 0:
            return bytes(out), False
        out += body[start : start + length]
        if start + length > len(body):
            return bytes(out), True
        at = start + length
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
