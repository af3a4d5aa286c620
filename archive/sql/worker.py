"""A process that answers SQL of strangers on one database: python -m archive.sql.worker FILE (ro|immutable)

A query is stopped at its time limit between two steps of SQLite, as Datasette does it. But one step can take minutes
(`instr` of two long texts), and nothing in SQLite stops it; so an alarm ends the whole process soon after the limit.
What a query may hold in memory is bounded here too, for this process alone.

Questions come in on standard input and answers go out on standard output (wire.py). It ends when its input does.
"""

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from json.encoder import encode_basestring_ascii
from urllib.parse import quote

from archive.sql.functions import add_functions
from archive.sql.limits import allow_reading_only, set_limits
from archive.sql.wire import Answer, Failure, Question, receive, send

_GRACE = 0.4  # seconds between the time limit and the alarm
_HEAP = 100_000_000  # bytes that SQLite may hold, its sorting and its temporary tables among them
_RESULT = 20_000_000  # bytes of an answer, written as JSON
_STEPS = 1000  # of SQLite's machine between two looks at the clock: some 50 µs
_TOO_MUCH_MEMORY = "the query needs more memory than it may have; ask for fewer columns, or for fewer rows with LIMIT"
_TOO_LARGE = f"the answer is larger than {_RESULT // 1_000_000} MB; ask for fewer columns or rows"


def main(path: str, mode: str) -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server; its end is ours
    os.nice(5)  # pages go before
    with closing(connect(path, mode)) as connection:
        while question := receive(sys.stdin.buffer):
            signal.setitimer(signal.ITIMER_REAL, question.seconds + _GRACE)
            answer = answered(connection, question)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(sys.stdout.buffer, answer)


def connect(path: str, mode: str) -> sqlite3.Connection:
    """A connection that can do no more than strangers may; `mode` is ro, or immutable for a file that never changes."""
    immutable = "&immutable=1" if mode == "immutable" else ""
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro{immutable}", uri=True)
    connection.text_factory = lambda data: str(data, "utf-8", "replace")
    connection.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
    connection.execute("PRAGMA temp_store = MEMORY")  # which the limit bounds; a query writes no file
    add_functions(connection)
    set_limits(connection)
    allow_reading_only(connection)
    return connection


def answered(connection: sqlite3.Connection, question: Question) -> Answer | Failure:
    """What the database says, or why it says nothing."""
    try:
        with _stopped_after(connection, question.seconds), closing(connection.cursor()) as cursor:
            cursor.execute(question.sql, question.parameters)
            return _collected(cursor, question.most)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        return Failure(type(error).__name__, str(error), code)
    except MemoryError:
        return Failure("OperationalError", _TOO_MUCH_MEMORY)


def _collected(cursor: sqlite3.Cursor, most: int | None) -> Answer:
    """The rows, at most so many; sqlite3.OperationalError where they are too large together."""
    columns = [column[0] for column in cursor.description or ()]
    rows: list[tuple[object, ...]] = []
    size = 0
    for row in cursor:
        if len(rows) == most:
            return Answer(columns, rows, is_truncated=True)
        size += sum(map(_size, row))
        if size > _RESULT:
            raise sqlite3.OperationalError(_TOO_LARGE)
        rows.append(row)
    return Answer(columns, rows)


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(encode_basestring_ascii(value))
    return 2 * len(value) if isinstance(value, bytes) else 8


@contextmanager
def _stopped_after(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, _STEPS)


if __name__ == "__main__":
    main(*sys.argv[1:])
