"""The files of the sample site: small, valid, of every kind that real sites link, and the same each time."""

import base64
import struct
import zlib

from crawler.demo.compound import excel, word
from crawler.demo.packed import document, ofd, packed, workbook
from crawler.demo.paths import number
from crawler.demo.pdf import pdf

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "wps": "application/octet-stream",  # servers know neither
    "ofd": "application/octet-stream",
    "zip": "application/zip",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}
# 16 by 16 grey dots (JPEG: ITU-T T.81).
_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6"
    "/+b9//j/wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAgP/xAAVEAEBAAAAAAAAAAAAAAAAAAACAP/aAAgBAQAAPwCRNQmRMyb/2Q=="
)


def content(name: str, label: str, edition: int = 1) -> tuple[str, bytes]:
    """The media type and the bytes of a file, made from its name and from what the page calls it."""
    lines = [label, sentence(name, edition)]
    extension = name.rpartition(".")[2].lower()
    match extension:
        case "png":
            data = _png(zlib.crc32(name.encode()))
        case "jpg":
            data = _JPEG
        case "pdf":
            data = pdf(lines)
        case "doc" | "wps":
            data = word("\n".join(lines))
        case "xls":
            data = excel([["序号", "内容"], *([f"{row}", line] for row, line in enumerate(lines, 1))])
        case "docx":
            data = document(lines)
        case "xlsx":
            data = workbook([["序号", "内容"], *([f"{row}", line] for row, line in enumerate(lines, 1))])
        case "ofd":
            data = ofd(lines[1])
        case "txt":
            data = "\r\n".join(lines).encode("gb18030")
        case "zip":
            data = packed(
                {"申报材料/申请表.docx": document(lines), "申报材料/填表说明.txt": lines[1].encode("gb18030")}
            )
        case other:
            raise ValueError(f"{name}: the sample site makes no .{other} files")
    return TYPES[extension], data


def sentence(name: str, edition: int = 1) -> str:
    """What only this file says, for a search to find."""
    return f"示例文件第{number(name):04}号第{edition}稿，内容均为虚构"


def _png(seed: int, width: int = 240, height: int = 135) -> bytes:
    """A gradient whose hue depends on `seed` (PNG: RFC 2083)."""
    red, green, blue = (64 + (seed >> shift) % 128 for shift in (0, 8, 16))
    rows = bytearray()
    for y in range(height):
        shade = y * 60 // height
        rows += b"\x00" + bytes((red + shade, green + shade, blue + shade)) * width

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    image = zlib.compress(bytes(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", image) + chunk(b"IEND", b"")
