"""Versions of the archive as what can be cited, and the answers that hold citations of many."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from datasette import Response

from archive.cite import Citation, bibtex, csl, ris
from archive.web.formats import as_json, own_address
from archive.web.reader import Row

FORMS = ("bib", "ris", "csl.json")

_TEXTUAL: dict[str, tuple[Callable[[Citation], str], str]] = {
    "bib": (bibtex, "application/x-bibtex"),
    "ris": (ris, "application/x-research-info-systems"),
}


def citation(datasette: Any, request: Any, row: Row) -> Citation:
    """A version to cite. The row has what queries.CITED gives."""
    return Citation(
        key=f"{row['article_id']}-{row['number']}",
        title=row["title"] or row["url"],
        site=row["site"],
        source=row["source"],
        author=row["author"],
        published_at=row["published_at"],
        url=row["url"],
        archived_url=own_address(datasette, request, f"/a/{row['article_id']}/v/{row['number']}"),
        captured_at=row["captured_at"],
        digest=row["capture_digest"],
        accessed=datetime.now(UTC).date(),
    )


def as_citations(cited: Iterable[Citation], form: str, name: str) -> Any:
    """An answer in one of `FORMS`, to be saved under a name."""
    if form == "csl.json":
        return as_json([csl(each) for each in cited])
    write, kind = _TEXTUAL[form]
    headers = {"Cache-Control": "no-cache", "Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response("".join(map(write, cited)), headers=headers, content_type=f"{kind}; charset=utf-8")
