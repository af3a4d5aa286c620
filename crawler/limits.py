"""No response is read beyond DOWNLOAD_MAXSIZE, or FILE_MAXSIZE for a file: what came is kept and said to be cut."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload

from archive.records import Address


class FileLimits:
    """Lets files be larger than pages and take longer (a downloader middleware)."""

    def __init__(self, maxsize: int, timeout: float) -> None:
        self._limits = {"download_maxsize": maxsize, "download_timeout": timeout}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler.settings.getint("FILE_MAXSIZE"), crawler.settings.getfloat("FILE_TIMEOUT"))

    def process_request(self, request: Request) -> None:
        """Give a request for a file limits of its own, by the keys that Scrapy has for them."""
        address = request.meta.get("address")
        if isinstance(address, Address) and address.kind == "file":
            request.meta.update(self._limits)


class SizeLimit:
    """Stops a download at the limit (an extension). Scrapy's own limit, a byte later, would throw away the response."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        limit = cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        crawler.signals.connect(limit.before_body, signals.headers_received)
        crawler.signals.connect(limit.after_bytes, signals.bytes_received)
        return limit

    def before_body(self, body_length: int, request: Request) -> None:
        """Stop where the length that is stated is too much; Twisted has a name for one that is not."""
        request.meta["received"] = 0
        if isinstance(body_length, int) and body_length > self._limit_of(request):
            raise StopDownload(fail=False)

    def after_bytes(self, data: bytes, request: Request) -> None:
        """Stop where too much has come."""
        request.meta["received"] += len(data)
        if request.meta["received"] > self._limit_of(request):
            raise StopDownload(fail=False)

    def _limit_of(self, request: Request) -> int:
        return int(request.meta.get("download_maxsize", self._limit))
