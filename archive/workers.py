"""Parsing in several processes, in the order in which the captures come.

Each process gets a few captures at a time and gives their pages back; it has the next ones before these are taken in.
The processes take turns, so the order is kept by itself. Only the process that started them writes.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import ArchiveError
from archive.garbage import collect_seldom
from archive.ingest import Parse, read
from archive.poison import MARK, Mark, Watch
from archive.records import Capture, Page, Site
from archive.recover import ParserFor
from archive.warc import Item

_CHUNK = 16  # things that WARC files tell

# Started afresh, they have nothing of ours open: neither the lock nor the database.
_AFRESH = multiprocessing.get_context("spawn")

Task = tuple[Parse, Capture]


class Workers:
    """Some processes that parse, as a context manager. What `parser_for` gives must be such that it can be pickled."""

    def __init__(self, count: int, parser_for: ParserFor, watch: Watch) -> None:
        self._parser_for, self._watch = parser_for, watch
        self._workers = deque(_Worker(watch.archive / f"{MARK}-{number}") for number in range(count))
        self._under_way: deque[_Turn] = deque()
        self._parsers: dict[str, Parse] = {}
        self._pages: deque[Page] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in (*self._workers, *(turn.worker for turn in self._under_way)):
            worker.end()

    def ahead(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items. When a capture among them is given its page is there, and others are being parsed."""
        waiting = iter(items)
        while chunk := list(islice(waiting, _CHUNK)):
            if not self._workers:
                yield from self._next()
            turn = _Turn(self._workers.popleft(), chunk, list(self._tasks(chunk)))
            turn.worker.ask(self._harmless(turn.tasks))
            self._under_way.append(turn)
        while self._under_way:
            yield from self._next()

    def parser_for(self, _site: Site) -> Parse:
        """The parse function to take these items in with, each once and in their order."""
        return lambda capture: self._pages.popleft()

    def _tasks(self, chunk: list[Item]) -> Iterator[Task]:
        for item in chunk:
            if isinstance(item, Site):
                self._parsers[item.id] = self._parser_for(item)
            elif isinstance(item, Capture):
                yield self._parsers[item.site_id], item

    def _harmless(self, tasks: list[Task]) -> list[Task]:
        return [task for task in tasks if self._watch.poison(task[1]) is None]

    def _next(self) -> list[Item]:
        """What is under way longest, its pages made."""
        turn = self._under_way[0]
        while (pages := turn.worker.pages()) is None:
            if not self._watch.count(turn.worker.mark):
                raise ArchiveError("a process that parses pages was ended from outside, or out of memory; run again")
            turn.worker.start()
            turn.worker.ask(self._harmless(turn.tasks))
        made = iter(pages)
        for _, capture in turn.tasks:
            if (poison := self._watch.poison(capture)) is None:
                self._watch.acquit(capture)
            self._pages.append(poison or next(made))
        self._workers.append(self._under_way.popleft().worker)
        return turn.items


class _Worker:
    """One process; it does one thing at a time, so that neither waits for the other to be heard."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark
        self.start()

    def start(self) -> None:
        """Begin, or begin again where it has died."""
        self._ours, theirs = _AFRESH.Pipe()
        self._process = _AFRESH.Process(target=_work, args=(theirs, self.mark), daemon=True)
        self._process.start()
        theirs.close()  # so that its death ends the pipe

    def ask(self, tasks: list[Task]) -> None:
        """Have captures parsed."""
        try:
            self._ours.send(tasks)
        except OSError:  # it has died: `pages` tells
            return

    def pages(self) -> list[Page] | None:
        """The pages of what it was asked for, in order, when they are made; None where it died before."""
        try:
            made: list[Page] = self._ours.recv()
        except (EOFError, OSError):
            self._process.join()
            return None
        return made

    def end(self) -> None:
        """It ends when nobody can ask it any more, and takes its mark away."""
        self._ours.close()
        self._process.join()


@dataclass(frozen=True, slots=True)
class _Turn:
    worker: _Worker
    items: list[Item]
    tasks: list[Task]


def _work(theirs: "Connection[list[Page], list[Task]]", path: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us decides what an interrupt ends
    collect_seldom()
    mark = Mark(path)
    try:
        while True:
            theirs.send([read(capture, mark.over(parse)) for parse, capture in theirs.recv()])
    except (EOFError, OSError, MemoryError):
        mark.close()
