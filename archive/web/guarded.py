"""A database of Datasette whose queries run in processes of their own, so that none can hurt the server.

What Datasette itself asks of the schema, and what our pages ask, stays in threads of the server and waits for no query.
"""

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from queue import LifoQueue
from typing import Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.tracer import trace

from archive.sql.asker import Asker, Interrupted
from archive.sql.wire import Answer
from archive.web.kept import Kept

PROCESSES = 2  # queries at a time
_OPEN = 30.0  # seconds in which each thread has to have the file open


class Guarded(Database):  # type: ignore[misc]  # Datasette has no types
    """The same file under the same name."""

    def __init__(self, known: Any) -> None:
        super().__init__(known.ds, known.path, is_mutable=known.is_mutable)
        self.name, self.route = known.name, known.route
        self._cached_table_counts = known.cached_table_counts
        self.kept = Kept(self.path, is_immutable=not self.is_mutable)
        self._threads = ThreadPoolExecutor(PROCESSES, thread_name_prefix="sql")
        self._askers: LifoQueue[Asker] = LifoQueue()
        for _ in range(PROCESSES):
            self._askers.put(Asker(self.path, is_immutable=not self.is_mutable))

    async def open_everywhere(self) -> None:
        """Open the file wherever it will be read, now: once another is put in its place, what opens it finds that one.

        A process that a query has ended is the exception: the one started for it opens what is there then.
        """
        threads = self.ds.setting("num_sql_threads")
        met = threading.Barrier(threads)  # which no thread passes twice, so that each of them comes here
        opened = [self.execute_fn(lambda _: met.wait(_OPEN)) for _ in range(threads)]
        loop = asyncio.get_running_loop()
        asked = [
            loop.run_in_executor(self._threads, asker.ask, "SELECT 1 FROM sqlite_schema", [], _OPEN, 1)
            for asker in self._askers.queue
        ]
        await asyncio.gather(*opened, *asked)
        self.kept.state()

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Any:
        """As Datasette's, within the same limits of time and rows. Errors of SQL are told to who asked, not logged."""
        limit = min(filter(None, (self.ds.sql_time_limit_ms, custom_time_limit)))
        seconds = max(1, limit) / 1000
        most = None
        if truncate:
            # One more tells Datasette that there is another page.
            most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))
        parameters = params if isinstance(params, dict) else list(params or [])
        with trace("sql", database=self.name, sql=sql.strip(), params=params):
            try:
                loop = asyncio.get_running_loop()
                answer = await loop.run_in_executor(self._threads, self._ask, sql, parameters, seconds, most)
            except Interrupted as error:
                raise QueryInterrupted(error, sql, params) from error
        return _results(answer)

    def close(self) -> None:
        """End the processes, too."""
        self._threads.shutdown()
        while not self._askers.empty():
            self._askers.get().close()
        self.kept.close()
        super().close()

    def _ask(self, sql: str, parameters: dict[str, Any] | list[Any], seconds: float, most: int | None) -> Answer:
        if most is not None:  # rows, or SQL that somebody wrote; counts have no limit
            return self._answer(sql, parameters, seconds, most)
        key, state = (sql, repr(parameters)), self.kept.state()
        answer = self.kept.get(key, state)
        if not isinstance(answer, Answer):
            answer = self._answer(sql, parameters, seconds, most)
            self.kept.put(key, state, answer)
        return answer

    def _answer(self, sql: str, parameters: dict[str, Any] | list[Any], seconds: float, most: int | None) -> Answer:
        asker = self._askers.get()
        try:
            return asker.ask(sql, parameters, seconds, most)
        finally:
            self._askers.put(asker)


def _results(answer: Answer) -> Any:
    """Rows as sqlite3 gives them, which can be made only with a cursor that has their columns."""
    if not answer.columns:
        return Results([], False, None)
    names = ", ".join('NULL AS "{}"'.format(name.replace('"', '""')) for name in answer.columns)
    with closing(sqlite3.connect(":memory:")) as empty:
        cursor = empty.execute(f"SELECT {names}")
        return Results([sqlite3.Row(cursor, row) for row in answer.rows], answer.is_truncated, cursor.description)
