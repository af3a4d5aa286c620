"""A site: what it is, what was covered month by month, how its footer changed, and how its visits went."""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from archive.diff import spans
from archive.web import queries
from archive.web.formats import as_json, other_forms
from archive.web.months import cells, gaps, until
from archive.web.page import missing, render
from archive.web.reader import Row, opened

_MONTHS = 24
_RUNS = 15
_FORMS = ("json",)
_FOOTER = (
    *("sponsor", "organizer", "address", "phones", "email", "report_phone", "report_email", "site_id_code"),
    *("icp_number", "psb_number"),
)


async def view(datasette: Any, request: Any) -> Any:
    """The site whose id the address names."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    site_id = request.url_vars["site"]
    site = await reader.one(queries.SITE, site=site_id)
    if site is None:
        return await missing(datasette, request, "missing_site")
    counts = await reader.rows(queries.BY_SECTION_AND_MONTH, site=site_id)
    sections = await reader.rows(queries.SECTIONS_OF, site=site_id)
    footers = _footers(await reader.rows(queries.FOOTERS_OF, site=site_id))
    runs = await reader.rows(queries.RUNS_OF, site=site_id, limit=_RUNS)
    problems = await reader.rows(queries.PROBLEMS_OF, site=site_id, limit=_RUNS)
    coverage = _coverage(sections, counts, site["visited"])
    if form == "json":
        lists = {"sections": sections, "months": counts, "runs": runs, "problems": problems}
        said = {name: [dict(row) for row in rows] for name, rows in lists.items()}
        named = {row["name"]: row["gaps"] for row in coverage["rows"]}
        stood = [{name: footer[name] for name in ("first_seen", "last_seen", "said")} for footer in footers]
        return as_json({"site": dict(site), **said, "gaps": named, "footers": stood})
    return await render(
        datasette,
        request,
        "site.html",
        site=site,
        sections=sections,
        coverage=coverage,
        footers=footers,
        runs=runs,
        problems=problems,
        forms=other_forms(request, *_FORMS),
    )


def _coverage(sections: list[Row], counts: list[Row], visited: str | None) -> dict[str, Any]:
    """The heat map: a row for each section, a column for each of the last months, and the gaps of all time."""
    by_section: dict[str | None, dict[str, int]] = defaultdict(dict)
    for row in counts:
        by_section[row["section_id"]][row["month"]] = row["articles"]
    last = date.fromisoformat(visited[:10]) if visited else date(1970, 1, 1)
    shown = until(last, _MONTHS)
    largest = max(
        (count for months in by_section.values() for month, count in months.items() if month in shown), default=0
    )
    names: list[tuple[str | None, str | None]] = [(row["id"], row["name"]) for row in sections]
    if None in by_section:
        names.append((None, None))
    return {
        "months": shown,
        "rows": [
            {
                "id": section_id,
                "name": name or "",
                "cells": cells(by_section[section_id], shown, largest),
                "gaps": gaps(by_section[section_id]),
            }
            for section_id, name in names
            if by_section.get(section_id)
        ],
    }


def _footers(rows: list[Row]) -> list[dict[str, Any]]:
    """The footers in the order of time, each with the fields that are other than in the one before."""
    found: list[dict[str, Any]] = []
    for row in rows:
        said = {name: _shown(name, row[name]) for name in _FOOTER}
        before = found[-1]["said"] if found else {}
        changed = [name for name in _FOOTER if said[name] != before.get(name)] if found else []
        found.append(
            {
                "first_seen": row["first_seen"],
                "last_seen": row["last_seen"],
                "said": said,
                "changed": {name: spans(before.get(name) or "", said[name] or "") for name in changed},
            }
        )
    return found


def _shown(name: str, value: str | None) -> str | None:
    if name != "phones" or not value:
        return value
    return "；".join(f"{phone['label']} {phone['number']}".strip() for phone in json.loads(value)) or None
