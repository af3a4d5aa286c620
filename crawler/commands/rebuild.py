"""`scrapy rebuild`: all tables anew from the WARC files."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from archive import store, warc
from archive.errors import UsageError
from archive.lock import lock
from archive.rebuild import Rebuilt, rebuild
from crawler.command import Command as BaseCommand
from crawler.reading import Readings
from spiders.loader import ProfileLoader

_MOST = 64


class Command(BaseCommand):
    """Reads every capture again with the profiles and the extractor of today."""

    def syntax(self) -> str:
        return "[--into DB] [--workers N]"

    def short_desc(self) -> str:
        return "Make all tables anew from the WARC files"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--into", metavar="DB", type=Path, help="the database to make (default: the archive's own)")
        parser.add_argument(
            "--workers", metavar="N", default="1", help="processes that read pages beside the one that writes"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        workers = _count(opts.workers)
        if next(iter(warc.paths(self.archive_dir)), None) is None:
            raise UsageError(f"{self.archive_dir} has no WARC files to read; set ARCHIVE_DIR to an archive's folder")
        into = opts.into or self.archive_dir / store.NAME
        readings = Readings(ProfileLoader.from_settings(self._settings).profile_of)
        with lock(self.archive_dir):
            rebuilt = rebuild(self.archive_dir, into, readings.parser_for, readings.then, workers=workers)
        for line in told(into, rebuilt):
            self.say(line)
        return 0


def told(into: Path, rebuilt: Rebuilt) -> Iterator[str]:
    """What a rebuild came to, in lines: which fields are read otherwise than before, and in how many articles."""
    yield f"{into}: made anew from {rebuilt.captures} captures"
    if rebuilt.bodiless:
        yield f"{rebuilt.bodiless} captures lack their body, which stood in a file that is gone: see `scrapy verify`"
    if rebuilt.differ is None:
        yield "there was no earlier database to compare it with"
    elif not rebuilt.differ:
        yield "all fields are read as before"
    for field, articles in (rebuilt.differ or {}).items():
        yield f"{field}: read otherwise than before in {articles} articles; the old values are in `readings`"


def _count(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= _MOST):
        raise UsageError(f"--workers {given!r} is no number from 1 to {_MOST}; give as many as you have cores")
    return int(given)
