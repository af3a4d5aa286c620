"""A made site crawled into an archive, beside bare Scrapy on the same pages: what several figures are taken from."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.process import Cost, python, scrapy, serving
from bench.site import paths

_ARTICLES, _ROUNDS = 1000, 3
# Loopback is let through, and there is no wait between requests; all else is as it comes.
_SETTINGS = {
    "GUARD_ALLOW": "127.0.0.0/8",
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


@dataclass(frozen=True, slots=True)
class Crawled:
    """The archive of a whole site; `bare` and `full` are milliseconds of CPU for a page, start-up aside."""

    origin: str
    folder: Path
    bare: float
    full: float

    def captures(self) -> int:
        """How many captures it has."""
        return self.rows("SELECT count(*) FROM captures")[0][0]

    def rows(self, sql: str) -> list[tuple[int, ...]]:
        """What a query finds in it."""
        with closing(sqlite3.connect(self.folder / "archive.db")) as connection:
            return connection.execute(sql).fetchall()


@contextmanager
def crawled() -> Iterator[Crawled]:
    """Crawl the site several times, in turn with bare Scrapy; the last archive is kept until the block is left."""
    with TemporaryDirectory() as folder, serving(_ARTICLES) as origin:
        idle = crawl(origin, Path(folder, "idle"), "-a", "max_pages=1").cpu
        bare_idle = python("bench.bare", origin, 0).cpu
        bare, full = [], []
        for number in range(_ROUNDS):
            archive = Path(folder, str(number))
            bare.append((python("bench.bare", origin, _ARTICLES).cpu - bare_idle) / len(list(paths(_ARTICLES))))
            cost = crawl(origin, archive)
            last = Crawled(origin, archive, median(bare) * 1000, 0)
            full.append((cost.cpu - idle) / last.captures())
        yield Crawled(origin, last.folder, last.bare, median(full) * 1000)


def crawl(origin: str, archive: Path, *given: str, **settings: object) -> Cost:
    """What a crawl of the site costs."""
    return scrapy("crawl", "site", "-a", f"url={origin}/", *given, ARCHIVE_DIR=archive, **_SETTINGS, **settings)
