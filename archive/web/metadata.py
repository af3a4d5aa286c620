"""What Datasette tells of the archive's tables: metadata.yaml, under the name that the database has here."""

from functools import cache
from importlib.resources import files
from typing import Any

from datasette.utils import parse_metadata

from archive.web.hooks import hookimpl
from archive.web.reader import archives


@hookimpl
def get_metadata(datasette: Any, key: str | None, database: str | None, table: str | None) -> dict[str, Any]:
    """Titles, descriptions, facets and the full-text index; what an operator gives by --metadata goes before it."""
    if database is None and key not in (None, "databases"):
        return {}  # it is asked of all that is served
    told = _asked_of(described(), key, table)
    return {"databases": {name: _copied(told) for name in archives(datasette) if database in (None, name)}}


def _asked_of(told: dict[str, Any], key: str | None, table: str | None) -> dict[str, Any]:
    """No more of metadata.yaml than is asked for: Datasette asks forty times for each page, and all is long."""
    wanted = told if key in (None, "databases") else {name: told[name] for name in (key,) if name in told}
    if table is None:
        return wanted
    return {**wanted, "tables": {name: one for name, one in told["tables"].items() if name == table}}


def _copied(told: dict[str, Any]) -> dict[str, Any]:
    """Datasette merges into the dicts that it is given, and a later request would get what an earlier one merged."""
    return {name: _copied(one) if isinstance(one, dict) else one for name, one in told.items()}


@cache
def described() -> dict[str, Any]:
    """metadata.yaml as it stands."""
    told: dict[str, Any] = parse_metadata(files("archive.web").joinpath("metadata.yaml").read_text("utf-8"))
    return told
