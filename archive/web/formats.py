"""What a page shows, in the other forms that its address may end with: JSON, CSV, and feeds."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response

from archive.feeds import Feed, atom, json_feed

SUFFIX = r"(?:\.(?P<format>[a-z.]+))?$"
"""The end of a page's address, for its route: the form that is asked for, whether the page has it or not."""


def as_json(value: object) -> Any:
    """A JSON answer, its text as it is."""
    return Response(
        json.dumps(value, ensure_ascii=False), headers=_fresh(), content_type="application/json; charset=utf-8"
    )


def as_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str], name: str) -> Any:
    """A CSV answer with a line of headings (RFC 4180), to be saved as `name`.csv.

    It begins with a byte order mark, without which a spreadsheet reads Chinese as something else.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    headers = {**_fresh(), "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + text.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def as_feed(feed: Feed, form: str) -> Any:
    """A feed: `atom`, or `feed.json`."""
    if form == "atom":
        return Response(atom(feed), headers=_fresh(), content_type="application/atom+xml; charset=utf-8")
    body = json.dumps(json_feed(feed), ensure_ascii=False)
    return Response(body, headers=_fresh(), content_type="application/feed+json; charset=utf-8")


def own_address(datasette: Any, request: Any, path: str) -> str:
    """The whole address of a page of ours as the reader's browser has it."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


def other_forms(request: Any, *forms: str) -> list[tuple[str, str]]:
    """The forms of a page with their addresses: the same question, but the number of a page and the language."""
    path = request.path.partition(".")[0]
    kept = [(name, value) for name, value in parse_qsl(request.query_string) if name not in ("page", "lang")]
    query = f"?{urlencode(kept)}" if kept else ""
    return [(form, f"{path}.{form}{query}") for form in forms]


def _fresh() -> dict[str, str]:
    return {"Cache-Control": "no-cache"}  # a crawl may run while one reads
