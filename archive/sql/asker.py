"""The server's side of a process that answers SQL: started with the first question, and anew when one has ended it."""

import signal
import sqlite3
import subprocess
import sys
from typing import Any

from archive.sql.wire import Answer, Failure, Question, receive, send

_ERRORS: dict[str, type[sqlite3.DatabaseError]] = {
    error.__name__: error for error in (sqlite3.DataError, sqlite3.DatabaseError, sqlite3.ProgrammingError)
}


class Interrupted(Exception):
    """The query took longer than it had."""


class Asker:
    """Asks one database, one question at a time."""

    def __init__(self, path: str, *, is_immutable: bool) -> None:
        mode = "immutable" if is_immutable else "ro"
        self._command = [sys.executable, "-m", "archive.sql.worker", path, mode]
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, sql: str, parameters: dict[str, Any] | list[Any], seconds: float, most: int | None) -> Answer:
        """The answer; Interrupted, or the error of sqlite3 that the query met."""
        answer = self._answer(Question(sql, parameters, seconds, most))
        if isinstance(answer, Answer):
            return answer
        if answer.message == "interrupted":
            raise Interrupted
        error = _ERRORS.get(answer.kind, sqlite3.OperationalError)(answer.message)
        if answer.code is not None:
            error.sqlite_errorcode = answer.code
        raise error

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _answer(self, question: Question) -> Answer | Failure:
        process = self._started()
        assert process.stdin
        assert process.stdout
        try:
            send(process.stdin, question)
            answer: Answer | Failure | None = receive(process.stdout)
        except BrokenPipeError:
            answer = None
        if answer:
            return answer
        process.communicate()
        self._process = None
        if process.returncode == -signal.SIGALRM:
            raise Interrupted
        return Failure("OperationalError", f"the query ended the process that ran it ({process.returncode})")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self._process
