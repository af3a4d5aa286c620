"""The server of renderings: an origin that has nothing else, so that an archived page can reach nothing else.

Addresses are those of web archives: /20260908000000/http://kfq.test/news/ is the capture of that address which is
nearest to that time; /ID is a capture by its id.
"""

import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from archive import warc
from archive.errors import ArchiveError
from archive.listen import listen
from archive.payload import decode, text
from archive.records import Capture
from archive.replay.rendering import rendered
from archive.store import NAME, open_for_reading
from archive.urls import canonical

HOST = "127.0.0.1"
POLICY = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)

_ASKED = re.compile(r"/(\d{4,14})/(https?:/.*)")
_ID = re.compile(r"/([a-z2-7]{12})")
_TIMEOUT = 30  # seconds that a connection may be silent
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/svg+xml")
_PAGES = ("text/html", "application/xhtml+xml")

_BY_ID = "SELECT url, captured_at FROM captures WHERE id = ?"
# The last one with a body until that time; where there is none, the first after it.
_NEAREST = """
SELECT url, captured_at, warc_file, warc_offset, digest FROM captures
WHERE url IN ({urls}) AND digest IS NOT NULL AND bytes > 0
ORDER BY (captured_at > ?1), CASE WHEN captured_at <= ?1 THEN captured_at END DESC, captured_at LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: int
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Replay:
    """The server on loopback as a context manager, on a port or the first free one of `tries` from there; 0 is any.

    Errors: as for reading an archive; UsageError where no port is free.
    """

    def __init__(self, archive: Path, port: int = 0, tries: int = 1) -> None:
        open_for_reading(archive / NAME).close()
        self._server = _Server(listen(HOST, port, tries), archive)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{HOST}:{self._server.socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Serve until the process is interrupted."""
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listening: socket.socket, archive: Path) -> None:
        super().__init__(listening.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.archive = archive


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "ZoneArchiveReplay"
    sys_version = ""
    timeout = _TIMEOUT

    def do_GET(self) -> None:
        """Answer; nothing that a page holds reaches the log or a traceback."""
        try:
            answer = answered(self.server.archive, self.path)
        except ArchiveError as error:
            answer = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error}\n".encode())
        self.send_response(answer.status)
        given = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(answer.body)),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-cache",
            **answer.headers,
        }
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what is read is the reader's business."""


def answered(archive: Path, path: str) -> Answer:
    """The answer to a path and query, as the request line has them."""
    with closing(open_for_reading(archive / NAME)) as connection:
        if by_id := _ID.fullmatch(path):
            row = connection.execute(_BY_ID, (by_id[1],)).fetchone()
            return _missing() if row is None else _to(placed(row["captured_at"])(row["url"]))
        asked = _ASKED.fullmatch(path)
        row = _nearest(connection, *asked.groups()) if asked else None
    if row is None:
        return _missing()
    capture = warc.read_at(archive, row["warc_file"], row["warc_offset"])
    return _shown(capture)


def placed(captured_at: str) -> Callable[[str], str]:
    """Gives addresses here for the pages of one moment."""
    stamp = re.sub(r"\D", "", captured_at)[:14]
    return lambda url: f"/{stamp}/{url}"


def _nearest(connection: sqlite3.Connection, stamp: str, url: str) -> sqlite3.Row | None:
    whole = stamp.ljust(14, "9") if len(stamp) < 14 else stamp
    at = f"{whole[:4]}-{whole[4:6]}-{whole[6:8]}T{whole[8:10]}:{whole[10:12]}:{whole[12:14]}.999Z"
    asked = re.sub(r"^(https?):/+", r"\1://", url)  # a browser joins the slashes of a path
    try:
        spelled = canonical(asked)
    except ValueError:
        return None
    scheme, _, rest = spelled.partition("://")
    other = {"http": "https", "https": "http"}[scheme]
    spellings = [spelled, f"{other}://{rest}"]
    names = ", ".join(f"?{number}" for number in range(2, 2 + len(spellings)))
    row: sqlite3.Row | None = connection.execute(_NEAREST.format(urls=names), (at, *spellings)).fetchone()
    return row


def _shown(capture: Capture) -> Answer:
    """A page rendered, an image or a style sheet as it came, anything else as text or a file to save."""
    declared = (capture.header("Content-Type") or "").partition(";")[0].strip().lower()
    data = decode(capture).data
    if declared in _PAGES or not declared:
        markup = text(data, capture.header("Content-Type"))[0]
        try:
            page = rendered(markup, capture.url, capture.captured_at, placed(capture.captured_at))
        except ValueError:
            return Answer(HTTPStatus.OK, markup.encode("utf-8", "replace"))
        return Answer(HTTPStatus.OK, page.encode("utf-8", "replace"), "text/html; charset=utf-8")
    if declared in _IMAGES:
        return Answer(HTTPStatus.OK, data, declared)
    if declared == "text/css":
        return Answer(HTTPStatus.OK, text(data, capture.header("Content-Type"))[0].encode(), "text/css; charset=utf-8")
    if declared.startswith("text/"):
        return Answer(HTTPStatus.OK, text(data, capture.header("Content-Type"))[0].encode())
    return Answer(HTTPStatus.OK, data, "application/octet-stream", {"Content-Disposition": "attachment"})


def _to(path: str) -> Answer:
    return Answer(HTTPStatus.FOUND, headers={"Location": re.sub(r"[\x00-\x20\x7f-\uffff]", "", path)})


def _missing() -> Answer:
    return Answer(
        HTTPStatus.NOT_FOUND, "The archive has no capture of that address. 本档案没有该网址的采集。\n".encode()
    )
