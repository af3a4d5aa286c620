"""A capture as text, a file as a download: what a site sent, read but never run."""

import asyncio
import hashlib
from typing import Any

from datasette import Response

from archive import warc
from archive.errors import ArchiveDamaged
from archive.payload import decode, text
from archive.records import Capture
from archive.warc.files import FOLDER
from archive.web import policy, queries
from archive.web.files import saved_as
from archive.web.page import missing
from archive.web.reader import Row, opened

FORMS = ("warc.gz",)
_TEXTUAL = ("text/", "application/xhtml+xml", "application/xml", "application/json", "application/javascript")


async def view(datasette: Any, request: Any) -> Any:
    """A capture as plain text, or the file that it brought, under a policy that lets it do nothing; or its record."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    row = await reader.one(queries.CAPTURE, id=request.url_vars["id"])
    if row is None:
        return await missing(datasette, request, "missing_capture")
    if not (reader.folder / FOLDER).is_dir():  # a snapshot without the files beside it
        return await missing(datasette, request, "missing_record")
    place = (row["warc_file"], row["warc_offset"])
    if form is not None:
        try:
            return _record(row, await asyncio.to_thread(warc.record_at, reader.folder, *place))
        except ArchiveDamaged as error:
            return Response.text(f"{error}\n", status=500)
    try:
        capture = await asyncio.to_thread(warc.read_at, reader.folder, *place)
        file = await reader.one(queries.FILE, id=row["id"])
        if file is not None and _is_on_record(row, capture):
            return _download(row, file, decode(capture).data)
        body, status = await asyncio.to_thread(_shown, row, capture)
    except ArchiveDamaged as error:
        body, status = f"{error}\n", 500
    headers = {
        "Content-Security-Policy": policy.OF_A_CAPTURE,
        "Content-Disposition": f'inline; filename="{row["id"]}.txt"',
        "Cache-Control": "no-cache",
    }
    return Response.text(body, status=status, headers=headers)


def _record(row: Row, data: bytes) -> Any:
    """The record as it stands in the file: a whole gzip member, which is a WARC file by itself."""
    headers = {
        "Content-Security-Policy": policy.OF_A_CAPTURE,
        "Content-Disposition": f'attachment; filename="{row["id"]}.warc.gz"',
    }
    return Response(data, headers=headers, content_type="application/warc")


def _download(row: Row, file: Row, data: bytes) -> Response:
    """A file to be saved and not shown, whatever it is, under the name that it has on the page that links it."""
    headers = {
        "Content-Security-Policy": policy.OF_A_CAPTURE,
        "Content-Disposition": saved_as(row["id"], file["name"], file["mime"]),
        "Cache-Control": "no-cache",
    }
    return Response(data, content_type="application/octet-stream", headers=headers)


def _is_on_record(row: Row, capture: Capture) -> bool:
    return not row["digest"] or hashlib.sha256(capture.body).hexdigest() == row["digest"]


def _shown(row: Row, capture: Capture) -> tuple[str, int]:
    """What to show of a capture, and the status to answer with."""
    if not _is_on_record(row, capture):
        return f"{row['warc_file']}, byte {row['warc_offset']}: the body does not have the digest on record.\n", 500
    if capture.status is None:
        return f"[no response: {capture.error}]\n", 200
    if not capture.body:
        return f"[{capture.status} {capture.reason}: no body]\n", 200
    declared = capture.header("Content-Type")
    payload = decode(capture)
    if not _is_text(declared, payload.data):
        return f"[{declared or 'no type'}: {len(payload.data):,} bytes, not text]\n", 200
    return text(payload.data, declared)[0], 200


def _is_text(declared: str | None, data: bytes) -> bool:
    """Whether a body is worth reading as text: by its declared type, and no zero bytes at its start but UTF-16's."""
    if declared and not declared.strip().lower().startswith(_TEXTUAL):
        return False
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data[:1024]
