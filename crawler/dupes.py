"""Redirects to what the frontier knows already are not followed: it asks for such addresses when they are due."""

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.dupefilters import BaseDupeFilter

from crawler.run import LiveRun


class KnownRedirects(BaseDupeFilter):
    """Scrapy's place to drop a request. The spider's own pass always, and so does all without a run.

    Many a site sends every page that it has lost to the same address.
    """

    def __init__(self, run: LiveRun | None) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        run = getattr(crawler.spider, "work", None)
        return cls(run if isinstance(run, LiveRun) else None)

    def request_seen(self, request: Request) -> bool:
        """Whether to drop a request."""
        is_redirect = request.meta.get("redirect_times", 0) > 0
        return is_redirect and self._run is not None and self._run.knows(request.url)

    def log(self, request: Request, spider: Spider) -> None:
        """Nothing: the redirect itself is in the archive."""
