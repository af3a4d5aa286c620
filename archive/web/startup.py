"""What is set when Datasette starts, however it is started."""

from collections.abc import Awaitable, Callable
from typing import Any

from archive.web.hooks import hookimpl
from archive.web.reader import archives, find

SETTINGS = {
    "suggest_facets": False,  # a query per column of a large table, for suggestions that metadata.yaml makes better
    "truncate_cells_html": 120,  # a table of articles is for looking over; an article has its page
    "max_csv_mb": 20,
    "default_page_size": 50,
}


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Find the archives, and set for them what nobody has set on the command line."""

    async def begin() -> None:
        from datasette.app import DEFAULT_SETTINGS  # which still imports itself when it finds us

        await find(datasette)
        if not archives(datasette):
            return
        for name, value in SETTINGS.items():
            if datasette._settings[name] == DEFAULT_SETTINGS[name]:
                datasette._settings[name] = value
        datasette.page_size = datasette.setting("default_page_size")

    return begin
