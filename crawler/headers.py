"""Headers are read up to a measure: Scrapy limits bodies, but takes headers without end until the timeout."""

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol, Request
from twisted.web.iweb import IResponse

LIMIT = 256 * 1024  # bytes, as much as Chromium reads; Scrapy would hold a gigabyte of them after some seconds


class HeadersTooLong(Exception):
    """More came before the body than any server has to say."""


class MeasuredHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with connections that are given up at the limit."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory


class _Client(_LenientHTTP11ClientProtocol):
    _received = 0  # since the request, while no body has begun

    def request(self, request: Request) -> "Deferred[IResponse]":
        self._received = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._received += len(bytes)
            if self._received > LIMIT:
                self._giveUp(Failure(HeadersTooLong(f"headers longer than {LIMIT} bytes")))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:
        return _Client(self._quiescentCallback)  # type: ignore[no-untyped-call]
