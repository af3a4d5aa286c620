"""Records that say "as before": where the body stands that they stand for, and that body."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fastwarc.warc import WarcRecord

from archive.errors import ArchiveDamaged
from archive.records import Capture, Original
from archive.warc.files import paths, resolved
from archive.warc.members import Torn, members

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

_FILE, _OFFSET = "WARC-Refers-To-Filename", "WARC-Refers-To-File-Offset"  # Heritrix's; the others are of the standard


def is_revisit(capture: Capture) -> bool:
    """Whether a response is kept without its body: it is as before, as the server says (304) or as it turned out."""
    return capture.original is not None or (capture.status == 304 and not capture.body)


def headers_of(capture: Capture) -> list[tuple[str, str]]:
    """What the record of such a response says of the one that has the body."""
    told = [("WARC-Profile", NOT_MODIFIED if capture.status == 304 else SAME_PAYLOAD)]
    if (original := capture.original) is None:  # a 304 to a question that had no condition
        return [*told, ("WARC-Refers-To-Target-URI", capture.url)]
    return [
        *told,
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.captured_at),
        (_FILE, original.warc_file),
        (_OFFSET, str(original.warc_offset)),
    ]


def original_of(record: WarcRecord) -> Original | None:
    """What a record says of the one that has the body; None where it does not say all of it."""
    headers = record.headers
    names = ("WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", _FILE, _OFFSET)
    record_id, url, date, file, offset = (headers.get(name) for name in names)
    if record_id is None or url is None or date is None or file is None or offset is None or not offset.isdecimal():
        return None
    return Original(record_id=record_id.strip("<>"), url=url, captured_at=date, warc_file=file, warc_offset=int(offset))


def whole(archive: Path, capture: Capture) -> Capture:
    """A capture with its body, which another record of the archive may have.

    ArchiveDamaged where that is not there, or is not the one.
    """
    if capture.original is None or capture.status == 304:
        return capture
    for path in _candidates(archive, capture.original):
        body = _body_at(path, capture.original)
        if body is not None and hashlib.sha256(body).hexdigest() == capture.digest:
            return replace(capture, body=body)
    raise ArchiveDamaged(
        f"{capture.warc_file}: {capture.record_id} stands for the body of {capture.original.record_id}, which is not "
        f"in {capture.original.warc_file}; restore the file from a copy"
    )


def as_far_as_kept(archive: Path, capture: Capture) -> Capture:
    """A capture with its body; where the record that has it is lost, without, and said to be cut."""
    try:
        return whole(archive, capture)
    except ArchiveDamaged:
        return replace(capture, truncated="unspecified")  # a reason of the standard: WARC 1.1, 5.13


def _candidates(archive: Path, original: Original) -> Iterator[Path]:
    """The file that is named, then the others: a merge may have given it another name.

    An archive of years has thousands: they are listed only where the one that is named has not the body.
    """
    named = resolved(archive, Path(original.warc_file).name)
    if named is not None:
        yield named
    yield from (path for path in paths(archive) if path != named)


def _body_at(path: Path, original: Original) -> bytes | None:
    """The body of the response that begins at a byte of a file; None where there is none, or another one."""
    try:
        member = next(members(path, original.warc_offset), None)
        record = WarcRecord.from_bytes(member.data) if member is not None else None
    except (OSError, Torn, ValueError):
        return None
    if record is None or record.headers.get("WARC-Record-ID") != f"<{original.record_id}>":
        return None
    length = record.content_length
    record.is_http = True
    record.parse_http(max_header_len=length + 1)
    return bytes(record.reader.read())
