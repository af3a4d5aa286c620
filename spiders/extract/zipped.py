"""Reading out of a zip as much as it may cost: what it unpacks to is limited, whatever it says of itself."""

from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from struct import unpack_from
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError

from archive.filenames import read

NAMES = 1000  # members that are named
_DIRECTORY = 2 * 1024 * 1024  # bytes: some twenty thousand members
_END = b"PK\x05\x06"
_END_LENGTH = 22
_UTF8 = 0x800  # the flag of a name in UTF-8
_UNPACKED = 32 * 1024 * 1024  # bytes, of all that is read of one file
PIECE = 256 * 1024
_PACKED = (ZIP_STORED, ZIP_DEFLATED)  # others unpack with as much memory as they ask for
# What ZipFile raises for odd input.
_FAULTS = (
    *(BadZipFile, ZlibError, StructError),
    *(EOFError, KeyError, IndexError, NotImplementedError, OSError, RuntimeError, ValueError),
)


class Unreadable(Exception):
    """A file of which nothing, or nothing more, can be read; the message says why."""


class Zip:
    """The members of a zip: what they are called, and what they hold."""

    def __init__(self, data: bytes) -> None:
        """Unreadable for one that is damaged or has too many members."""
        self._left = _UNPACKED
        end = data.rfind(_END, -_END_LENGTH - 0xFFFF)
        if end < 0 or len(data) < end + _END_LENGTH:
            raise Unreadable("the zip is damaged: it has no end")
        if unpack_from("<I", data, end + 12)[0] > _DIRECTORY:
            raise Unreadable("the zip has too many members")
        try:
            self._zip = ZipFile(BytesIO(data))
        except _FAULTS as error:
            raise Unreadable(f"the zip is damaged: {error}") from error
        self.members = frozenset(self._zip.namelist())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files in it, as they are meant; those of Windows in Chinese are in GBK and do not say so.
        What damage left without a name is not among them."""
        infos = [info for info in self._zip.infolist() if info.filename and not info.filename.endswith("/")][:NAMES]
        return tuple(
            info.filename if info.flag_bits & _UTF8 else read(info.orig_filename.encode("cp437", "replace"))
            for info in infos
        )

    def unpacked(self, name: str) -> Iterator[bytes]:
        """What a member holds, in pieces; Unreadable where it can't be unpacked, or to too much."""
        try:
            if self._zip.getinfo(name).compress_type not in _PACKED:
                raise Unreadable(f"{name} is packed in a way that documents are not")
            with self._zip.open(name) as member:
                while piece := member.read(PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Unreadable(f"it unpacks to more than {_UNPACKED // 1024**2} MB")
                    yield piece
        except _FAULTS as error:
            raise Unreadable(f"{name} can't be unpacked: {error}") from error
