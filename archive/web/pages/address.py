"""An article by its original address: the version of a time, and the list of all (Memento, RFC 7089)."""

from typing import Any

from datasette import Response

from archive.urls import article_id, canonical
from archive.web import queries
from archive.web.formats import own_address
from archive.web.memento import Memento, asked_for, links, nearest, timemap
from archive.web.page import missing
from archive.web.reader import opened

_NO_SUCH = "missing_address"


async def latest(datasette: Any, request: Any) -> Any:
    """`/at/URL`, and `/at/2023-10-01/URL` for the version that stood at the end of that day, UTC."""
    day = request.url_vars["day"]
    return await _led(datasette, request, f"{day}T23:59:59.999Z" if day else None)


async def gate(datasette: Any, request: Any) -> Any:
    """`/timegate/URL`: led by the header Accept-Datetime to the version of that time."""
    try:
        at = asked_for(request.headers.get("accept-datetime"))
    except ValueError as error:
        return Response.text(f"{error}; write it like: Tue, 08 Sep 2026 00:00:00 GMT\n", status=400)
    return await _led(datasette, request, at)


async def all_of(datasette: Any, request: Any) -> Any:
    """`/timemap/link/URL`: all versions."""
    found = await _mementos(datasette, request)
    if found is None:
        return await missing(datasette, request, _NO_SUCH)
    original, mementos = found
    addresses = of_memento(datasette, request, original)
    body = timemap(original, *addresses, mementos)
    return Response(body, headers={"Cache-Control": "no-cache"}, content_type="application/link-format; charset=utf-8")


def of_memento(datasette: Any, request: Any, original: str) -> tuple[str, str]:
    """The addresses of TimeGate and TimeMap of an original."""
    gate_url, map_url = (own_address(datasette, request, path) + original for path in ("/timegate/", "/timemap/link/"))
    return gate_url, map_url


async def _led(datasette: Any, request: Any, at: str | None) -> Any:
    found = await _mementos(datasette, request)
    if found is None:
        return await missing(datasette, request, _NO_SUCH)
    original, mementos = found
    chosen = nearest(mementos, at)
    headers = {
        "Link": links(original, *of_memento(datasette, request, original), mementos),
        "Vary": "accept-datetime",
        "Cache-Control": "no-cache",
    }
    # The address of a version without the host: where the archive is served from is nobody's word but the browser's.
    path = chosen.url.removeprefix(own_address(datasette, request, "/").rstrip("/"))
    return Response.redirect(datasette.urls.path(path), headers=headers)


async def _mementos(datasette: Any, request: Any) -> tuple[str, list[Memento]] | None:
    """The original address as the archive has it and its versions; None where it has none."""
    asked = request.url_vars["url"] + (f"?{request.query_string}" if request.query_string else "")
    if asked.startswith(("http:/", "https:/")) and "://" not in asked:  # a proxy before us joined the slashes
        asked = asked.replace(":/", "://", 1)
    reader = await opened(datasette, request)
    try:
        own_id = article_id(canonical(asked))
    except ValueError:
        return None
    row = await reader.one(queries.ARTICLE_AT, own_id=own_id)
    if row is None:
        return None
    versions = await reader.rows(queries.VERSIONS, id=row["article_id"])
    path = f"/a/{row['article_id']}/v/"
    return row["url"], [
        Memento(own_address(datasette, request, f"{path}{version['number']}"), version["seen_at"])
        for version in versions
    ]
