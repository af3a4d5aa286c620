"""The spider of every site: it asks for what the frontier says is due, and nothing else."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from archive.records import Address, Outcome
from spiders.profile import Profile

_CONDITIONAL = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.LISTING, Outcome.FILE})


class Work(Protocol):
    """Where the spider's addresses come from: the run that is under way."""

    def next_batch(self) -> Sequence[Address]:
        """The next addresses to ask for; none when all that is due has been asked for.

        What came of the ones before is in the frontier when this returns. CloseSpider where the run must end.
        """
        ...


class NewsSpider(Spider):
    """A site's spider. Pages are read where they are archived, not in callbacks: the spider only asks for them.

    It asks in batches, each when the one before has come to its end, so what is due next is known from all that was
    found. Without a run (`scrapy shell`, `scrapy fetch`) it asks for nothing.
    """

    profile: Profile

    def __init__(self, work: Work | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.work = work

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_for_more, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the first batch is asked for like every other, when the spider is idle."""
        return
        yield  # what makes this a generator

    def ask_for_more(self) -> None:
        """Ask for the next batch; with none the spider closes."""
        batch = self.work.next_batch() if self.work is not None else ()
        for address in batch:
            self.crawler.engine.crawl(self.request(address))
        if batch:
            raise DontCloseSpider

    def request(self, address: Address) -> Request:
        """The request for an address: conditional where the last answer was good (RFC 9110, 13), and from the page
        that led to it; some files are given to nobody else.

        Files are asked for as they are, for what is compressed on its way can be read only as far as a page.
        """
        headers: dict[str, str] = {}
        if address.found_on and address.found_on.partition(":")[0] == address.url.partition(":")[0]:
            headers["Referer"] = address.found_on  # as a browser would; some interfaces answer nobody else
        if address.kind == "file":
            headers["Accept-Encoding"] = "identity"
        if address.last_outcome in _CONDITIONAL:
            if address.etag:
                headers["If-None-Match"] = address.etag
            if address.last_modified:
                headers["If-Modified-Since"] = address.last_modified
        return Request(
            address.url, headers=headers, callback=self.parse, errback=self.passed_over, meta={"address": address}
        )

    def parse(self, response: Response, **kwargs: Any) -> None:
        """Nothing is left to do: the answer was archived and read on its way here."""

    def passed_over(self, failure: object) -> None:
        """Nothing is left to do: the failure was archived."""


class AnySite(NewsSpider):
    """The spider for a site that has no profile: `scrapy crawl site -a url=URL`."""

    name = "site"

    def __init__(self, url: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.profile = Profile.generic(url)
