"""`scrapy demo`: the sample site served, crawled on two of its days, and the archive opened for reading."""

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from archive.errors import UsageError
from archive.lock import lock
from archive.store import NAME, open_for_reading
from crawler.command import Command as BaseCommand
from crawler.interrupt import interruptible_from_now

# Every `scrapy` command imports this module, so what takes long to import, Datasette and the sample site, is imported
# where it is needed.

FOLDER = Path("data/demo")
PORT = 8001
CONTACT = "http://kfq.test/"
MARK = "made-by-scrapy-demo"
_PATIENCE = 15  # seconds that a crawl is given to end itself


class Command(BaseCommand):
    """Everything on loopback; Ctrl-C ends all that it started."""

    def syntax(self) -> str:
        return "[--no-serve] [--port 8001] [--archive DIR]"

    def short_desc(self) -> str:
        return "Crawl the sample site on two days and serve the archive"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--no-serve", action="store_true", help="only crawl")
        parser.add_argument("--port", type=int, default=PORT, help=f"the first port to try (default: {PORT})")
        parser.add_argument(
            "--archive", type=Path, default=FOLDER, metavar="DIR", help=f"a new folder (default: {FOLDER})"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        from crawler.demo.content import zone
        from crawler.demo.server import DemoServer

        interruptible_from_now()
        if args:
            raise UsageError(f"{args[0]} means nothing to `scrapy demo`; see `scrapy demo --help`")
        archive: Path = opts.archive.absolute()
        _make_fresh(archive)
        with DemoServer() as site:
            for number, day in enumerate(zone().days, start=1):
                site.day = number
                self.say(f"Crawling the sample site as it is on {day}")
                sys.stdout.flush()
                if code := _crawl(site.proxy_url, day, archive):
                    return code
        self.say(summary(archive))
        sys.stdout.flush()
        if not opts.no_serve:
            from archive.web.serve import serve

            serve(archive, opts.port)
        return 0


def summary(archive: Path) -> str:
    """What a reader will find, in one line."""
    with closing(open_for_reading(archive / NAME)) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM versions), "
            "(SELECT count(*) FROM events WHERE kind = 'edited'), "
            "(SELECT count(*) FROM articles WHERE status <> 'live'), (SELECT count(*) FROM problems)"
        ).fetchone()
    names = ("articles", "versions", "edited", "missing", "problems")
    return f"{archive}: " + ", ".join(f"{number} {name}" for number, name in zip(row, names, strict=True))


def _make_fresh(archive: Path) -> None:
    """Empty the folder if the demo made it; UsageError for one that holds anything else."""
    mark = archive / MARK
    if archive.is_dir() and any(archive.iterdir()):
        if not mark.exists():
            raise UsageError(f"{archive} is not empty and no earlier demo; give a new folder with --archive")
        with lock(archive):  # not while a crawl writes it
            for path in archive.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != "lock":
                    path.unlink()
    try:
        archive.mkdir(parents=True, exist_ok=True)
        mark.write_text("An archive of the sample site. The next `scrapy demo` replaces it.\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{archive}: {error.strerror}; give a folder that can be made with --archive") from error


def _crawl(proxy: str, day: date, archive: Path) -> int:
    """One crawl in a process of its own, as an operator would start it; its exit code."""
    settings = {
        "CRAWL_PROXY": proxy,
        "ARCHIVE_DIR": str(archive),
        "CLOCK": f"{day}T08:00:00+08:00",
        "DOWNLOAD_DELAY": "0",
        "CONTACT": CONTACT,
        "LOG_LEVEL": "WARNING",
    }
    given = [argument for name, value in settings.items() for argument in ("-s", f"{name}={value}")]
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    # Old articles are asked for once a year; the sample site changes some of them from one day to the next.
    command = [sys.executable, "-m", "scrapy", "crawl", "demo", "-a", "full=1", *given]
    with subprocess.Popen(command, env=environment) as crawl:  # noqa: S603  (our own interpreter and arguments)
        try:
            return crawl.wait()
        except KeyboardInterrupt:
            crawl.terminate()
            try:
                crawl.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                crawl.kill()
            raise
