"""How fast a site is asked: never faster than told, slower where it is slow or says so."""

import logging
import random
from datetime import UTC, datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.check import FAILING
from crawler.retryafter import ASKS_TO_WAIT, WAIT_WITHIN_RUN, retry_after
from crawler.run import Ending, LiveRun

log = logging.getLogger(__name__)

JITTER = 0.5  # of the delay, upward only: the delay that was set is the least
SLOWEST = 60.0  # seconds between requests to a slow site; a Crawl-delay may be longer


class Pace:
    """Sets the delay of a site's one slot before each request (an extension).

    The delay is the greatest of DOWNLOAD_DELAY, robots.txt's Crawl-delay, and twice the time that answers lately
    took; plus up to half of it by chance. A DOWNLOAD_DELAY of 0 means a test or a site of one's own: then only what
    the site asks for counts.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._least = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._asked = 0.0
        self._latency = 0.0
        self._quiet_until = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        pace = cls(crawler)
        crawler.signals.connect(pace.before_request, signals.request_reached_downloader)
        crawler.signals.connect(pace.after_response, signals.response_downloaded)
        return pace

    def crawl_delay(self, seconds: float) -> None:
        """robots.txt asks for this many seconds between requests."""
        if seconds > self._asked:
            self._asked = seconds
            log.info("robots.txt asks for %g s between requests", seconds)

    def before_request(self, request: Request) -> None:
        """Set the delay that the next request waits, counted from the one before."""
        slot: Slot = self._crawler.engine.downloader.slots[request.meta["download_slot"]]
        delay = self.delay(random.random())  # noqa: S311
        slot.delay = max(delay, self._quiet_until - slot.lastseen) if slot.lastseen else delay

    def delay(self, chance: float) -> float:
        """The seconds between two requests; `chance` from 0 to 1 tells how much is added."""
        slow = min(2 * self._latency, SLOWEST) if self._least > 0 else 0.0
        return max(self._least, self._asked, slow) * (1 + JITTER * chance)

    def after_response(self, response: Response, request: Request) -> None:
        """Learn how quick the site is, and be quiet for as long as it asks."""
        if "playwright" in response.flags:
            return  # it tells how quick the browser is
        self._latency = (self._latency + float(request.meta.get("download_latency", 0.0))) / 2
        if response.status not in ASKS_TO_WAIT:
            return
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), datetime.now(UTC))
        if asked is None:
            return
        self._quiet_until = max(self._quiet_until, monotonic() + asked)
        said = f"the site asks to be left alone for {asked:.0f} s"
        run = getattr(self._crawler.spider, "work", None)
        if asked > WAIT_WITHIN_RUN and isinstance(run, LiveRun):
            run.stop(Ending("retry_after", FAILING, f"{said}; run again after that"))
        else:
            log.info("%s", said)
