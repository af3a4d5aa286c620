"""Pages asked for to be looked at, not kept: politely, guarded, and without a run."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcessBase
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import Capture
from crawler.capture import Stamp, of_failure, of_response, refused_address

_NO_STAMP = Stamp()


class LivePages(Spider):
    """Asks for each address once and hands what came, or what failed, to `taken`."""

    name = "live"

    def __init__(self, urls: Sequence[str], taken: list[Capture], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._urls, self._taken = urls, taken

    async def start(self) -> AsyncIterator[Any]:
        """The requests. Every status is an answer worth looking at."""
        for url in self._urls:
            yield Request(url, self.parse, errback=self.failed, dont_filter=True, meta={"handle_httpstatus_all": True})

    def parse(self, response: Response, **kwargs: Any) -> None:
        """Take a response, as it was received."""
        assert response.request is not None
        self._taken.append(of_response(response.request, response, _NO_STAMP))

    def failed(self, failure: Failure) -> None:
        """Take a failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        assert isinstance(failure.value, Exception)
        self._taken.append(of_failure(request, failure.value, _NO_STAMP, refused_address))


def fetched(process: CrawlerProcessBase, urls: Sequence[str]) -> Iterator[Capture]:
    """What came of each address, in the order in which it came."""
    taken: list[Capture] = []
    process.crawl(LivePages, urls=urls, taken=taken)
    process.start()
    yield from taken
