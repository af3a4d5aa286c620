"""From a body as received to the bytes that the site meant: content encodings undone, and whether they came whole."""

import importlib
import zlib
from dataclasses import dataclass, replace
from typing import Any, Protocol

from archive.charset import charset, text
from archive.magic import media_type
from archive.records import Capture

__all__ = ["FILE_LIMIT", "LIMIT", "Payload", "charset", "decode", "gunzip", "text"]

LIMIT = 16 * 1024 * 1024  # bytes of a page once decoded; 16 KB of gzip can hold as much
FILE_LIMIT = 50 * 1024 * 1024  # bytes of a file that came as it is
_CHUNK = 4096
_TRAILER = 8  # gzip's checksum and length: fed last, so that a wrong one loses no text
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A body with its content encodings undone.

    `whole` tells that nothing is missing: every stream came to its end and its checksum agrees. `why` says in a
    few words what is odd; None for nothing. `too_large`: `data` is only its first 16 MB, of a file 50 MB.
    """

    data: bytes
    whole: bool = True
    why: str | None = None
    too_large: bool = False


def decode(capture: Capture) -> Payload:
    """Undo Content-Encoding, of several layers too. Never raises.

    A cut or damaged stream gives what can be read of it, not `whole`; so does a body that came cut. Bytes after the
    end of a stream are left out and told in `why`. An encoding that can't be undone gives the body as it is.
    """
    payload = Payload(data=capture.body)
    if capture.body or capture.status == 200:  # an empty redirect may well declare gzip; an empty page is a cut one
        for name in reversed(_encodings(capture)):
            payload = _join(payload, _undo(name, payload.data))
    limit = LIMIT if media_type(payload.data) is None else FILE_LIMIT
    if len(payload.data) > limit:
        why = f"larger than {limit // 1024**2} MB"
        payload = replace(payload, data=payload.data[:limit], whole=False, why=why, too_large=True)
    if capture.truncated is not None:
        return replace(payload, whole=False, why=f"cut short: {capture.truncated}")
    return payload


def _encodings(capture: Capture) -> list[str]:
    """The codings in the order they were applied (RFC 9110, 8.4); the header may be repeated."""
    values = [value for key, value in capture.headers if key.lower() == "content-encoding"]
    names = [name.strip().lower() for value in values for name in value.split(",")]
    return [name for name in names if name not in ("", "identity", "none", "utf-8")]


def _join(outer: Payload, inner: Payload) -> Payload:
    return Payload(
        data=inner.data,
        whole=outer.whole and inner.whole,
        why=outer.why or inner.why,
        too_large=outer.too_large or inner.too_large,
    )


def _undo(name: str, data: bytes) -> Payload:
    if name in ("gzip", "x-gzip"):
        return gunzip(data)
    if name == "deflate":
        return _run(name, zlib.decompressobj(_deflate_bits(data)), data, LIMIT)[0]
    if name == "br" and (brotli := _module("brotli")):
        return _run(name, _Brotli(brotli), data, LIMIT)[0]
    if name == "zstd" and (zstd := _module("compression.zstd") or _module("backports.zstd")):
        return _run(name, zstd.ZstdDecompressor(), data, LIMIT)[0]
    return Payload(data=data, whole=False, why=f"no means to undo {name}")


def gunzip(data: bytes) -> Payload:
    """One gzip member or several, joined: a content encoding, or a file that is packed itself."""
    if data and not data.startswith(_GZIP_MAGIC[: len(data)]):
        return Payload(data=data, why="declared gzip, sent plain")  # a fault of servers; browsers fail, we can read it
    payload, rest = _run("gzip", zlib.decompressobj(31), data, LIMIT)
    while payload.whole and rest.startswith(_GZIP_MAGIC):
        member, rest = _run("gzip", zlib.decompressobj(31), rest, LIMIT - len(payload.data))
        payload = _join(payload, replace(member, data=payload.data + member.data, why=member.why or payload.why))
    return payload


class _Stream(Protocol):
    """What zlib and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _run(name: str, stream: _Stream, data: bytes, limit: int) -> tuple[Payload, bytes]:
    """One stream to its end, or to `limit` bytes of output, and the bytes that follow it."""
    out = bytearray()
    body_end = max(0, len(data) - _TRAILER)
    starts = [*range(0, body_end, _CHUNK), body_end]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        try:
            out += stream.decompress(data[start:end], limit + 1 - len(out))
        except Exception as error:  # zlib.error, brotli.error, ZstdError: they share no class of their own
            return Payload(data=bytes(out), whole=False, why=f"{name}: {error}"), b""
        if len(out) > limit:
            data = bytes(memoryview(out)[:limit])  # without a copy between
            return Payload(data=data, whole=False, why="larger than 16 MB", too_large=True), b""
        if stream.eof:
            rest = stream.unused_data + data[end:]
            odd = rest.strip(b"\0") and not rest.startswith(_GZIP_MAGIC)  # zeros are padding (gzip(1))
            return Payload(data=bytes(out), why=f"bytes after the end of {name}" if odd else None), rest
    return Payload(data=bytes(out), whole=False, why=f"{name} ends too early"), b""


class _Brotli:
    """Brotli's decompressor with the manners of zlib's."""

    unused_data = b""

    def __init__(self, brotli: Any) -> None:
        self._decompressor = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._decompressor.is_finished())

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        out = bytearray(self._decompressor.process(data, output_buffer_limit=max_length))
        while len(out) < max_length and not self._decompressor.can_accept_more_data():
            out += self._decompressor.process(b"", output_buffer_limit=max_length - len(out))
        return bytes(out)


def _deflate_bits(data: bytes) -> int:
    """Servers send "deflate" with zlib's header, as they should, or without."""
    has_header = len(data) >= 2 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return 15 if has_header or len(data) < 2 else -15


def _module(name: str) -> Any:
    """A module that may not be installed; None then."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
