"""`scrapy rebuild`: all tables anew from the WARC files."""

import argparse
from functools import partial
from pathlib import Path

from archive import store
from archive.lock import lock
from archive.rebuild import rebuild
from archive.records import Site
from crawler.command import Command as BaseCommand
from spiders.loader import ProfileLoader
from spiders.parse import parse


class Command(BaseCommand):
    """Reads every capture again with the profiles and the extractor of today."""

    def syntax(self) -> str:
        return "[--into DB]"

    def short_desc(self) -> str:
        return "Make all tables anew from the WARC files"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--into", metavar="DB", type=Path, help="the database to make (default: the archive's own)")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        loader = ProfileLoader.from_settings(self._settings)

        def parser_for(site: Site):  # type: ignore[no-untyped-def]
            return partial(parse, profile=loader.profile_of(site))

        with lock(self.archive_dir):
            rebuild(self.archive_dir, opts.into or self.archive_dir / store.NAME, parser_for)
        return 0
