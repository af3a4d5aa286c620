"""The search page: what is found, newest first, and how it divides by site, section, source and year."""

import json
from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted

from archive.feeds import Entry, Feed
from archive.search import snippet
from archive.web import citing, queries
from archive.web.files import FileHit
from archive.web.formats import as_csv, as_feed, as_json, other_forms, own_address
from archive.web.language import LANGUAGES
from archive.web.page import linker, render, words
from archive.web.queries import FACETS
from archive.web.reader import Reader, Row, opened
from archive.web.snippets import Pieces, part
from archive.web.turning import LAST_PAGE, Turning

_RANGE = ("from", "to")
_ORDERS = ("relevance",)  # beside newest first
FORMS = ("json", "csv", "atom", "bib", "ris", "csl.json")
_EXPORTED = 1000  # articles in a file to be saved
_COLUMNS = ("id", "title", "published_at", "source", "site", "section", "status", "versions", "url")
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
    """Articles with all words of `q` that meet the filters; with neither, all of them. Newest first, or best first."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    asked = {name: value for name in ("q", *FACETS, *_RANGE) if (value := request.args.get(name, "").strip())}
    asked = {name: value for name, value in asked.items() if name not in _RANGE or _is_day(value)}
    order = request.args.get("order", "") if "q" in asked else ""
    query = queries.found(asked, by_rank=order in _ORDERS)
    turning = Turning.of(request, _EXPORTED if form in ("csv", *citing.FORMS) else _SIZE)
    finding = reader.rows(query, **asked, limit=turning.limit, offset=turning.offset)
    if form is not None:
        rows = await finding
        return await _as_form(
            datasette, request, reader, form, asked, turning.of_page(rows), has_more=turning.has_next(rows)
        )
    names = {(row["facet"], row["value"]): row for row in await reader.counted(queries.NAMES)}
    rows, (total, facets), files = await gather(  # each in a thread of its own
        finding, _counts(reader, asked, names), _files(reader, asked if turning.number == 1 else {})
    )
    if not rows and turning.number > 1:
        return Response.redirect(linker(datasette, request)("/search", **asked))
    return await render(
        datasette,
        request,
        "search.html",
        asked=asked,
        facets=facets,
        counted=queries.NEWEST_FOUND if total is None or total > queries.NEWEST_FOUND else None,
        filters={name: value for name, value in asked.items() if name != "q"},
        names={name: _name(names.get((name, value)), value, has_sites=False) for name, value in asked.items()},
        hits=[_hit(row, asked.get("q", "")) for row in turning.of_page(rows)],
        files=files,
        total=total,
        number=turning.number,
        pages=None if total is None else min(LAST_PAGE, max(1, -(-total // _SIZE))),
        has_next=turning.has_next(rows),
        order=order if order in _ORDERS else None,
        forms=other_forms(request, *FORMS),
    )


async def _as_form(
    datasette: Any,
    request: Any,
    reader: Reader,
    form: str,
    asked: Mapping[str, str],
    rows: list[Row],
    *,
    has_more: bool,
) -> Any:
    """What was found, for programs: a page of it as JSON or a feed, a thousand articles as a file to be saved."""
    if form in citing.FORMS:
        cited = await reader.rows(queries.CITED_OF, ids=json.dumps([row["id"] for row in rows]))
        by_id = {row["article_id"]: citing.citation(datasette, request, row) for row in cited}
        return citing.as_citations([by_id[row["id"]] for row in rows], form, "zone-archive")
    if form == "csv":
        return as_csv([dict(row) for row in rows], _COLUMNS, "articles")
    if form == "atom":
        return as_feed(_feed(datasette, request, asked, rows), form)
    found = [{**{name: row[name] for name in _COLUMNS}, "snippet": _plain(row, asked)} for row in rows]
    counts = await _counts(reader, asked, {})
    return as_json({"articles": found, "total": counts[0], "has_more": has_more})


def _feed(datasette: Any, request: Any, asked: Mapping[str, str], rows: list[Row]) -> Feed:
    said = words(datasette, request)
    language, t = said["lang"], said["t"]
    assert isinstance(language, str)
    assert callable(t)
    return Feed(
        url=own_address(datasette, request, request.full_path),
        home_url=own_address(datasette, request, linker(datasette, request)("/search", **asked)),
        title=f"{t('search_title', q=asked['q']) if 'q' in asked else t('browse_title')} · {t('site_name')}",
        language=LANGUAGES[language],
        entries=[
            Entry(
                id=f"urn:zone-archive:{row['id']}",
                url=own_address(datasette, request, f"/a/{row['id']}"),
                title=row["title"] or row["url"],
                updated=row["last_changed"],
                published=row["first_seen"],
                summary=_plain(row, asked),
                kind=row["status"],
                author=row["source"] or row["site"],
                external_url=row["url"],
            )
            for row in rows
        ],
    )


def _plain(row: Row, asked: Mapping[str, str]) -> str:
    return "".join(piece for piece, _ in part(row["body"], asked.get("q", ""), _SNIPPET))


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


async def _counts(
    reader: Reader, asked: Mapping[str, str], names: Mapping[tuple[str, str], Row]
) -> tuple[int | None, dict[str, list[Value]]]:
    """How many are found, and the values of each facet among the newest. None, and nothing, where it takes too long."""
    try:
        counts = await reader.counted(queries.facets(asked), **asked)
        newest = next(row["articles"] for row in counts if row["facet"] is None)
        count = queries.total(asked) if newest == queries.NEWEST_FOUND else None
        counted = await reader.counted(count, **asked) if count else []
    except QueryInterrupted:
        return None, {}
    total = counted[0]["articles"] if counted else newest if newest < queries.NEWEST_FOUND else None
    has_sites = sum(row["facet"] == "site" for row in counts) > 1
    facets: dict[str, list[Value]] = {facet: [] for facet in FACETS}
    for facet, value, articles in counts:
        if facet is not None:
            name = _name(names.get((facet, value)), str(value), has_sites=has_sites)
            is_chosen = asked.get(facet) == str(value)
            facets[facet].append(Value(value=str(value), name=name, articles=articles, chosen=is_chosen))
    return total, {
        facet: sorted(values, key=_by_year if facet == "year" else _by_count)[:_VALUES]
        for facet, values in facets.items()
    }


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
