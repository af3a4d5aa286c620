"""Where each field of a version was read, and what else may be its date: what the page of an article tells of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FIELDS = (
    *("title", "published_at", "published_text", "source", "source_text", "author", "editor", "reviewer", "section"),
    *("index_number", "document_number", "issuer", "written_at", "body"),
)
_SHOWN = 60  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A value, the rule that gave it, and its place in the page: columns of `versions` and keys of its `provenance`.

    Of what may be the date, `name` is its origin, and `printed` how it is written there; None of a field.
    """

    name: str
    value: str
    printed: str | None = None
    rule: str | None
    where: str | None
    start: int | None
    end: int | None


def fields(version: Mapping[str, Any]) -> list[Read]:
    """The fields that were read, in the order of the table."""
    told = json.loads(version["provenance"])
    return [_read(name, version[name], told[name]) for name in _FIELDS if version[name] and name in told]


def dates(version: Mapping[str, Any]) -> list[Read]:
    """All that may be the date of publication, as the page, its list, its address or its server has it."""
    told = json.loads(version["provenance"])
    return [
        _read(date["origin"], date["at"], told.get(f"dates.{date['origin']}", {}), date["text"])
        for date in json.loads(version["dates"])
    ]


def parsed(version: Mapping[str, Any]) -> dict[str, Any]:
    """A version for programs: what its row has as JSON is values."""
    return {**version, **{name: json.loads(version[name]) for name in ("changed", "dates", "provenance")}}


def _read(name: str, value: str, told: Mapping[str, Any], printed: str | None = None) -> Read:
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    place = {key: told.get(key) for key in ("rule", "where", "start", "end")}
    return Read(name=name, value=shown, printed=printed, **place)
