"""Every attempt to fetch something ends as exactly one capture: a response as it came, or its failure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Headers, Response, TextResponse
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro

from archive.magic import media_type
from archive.payload import decode
from archive.records import Capture
from archive.urls import identity
from crawler.guard import Refused
from crawler.interrupt import Interrupted, drop_waiting
from crawler.run import LiveRun

GROUP_SECONDS = 1.0  # how long a capture waits for others, to be taken in together
_TAIL = 2000  # bytes at a page's end in which its end tag stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What makes an attempt this one: when, in which run, under which id."""

    record_id: str = ""
    run_id: str = ""
    site_id: str = ""
    captured_at: str = ""


class CaptureMiddleware:
    """Takes what comes from the network before anything else sees it, and gives it to the run (order 950).

    At that place bodies are still compressed, and redirects, robots.txt and repeated headers are seen as well. It
    must not be a signal handler: there an error would only be logged, and an answer without a capture would count.
    """

    def __init__(self, run: LiveRun, refused_address: Callable[[str], str | None]) -> None:
        self._run = run
        self._refused_address = refused_address

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one; where no run is under way nothing is archived."""
        run = getattr(crawler.spider, "work", None)
        if not isinstance(run, LiveRun):
            raise NotConfigured

        def close_spider(reason: str) -> None:
            drop_waiting(crawler)
            deferred_from_coro(crawler.engine.close_spider_async(reason=reason))

        run.close_spider = close_spider
        run.wait_for_more = lambda: call_later(GROUP_SECONDS, run.flush)
        crawler.signals.connect(run.closed, signals.spider_closed)
        return cls(run, refused_address)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a response, then let it go on.

        A page that a browser made of no page is none, and one to which a script moved on is another: neither is kept.
        """
        if "playwright" not in response.flags:
            capture = of_response(request, response, self._stamp())
        elif response.status == 200 and "rendered_from" in request.meta and _is_of(response.url, request.url):
            capture = of_rendering(request, response, self._stamp())
        else:
            return response
        request.meta["record_id"] = capture.record_id
        self._run.take(capture, pairs(request.headers))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Archive a failure. It was not one of ours: those end the run where they happen."""
        if isinstance(exception, Interrupted):
            return
        self._run.take(of_failure(request, exception, self._stamp(), self._refused_address), pairs(request.headers))

    def _stamp(self) -> Stamp:
        record_id, captured_at = self._run.next_record()
        return Stamp(record_id=record_id, run_id=self._run.run.id, site_id=self._run.site.id, captured_at=captured_at)


def of_response(request: Request, response: Response, stamp: Stamp) -> Capture:
    """A response as a capture. The site's own address is told only where we were connected to it, not to a proxy."""
    has_proxy = request.meta.get("proxy") is not None
    capture = Capture(
        record_id=stamp.record_id,
        run_id=stamp.run_id,
        site_id=stamp.site_id,
        captured_at=stamp.captured_at,
        url=request.url,
        status=response.status,
        reason=_phrase(response.status),
        headers=pairs(response.headers),
        body=response.body,
        ip_address=str(response.ip_address) if response.ip_address and not has_proxy else None,
        resource=request.meta.get("resource"),
    )
    return replace(capture, truncated=_truncated(capture, response.flags))


def of_rendering(request: Request, response: Response, stamp: Stamp) -> Capture:
    """A page as a browser made it, in UTF-8 whatever the site's charset."""
    assert isinstance(response, TextResponse)  # the browser gives markup
    return Capture(
        record_id=stamp.record_id,
        run_id=stamp.run_id,
        site_id=stamp.site_id,
        captured_at=stamp.captured_at,
        url=request.url,
        status=response.status,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=response.text.encode("utf-8", "replace"),
        rendered_from=request.meta["rendered_from"],
    )


def of_failure(
    request: Request, exception: Exception, stamp: Stamp, refused_address: Callable[[str], str | None]
) -> Capture:
    """A failure as a capture. `refused_address` tells by host the address that the guard did not let through."""
    is_unresolved = isinstance(exception, CannotResolveHostError)
    address = refused_address(urlsplit(request.url).hostname or "") if is_unresolved else None
    error = f"refused by guard: {address}" if address else error_text(exception)
    return Capture(
        record_id=stamp.record_id,
        run_id=stamp.run_id,
        site_id=stamp.site_id,
        captured_at=stamp.captured_at,
        url=request.url,
        status=None,
        error=error,
        resource=request.meta.get("resource"),
    )


def error_text(exception: Exception) -> str:
    """What failed, in a few words.

    >>> error_text(DownloadTimeoutError("User timeout caused connection failure"))
    'timeout'
    """
    if isinstance(exception, Refused):
        return str(exception)
    if isinstance(exception, IgnoreRequest):
        return f"refused: {exception}"
    for kind, text in _ERRORS.items():
        if isinstance(exception, kind):
            return text
    said = " ".join(str(exception).split())[:200]
    return f"{type(exception).__name__}: {said}" if said else type(exception).__name__


def refused_address(host: str) -> str | None:
    """The address of a host that the guard did not let through, as the installed resolver remembers it."""
    from twisted.internet import reactor  # importing it installs one; by now Scrapy has installed its own

    refused: dict[str, str] = getattr(getattr(reactor, "nameResolver", None), "refused", {})
    return refused.get(host)


def pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Headers as pairs, one for each line as it was received; one character a byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )


_ERRORS: dict[type[Exception], str] = {
    DownloadTimeoutError: "timeout",
    CannotResolveHostError: "the host name cannot be resolved",
    DownloadConnectionRefusedError: "connection refused",
}


def _is_of(url: str, asked: str) -> bool:
    try:
        return identity(url) == identity(asked)
    except ValueError:
        return False


def _phrase(status: int) -> str:
    """Scrapy does not keep the site's own; the standard one stands for it."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _truncated(capture: Capture, flags: list[str]) -> str | None:
    """Why a body is not whole (WARC-Truncated), None for a whole one.

    A body without a stated length ends with the connection, and Scrapy calls every such one partial. It is whole
    where its content encoding came to its end, or else its end tag did; of what is not HTML nobody can tell.
    """
    if "download_stopped" in flags:
        return "length"
    if "dataloss" in flags:
        return "disconnect"
    if "partial" not in flags or not capture.body:
        return None
    payload = decode(capture)
    if capture.header("Content-Encoding"):
        return None if payload.whole else "disconnect"
    is_page = media_type(payload.data) is None and "html" in (capture.header("Content-Type") or "html").lower()
    return "disconnect" if is_page and b"</html" not in payload.data[-_TAIL:].lower() else None
