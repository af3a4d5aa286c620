"""`scrapy publish`: a consistent snapshot of the database, for a server to read."""

import argparse
from pathlib import Path

from archive.errors import UsageError
from archive.publish import publish
from crawler.command import Command as BaseCommand


class Command(BaseCommand):
    """Only reads the archive; it may run beside a crawl."""

    def syntax(self) -> str:
        return "FILE"

    def short_desc(self) -> str:
        return "Write a snapshot of the database that others can serve"

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) != 1:
            raise UsageError(f"give one FILE to publish to, not {len(args)}")
        to = Path(args[0])
        done = publish(self.archive_dir, to)
        self.say(f"{to}: {done.articles} articles, {done.captures} captures, {done.size} bytes")
        return 0
