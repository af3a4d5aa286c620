"""Scrapy as it comes, fetching a list of addresses and nothing else: `python -m bench.bare ORIGIN ARTICLES`."""

import sys
from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from bench.site import paths


class Bare(Spider):
    """Asks for every page of the site."""

    name = "bare"

    async def start(self) -> AsyncIterator[Request]:
        """All requests at once; Scrapy has sixteen under way."""
        articles = int(sys.argv[2])
        for path in paths(articles) if articles else ():
            yield Request(sys.argv[1] + path)

    def parse(self, response: Response) -> None:
        """Nothing."""


if __name__ == "__main__":
    process = CrawlerProcess({"LOG_LEVEL": "WARNING"})
    process.crawl(Bare)
    process.start()
