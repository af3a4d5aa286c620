"""The gzip members of a file, one by one, each proven to be complete by its end mark and checksum.

Readers of WARC pass over a truncated last member in silence (webrecorder/warcio#138), so we walk ourselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

_CHUNK = 128 * 1024
_Damage: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub takes the class for one of it


@dataclass(frozen=True, slots=True)
class Member:
    """A complete gzip member: where it begins, how many bytes it takes there, and what it holds."""

    offset: int
    length: int
    data: bytes


class Torn(Exception):
    """At `offset` a member begins that does not end as it should: a tail cut by a crash, or damage."""

    def __init__(self, path: Path, offset: int, why: str) -> None:
        super().__init__(f"{path.name}: the record at byte {offset} is not whole: {why}")
        self.path = path
        self.offset = offset


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """The members from byte `start` on to the end of the file; Torn where one is not whole."""
    with path.open("rb") as file:
        file.seek(start)
        offset, waiting = start, b""
        while True:
            decompressor = isal_zlib.decompressobj(31)
            out: list[bytes] = []
            used = 0
            while not decompressor.eof and (waiting := waiting or file.read(_CHUNK)):
                try:
                    out.append(decompressor.decompress(waiting))
                except _Damage as error:
                    raise Torn(path, offset, str(error)) from error
                used += len(waiting) - len(decompressor.unused_data)
                waiting = decompressor.unused_data
            if used == 0:
                return
            if not decompressor.eof:
                raise Torn(path, offset, "the file ends within it")
            yield Member(offset, used, b"".join(out))
            offset += used
