"""What was new, edited, removed and back, by day; the same as JSON, CSV and feeds."""

import uuid
from itertools import groupby
from typing import Any

from datasette import Response

from archive.feeds import Entry, Feed
from archive.web import queries
from archive.web.formats import as_csv, as_feed, as_json, other_forms, own_address
from archive.web.language import LANGUAGES
from archive.web.page import linker, render, told, with_fields, words
from archive.web.reader import opened
from archive.web.turning import Turning

KINDS = ("new", "edited", "gone", "returned")
_SIZE = 100  # events on a page, and in a feed
FORMS = ("json", "csv", "atom", "feed.json")
_COLUMNS = ("at", "kind", "site_id", "article_id", "title", "version_number", "changed", "url", "capture_id")


async def view(datasette: Any, request: Any) -> Any:
    """Events of all sites or of one, of all kinds or of one, the latest first."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    sites = await reader.rows(queries.SITE_NAMES)
    asked = {name: value for name in ("site", "kind") if (value := request.args.get(name, "").strip())}
    turning = Turning.of(request, _SIZE)
    rows = await reader.rows(
        queries.EVENTS, site=asked.get("site"), kind=asked.get("kind"), limit=turning.limit, offset=turning.offset
    )
    if not rows and turning.number > 1:
        return Response.redirect(linker(datasette, request)("/changes", **asked))
    shown = turning.of_page(rows)
    if form == "json":
        return as_json({"changes": [with_fields(row) for row in shown], "has_more": turning.has_next(rows)})
    if form == "csv":
        return as_csv([dict(row) for row in shown], _COLUMNS, "changes")
    if form is not None:
        return as_feed(_feed(datasette, request, asked, shown), form)
    days = groupby((with_fields(row) for row in shown), key=lambda row: row["day"])
    return await render(
        datasette,
        request,
        "changes.html",
        asked=asked,
        sites=sites,
        kinds=KINDS,
        days=[(day, list(events)) for day, events in days],
        turning=turning,
        has_next=turning.has_next(rows),
        forms=other_forms(request, *FORMS),
    )


def _feed(datasette: Any, request: Any, asked: dict[str, str], rows: list[Any]) -> Feed:
    words_of = words(datasette, request)
    language, link = words_of["lang"], words_of["link"]
    assert isinstance(language, str)
    return Feed(
        url=own_address(datasette, request, request.full_path),
        home_url=own_address(datasette, request, link("/changes", **asked)),  # type: ignore[operator]
        title=f"{words_of['t']('changes_title')} · {words_of['t']('site_name')}",  # type: ignore[operator]
        language=LANGUAGES[language],
        entries=[_entry(datasette, request, language, row) for row in rows],
    )


def _entry(datasette: Any, request: Any, language: str, row: Any) -> Entry:
    event = with_fields(row)
    changed = event["changed"]
    assert isinstance(changed, list)
    fields = ", ".join(told(language, "changed", field) for field in changed)
    what = told(language, "kind", row["kind"])
    path = f"/a/{row['article_id']}" + (f"/v/{row['version_number']}" if row["version_number"] else "")
    return Entry(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{row['article_id']}\n{row['at']}\n{row['kind']}").urn,
        url=own_address(datasette, request, path),
        title=row["title"] or row["url"],
        updated=row["at"],
        summary=f"{what}: {fields}" if fields else what,
        kind=row["kind"],
        author=row["site"],
        external_url=row["url"],
    )
