"""`scrapy publish`: a snapshot of the database to serve, or a site as WACZ, or all tables as a data package."""

import argparse
from pathlib import Path

from archive.errors import UsageError
from archive.packing import pack_site, write_package
from archive.publish import publish
from crawler.command import Command as BaseCommand


class Command(BaseCommand):
    """Only reads the archive; it may run beside a crawl."""

    def syntax(self) -> str:
        return "FILE | --wacz SITE FILE | --package DIR"

    def short_desc(self) -> str:
        return "Write a snapshot of the database, a site as WACZ, or all tables as CSV and Parquet"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--wacz", metavar="SITE", help="pack the captures and pages of a site as the WACZ file FILE")
        forms.add_argument(
            "--package", action="store_true", help="write a Frictionless data package into the folder DIR"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 1:
            raise UsageError(f"give one {'DIR' if opts.package else 'FILE'} to publish to, not {len(args)}")
        to = Path(args[0])
        if opts.package:
            package = write_package(self.archive_dir, to)
            self.say(f"{to}: {package.tables} tables, {package.rows} rows")
        elif opts.wacz:
            self.say(f"{to}: {pack_site(self.archive_dir, opts.wacz, to)} pages")
        else:
            done = publish(self.archive_dir, to)
            self.say(f"{to}: {done.articles} articles, {done.captures} captures, {done.size} bytes")
        return 0
