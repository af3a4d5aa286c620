"""The search page: what is found, newest first, and how it divides by site, section, source and year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted

from archive.search import snippet
from archive.web import queries
from archive.web.files import FileHit
from archive.web.page import linker, render
from archive.web.reader import Reader, Row, opened
from archive.web.snippets import Pieces, part
from archive.web.turning import LAST_PAGE, Turning

_FACETS = ("site", "section", "source", "year")
_SIZE = 20  # articles on a page
_VALUES = 12  # of a facet
_SNIPPET = 100  # characters
_FILES = 5  # beside the articles; the table has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet: how many articles it leaves, and whether it is chosen."""

    value: str
    name: str
    articles: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found, its title and a part of its text in pieces that are hits or not."""

    row: Row
    title: Pieces
    text: Pieces


async def view(datasette: Any, request: Any) -> Any:
    """Articles with all words of `q` that meet the filters; with neither, all of them."""
    reader = await opened(datasette, request)
    asked = {name: value for name in ("q", *_FACETS) if (value := request.args.get(name, "").strip())}
    turning = Turning.of(request, _SIZE)
    rows = await reader.rows(queries.found(asked), **asked, limit=turning.limit, offset=turning.offset)
    if not rows and turning.number > 1:
        return Response.redirect(linker(datasette, request)("/search", **asked))
    names = {(row["facet"], row["value"]): row for row in await reader.rows(queries.NAMES)}
    total, facets = await _counts(reader, asked, names)
    return await render(
        datasette,
        request,
        "search.html",
        asked=asked,
        facets=facets,
        filters={name: value for name, value in asked.items() if name != "q"},
        names={name: _name(names.get((name, value)), value, has_sites=False) for name, value in asked.items()},
        hits=[_hit(row, asked.get("q", "")) for row in turning.of_page(rows)],
        files=await _files(reader, asked) if turning.number == 1 else [],
        total=total,
        number=turning.number,
        pages=None if total is None else min(LAST_PAGE, max(1, -(-total // _SIZE))),
        has_next=turning.has_next(rows),
    )


async def _counts(
    reader: Reader, asked: Mapping[str, str], names: Mapping[tuple[str, str], Row]
) -> tuple[int | None, dict[str, list[Value]]]:
    """How many are found, and the values of each facet. None and nothing where counting takes too long."""
    try:
        counts = await reader.rows(queries.counted(asked), **asked)
    except QueryInterrupted:
        return None, {}
    total = next(row["articles"] for row in counts if row["facet"] == "all")
    has_sites = len({row["value"] for row in counts if row["facet"] == "site"}) > 1
    facets: dict[str, list[Value]] = {}
    for facet in _FACETS:
        values = [
            Value(
                value=str(row["value"]),
                name=_name(names.get((facet, row["value"])), str(row["value"]), has_sites=has_sites),
                articles=row["articles"],
                chosen=asked.get(facet) == str(row["value"]),
            )
            for row in counts
            if row["facet"] == facet
        ]
        facets[facet] = sorted(values, key=_by_year if facet == "year" else _by_count)[:_VALUES]
    return total, facets


def _name(row: Row | None, value: str, *, has_sites: bool) -> str:
    """What a value is called: sections of several sites may share a name."""
    if row is None:
        return value
    return f"{row['site']} · {row['name']}" if has_sites and row["site"] else str(row["name"])


def _by_count(value: Value) -> tuple[bool, int, str]:
    return (not value.chosen, -value.articles, value.name)


def _by_year(value: Value) -> tuple[bool, int]:
    return (not value.chosen, -int(value.value))


def _hit(row: Row, query: str) -> Hit:
    title = row["title"] or ""
    return Hit(row=row, title=snippet(title, query, len(title)), text=part(row["body"], query, _SNIPPET))


async def _files(reader: Reader, asked: Mapping[str, str]) -> list[FileHit]:
    """The newest files with all words; none where nothing is searched for, or looking takes too long."""
    if "q" not in asked:
        return []
    try:
        rows = await reader.rows(queries.found_files(asked), **asked, limit=_FILES)
    except QueryInterrupted:
        return []
    return [FileHit.of(row, asked["q"]) for row in rows]
