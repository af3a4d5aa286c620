"""WARC files of other programs, as warcio writes them, with invented pages."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.imports import Imported, import_warc
from archive.records import Site
from archive.urls import host

if TYPE_CHECKING:
    from pathlib import Path

    from archive.ingest import Parse
    from tests.archive.conftest import Archive

SITE = Site(id="kfq", name="铁山经济开发区", home="http://kfq.test/")
UNTIL = "2026-12-31T00:00:00.000Z"
SHA1 = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def page(title: str, body: str = "招商引资") -> bytes:
    return json.dumps({"title": title, "body": body}, ensure_ascii=False).encode()


class InMemory(WARCWriter):  # type: ignore[misc]
    """warcio's writer without the temporary files that it never closes."""

    _create_temp_file = staticmethod(BytesIO)


class Foreign:
    """A WARC file as warcio writes it."""

    def __init__(self, version: str = "1.0", *, zipped: bool = True, software: str = "Wget/1.21 (linux)") -> None:
        self.out = BytesIO()
        self._writer = InMemory(self.out, gzip=zipped, warc_version=version)
        self._writer.write_record(self._writer.create_warcinfo_record("x.warc.gz", {"software": software}))

    def add(self, url: str, number: int, body: bytes = b"", kind: str = "response", **more: object) -> Foreign:
        """A record whose id and second follow from its number; `headers` are of HTTP, `warc` of the record."""
        http_headers = more.get("headers", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        head = StatusAndHeaders(
            str(more.get("status", "200 OK")), http_headers, protocol="HTTP/1.1", is_http_request=kind == "request"
        )
        warc = {
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
            "WARC-Date": f"2026-09-01T08:00:{number:02}Z",
        } | dict(more.get("warc", {}))  # type: ignore[call-overload]
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            http_headers=head if more.get("http", True) else None,
            warc_headers_dict=warc,
        )
        self._writer.write_record(record)
        return self

    def save(self, path: Path) -> Path:
        path.write_bytes(self.out.getvalue())
        return path


def taken(archive: Archive, files: list[Path], read: Parse, *, partial: bool = False) -> Imported:
    return import_warc(
        archive.folder,
        files,
        lambda url: SITE if host(url) == "kfq.test" else None,
        UNTIL,
        lambda site: read,
        partial=partial,
    )
