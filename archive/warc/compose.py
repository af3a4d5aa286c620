"""Captures as the bytes of WARC records: nothing that a site sends can forge a header."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from io import BytesIO
from urllib.parse import urlsplit

from isal import igzip
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.records import Capture, Run, Site
from archive.warc.revisits import headers_of, is_revisit

Headers = Sequence[tuple[str, str]]

HTTP = "application/http; msgtype="
JSON = "application/json"

# The order of bytes in a field is the site's; where a record begins and ends is ours. warcio writes line breaks
# in addresses and header values as they come, which would end the headers early (checked with 1.8.1).
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_NOT_IN_URL = re.compile("[\x00-\x20\x7f-\xa0\ud800-\udfff]")
_NOT_IN_NAME = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")  # RFC 9110, 5.6.2
_SECRET = {"authorization", "proxy-authorization", "cookie"}
_BODILESS = {204, 304}


def clean(capture: Capture) -> Capture:
    """The capture as it will be read back, so that what is concluded from it now and at a rebuild is the same.

    Control characters are escaped like in addresses (%0D), header values hold one character a byte and no white
    space around them, Transfer-Encoding goes (the body is no longer chunked) and Content-Length tells the length of
    the body that is kept. A failure has an error and neither headers nor body; a response has no error.
    """
    common = replace(
        capture,
        record_id=_in_url(capture.record_id.strip("<>")),
        url=_in_url(capture.url),
        ip_address=_in_url(capture.ip_address) if capture.ip_address else None,
        truncated=_in_url(capture.truncated) if capture.truncated else None,
        rendered_from=_in_url(capture.rendered_from.strip("<>")) if capture.rendered_from else None,
        resource=_in_url(capture.resource) if capture.resource else None,
        digest=None,
        warc_file=None,
        warc_offset=None,
        warc_length=None,
    )
    if common.rendered_from:
        common = replace(common, original=None)
        kind = capture.header("Content-Type") or "text/html"
        rendered = replace(common, status=200, reason="", headers=(("Content-Type", _in_header(kind)),), error=None)
        return replace(rendered, digest=digest(rendered.body))
    if capture.status is None:
        nothing = replace(common, reason="", headers=(), body=b"", truncated=None, original=None)
        return replace(nothing, error=capture.error or "unknown")
    headers = _with_length(capture.status, clean_headers(capture.headers), len(capture.body))
    has_body = capture.status != 304 or not is_revisit(common)
    kept = digest(common.body) if has_body else None
    return replace(common, reason=_in_header(capture.reason), headers=headers, error=None, digest=kept)


def clean_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Header lines that are each one line; repeated ones are kept, one without a name is not."""
    named = ((_NOT_IN_NAME.sub(_percent, _bytewise(name)), _in_header(value)) for name, value in headers)
    return tuple((name, value) for name, value in named if name)


def info(record_id: str, date: str, file: str, site: Site, run: Run, fields: Mapping[str, str]) -> bytes:
    """The first record of a file. `zone-archive` holds what a rebuild needs; the other fields are for people."""
    about = json.dumps({"site": asdict(site), "run": asdict(run)}, ensure_ascii=False)
    standard = {
        "format": "WARC File Format 1.1",
        "conformsTo": "http://bibnum.bnf.fr/WARC/WARC_ISO_28500_version1-1.pdf",
    }
    lines = {**fields, **standard, "zone-archive": about}
    block = "".join(f"{_NOT_IN_NAME.sub('-', name)}: {_one_line(value)}\r\n" for name, value in lines.items())
    headers = [("WARC-Type", "warcinfo"), *_who(record_id, date), ("WARC-Filename", file)]
    return _record(headers, "application/warc-fields", block.encode("utf-8", "backslashreplace"))


def record_of(capture: Capture, info_id: str) -> bytes:
    """The record that a capture is kept as: a response, its failure, or a page that a browser made."""
    if capture.status is None:
        return failure(capture, info_id)
    return conversion(capture, info_id) if capture.rendered_from else response(capture, info_id)


def response(capture: Capture, info_id: str) -> bytes:
    """A response as received; a revisit, without the body, where an earlier record has that."""
    head = _head(f"HTTP/1.1 {capture.status} {capture.reason}", capture.headers)
    is_again = is_revisit(capture)
    headers = [("WARC-Type", "revisit" if is_again else "response"), *_about(capture, info_id)]
    if is_again:
        headers += headers_of(capture)
    if capture.digest is not None:
        headers += [("WARC-Payload-Digest", f"sha256:{capture.digest}")]
    if capture.truncated:
        headers += [("WARC-Truncated", capture.truncated)]
    return _record(headers, HTTP + "response", head if is_again else head + capture.body)


def conversion(capture: Capture, info_id: str) -> bytes:
    """A page as a browser made it from a response: not what was received, and told apart from it."""
    headers = [("WARC-Type", "conversion"), *_about(capture, info_id), ("WARC-Refers-To", f"<{capture.rendered_from}>")]
    headers += [("WARC-Payload-Digest", f"sha256:{capture.digest}")]
    return _record(headers, capture.header("Content-Type") or "", capture.body)


def request(capture: Capture, headers: Headers, info_id: str, method: str = "GET") -> bytes:
    """What was asked, beside its response. Credentials and cookies are left out."""
    parts = urlsplit(capture.url)
    sent = [(name, value) for name, value in clean_headers(headers) if name.lower() not in _SECRET]
    if not any(name.lower() == "host" for name, _ in sent):
        sent.insert(0, ("Host", _in_header(parts.netloc.rpartition("@")[2])))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    about = [
        ("WARC-Type", "request"),
        *_about(replace(capture, record_id=derived_id(capture.record_id, "request")), info_id),
    ]
    about += [("WARC-Concurrent-To", f"<{capture.record_id}>"), ("WARC-Payload-Digest", digest_label(b""))]
    return _record(about, HTTP + "request", _head(f"{method} {target} HTTP/1.1", sent))


def failure(capture: Capture, info_id: str) -> bytes:
    """An attempt that gave no response."""
    headers = [("WARC-Type", "metadata"), *_about(capture, info_id)]
    return _record(headers, JSON, _json({"failure": {"error": capture.error}}))


def end(record_id: str, date: str, run: Run, info_id: str) -> bytes:
    """How a run ended; a run without this record was killed."""
    headers = [("WARC-Type", "metadata"), *_who(record_id, date), ("WARC-Warcinfo-ID", f"<{info_id}>")]
    return _record(headers, JSON, _json({"run": asdict(run)}))


def derived_id(*parts: str) -> str:
    """A record id that follows from what the record belongs to."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)).urn


def digest_label(data: bytes) -> str:
    """SHA-256 in hex, as warcio and fastwarc both check it; unlike base32, it equals `captures.digest`."""
    return f"sha256:{digest(data)}"


def digest(data: bytes) -> str:
    """What `captures.digest` holds of a body."""
    return hashlib.sha256(data).hexdigest()


def member(record: bytes) -> bytes:
    """The record as one gzip member. Level 1 of isal takes a third of the time of zlib's, and 9 % more room at most."""
    return bytes(igzip.compress(record, 1, mtime=0))


def _about(capture: Capture, info_id: str) -> list[tuple[str, str]]:
    headers = [*_who(capture.record_id, capture.captured_at), ("WARC-Target-URI", capture.url)]
    if capture.resource:
        headers.append(("WARC-Resource-Type", capture.resource))  # not of the standard; Browsertrix writes it so
    if capture.ip_address:
        headers.append(("WARC-IP-Address", capture.ip_address))
    return [*headers, ("WARC-Warcinfo-ID", f"<{info_id}>")]


def _who(record_id: str, date: str) -> list[tuple[str, str]]:
    return [("WARC-Record-ID", f"<{record_id}>"), ("WARC-Date", date)]


def _record(headers: list[tuple[str, str]], content_type: str, block: bytes) -> bytes:
    headers = [*headers, ("WARC-Block-Digest", digest_label(block))]
    if content_type == JSON:
        headers.append(("WARC-Payload-Digest", digest_label(block)))
    out = BytesIO()
    # The block goes in as bytes, as if of a warcinfo record: given HTTP headers apart, warcio would escape what is
    # not ASCII in them, and add SHA-1 digests.
    envelope = StatusAndHeaders("", headers, protocol="WARC/1.1")
    record = ArcWarcRecord("warc", "warcinfo", envelope, BytesIO(block), None, content_type, len(block))
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    return out.getvalue()


def _head(first: str, headers: Headers) -> bytes:
    lines = [_in_header(first), *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _with_length(status: int, headers: Headers, length: int) -> tuple[tuple[str, str], ...]:
    was_chunked = any(name.lower() == "transfer-encoding" for name, _ in headers)
    kept = [(name, value) for name, value in headers if name.lower() not in ("transfer-encoding", "content-length")]
    declared = [(name, value) for name, value in headers if name.lower() == "content-length"]
    if status in _BODILESS and length == 0:
        return tuple(header for header in headers if header[0].lower() != "transfer-encoding")
    if all(value == str(length) for _, value in declared) and not (was_chunked and not declared):
        return tuple(header for header in headers if header[0].lower() != "transfer-encoding")
    original = [("X-Archive-Orig-Content-Length", value) for _, value in declared]
    return (*kept, *original, ("Content-Length", str(length)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _in_header(text: str) -> str:
    return _CONTROL.sub(_percent, _bytewise(text)).strip(" \t")


def _in_url(text: str) -> str:
    return _NOT_IN_URL.sub(_percent, text)


def _bytewise(text: str) -> str:
    """One character a byte; what has more comes as its UTF-8."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("latin-1")
    return text


def _percent(character: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in character[0].encode("utf-8", "surrogatepass"))


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
