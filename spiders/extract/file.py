"""A file: what it is by its bytes, what it is called, and its text where that can be searched."""

import hashlib
from collections.abc import Iterator

from archive.charset import shown
from archive.charset import text as decoded
from archive.filenames import of_header
from archive.magic import DOC, DOCX, OFD, OLE, PDF, PPT, PPTX, XLS, XLSX, ZIP, media_type
from archive.payload import Payload
from archive.records import Capture, File, Problem
from spiders.extract.magic import is_saved_by_office
from spiders.extract.office import DOCUMENT, WORKBOOK, document_lines, sheet_lines
from spiders.extract.pdf import pdf_text
from spiders.extract.sketch import Sketch
from spiders.extract.zipped import Unreadable, Zip

TEXT = 500_000  # characters of one file, some six hundred pages; pdfpages.py has the same

_BY_MEMBER = {DOCUMENT: DOCX, WORKBOOK: XLSX, "ppt/presentation.xml": PPTX, "OFD.xml": OFD}
# Of an OLE container; WPS writes the same.
_BY_STREAM = {"WordDocument": DOC, "Workbook": XLS, "Book": XLS, "PowerPoint Document": PPT}
_UNTOLD = ("", "text/plain", "text/html", "application/octet-stream")  # types that servers give for any text


def file(capture: Capture, payload: Payload) -> tuple[File, tuple[Problem, ...]]:
    """The file that a capture brought, and what of its text could not be read. Raises nothing but MemoryError.

    Text is read of PDF, docx, xlsx and plain text, up to a limit.
    """
    data, kind = payload.data, media_type(payload.data)
    mime, text, members, why = _read(data, kind, capture.header("Content-Type") or "")
    problems = [why] if why else []
    if len(text) > TEXT:
        problems.append(f"only the first {TEXT:,} characters can be searched")
    found = File(
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        mime=mime,
        name=of_header(capture.header("Content-Disposition")),
        text=shown(text[:TEXT]).replace("\r\n", "\n").strip() or None,
        members=members,
    )
    return found, tuple(Problem(field="text", message=message) for message in problems)


def _read(data: bytes, kind: str | None, declared: str) -> tuple[str, str, tuple[str, ...], str | None]:
    """Media type, text, members of a zip, and what could not be read."""
    if kind == PDF:
        text, why = pdf_text(data)
        return PDF, text, (), why
    if kind == ZIP:
        return _unzipped(data)
    if kind == OLE:
        names = (mime for name, mime in _BY_STREAM.items() if name.encode("utf-16-le") in data)
        return next(names, OLE), "", (), None
    if kind is not None:
        return kind, "", (), None
    mime = declared.partition(";")[0].strip().lower()
    if is_saved_by_office(data):
        return "text/html", Sketch(markup=decoded(data, declared)[0]).text, (), None
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream" if mime in _UNTOLD else mime, "", (), None
    if mime not in (*_UNTOLD, "text/csv"):
        return mime, "", (), None  # scripts, styles, data: for programs
    return (mime if mime == "text/csv" else "text/plain"), decoded(data, declared)[0], (), None


def _unzipped(data: bytes) -> tuple[str, str, tuple[str, ...], str | None]:
    try:
        packed = Zip(data)
    except Unreadable as error:
        return ZIP, "", (), str(error)
    mime = next((mime for member, mime in _BY_MEMBER.items() if member in packed.members), ZIP)
    if mime == ZIP:
        return ZIP, "", packed.names, None
    lines = {DOCX: document_lines, XLSX: sheet_lines}.get(mime)
    if lines is None:
        return mime, "", (), None
    text, why = _gathered(lines(packed))
    return mime, text, (), why


def _gathered(lines: Iterator[str]) -> tuple[str, str | None]:
    """Lines until there are enough, and why there are no more."""
    kept: list[str] = []
    size = 0
    try:
        for line in lines:
            kept.append(line)
            size += len(line) + 1
            if size > TEXT + 1:
                break
    except Unreadable as error:
        return "\n".join(kept), str(error)
    return "\n".join(kept), None
