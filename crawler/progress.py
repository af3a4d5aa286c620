"""A progress bar for people: on a terminal and nowhere else, with the log's lines above it."""

import logging
import sys
from collections.abc import Iterator
from typing import Self, TextIO, cast

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call

from crawler.run import LiveRun

EVERY = 0.5  # seconds between two looks at the counts
_WINDOW = 20  # looks over which pages a second are averaged


class _TwoLines(Progress):
    """A bar with the counts below it: on one line they would not fit 80 columns."""

    def get_renderables(self) -> Iterator[RenderableType]:
        """The lines."""
        yield self.make_tasks_table(self.tasks)
        for task in self.tasks:
            yield Text(task.fields["counts"], overflow="ellipsis", no_wrap=True)


class ProgressBar:
    """Shows how far a run is (an extension). Waiting grows while a site is discovered, so the end is an estimate."""

    def __init__(self, run: LiveRun, console: Console) -> None:
        self._run = run
        self._progress = _TwoLines(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TimeElapsedColumn(),
            TextColumn("of"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            redirect_stdout=False,
        )
        self._task = self._progress.add_task(run.site.id, total=None, counts="")
        self._seen: list[int] = [0]
        self._handlers: list[logging.StreamHandler[TextIO]] = []
        self._looks: AsyncioLoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one; there is none where stderr is no terminal, or nothing is archived."""
        run = getattr(crawler.spider, "work", None)
        console = Console(stderr=True)
        if not isinstance(run, LiveRun) or not console.is_terminal:
            raise NotConfigured
        bar = cls(run, console)
        crawler.signals.connect(bar.open, signals.spider_opened)
        crawler.signals.connect(bar.close, signals.spider_closed)
        return bar

    def open(self) -> None:
        """Show the bar, and let log lines go by it."""
        real = sys.stderr
        self._progress.start()  # puts itself between us and stderr
        self._handlers = [
            handler
            for handler in logging.root.handlers
            if isinstance(handler, logging.StreamHandler) and handler.stream is real
        ]
        for handler in self._handlers:
            handler.setStream(sys.stderr)
        self._looks = cast("AsyncioLoopingCall", create_looping_call(self.look))
        self._looks.start(EVERY)

    def look(self) -> None:
        """Show the present counts."""
        tally, waiting = self._run.tally, self._run.waiting()
        self._seen = [*self._seen[-_WINDOW:], tally.pages]
        rate = (self._seen[-1] - self._seen[0]) / (EVERY * max(1, len(self._seen) - 1))
        counts = {
            "fetched": tally.pages,
            "new": tally.events["new"],
            "edited": tally.events["edited"],
            "unchanged": tally.unchanged,
            "blocked": tally.blocked,
            "waiting": waiting,
        }
        shown = ", ".join(f"{number} {name}" for name, number in counts.items()) + f", {rate:.1f} a second"
        self._progress.update(self._task, completed=tally.pages, total=tally.pages + waiting, counts=shown)

    def close(self) -> None:
        """Take the bar away; the summary line says the rest."""
        if self._looks is not None and self._looks.running:
            self._looks.stop()
        self.look()
        self._progress.stop()
        for handler in self._handlers:
            handler.setStream(sys.stderr)
