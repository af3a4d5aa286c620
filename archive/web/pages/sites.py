"""All sites at a glance, as the start page shows them, for programs."""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from datasette import Response

from archive.web import queries
from archive.web.formats import as_csv, as_json
from archive.web.months import Cell, cells, until
from archive.web.page import linker
from archive.web.reader import Reader, opened

_MONTHS = 12
FORMS = ("json", "csv")
_COLUMNS = ("id", "name", "home", "cms", "zone", "province", "articles", "newest", "visited", "exit_code")


async def view(datasette: Any, request: Any) -> Any:
    """The sites as JSON or CSV; the page of them is the start page."""
    form = request.url_vars["format"]
    if form is None:
        return Response.redirect(linker(datasette, request)("/"))
    rows = [dict(row) for row in await (await opened(datasette, request)).rows(queries.SITES)]
    return as_csv(rows, _COLUMNS, "sites") if form == "csv" else as_json({"sites": rows})


async def overview(reader: Reader) -> list[dict[str, Any]]:
    """Each site with how many articles it published in each of the last twelve months before its newest visit."""
    sites = await reader.counted(queries.SITES)
    last = max((site["visited"] for site in sites if site["visited"]), default=None)
    if last is None:
        return [{**dict(site), "months": []} for site in sites]
    shown = until(date.fromisoformat(last[:10]), _MONTHS)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in await reader.counted(queries.BY_SITE_AND_MONTH, months=json.dumps(shown)):
        counts[row["site_id"]][row["month"]] = row["articles"]
    return [{**dict(site), "months": _bars(counts[site["id"]], shown)} for site in sites]


def _bars(counts: dict[str, int], shown: list[str]) -> list[Cell]:
    return cells(counts, shown, max((counts.get(month, 0) for month in shown), default=0))
