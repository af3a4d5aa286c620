"""Scrapy as it comes, fetching a list of addresses and reading none: `python -m bench.bare ORIGIN ARTICLES`.

Its spider is that of Scrapy's tutorial less the selectors: requests name a callback, which yields an item for each
page. A callback that yields nothing, as no spider's does, would leave out what an item costs on its way: middlewares,
pipeline, signals, log. That is a tenth of what fetching takes.
"""

import sys
from collections.abc import AsyncIterator, Iterator

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
            yield Request(sys.argv[1] + path, callback=self.parse)

    def parse(self, response: Response) -> Iterator[dict[str, str]]:
        """The least that an item can say."""
        yield {"url": response.url}


if __name__ == "__main__":
    process = CrawlerProcess({"LOG_LEVEL": "WARNING"})
    process.crawl(Bare)
    process.start()
