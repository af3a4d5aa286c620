"""A request that the transport has lost, so that nothing comes of it, does not hold an archive for ever."""

import signal
from time import monotonic
from typing import Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call

from crawler.run import FAULT, Ending, LiveRun

PATIENCE = 300.0  # seconds beyond DOWNLOAD_TIMEOUT; a page that a browser makes may take three minutes


class Watchdog:
    """Ends a run that waits for a lost request (an extension).

    Seen where memory ran out in the middle of a body: Twisted then knows no timeout for it any more, and Scrapy waits.
    """

    def __init__(self, crawler: Crawler, run: LiveRun) -> None:
        self._crawler, self._run = crawler, run
        self._longest = crawler.settings.getfloat("DOWNLOAD_TIMEOUT") + PATIENCE
        self._looks: AsyncioLoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one; where nothing is archived nothing is held."""
        run = getattr(crawler.spider, "work", None)
        if not isinstance(run, LiveRun):
            raise NotConfigured
        watchdog = cls(crawler, run)
        crawler.signals.connect(watchdog.begin, signals.spider_opened)
        crawler.signals.connect(watchdog.end, signals.spider_closed)
        return watchdog

    def begin(self) -> None:
        """Look from time to time."""
        self._looks = cast("AsyncioLoopingCall", create_looping_call(self.look))
        self._looks.start(self._longest / 10, now=False)

    def end(self) -> None:
        """Look no more."""
        if self._looks is not None and self._looks.running:
            self._looks.stop()

    def look(self) -> None:
        """End the run, as Ctrl-C would, if a request is under way for too long: whatever waits for it is given up."""
        slots = self._crawler.engine.downloader.slots.values()
        if any(slot.transferring and monotonic() - slot.lastseen > self._longest for slot in slots):
            self.end()
            self._run.stop(Ending("stalled", FAULT, f"nothing came of a request in {self._longest:.0f} s; run again"))
            signal.raise_signal(signal.SIGTERM)
