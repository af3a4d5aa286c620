"""The start page: the sites, what is newest, what has changed."""

from typing import Any

from datasette.views.index import IndexView

from archive.web import queries
from archive.web.page import render, with_fields
from archive.web.pages import sites as all_sites
from archive.web.reader import archive, opened

_NEWEST = 15
_CHANGES = 10


async def view(datasette: Any, request: Any, send: Any) -> Any:
    """The archive at a glance; Datasette's own start page where it serves no archive."""
    if archive(datasette) is None:
        return await IndexView.as_view(datasette)(request, send)
    reader = await opened(datasette, request)
    sites = await all_sites.overview(reader)
    return await render(
        datasette,
        request,
        "start.html",
        sites=sites,
        total=sum(site["articles"] for site in sites),
        years=await reader.one(queries.YEARS),
        newest=await reader.rows(queries.NEWEST, limit=_NEWEST),
        changes=[with_fields(row) for row in await reader.rows(queries.CHANGES, limit=_CHANGES)],
    )
