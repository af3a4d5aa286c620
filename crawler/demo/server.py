"""The sample site on loopback: an HTTP proxy that answers for kfq.test, remembers every request and can misbehave."""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from crawler.demo import wire
from crawler.demo.content import zone
from crawler.demo.expected import expected
from crawler.demo.families import HOSTS, family_site
from crawler.demo.faults import ON_THE_WIRE, Fault, substitute
from crawler.demo.site import HTML, ROBOTS, Response, site_on

FAULTS_HOST = "faults.test"
SITES_HOST = "sites.test"  # links the sites of the CMS families

# A fault, or a fault for the first so many requests to each address.
Plan = Fault | tuple[Fault, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came. `path` is path and query; `at` the monotonic clock in seconds; `status` None: no answer."""

    method: str
    host: str
    path: str
    headers: tuple[tuple[str, str], ...]
    at: float
    status: int | None

    def header(self, name: str) -> str | None:
        """A header's first value, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class DemoServer:
    """The sample site as a context manager.

    `faults` maps where to what: a path prefix ("/news/"), or a host with or without one ("kfq.test",
    "kfq.test/news/"); the longest match holds, and robots.txt is hit only by a key that names it. `day` and
    `faults` may be changed while it runs. http://faults.test/NAME shows one fault each, and / links them all;
    http://sites.test/ links the sites of the CMS families. Without a proxy a browser reaches the same at
    faults.localhost and sites.localhost.
    """

    def __init__(self, day: int = 1, port: int = 0, faults: Mapping[str, Plan] | None = None) -> None:
        self.day = day
        self.faults: dict[str, Plan] = dict(faults or {})
        self.requests: list[Request] = []
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The port it listens on, on 127.0.0.1."""
        return self._server.server_port

    @property
    def proxy_url(self) -> str:
        """What to give a client as its HTTP proxy."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop listening and end every connection."""
        self._server.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.end_connections()
        self._server.server_close()

    def asked(self, path: str, host: str | None = None) -> list[Request]:
        """The requests to one address, in order."""
        wanted = zone().host if host is None else host
        return [request for request in list(self.requests) if (request.host, request.path) == (wanted, path)]

    def fault(self, host: str, path: str) -> Fault | None:
        """What goes wrong with the next request to an address; None when nothing does."""
        if host == FAULTS_HOST:
            name = path.strip("/").split("?")[0]
            return Fault(name) if name in list(Fault) else None
        hits = [key for key in self.faults if _hits(key, host, path)]
        if not hits:
            return None
        plan = self.faults[max(hits, key=lambda key: len(key.partition("://")[2] or key))]
        if isinstance(plan, Fault):
            return plan
        fault, times = plan
        return fault if len(self.asked(path, host)) < times else None

    def answer(self, host: str, path: str, referer: str | None = None) -> Response | None:
        """What an address says on the present day, faults aside; None for a host that is not ours."""
        if host == FAULTS_HOST:
            return _faults_page(path)
        if host == SITES_HOST:
            return _sites_page(path, self.port)
        if (site := family_site(host)) is not None:
            return site.response(path, visit=len(self.requests), referer=referer)
        if host.removeprefix("www.") != zone().host:
            return None
        return site_on(self.day).response(path, visit=len(self.requests), referer=referer)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for them
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], demo: DemoServer) -> None:
        self.demo = demo
        self.stopping = Event()
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        # Without the orderly shutdown of the base class: it would turn a reset into an end.
        if isinstance(request, socket.socket):
            self._open.discard(request)
            request.close()

    def end_connections(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it ended by itself

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle is no event; the base class would print a traceback."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30
    server_version = "sample"
    sys_version = ""
    wbufsize = -1  # one write a response: unbuffered headers meet delayed acknowledgements

    def do_GET(self) -> None:
        demo = self.server.demo
        host, path = self._target()
        fault = demo.fault(host, path)
        response = demo.answer(host, path, self.headers.get("Referer"))
        if response is None:
            response = Response(status=502, headers=(("Content-Type", HTML),), body=b"<h1>502 no such host</h1>")
        elif fault is not None:
            response = substitute(fault, response, path)
        elif _unchanged(response, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")):
            response = Response(status=304, headers=response.headers)
        silent = fault in (Fault.DROP, Fault.HANG)
        demo.requests.append(
            Request(
                method=self.command,
                host=host,
                path=path,
                headers=tuple(self.headers.items()),
                at=time.monotonic(),
                status=None if silent else response.status,
            )
        )
        if fault in ON_THE_WIRE and fault is not None:
            wire.misbehave(self, fault, response, self.server.stopping)
        else:
            wire.send(self, response)

    do_HEAD = do_GET

    def _target(self) -> tuple[str, str]:
        """Host and path of a request to a proxy (RFC 9112, 3.2.2); a plain one on loopback means the sample site.

        Browsers take every name that ends in .localhost for loopback (RFC 6761, 6.3): NAME.localhost is NAME.test.
        """
        parts = urlsplit(self.path)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = (parts.hostname or self.headers.get("Host", "").partition(":")[0]).lower()
        if host.endswith(".localhost"):
            host = host.removesuffix("localhost") + "test"
        return zone().host if host in ("127.0.0.1", "localhost", "") else host, path

    def log_message(self, format: str, *args: object) -> None:
        """Requests are remembered in DemoServer.requests, not printed."""


def _hits(key: str, host: str, path: str) -> bool:
    if path == "/robots.txt" and not key.endswith("/robots.txt"):
        return False
    if key.startswith("/"):
        return path.startswith(key)
    return (host + path).startswith(key.partition("://")[2] or key)


def _unchanged(response: Response, tag: str | None, since: str | None) -> bool:
    """Whether a conditional request (RFC 9110, 13) gets 304; a tag outweighs a time, and tags compare weakly."""
    etag, modified = response.header("ETag"), response.header("Last-Modified")
    if tag is not None:
        return etag is not None and etag.removeprefix("W/") in [
            one.strip().removeprefix("W/") for one in tag.split(",")
        ]
    if since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except ValueError:
        return False


def _faults_page(path: str) -> Response:
    """The pages of faults.test: robots.txt, an index, and an article of the sample site for a fault to spoil."""
    if path == "/robots.txt":
        return Response(headers=(("Content-Type", "text/plain"),), body=ROBOTS.encode())
    if path == "/":
        return _index({fault: f"/{fault}" for fault in Fault})
    first = next(iter(expected(1)))
    return site_on(1).response(urlsplit(first).path)


def _sites_page(path: str, port: int) -> Response:
    """The sites of the CMS families, with addresses for a browser that has no proxy set."""
    if path != "/":
        return Response(status=404, headers=(("Content-Type", HTML),), body=b"<h1>404</h1>")
    return _index({host: f"http://{host.removesuffix('test')}localhost:{port}/" for host in HOSTS})


def _index(links: Mapping[str, str]) -> Response:
    """A page of nothing but links."""
    items = "".join(f'<li><a href="{address}">{name}</a></li>' for name, address in links.items())
    return Response(headers=(("Content-Type", HTML),), body=f"<html><body><ul>{items}</ul></body></html>".encode())
