"""Crawls as an operator runs them: in a process of their own, against a site on loopback."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.store import NAME, logical_dump
from crawler.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
LIMIT = 120  # seconds that any command here may take
FIRST_DAY = "2026-09-01T08:00:00+08:00"


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Archive:
    """An archive to ask."""

    folder: Path

    def rows(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self.folder / NAME}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """The first column of the first row."""
        return self.rows(sql, *values)[0][0]

    def dump(self) -> list[str]:
        """All it says, to be compared."""
        return list(logical_dump(self.folder / NAME))


class Scrapy:
    """Commands of this project, run as processes. Settings are keywords: CLOCK="+1d"."""

    def __call__(self, *arguments: object, **settings: Any) -> Ended:
        """Run `scrapy …` to its end."""
        return self.run_in(os.environ, *arguments, **settings)

    def run_in(self, environment: Mapping[str, str], *arguments: object, **settings: Any) -> Ended:
        """The same in another environment."""
        done = subprocess.run(
            self.command(*arguments, **settings),
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def crawl(self, site: DemoServer, archive: Path, *given: str, **settings: Any) -> Ended:
        """Crawl the sample site, without delay unless one is set; `given` are -a arguments."""
        return self(*self._crawl(given), **self._settings(site, archive) | settings)

    def crawl_any(self, site: DemoServer, archive: Path, url: str, **settings: Any) -> Ended:
        """Crawl a site that has no profile."""
        return self("crawl", "site", "-a", f"url={url}", **self._settings(site, archive) | settings)

    def start(self, site: DemoServer, archive: Path, *given: str, **settings: Any) -> "subprocess.Popen[str]":
        """A crawl that goes on; whoever starts it ends it."""
        return subprocess.Popen(
            self.command(*self._crawl(given), **self._settings(site, archive) | settings),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def command(*arguments: object, **settings: Any) -> list[str]:
        given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        return [sys.executable, "-m", "scrapy", *map(str, arguments), *given]

    @staticmethod
    def _crawl(given: tuple[str, ...]) -> list[str]:
        return ["crawl", "demo", *(part for argument in given for part in ("-a", argument))]

    @staticmethod
    def _settings(site: DemoServer, archive: Path) -> dict[str, Any]:
        return {
            "CRAWL_PROXY": site.proxy_url,
            "ARCHIVE_DIR": archive,
            "CLOCK": FIRST_DAY,
            "DOWNLOAD_DELAY": 0,
            "CONTACT": "test@kfq.test",
        }


@pytest.fixture(scope="session")
def scrapy() -> Scrapy:
    """How to run commands."""
    return Scrapy()


@pytest.fixture
def site() -> Iterator[DemoServer]:
    """The sample site, of which a test may spoil parts."""
    with DemoServer() as server:
        yield server


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive that a test makes."""
    return Archive(tmp_path / "archive")


@pytest.fixture(scope="session")
def demo(scrapy: Scrapy, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Archive]:
    """What `scrapy demo` says, and the archive that it makes: a crawl of the first day, and one of the later."""
    folder = tmp_path_factory.mktemp("demo") / "archive"
    return scrapy("demo", "--no-serve", "--archive", folder), Archive(folder)


@pytest.fixture(scope="session")
def crawled(demo: tuple[Ended, Archive]) -> Archive:
    """The archive of the sample site's two days."""
    return demo[1]
