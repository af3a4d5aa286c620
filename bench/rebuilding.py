"""All tables anew from the WARC files."""

from statistics import median

from bench.crawled import Crawled
from bench.figure import Figure
from bench.process import scrapy

_ROUNDS = 3


def figure(site: Crawled) -> Figure:
    """Captures a second of CPU that one process reads again, start-up aside, beside bare Scrapy that fetches them."""
    start = scrapy("list").cpu
    into = site.folder / "again.db"
    costs = [scrapy("rebuild", "--into", into, ARCHIVE_DIR=site.folder).cpu - start for _ in range(_ROUNDS)]
    ours = median(costs) / site.captures() * 1000
    return Figure(
        what="rebuild a capture from WARC, on one core",
        ours=f"{ours:.2f} ms",
        peer=f"bare Scrapy {site.bare:.2f} ms",
        ratio=site.bare / ours,
        goal=4,
    )
