"""The archive that Datasette serves, as the pages see it: which database it is, and rows for a query."""

import sqlite3
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import NotFound

from archive.store.database import APPLICATION_ID
from archive.web.kept import Kept

Row = sqlite3.Row

_known: "WeakKeyDictionary[Any, dict[str, Reader]]" = WeakKeyDictionary()


class Reader:
    """One archive. Queries run on Datasette's read-only connections, within its time limit.

    `kept`, if there is one, keeps answers for `counted`.
    """

    kept: Kept | None = None

    def __init__(self, database: Any) -> None:
        self.name: str = database.name
        self.path = Path(database.path)
        self.folder = self.path.parent
        self._database = database

    async def rows(self, sql: str, **parameters: object) -> list[Row]:
        """All rows of a query; datasette.database.QueryInterrupted where it takes too long."""
        found = await self._database.execute(sql, parameters)
        return list(found.rows)

    async def counted(self, sql: str, **parameters: object) -> list[Row]:
        """The rows of a query that counts, which are asked for anew once somebody has written, or after a minute."""
        if self.kept is None:
            return await self.rows(sql, **parameters)
        key, state = (sql, tuple(parameters.items())), self.kept.state()
        found = self.kept.get(key, state)
        if found is None:
            found = await self._database.execute(sql, parameters)
            self.kept.put(key, state, found)
        return list(found.rows)

    async def one(self, sql: str, **parameters: object) -> Row | None:
        """The first row of a query, None where there is none."""
        rows = await self.rows(sql, **parameters)
        return rows[0] if rows else None


async def find(datasette: Any) -> None:
    """Learn which of the databases are archives: they carry our application id."""
    readers = {}
    for database in datasette.databases.values():
        if database.path and await _is_archive(database):
            readers[database.name] = Reader(database)
    _known[datasette] = readers


def archives(datasette: Any) -> dict[str, Reader]:
    """The archives by the name that Datasette gives their databases; empty before it has started."""
    return _known.get(datasette, {})


def archive(datasette: Any) -> Reader | None:
    """The archive that the pages show: the first one that was given. None where there is none."""
    return next(iter(archives(datasette).values()), None)


async def opened(datasette: Any, request: Any) -> Reader:
    """The archive for a page: NotFound where there is none, Forbidden where the reader may not see its database."""
    reader = archive(datasette)
    if reader is None:
        raise NotFound("no archive is served here")
    await datasette.ensure_permissions(request.actor, [("view-database", reader.name), "view-instance"])
    return reader


async def _is_archive(database: Any) -> bool:
    try:
        found = await database.execute("PRAGMA application_id", log_sql_errors=False)
    except sqlite3.Error:  # locked, damaged, not a database: Datasette tells that itself
        return False
    return bool(found.rows[0][0] == APPLICATION_ID)
