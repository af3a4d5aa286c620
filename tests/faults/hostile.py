"""A site on loopback that answers whatever a test says, byte by byte; it plays a proxy for *.test, too."""

import socket
import socketserver
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self, cast
from urllib.parse import urlsplit

HOME = "http://trap.test/"

Talk = Callable[[socket.socket, Event], None]
Answer = bytes | Talk
HTML = ("Content-Type", "text/html; charset=utf-8")


@dataclass
class Asked:
    """A request. `at` is the monotonic clock; `held` the seconds until the connection was done with."""

    host: str
    path: str
    at: float
    headers: dict[str, str]
    held: float = 0.0


@dataclass
class Hostile:
    """The site as a context manager. `answers` may be changed while it runs; `fallback` answers for other paths."""

    answers: dict[str, Answer] = field(default_factory=dict)
    fallback: Callable[[str], Answer | None] = lambda path: None
    address: tuple[str, int] = ("127.0.0.1", 0)
    requests: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(self.address, self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def proxy_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Asked]:
        return [request for request in list(self.requests) if request.path == path]

    def pages_asked(self) -> list[Asked]:
        """All requests but those for robots.txt and a sitemap, which every site is asked for."""
        return [one for one in list(self.requests) if one.path not in ("/robots.txt", "/sitemap.xml")]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], site: Hostile) -> None:
        self.site, self.stopping = site, Event()
        super().__init__(address, _Handler)


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server = cast(_Server, self.server)
        connection: socket.socket = self.request
        connection.settimeout(20)
        try:
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(65536)):
                head += piece
        except OSError:
            return
        if not head:
            return
        line, *rest = head.decode("latin-1").split("\r\n")
        parts = urlsplit(line.split(" ")[1])
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest if one)}
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        asked = Asked(parts.hostname or headers.get("host", ""), path, time.monotonic(), headers)
        server.site.requests.append(asked)
        answer = server.site.answers.get(path) or server.site.fallback(path) or reply(b"<h1>404</h1>", status=404)
        try:
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection, server.stopping)
        except OSError:
            pass  # the client left
        asked.held = time.monotonic() - asked.at


def reply(body: bytes, *headers: tuple[str, str], status: int = 200, length: int | None = None) -> bytes:
    """A whole answer. `length` is what Content-Length says, the truth unless told; negative for none."""
    given = list(headers) or [HTML]
    if length is None or length >= 0:
        given.append(("Content-Length", str(len(body) if length is None else length)))
    return head(given, status) + body


def head(headers: Iterable[tuple[str, str]], status: int = 200) -> bytes:
    lines = [f"HTTP/1.1 {status} Sample", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def redirect(to: str, status: int = 302) -> bytes:
    return reply(b"", ("Location", to), status=status)


def article(number: int, remark: str = "") -> bytes:
    """An invented article, like no other: title, date and text follow from its number."""
    day = f"2026-{1 + number % 8:02}-{1 + number % 27:02}"
    lines = "".join(
        f"<p>云岭开发区第{number}号项目的第{line}段说明：项目占地{number + line}亩，计划投资{number * 7 + line}万元，"
        f"由{number}号工作组负责推进，确保按期开工建设。</p>"
        for line in range(1, 9)
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>第{number}号项目开工_云岭开发区</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><div class="article"><h1>第{number}号项目开工</h1>'
        f'<div class="info">发布时间：{day} 来源：云岭管委会</div><div id="zoom">{lines}{remark}</div></div>'
        "<div>主办单位：云岭开发区管委会</div></body></html>"
    ).encode()


def path_of(number: int) -> str:
    return f"/news/202608/t20260801_{number}.html"


def listing(paths: Iterable[str], more: str = "") -> bytes:
    """A page that lists addresses, as the home page of these sites does."""
    rows = "".join(
        f'<li><a href="{path}">云岭开发区的第{number}条新闻今日发布</a><span>2026-08-{1 + number % 28:02}</span></li>'
        for number, path in enumerate(paths, 1)
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>新闻_云岭开发区</title></head><body>'
        f'<div class="list"><ul>{rows}</ul></div>{more}</body></html>'
    ).encode()


def site_of(pages: Mapping[str, Answer], first: Iterable[str] = ()) -> dict[str, Answer]:
    """A whole site: its home page lists the pages."""
    return {"/": reply(listing([*first, *pages])), **pages}


def chunked(body: bytes, *, ended: bool = True) -> bytes:
    data = b"%x\r\n%s\r\n" % (len(body), body) + (b"0\r\n\r\n" if ended else b"")
    return head([HTML, ("Transfer-Encoding", "chunked")]) + data


def drip(piece: bytes, *, first: bytes = b"") -> Talk:
    """An answer that goes on with a piece every third of a second."""

    def talk(connection: socket.socket, stopping: Event) -> None:
        connection.sendall(first)
        while not stopping.wait(0.3):
            connection.sendall(piece)

    return talk


def pour(piece: bytes, first: bytes, size: float = float("inf")) -> Talk:
    """An answer that goes on with a piece as fast as it is taken, up to a size."""

    def talk(connection: socket.socket, stopping: Event) -> None:
        connection.sendall(first)
        sent = 0
        while sent < size and not stopping.is_set():
            connection.sendall(piece)
            sent += len(piece)

    return talk
