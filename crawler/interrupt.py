"""Ctrl-C and SIGTERM: what is under way may end within seconds, what waits for its turn is dropped at once."""

import asyncio
import signal

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

PATIENCE = 5.0  # seconds that a response under way is given


class Interrupted(IgnoreRequest):
    """A request that was dropped before it was sent; it stays due."""


class InterruptibleProcess(AsyncCrawlerProcess):
    """Scrapy's process, but that an end asked for comes soon, however long the delay between requests.

    The archive is closed by whoever opened it, after the reactor has stopped; a second signal stops that at once.
    """

    _is_stopping = False

    async def stop(self) -> None:
        """End all crawls, those that take longer than we have patience for as well."""
        if self._is_stopping:
            return
        self._is_stopping = True
        for crawler in self.crawlers:
            drop_waiting(crawler)
        await asyncio.wait([asyncio.ensure_future(super().stop())], timeout=PATIENCE)


def drop_waiting(crawler: Crawler) -> None:
    """Drop the requests that wait in the downloader for their delay to pass."""
    if not crawler.crawling or crawler._engine is None:
        return
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Failure(Interrupted("interrupted")))  # type: ignore[no-untyped-call]


def interruptible_from_now() -> None:
    """Let SIGTERM do what Ctrl-C does, until Scrapy takes both over."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
