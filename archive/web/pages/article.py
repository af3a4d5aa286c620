"""An article as it was last read, or one of its versions, with what proves it."""

import json
from typing import Any

from datasette import Response

from archive.text import script
from archive.web import queries
from archive.web.blocks import blocks
from archive.web.page import linker, missing, render, with_fields
from archive.web.reader import Reader, opened


async def view(datasette: Any, request: Any) -> Any:
    """The latest version, or the one that the address names."""
    reader = await opened(datasette, request)
    article_id = request.url_vars["id"]
    number = request.url_vars.get("number")
    article = await reader.one(queries.ARTICLE, id=article_id)
    if article is None:
        return await _not_here(datasette, request, reader, article_id)
    version = await reader.one(queries.VERSION, id=article_id, number=int(number) if number else None)
    if version is None:
        return await missing(datasette, request, "missing_version", article=article)
    as_published = request.args.get("text") == "verbatim" and version["verbatim"] is not None
    body = version["verbatim"] if as_published else version["body"]
    attachments = await reader.rows(queries.ATTACHMENTS, id=article_id, number=version["number"])
    footer = await reader.one(queries.FOOTER, id=version["footer_id"]) if version["footer_id"] else None
    return await render(
        datasette,
        request,
        "article.html",
        article=article,
        version=version,
        named=number is not None,
        versions=await reader.rows(queries.VERSIONS, id=article_id),
        history=[with_fields(row) for row in await reader.rows(queries.HISTORY, id=article_id)],
        as_published=as_published,
        blocks=blocks(body),
        script=script(body) or "Hans",
        files=[row for row in attachments if row["kind"] == "file"],
        images=[row for row in attachments if row["kind"] == "image"],
        footer=footer,
        phones=json.loads(footer["phones"]) if footer else [],
    )


async def _not_here(datasette: Any, request: Any, reader: Reader, article_id: str) -> Any:
    """What we know of an id without an article: where it moved, or that a section lists it."""
    if moved := await reader.one(queries.MOVED, id=article_id):
        return Response.redirect(linker(datasette, request)(f"/a/{moved['article_id']}"))
    listed = await reader.one(queries.LISTED, id=article_id)
    return await missing(datasette, request, "missing_article", listed=listed)
