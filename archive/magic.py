"""What bytes are by how they begin: servers declare anything."""

import re

PDF, ZIP, OLE = "application/pdf", "application/zip", "application/x-ole-storage"
OFD = "application/ofd"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"

_EXTENSIONS = {
    PDF: "pdf",
    ZIP: "zip",
    OFD: "ofd",
    DOCX: "docx",
    XLSX: "xlsx",
    PPTX: "pptx",
    DOC: "doc",
    XLS: "xls",
    PPT: "ppt",
    "application/rtf": "rtf",
    "application/vnd.rar": "rar",
    "application/x-7z-compressed": "7z",
    "application/gzip": "gz",
    "text/plain": "txt",
    "text/csv": "csv",
    "image/png": "png",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/tiff": "tif",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "video/x-flv": "flv",
    "video/x-msvideo": "avi",
}

_BEGINNINGS = {
    b"%PDF": PDF,
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,  # without a member
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLE,  # Word, Excel, PowerPoint and WPS before 2007
    b"{\\rtf": "application/rtf",
    b"Rar!": "application/vnd.rar",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
    b"\x1f\x8b": "application/gzip",
    b"\x09\x00\x04\x00": XLS,  # BIFF2 to BIFF4, sheets without a container
    b"\x09\x02\x06\x00": XLS,
    b"\x09\x04\x06\x00": XLS,
    b"MIME-Version:": "message/rfc822",  # MHTML, which Word saves as .doc
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"\x00\x00\x01\x00": "image/x-icon",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"FLV": "video/x-flv",
    b"FWS": "application/x-shockwave-flash",
    b"CWS": "application/x-shockwave-flash",
    b"OggS": "audio/ogg",
    b"MZ": "application/x-msdownload",
    b"\x7fELF": "application/x-executable",
    b"wOFF": "font/woff",
    b"wOF2": "font/woff2",
    b"\x00\x01\x00\x00": "font/ttf",
}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BEGINS = re.compile(b"|".join(map(re.escape, _BEGINNINGS)))


def media_type(data: bytes) -> str | None:
    """The media type of a file by its first bytes; None for what only its text can tell, pages among them.

    >>> media_type(b"%PDF-1.4"), media_type(b"<html>")
    ('application/pdf', None)
    """
    if found := _BEGINS.match(data):
        return _BEGINNINGS[found[0]]
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], "application/octet-stream")
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return "video/mp4" if data[4:8] == b"ftyp" else None


def extension(mime: str | None) -> str:
    """The extension of a media type, without its dot; empty for one that has none of its own.

    >>> extension(DOCX), extension("application/octet-stream")
    ('docx', '')
    """
    return _EXTENSIONS.get(mime or "", "")
