"""The whole road of a page into the archive, in one process and with all middlewares."""

from bench.crawled import Crawled
from bench.figure import Figure


def figure(site: Crawled) -> Figure:
    """Pages a second of CPU, beside Scrapy that fetches them and does nothing more."""
    return Figure(
        what="crawl a page into the archive: fetch, WARC, parse, SQLite",
        ours=f"{site.full:.2f} ms",
        peer=f"bare Scrapy {site.bare:.2f} ms",
        ratio=site.bare / site.full,
        goal=1.2,
    )
