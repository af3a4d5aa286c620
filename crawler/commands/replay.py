"""`scrapy replay`: captures as sandboxed renderings, on their own origin."""

import argparse
import contextlib
import sys

from archive.errors import UsageError
from archive.replay import Replay
from crawler.command import Command as BaseCommand

PORT = 8002


class Command(BaseCommand):
    """Only reads the archive; it may run beside a crawl."""

    def syntax(self) -> str:
        return "[--port 8002]"

    def short_desc(self) -> str:
        return "Serve captures as they looked, sandboxed and without scripts, on their own port"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=PORT, help=f"port on 127.0.0.1 (default: {PORT}); 0 is any")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise UsageError(f"{args[0]} means nothing to `scrapy replay`; set ARCHIVE_DIR with -s")
        with Replay(self.archive_dir, opts.port) as replay, contextlib.suppress(KeyboardInterrupt):
            self.say(f"{replay.url}/ (Ctrl-C ends)")
            sys.stdout.flush()
            replay.wait()
        return 0
