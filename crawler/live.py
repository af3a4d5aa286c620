"""Pages asked for to be looked at, not kept: politely, guarded, and without a run."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcessBase
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import Capture
from crawler.capture import Stamp, of_failure, of_response, refused_address

Take = Callable[[Capture], Sequence[str]]
"""What to do with a capture; the addresses to ask for after it."""

_NO_STAMP = Stamp()


class LivePages(Spider):
    """Asks for each address once, hands what came, or what failed, to `take`, and asks for what that names."""

    name = "live"

    def __init__(self, urls: Sequence[str], take: Take, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._urls, self._take = urls, take

    async def start(self) -> AsyncIterator[Any]:
        """The first requests."""
        for request in self._requests(self._urls):
            yield request

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Take a response, as it was received."""
        assert response.request is not None
        yield from self._requests(self._take(of_response(response.request, response, _NO_STAMP)))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Take a failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        assert isinstance(failure.value, Exception)
        yield from self._requests(self._take(of_failure(request, failure.value, _NO_STAMP, refused_address)))

    def _requests(self, urls: Sequence[str]) -> Iterator[Request]:
        """Every status is an answer worth looking at."""
        for url in urls:
            yield Request(url, self.parse, errback=self.failed, dont_filter=True, meta={"handle_httpstatus_all": True})


def fetched(process: CrawlerProcessBase, urls: Sequence[str]) -> list[Capture]:
    """What came of each address, in the order in which it came."""
    taken: list[Capture] = []

    def take(capture: Capture) -> Sequence[str]:
        taken.append(capture)
        return ()

    look(process, urls, take)
    return taken


def look(process: CrawlerProcessBase, urls: Sequence[str], take: Take) -> None:
    """Ask for addresses, and then for those that `take` names of each answer, until it names no more."""
    process.crawl(LivePages, urls=urls, take=take)
    process.start()
