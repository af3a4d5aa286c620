"""What Datasette tells of the archive's tables: metadata.yaml, under the name that the database has here."""

import copy
from functools import cache
from importlib.resources import files
from typing import Any

from datasette.utils import parse_metadata

from archive.web.hooks import hookimpl
from archive.web.reader import archives


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Titles, descriptions, facets and the full-text index; what an operator gives by --metadata goes before it."""
    # Datasette merges into what it is given, and a later request would get what an earlier one merged.
    return {"databases": {name: copy.deepcopy(described()) for name in archives(datasette)}}


@cache
def described() -> dict[str, Any]:
    """metadata.yaml as it stands."""
    told: dict[str, Any] = parse_metadata(files("archive.web").joinpath("metadata.yaml").read_text("utf-8"))
    return told
