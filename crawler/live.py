"""Pages asked for to be looked at, not kept: politely, guarded, and without a run."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcessBase
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import Clock
from archive.errors import UsageError
from archive.records import Capture
from crawler.capture import Stamp, of_failure, of_response, refused_address

Take = Callable[[Capture], Sequence[str]]
"""What to do with a capture; the addresses to ask for after it."""


class LivePages(Spider):
    """Asks for each address once, hands what came, or what failed, to `take`, and asks for what that names."""

    name = "live"

    def __init__(self, urls: Sequence[str], take: Take, clock: Clock, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._urls, self._take, self._clock = urls, take, clock

    async def start(self) -> AsyncIterator[Any]:
        """The first requests."""
        for request in self._requests(self._urls):
            yield request

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Take a response, as it was received."""
        assert response.request is not None
        yield from self._requests(self._take(of_response(response.request, response, self._stamp())), response.url)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Take a failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        assert isinstance(failure.value, Exception)
        yield from self._requests(self._take(of_failure(request, failure.value, self._stamp(), refused_address)))

    def _stamp(self) -> Stamp:
        return Stamp(captured_at=self._clock.now())

    def _requests(self, urls: Sequence[str], found_on: str = "") -> Iterator[Request]:
        """From the page that led there, as a browser would say it: some interfaces answer nobody else. Every status is
        an answer worth looking at."""
        headers = {"Referer": found_on} if found_on else {}
        meta = {"handle_httpstatus_all": True}
        for url in urls:
            yield Request(url, self.parse, errback=self.failed, headers=headers, dont_filter=True, meta=meta)


def fetched(process: CrawlerProcessBase, urls: Sequence[str]) -> list[Capture]:
    """What came of each address, in the order in which it came."""
    taken: list[Capture] = []

    def take(capture: Capture) -> Sequence[str]:
        taken.append(capture)
        return ()

    look(process, urls, take)
    return taken


def look(process: CrawlerProcessBase, urls: Sequence[str], take: Take) -> None:
    """Ask for addresses, and then for those that `take` names of each answer, until it names no more.

    KeyboardInterrupt where somebody ended it before.
    """
    try:
        clock = Clock.parse(process.settings["CLOCK"])
    except ValueError as error:
        raise UsageError(str(error)) from error
    crawler = process.create_crawler(LivePages)
    process.crawl(crawler, urls=urls, take=take, clock=clock)
    process.start()
    if crawler.stats is not None and crawler.stats.get_value("finish_reason") == "shutdown":
        raise KeyboardInterrupt
