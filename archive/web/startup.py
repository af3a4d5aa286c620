"""What is set when Datasette starts, however it is started."""

import gc
from collections.abc import Awaitable, Callable
from typing import Any

from click import ClickException

from archive.errors import ArchiveError
from archive.store.database import check_version
from archive.web.hooks import hookimpl
from archive.web.reader import Reader, archives, find

SETTINGS = {
    "suggest_facets": False,  # a query per column of a large table, for suggestions that metadata.yaml makes better
    "truncate_cells_html": 120,  # a table of articles is for looking over; an article has its page
    "max_csv_mb": 20,
    "default_page_size": 25,
    "default_facet_size": 10,  # the rest stand behind "…"
}


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Find the archives, and set for them what nobody has set on the command line.

    One that another version of this program made ends Datasette with a line: the pages would ask for what it lacks.
    """

    async def begin() -> None:
        from datasette.app import DEFAULT_SETTINGS  # which still imports itself when it finds us

        from archive.web.guarded import Guarded

        await find(datasette)
        if not archives(datasette):
            return
        for reader in archives(datasette).values():
            await _refuse_other_versions(reader)
        if datasette.executor:  # None without threads, as in tests
            guarded = {name: Guarded(datasette.databases[name]) for name in archives(datasette)}
            datasette.databases = {**datasette.databases, **guarded}
            for name, database in guarded.items():
                archives(datasette)[name].kept = database.kept
                if not database.is_mutable:
                    await database.open_everywhere()
            gc.collect()
            gc.freeze()  # what is loaded now stays; to look through it for garbage kept each twentieth page for 70 ms
        for name, value in SETTINGS.items():
            if datasette._settings[name] == DEFAULT_SETTINGS[name]:
                datasette._settings[name] = value
        datasette.page_size = datasette.setting("default_page_size")

    return begin


async def _refuse_other_versions(reader: Reader) -> None:
    marked = await reader.one("PRAGMA user_version")
    assert marked is not None  # every database has it
    try:
        check_version(reader.path, marked[0])
    except ArchiveError as error:
        raise ClickException(str(error)) from error
