"""The files of the sample site: tiny, valid, and the same on every day."""

import io
import struct
import zipfile
import zlib

_NOTE = "Zone Archive sample attachment - invented content"

_DOCX = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
    "</w:body></w:document>",
}


def content(name: str, label: str) -> tuple[str, bytes]:
    """The media type and the bytes of a file, made from its name and from what the page calls it."""
    match name.rsplit(".", 1)[-1].lower():
        case "png":
            return "image/png", _png(zlib.crc32(name.encode()))
        case "pdf":
            return "application/pdf", _pdf(name)
        case "xls":
            return "application/vnd.ms-excel", _xls(label)
        case "doc":
            return "application/msword", _rtf(label)
        case "docx":
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx(label)
        case other:
            raise ValueError(f"{name}: the sample site makes no .{other} files")


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


def _pdf(name: str) -> bytes:
    """One page with one line of Latin text, which needs no embedded font."""
    line = f"BT /F1 14 Tf 60 760 Td ({_NOTE}: {name}) Tj ET".encode("ascii", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _xls(label: str) -> bytes:
    """A BIFF2 sheet with one cell, the oldest form that spreadsheets still open."""
    text = label.encode("gb18030")[:200]

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    cell = struct.pack("<HH3sB", 0, 0, b"\x00\x00\x00", len(text)) + text
    codepage = struct.pack("<H", 936)
    begin = struct.pack("<HH", 2, 0x10)
    return record(0x09, begin) + record(0x42, codepage) + record(0x04, cell) + record(0x0A, b"")


def _rtf(label: str) -> bytes:
    """Rich text, which word processors also open under the name .doc."""
    text = "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in label)
    return b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\\f0\\fs28 " + text.encode("ascii") + b"\\par}"


def _docx(label: str) -> bytes:
    """The least that Office Open XML (ECMA-376) asks of a document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _DOCX.items():
            # A fixed date: the bytes, and so the digest in the archive, must not depend on when they are made.
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0)), text.replace("{text}", label))
    return out.getvalue()
