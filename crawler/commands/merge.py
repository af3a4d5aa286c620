"""`scrapy merge`: other archives taken into this one."""

import argparse
from pathlib import Path

from archive.errors import UsageError
from archive.merge import merge
from crawler.command import Command as BaseCommand
from crawler.reading import Readings
from spiders.loader import ProfileLoader


class Command(BaseCommand):
    """Copies the WARC files of other archives and makes all tables anew; the others are only read."""

    def syntax(self) -> str:
        return "DIR..."

    def short_desc(self) -> str:
        return "Take other archives into this one"

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if not args:
            raise UsageError("nothing to merge; give the folders of other archives")
        readings = Readings(ProfileLoader.from_settings(self._settings).profile_of)
        merged = merge(self.archive_dir, map(Path, args), readings.parser_for, readings.then)
        self.say(
            f"{self.archive_dir}: {merged.files} WARC files with {merged.captures} captures came in, "
            f"{merged.all_captures} captures in all"
        )
        return 0
