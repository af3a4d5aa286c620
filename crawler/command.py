"""What all our commands share: bad input is told in one line and ends with its exit code."""

import argparse
import sys
from abc import abstractmethod
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import Settings

from archive.errors import OUT_OF_MEMORY, ArchiveError, UsageError
from archive.garbage import collect_seldom
from spiders.profile import ProfileError


class Command(ScrapyCommand):
    """A command that does its work in `execute` and lets errors meant for the user pass through."""

    requires_project = True
    requires_crawler_process = False

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the settings that are given with -s; a mistake in them is told like any other."""
        try:
            super().process_options(args, opts)
        except ScrapyUsageError as error:
            sys.exit(told(str(error), UsageError.exit_code))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the work; an error of ours becomes one line on stderr and the exit code."""
        collect_seldom()
        try:
            self.exitcode = self.execute(args, opts)
        except ArchiveError as error:
            self.exitcode = told(str(error), error.exit_code)
        except ProfileError as error:
            self.exitcode = told(str(error), UsageError.exit_code)
        except MemoryError:
            self.exitcode = told(OUT_OF_MEMORY, ArchiveError.exit_code)
        except KeyboardInterrupt:
            self.exitcode = told("interrupted", INTERRUPTED)

    @abstractmethod
    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Run with these arguments and return the exit code."""

    @property
    def archive_dir(self) -> Path:
        """The folder of the archive, relative to the working directory."""
        return Path(self._settings["ARCHIVE_DIR"])

    @property
    def _settings(self) -> Settings:
        assert self.settings is not None  # cmdline sets it before it runs a command
        return self.settings

    def say(self, line: str) -> None:
        """A line of the command's result."""
        sys.stdout.write(f"{line}\n")


INTERRUPTED = 11


def told(message: str, exit_code: int) -> int:
    """Say on stderr what is wrong, in one line, and give back the exit code."""
    sys.stderr.write(f"zone-archive: {' '.join(message.split())}\n")
    return exit_code
