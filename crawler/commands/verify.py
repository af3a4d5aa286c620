"""`scrapy verify`: every row against the WARC files, every digest, the database itself."""

import argparse

from archive.errors import ArchiveDamaged
from archive.store import sqlite
from archive.verify import verify
from crawler.command import Command as BaseCommand


class Command(BaseCommand):
    """Only reads; it may run beside a crawl."""

    def short_desc(self) -> str:
        return "Check every row of the archive against its WARC files"

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        report = verify(self.archive_dir)
        for finding in report.findings:
            self.say(str(finding))
        if not report.findings:
            self.say(f"{self.archive_dir}: {report.captures} captures in {report.files} WARC files, all agree")
        if report.unindexed and not report.findings:
            self.say(f"{report.unindexed} texts can't be searched yet: the crawl under way adds them, or the next")
        if (warning := sqlite.warning()) is not None:
            self.say(warning)
        return ArchiveDamaged.exit_code if report.findings else 0
