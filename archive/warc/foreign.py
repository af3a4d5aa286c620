"""Records of WARC files that any program wrote: 1.0 or 1.1, plain, gzipped record by record or as a whole."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

BLOCK_LIMIT = 64 * 1024 * 1024  # bytes; no page is as large, and films in browsers' crawls are larger
_CHUNK = 128 * 1024
_LINE_LIMIT = 64 * 1024
_VERSION = re.compile(rb"WARC/1\.\d\r?\n")
_BLANK = (b"\r\n", b"\n")


class Unreadable(Exception):
    """At `offset` (of a gzip member, where the file is gzipped) there is no whole record."""

    def __init__(self, path: Path, offset: int, why: str) -> None:
        super().__init__(f"{path}: the record at byte {offset} is not whole: {why}")


@dataclass(frozen=True, slots=True)
class Record:
    """A record's header lines and its block; None for a block above the limit."""

    headers: tuple[tuple[str, str], ...]
    block: bytes | None

    def header(self, name: str) -> str:
        """The first value of a header, without the brackets that addresses may have; empty where there is none."""
        wanted = name.lower()
        value = next((value for key, value in self.headers if key.lower() == wanted), "")
        return value[1:-1] if value.startswith("<") and value.endswith(">") else value


def records(path: Path) -> Iterator[Record]:
    """Each record of a file, once it is known to be whole. Unreadable where one is not; OSError as reading gives."""
    with path.open("rb") as file:
        source = _Source(path, file)
        while source.is_at_record():
            record = _record(source)
            source.finish()
            yield record


def _record(source: "_Source") -> Record:
    if not _VERSION.fullmatch(source.line()):
        raise source.unreadable("no WARC record begins here")
    headers: list[tuple[str, str]] = []
    while (line := source.line()) not in _BLANK:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not line.endswith(b"\n"):
            raise source.unreadable("the file ends within it, or a line of its header has no end")
        if text[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {text.strip()}")
            continue
        name, _, value = text.partition(":")
        headers.append((name.strip(), value.strip()))
    length = Record(tuple(headers), None).header("Content-Length")
    if not re.fullmatch(r"\d{1,15}", length, re.ASCII):
        raise source.unreadable("it does not tell its length")
    return Record(tuple(headers), source.block(int(length)))


class _Source:
    """The bytes of a file, unzipped, and the place where the record that is being read begins."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        is_gzipped = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        self._pieces = _inflated(path, file) if is_gzipped else _plain(file)
        self._is_plain = not is_gzipped
        self._piece, self._at, self._offset = b"", 0, 0
        self._begin = 0
        self._is_empty = True

    def is_at_record(self) -> bool:
        """Pass over blank lines to the next record; False at the end of the file. An empty file has no record."""
        while self.peek() in (b"\r", b"\n"):
            self._at += 1
        self._begin = self._offset + (self._at if self._is_plain else 0)
        if self._is_empty:
            raise self.unreadable("the file is empty")
        return self.peek() != b""

    def peek(self) -> bytes:
        """The next byte; empty at the end."""
        while self._at >= len(self._piece):
            if not self._next_piece():
                return b""
        return self._piece[self._at : self._at + 1]

    def finish(self) -> None:
        """Pass over the blank lines after a record; where a gzip member ends there, its checksum is proven."""
        while True:
            while self._at < len(self._piece):
                if self._piece[self._at] not in b"\r\n":
                    return
                self._at += 1
            if not self._next_piece() or not self._piece:
                return

    def _next_piece(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        (self._offset, self._piece), self._at, self._is_empty = piece, 0, False
        return True

    def line(self) -> bytes:
        """To the next line's end; without one at the end of the file, or where a line is too long."""
        out = b""
        while len(out) < _LINE_LIMIT and self.peek():
            end = self._piece.find(b"\n", self._at) + 1
            stop = end or min(len(self._piece), self._at + _LINE_LIMIT)
            out += self._piece[self._at : stop]
            self._at = stop
            if end:
                break
        return out

    def block(self, length: int) -> bytes | None:
        """So many bytes; None where they are too many to be kept."""
        kept, left = [], length
        while left > 0:
            if not self.peek():
                raise self.unreadable("the file ends within it")
            part = self._piece[self._at : self._at + left]
            self._at += len(part)
            left -= len(part)
            if length <= BLOCK_LIMIT:
                kept.append(part)
        return b"".join(kept) if length <= BLOCK_LIMIT else None

    def unreadable(self, why: str) -> Unreadable:
        """What is wrong with the record that is being read."""
        return Unreadable(self._path, self._begin, why)


def _plain(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset = 0
    while data := file.read(_CHUNK):
        yield offset, data
        offset += len(data)


def _inflated(path: Path, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """What the gzip members hold, in pieces, each with the byte at which its member begins; an empty one ends it."""
    offset, waiting = 0, b""
    while True:
        stream, used = zlib.decompressobj(31), 0
        while not stream.eof and (waiting := waiting or file.read(_CHUNK)):
            try:
                out = stream.decompress(waiting, _CHUNK)
            except zlib.error as error:
                raise Unreadable(path, offset, str(error)) from error
            rest = stream.unconsumed_tail or stream.unused_data
            used += len(waiting) - len(rest)
            waiting = rest
            if out:
                yield offset, out
        if used == 0:
            return
        if not stream.eof:
            raise Unreadable(path, offset, "the file ends within it")
        yield offset, b""
        offset += used
