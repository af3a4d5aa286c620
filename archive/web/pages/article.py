"""An article as it was last read, one of its versions, or as it was on a day, with what proves it."""

import json
from typing import Any

from datasette import Response

from archive.cite import gbt7714
from archive.text import script
from archive.web import citing, origins, queries
from archive.web.blocks import blocks
from archive.web.formats import as_json, own_address
from archive.web.memento import Memento, http_date, links
from archive.web.page import PLUGIN, linker, missing, render, with_fields
from archive.web.pages.address import of_memento
from archive.web.reader import Reader, Row, opened
from archive.web.restored import pairs

FORMS = ("json", *citing.FORMS)
_CAPTURES = 50


async def view(datasette: Any, request: Any) -> Any:
    """The latest version, or the one whose number or day the address names."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    article_id = request.url_vars["id"]
    article = await reader.one(queries.ARTICLE, id=article_id)
    if article is None:
        return await _not_here(datasette, request, reader, article_id)
    number, day = request.url_vars.get("number"), request.url_vars.get("day")
    if day:
        then = await reader.one(queries.VERSION_AT, id=article_id, at=f"{day}T23:59:59.999Z")
        number = then["number"] if then else None
        if number is None:
            return await missing(datasette, request, "missing_then", article=article)
    version = await reader.one(queries.VERSION, id=article_id, number=int(number) if number else None)
    if version is None:
        return await missing(datasette, request, "missing_version", article=article)
    cited = await reader.one(queries.CITED, id=article_id, number=version["number"])
    assert cited is not None  # it is the version once more
    citation = citing.citation(datasette, request, cited)
    if form in citing.FORMS:
        return citing.as_citations([citation], form, citation.key)
    attachments = await reader.rows(queries.ATTACHMENTS, id=article_id, number=version["number"])
    figures = [dict(row) for row in await reader.rows(queries.FIGURES, id=article_id, number=version["number"])]
    footer = await reader.one(queries.FOOTER, id=version["footer_id"]) if version["footer_id"] else None
    versions = await reader.rows(queries.VERSIONS, id=article_id)
    history = [with_fields(row) for row in await reader.rows(queries.HISTORY, id=article_id)]
    captures = await reader.rows(queries.CAPTURES_OF, id=article_id, limit=_CAPTURES)
    if form == "json":
        lists: dict[str, list[Any]] = {
            "versions": versions,
            "attachments": attachments,
            "figures": figures,
            "captures": captures,
        }
        said: dict[str, object] = {name: [dict(row) for row in rows] for name, rows in lists.items()}
        about = {
            "article": dict(article),
            "version": origins.parsed(dict(version)),
            "footer": dict(footer) if footer else None,
        }
        return as_json({**about, **said, "events": history})
    shown = request.args.get("text") if version["verbatim"] is not None else None
    body = version["verbatim"] if shown == "verbatim" else version["body"]
    path = f"/a/{article_id}/v/{version['number']}"
    page = await render(
        datasette,
        request,
        "article.html",
        article=article,
        version=version,
        named=number is not None,
        on_day=day,
        versions=versions,
        history=history,
        captures=captures,
        beside=await _beside(reader, article),
        text=shown,
        forms_of_text=pairs(version["verbatim"], version["body"]) if shown == "both" else [],
        blocks=blocks(body, figures if shown != "verbatim" else ()),
        figures=figures,
        fields=origins.fields(dict(version)),
        dates=origins.dates(dict(version)),
        script=script(body) or "Hans",
        files=[row for row in attachments if row["kind"] == "file"],
        images=[row for row in attachments if row["kind"] == "image"],
        footer=footer,
        phones=json.loads(footer["phones"]) if footer else [],
        citation=gbt7714(citation),
        replay=(datasette.plugin_config(PLUGIN) or {}).get("replay"),
        forms=[(each, linker(datasette, request)(f"{path}.{each}")) for each in FORMS],
    )
    if number is not None:
        page.headers["Memento-Datetime"] = http_date(version["seen_at"])
    original = version["capture_url"]
    mementos = [
        Memento(own_address(datasette, request, f"/a/{article_id}/v/{v['number']}"), v["seen_at"]) for v in versions
    ]
    if original.isascii() and original.isprintable():  # else no header can hold it
        page.headers["Link"] = links(original, *of_memento(datasette, request, original), mementos)
    return page


async def _beside(reader: Reader, article: Row) -> dict[str, Row]:
    """The article before and the one after it in its section, where there are such."""
    if article["section_id"] is None:
        return {}
    rows = await reader.rows(queries.BESIDE, section=article["section_id"], search_id=article["search_id"])
    return {row["side"]: row for row in rows}


async def _not_here(datasette: Any, request: Any, reader: Reader, article_id: str) -> Any:
    """What we know of an id without an article: where it moved, or that a section lists it."""
    if moved := await reader.one(queries.MOVED, id=article_id):
        return Response.redirect(linker(datasette, request)(f"/a/{moved['article_id']}"))
    listed = await reader.one(queries.LISTED, id=article_id)
    return await missing(datasette, request, "missing_article", listed=listed)
