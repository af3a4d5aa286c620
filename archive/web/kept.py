"""Counts that stay true until something is written: a table's rows and facets, for everybody who opens its page."""

import sqlite3
import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Protocol
from urllib.parse import quote

_SECONDS = 60  # what SQL counts may depend on the time of day as well
_ANSWERS, _CHARACTERS = 100, 200_000  # of an answer: no more than 20 MB of text are kept


class Answer(Protocol):
    """What was found, however it is held."""

    @property
    def rows(self) -> list[Any]:
        """Values in a sequence for each row."""


class Kept:
    """The small answers that one database last gave. Safe to use from several threads."""

    def __init__(self, path: str, *, is_immutable: bool) -> None:
        self._path, self._mode = path, "ro&immutable=1" if is_immutable else "ro"
        self._connection: sqlite3.Connection | None = None
        self._answers: OrderedDict[Hashable, tuple[object, float, Answer]] = OrderedDict()
        self._lock = Lock()

    def state(self) -> object:
        """What differs once somebody has written: to be asked for before the question is put."""
        with self._lock:
            if self._connection is None:
                uri = f"file:{quote(self._path)}?mode={self._mode}"
                self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def get(self, key: Hashable, state: object) -> Answer | None:
        """The answer that was given in the same state within the last minute, if it is still here."""
        with self._lock:
            before, at, answer = self._answers.get(key, (None, 0.0, None))
            return answer if before == state and time.monotonic() - at < _SECONDS else None

    def put(self, key: Hashable, state: object, answer: Answer) -> None:
        """Keep an answer, if it is small, in place of the one that was put first."""
        if sum(len(str(value)) for row in answer.rows for value in row) > _CHARACTERS:
            return
        with self._lock:
            self._answers.pop(key, None)
            self._answers[key] = (state, time.monotonic(), answer)
            if len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
