"""Word and Excel files of before 2007: a stream in an OLE container (MS-CFB), as small as readers take it."""

import struct

_SECTOR = 512
_LEAST = 4096  # bytes of a stream; smaller ones stand in sectors of another size
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def word(text: str) -> bytes:
    """A document in the format of Word 6 (MS-DOC's ancestor), which WPS writes under its own extension too."""
    begin = 0x300
    body = text.replace("\n", "\r").encode("gb18030") + b"\r"
    head = bytearray(begin)
    struct.pack_into("<HHHH", head, 0, 0xA5DC, 101, 101, 0x0804)  # Word 6, Chinese
    struct.pack_into("<II", head, 0x18, begin, begin + len(body))
    struct.pack_into("<I", head, 0x34, len(body))
    return _container("WordDocument", bytes(head) + body)


def excel(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet in BIFF8 (MS-XLS)."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def wide(text: str) -> bytes:
        return b"\x01" + text.encode("utf-16-le")

    name = "表"
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x1DBB, 1996, 0, 6)) + record(0x42, struct.pack("<H", 1200))
    end = record(0x0A, b"")
    place = len(begin) + len(record(0x85, bytes(6) + bytes((len(name),)) + wide(name))) + len(end)
    bound = record(0x85, struct.pack("<IHB", place, 0, len(name)) + wide(name))
    cells = b"".join(
        record(0x204, struct.pack("<HHHH", y, x, 0, len(cell)) + wide(cell))
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
    )
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x1DBB, 1996, 0, 6)) + cells + end
    return _container("Workbook", begin + bound + end + sheet)


def _container(name: str, stream: bytes) -> bytes:
    """One stream in a container: header, table of sectors, directory, then the stream."""
    stream = stream.ljust(_LEAST, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", _MAGIC, b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, _LEAST, _END, 0, _END, 0, 0
    )
    table = [_FAT, _END, *range(3, sectors + 2), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    entries = (
        _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(stream)) + _entry("", 0, _FREE, 0, 0) * 2
    )
    return header + struct.pack("<108I", *[_FREE] * 108) + struct.pack("<128I", *table) + entries + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    times = bytes(16)
    return struct.pack(
        "<64sHBBIII16sI16sIQ", encoded, len(encoded), kind, 1, _FREE, _FREE, child, b"", 0, times, start, size
    )
