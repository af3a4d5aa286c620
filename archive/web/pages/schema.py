"""The schema as a page: every table and view with its columns, and the SQL that made it."""

from typing import Any

from archive.web import queries
from archive.web.formats import as_json, other_forms
from archive.web.metadata import described
from archive.web.page import render
from archive.web.reader import opened

FORMS = ("json",)
_INDEXES = ("articles_search_", "files_search_", "sqlite_")  # SQLite's own, behind an index


async def view(datasette: Any, request: Any) -> Any:
    """Tables and views in the order of the schema, with what metadata.yaml says of them."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    rows = await reader.rows(queries.SCHEMA)
    told: dict[str, Any] = described()["tables"]
    everywhere = {**told["articles"]["columns"], **described()["columns"]}
    tables: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["name"].startswith(_INDEXES):
            continue
        about = told.get(row["name"], {})
        table = tables.setdefault(
            row["name"],
            {
                "name": row["name"],
                "kind": row["type"],
                "title": about.get("title", row["name"]),
                "description": about.get("description", ""),
                "sql": row["sql"],
                "columns": [],
            },
        )
        said = about.get("columns", {}).get(row["column"]) or everywhere.get(row["column"], "")
        table["columns"].append({"name": row["column"], "type": row["column_type"], "description": said})
    found = list(tables.values())
    if form == "json":
        return as_json({"tables": found})
    return await render(datasette, request, "schema.html", tables=found, forms=other_forms(request, *FORMS))
