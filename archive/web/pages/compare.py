"""Two versions of an article against each other, inline or side by side; the same as JSON."""

import json
from dataclasses import asdict
from typing import Any

from datasette import Response

from archive.diff import Paragraph, Span, compare, spans
from archive.web import queries
from archive.web.formats import as_json, other_forms
from archive.web.page import linker, missing, render
from archive.web.reader import Row, opened

FIELDS = ("title", "published_at", "source", "author", "editor")
"""What is compared beside the text; the attachments are compared by address."""

FORMS = ("json",)


async def view(datasette: Any, request: Any) -> Any:
    """The versions that `from` and `to` name; without them the latest and the one before."""
    form = request.url_vars["format"]
    reader = await opened(datasette, request)
    article_id = request.url_vars["id"]
    article = await reader.one(queries.ARTICLE, id=article_id)
    if article is None:
        return await missing(datasette, request, "missing_article", listed=None)
    versions = await reader.rows(queries.VERSIONS, id=article_id)
    latest = versions[-1]["number"]
    if latest < 2:
        return Response.redirect(linker(datasette, request)(f"/a/{article_id}"))
    to = _number(request, "to", latest)
    since = _number(request, "from", max(1, to - 1) if to > 1 else latest)
    old = await reader.one(queries.VERSION, id=article_id, number=since)
    new = await reader.one(queries.VERSION, id=article_id, number=to)
    if old is None or new is None:
        return await missing(datasette, request, "missing_version", article=article)
    fields = _fields(old, new)
    files = [_files(await reader.rows(queries.ATTACHMENTS, id=article_id, number=number)) for number in (since, to)]
    paragraphs = compare(old["body"], new["body"])
    if form == "json":
        return as_json(
            {
                "article_id": article_id,
                "from": _about(old),
                "to": _about(new),
                "fields": {name: [asdict(span) for span in found] for name, found in fields.items()},
                "attachments": {"removed": _only(*files), "added": _only(*reversed(files))},
                "body": [asdict(paragraph) for paragraph in paragraphs],
            }
        )
    return await render(
        datasette,
        request,
        "compare.html",
        article=article,
        versions=versions,
        old=old,
        new=new,
        fields=fields,
        removed_files=_only(*files),
        added_files=_only(*reversed(files)),
        paragraphs=_with_gaps(paragraphs),
        is_same=not fields and files[0] == files[1] and all(paragraph.kind == "same" for paragraph in paragraphs),
        beside=request.args.get("view") == "beside",
        forms=other_forms(request, *FORMS),
    )


def _fields(old: Row, new: Row) -> dict[str, list[Span]]:
    """The fields that differ, each as both of its forms woven into one."""
    return {name: spans(old[name] or "", new[name] or "") for name in FIELDS if old[name] != new[name]}


def _files(rows: list[Row]) -> dict[str, str]:
    return {row["url"]: row["name"] or row["url"] for row in rows}


def _only(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The names of the files that only the first has."""
    return [name for url, name in one.items() if url not in other]


def _about(version: Row) -> dict[str, object]:
    return {
        "number": version["number"],
        "seen_at": version["seen_at"],
        "digest": version["digest"],
        "changed": json.loads(version["changed"] or "[]"),
    }


def _with_gaps(paragraphs: list[Paragraph]) -> list[Paragraph | int]:
    """Paragraphs, those far from any change as their number: what stays the same is shown for its place only."""
    near = [any(other.kind != "same" for other in paragraphs[max(0, n - 1) : n + 2]) for n in range(len(paragraphs))]
    shown: list[Paragraph | int] = []
    for paragraph, is_near in zip(paragraphs, near, strict=True):
        if is_near:
            shown.append(paragraph)
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    return shown


def _number(request: Any, name: str, otherwise: int) -> int:
    asked = request.args.get(name) or ""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else otherwise
