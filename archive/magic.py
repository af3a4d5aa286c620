"""What bytes are by how they begin: servers declare anything."""

import re

PDF, ZIP, OLE = "application/pdf", "application/zip", "application/x-ole-storage"

_BEGINNINGS = {
    b"%PDF": PDF,
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,  # without a member
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLE,  # Word, Excel, PowerPoint and WPS before 2007
    b"{\\rtf": "application/rtf",
    b"Rar!": "application/vnd.rar",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
    b"\x1f\x8b": "application/gzip",
    b"\x09\x00\x04\x00": "application/vnd.ms-excel",  # BIFF2 to BIFF4, sheets without a container
    b"\x09\x02\x06\x00": "application/vnd.ms-excel",
    b"\x09\x04\x06\x00": "application/vnd.ms-excel",
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
