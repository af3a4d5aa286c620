"""The bytes of one WARC record as what it stands for in the archive."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from fastwarc.warc import WarcRecord, WarcRecordType

from archive.records import Capture, Problem, Run, Site
from archive.warc.revisits import original_of


class NotOurs(ValueError):
    """A record that no writer of this program made."""


@dataclass(frozen=True, slots=True)
class Info:
    """What the first record of a file says of all that follow."""

    site: Site
    run: Run
    date: str


@dataclass(frozen=True, slots=True)
class End:
    """How the run ended, and when that was written."""

    run: Run
    date: str


def parse(data: bytes, info: Info | None) -> Info | Capture | End | None:
    """One record; None for a request, which only accompanies a response. NotOurs for what can't be read.

    Of a response that brought what an earlier one had, the body is still empty: archive/warc/revisits.py has it.

    `info` is what the file's first record gave; None only for that record itself.
    """
    try:
        record = WarcRecord.from_bytes(data)
        kind, date = record.record_type, record.headers["WARC-Date"]
        if kind == WarcRecordType.warcinfo:
            return _info(record.reader.read().decode("utf-8"), date)
        if info is None:
            raise NotOurs("the file does not begin with a warcinfo record")
        if kind in (WarcRecordType.response, WarcRecordType.revisit):
            return _response(record, date, info)
        if kind == WarcRecordType.conversion:
            return _conversion(record, date, info)
        if kind == WarcRecordType.metadata:
            return _metadata(record, date, info)
        if kind == WarcRecordType.request:
            return None
    except NotOurs:
        raise
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise NotOurs(f"the record can't be read: {error}") from error
    raise NotOurs(f"unknown kind of record: {kind}")


def _info(block: str, date: str) -> Info:
    fields = dict(line.split(": ", 1) for line in block.split("\r\n") if ": " in line)
    if "zone-archive" not in fields:
        raise NotOurs("the warcinfo record has no field zone-archive")
    about = json.loads(fields["zone-archive"])
    return Info(Site(**about["site"]), _run(about["run"]), date)


def _response(record: WarcRecord, date: str, info: Info) -> Capture:
    length = record.content_length
    record.is_http = True
    record.parse_http(max_header_len=length + 1)
    head = record.http_headers
    _version, status, *reason = (head.status_line_bytes or b"").decode("latin-1").split(" ", 2)
    body = record.reader.read()
    is_again = record.record_type == WarcRecordType.revisit
    return _capture(
        record,
        date,
        info,
        status=int(status),
        reason="".join(reason),
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.items_bytes()),
        body=body,
        truncated=record.headers.get("WARC-Truncated"),
        original=original_of(record) if is_again else None,
        digest=_digest(record) if is_again else hashlib.sha256(body).hexdigest(),
    )


def _digest(record: WarcRecord) -> str | None:
    """The digest of the body that a revisit stands for; None for one that only says it is as it was."""
    return (record.headers.get("WARC-Payload-Digest") or "").removeprefix("sha256:") or None


def _conversion(record: WarcRecord, date: str, info: Info) -> Capture:
    body = record.reader.read()
    return _capture(
        record,
        date,
        info,
        status=200,
        headers=(("Content-Type", record.headers["Content-Type"]),),
        body=body,
        rendered_from=record.headers["WARC-Refers-To"].strip("<>"),
        digest=hashlib.sha256(body).hexdigest(),
    )


def _metadata(record: WarcRecord, date: str, info: Info) -> Capture | End:
    about: dict[str, Any] = json.loads(record.reader.read().decode("utf-8"))
    if "run" in about:
        return End(_run(about["run"]), date)
    return _capture(record, date, info, status=None, error=about["failure"]["error"])


def _run(fields: dict[str, Any]) -> Run:
    problems = tuple(Problem(**problem) for problem in fields.get("problems", ()))
    return Run(**fields | {"problems": problems})


def _capture(record: WarcRecord, date: str, info: Info, **fields: Any) -> Capture:
    headers = record.headers
    return Capture(
        record_id=headers["WARC-Record-ID"].strip("<>"),
        run_id=info.run.id,
        site_id=info.site.id,
        url=headers["WARC-Target-URI"],
        captured_at=date,
        ip_address=headers.get("WARC-IP-Address"),
        resource=headers.get("WARC-Resource-Type"),
        **fields,
    )
