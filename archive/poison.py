"""Pages whose parsing kills the process: suspected by a mark that a dead process could not take away.

The mark is a file that names the capture being parsed. It is written without a sync, for it need only survive the
process: a machine that loses its power has not been killed by a page. Whoever kills a run kills it while some page is
being parsed, so a mark proves nothing: the page that it names is parsed by a process that is watched. When that dies,
the page has killed two; it is poison, and is not parsed again.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import UsageError, of_folder
from archive.ingest import Parse
from archive.records import Capture, Outcome, Page, Problem
from archive.trial import tried
from archive.warc.files import sync_folder

MARK = "parsing"
DEATHS = "poison.json"  # how many processes a capture is held to have killed, by its record id
SUSPECTED, LIMIT = 1, 2

_BLANK = b" " * 128  # longer than a record id


class Mark:
    """The mark of one process that parses."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            os.pwrite(self._file, _BLANK, 0)  # later marks need no more room on the disk
        except OSError as error:
            raise of_folder(path.parent, error) from error

    def over(self, parse: Parse) -> Parse:
        """The same parse function, marked while it runs."""

        def marked(capture: Capture) -> Page:
            os.pwrite(self._file, capture.record_id.encode("ascii", "replace").ljust(len(_BLANK)), 0)
            try:
                return parse(capture)
            finally:
                os.pwrite(self._file, _BLANK, 0)

        return marked

    def close(self) -> None:
        """Take the mark away: this process has come to its end alive."""
        os.close(self._file)
        self._path.unlink(missing_ok=True)


class Watch:
    """Which captures have killed processes that parsed them, in one archive, which must be locked."""

    def __init__(self, archive: Path) -> None:
        """Count the deaths that marks of earlier processes tell of, if there are any."""
        self.archive = archive
        try:
            archive.mkdir(parents=True, exist_ok=True)
            self._deaths = deaths(archive)
            if marks := _marks(archive):
                put_deaths(archive, self._deaths)
                for mark in marks:
                    mark.unlink()
        except OSError as error:
            raise of_folder(archive, error) from error
        self._mark = Mark(archive / MARK)

    def over(self, parse: Parse) -> Parse:
        """The same parse function, marked while it runs; it gives poison for what has killed two processes."""
        marked = self._mark.over(parse)

        def watched(capture: Capture) -> Page:
            if capture.record_id not in self._deaths:
                return marked(capture)
            return self.poison(capture) or self._on_trial(parse, capture)

        return watched

    def _on_trial(self, parse: Parse, capture: Capture) -> Page:
        """What is made of a capture that was being parsed when a process died."""
        page = tried(parse, capture)
        if page is not None:
            self.acquit(capture)
            return page
        self._blame(capture.record_id)
        return self.poison(capture) or self._on_trial(parse, capture)

    def poison(self, capture: Capture) -> Page | None:
        """What is made of a capture that has killed two processes; None for one that may be parsed."""
        if self._deaths.get(capture.record_id, 0) < LIMIT:
            return None
        message = f"parsing it killed the program {LIMIT} times; remove it from {DEATHS} to try again"
        return Page(outcome=Outcome.POISON, problems=(Problem(field="parse", message=message),))

    def acquit(self, capture: Capture) -> None:
        """A capture was parsed: a process that died before died of something else."""
        if capture.record_id in self._deaths:
            del self._deaths[capture.record_id]
            put_deaths(self.archive, self._deaths)

    def count(self, mark: Path) -> bool:
        """Count the death that the mark of a process tells of that has just died; whether it tells of one."""
        record_id = _marked(mark)
        if record_id:
            self._blame(record_id)
        mark.unlink(missing_ok=True)
        return record_id != ""

    def _blame(self, record_id: str) -> None:
        self._deaths[record_id] = self._deaths.get(record_id, 0) + 1
        put_deaths(self.archive, self._deaths)

    def close(self) -> None:
        """This process has come to its end alive."""
        self._mark.close()


@contextmanager
def watching(archive: Path) -> Iterator[Watch]:
    """Marks that are taken away when the block is left, however it is left alive."""
    watch = Watch(archive)
    try:
        yield watch
    finally:
        watch.close()


def deaths(*archives: Path) -> dict[str, int]:
    """How many processes a capture is held to have killed, by its record id: by the lists of archives and their marks.

    A mark makes one suspected, however often. A capture that several have is as bad as any of them says.
    """
    together: dict[str, int] = {}
    for archive in archives:
        try:
            found = _read(archive / DEATHS)
            for record_id in filter(None, map(_marked, _marks(archive))):
                found[record_id] = max(SUSPECTED, found.get(record_id, 0))
        except OSError as error:
            raise UsageError(f"{archive}: {error.strerror}; give an archive that can be read") from error
        together |= {record_id: max(number, together.get(record_id, 0)) for record_id, number in found.items()}
    return together


def poison(*archives: Path) -> set[str]:
    """The record ids of the captures that are not parsed any more, by any of these archives."""
    return {record_id for record_id, number in deaths(*archives).items() if number >= LIMIT}


def put_deaths(archive: Path, found: Mapping[str, int]) -> None:
    """Write the list of an archive; it has none where nothing died."""
    path = archive / DEATHS
    if not found:
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(found, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(archive)


def _read(path: Path) -> dict[str, int]:
    """The deaths so far; none for a file that is not there or was damaged, which costs two more at most."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, int)} if isinstance(found, dict) else {}


def _marks(archive: Path) -> list[Path]:
    """The marks of an archive: of the process that has it, and of those that it has begun."""
    return sorted(archive.glob(f"{MARK}*"))


def _marked(mark: Path) -> str:
    """The record id that a mark names; empty for none."""
    with suppress(FileNotFoundError):
        return mark.read_text("ascii", "replace").strip()
    return ""
