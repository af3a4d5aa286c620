"""Appending captures to WARC files: each a whole record or nothing, durable once synced."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from archive.errors import ArchiveDamaged, ArchiveError, DiskFull, is_full, is_of_limit, of_folder
from archive.records import Capture, Run, Site
from archive.warc import compose
from archive.warc.files import FOLDER, OPEN, close_name, sync_folder

SIZE_LIMIT = 1_000_000_000  # bytes; what archives and their tools are used to


class Writer:
    """The WARC files of one run, one after the other; the archive must be locked.

    While written a file is named `.open`. `info` holds what else the warcinfo records shall tell people: the
    software, the spider, how robots.txt is treated, what is not kept.
    """

    def __init__(
        self, archive: Path, site: Site, run: Run, info: Mapping[str, str], size_limit: int = SIZE_LIMIT
    ) -> None:
        """Begin the first file: it is on disk, with its warcinfo record, when this returns."""
        self._folder = archive / FOLDER
        self._site, self._run, self._info = site, run, dict(info)
        self._size_limit = size_limit
        self._serial = 0
        self._last = run.started_at
        self._broken: ArchiveError | None = None
        self._begin()

    def append(self, capture: Capture, request_headers: compose.Headers | None = None, method: str = "GET") -> Capture:
        """Write a capture, with its request where headers are given, and return it as it will be read back.

        Durable only after `sync`. Captures must come in order of captured_at, after the run's start (ValueError
        else). DiskFull, or ArchiveDamaged for another fault of the disk: then nothing of it is left in the file.
        """
        if capture.captured_at <= self._last:
            raise ValueError(f"{capture.url}: captured at {capture.captured_at}, not after {self._last}")
        kept = compose.clean(capture)
        asked, told = self._composed(kept, request_headers, method)
        if self._offset > self._begun and self._offset + len(asked) + len(told) > self._size_limit:
            self._finish_file()
            self._begin()
            asked, told = self._composed(kept, request_headers, method)  # they name the first record of their file
        offset = self._offset + len(asked)
        # The request stands first: a file that is cut between records then lacks a capture, and that has a row.
        self._write(asked + told)
        self._last = kept.captured_at
        return replace(
            kept,
            warc_file=self._path.name.removesuffix(OPEN),
            warc_offset=offset,
            warc_length=len(told),
        )

    def _composed(self, kept: Capture, request_headers: compose.Headers | None, method: str) -> tuple[bytes, bytes]:
        """The members of a capture's request, empty where none is told of, and of the capture."""
        told = compose.member(compose.record_of(kept, self._info_id))
        if request_headers is None or kept.status is None or kept.rendered_from is not None:
            return b"", told
        return compose.member(compose.request(kept, request_headers, self._info_id, method)), told

    def sync(self) -> None:
        """Return when all that was appended is on disk. An error is final: what the disk then holds is unknown."""
        if self._broken:
            raise self._broken
        try:
            os.fsync(self._file)
        except OSError as error:
            self._broken = self._fault(error)
            raise self._broken from error

    def end(self, run: Run) -> None:
        """Record how the run ended, on disk when this returns."""
        date = run.finished_at or self._last
        self._write(compose.member(compose.end(compose.derived_id(run.id, "end"), date, run, self._info_id)))
        self.sync()

    def close(self) -> None:
        """Sync the file and give it its final name."""
        self._finish_file()

    def _begin(self) -> None:
        stamp = re.sub(r"\D", "", self._run.started_at)[:14]
        name = re.sub(r"[^\w.-]", "_", self._site.id)[:80]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._create(name, stamp)
        except OSError as error:
            raise of_folder(self._folder, error) from error
        self._offset = self._begun = 0
        final = self._path.name.removesuffix(OPEN)
        self._info_id = compose.derived_id(self._run.id, final)
        # The time of what came before, not of now: times never go back within a file, and the next capture has its own.
        info = compose.info(self._info_id, self._last, final, self._site, self._run, self._info)
        self._write(compose.member(info))
        self._begun = self._offset
        self.sync()
        try:
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
        except OSError as error:
            self._broken = self._fault(error)
            raise self._broken from error

    def _create(self, name: str, stamp: str) -> int:
        """Open a file that no other run has used: two runs of a site may begin in the same second."""
        while True:
            self._path = self._folder / f"{name}-{stamp}-{self._serial:05}.warc.gz{OPEN}"
            self._serial += 1
            if not self._path.with_name(self._path.name.removesuffix(OPEN)).exists():
                try:
                    return os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
                except FileExistsError:
                    continue

    def _finish_file(self) -> None:
        try:
            self.sync()
            close_name(self._path)
        except OSError as error:
            self._broken = self._fault(error)
            raise self._broken from error
        finally:
            os.close(self._file)

    def _write(self, data: bytes) -> None:
        if self._broken:
            raise self._broken
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            self._take_back()
            raise self._fault(error) from error
        self._offset += len(data)

    def _take_back(self) -> None:
        """Cut off a record that was written in part, so that the file stays valid."""
        try:
            os.ftruncate(self._file, self._offset)
            os.lseek(self._file, self._offset, os.SEEK_SET)
        except OSError as error:
            self._broken = self._fault(error)  # the next start moves the torn tail away

    def _fault(self, error: OSError) -> ArchiveError:
        if is_full(error):
            return DiskFull(f"{self._path}: no room after {self._offset} bytes; make room and run again")
        if is_of_limit(error):
            return of_folder(self._folder, error)
        return ArchiveDamaged(f"{self._path}: {error.strerror} after {self._offset} bytes; check the disk")
