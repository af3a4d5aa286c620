"""What all pages share: the words of the reader's language, links that keep it, and how a page is sent."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response

from archive.web.files import sort_of
from archive.web.hooks import hookimpl
from archive.web.language import LANGUAGES, choose, has_text, text
from archive.web.reader import Reader, Row, archive

PLUGIN = "zone-archive"  # as Datasette names it, from the distribution


async def render(datasette: Any, request: Any, template: str, status: int = 200, **context: object) -> Any:
    """A page of ours. It has no scripts, and its policy allows none."""
    html = await datasette.render_template(f"zone/{template}", context, request=request, view_name="zone")
    headers = {
        "Cache-Control": "no-cache",  # a crawl may run while one reads
        "Vary": "Accept-Language",
    }
    return Response.html(html, status=status, headers=headers)


async def missing(datasette: Any, request: Any, message: str, **context: object) -> Any:
    """The page for what is not in the archive; `message` is the name of a text."""
    return await render(datasette, request, "missing.html", status=404, message=message, **context)


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, object]:
    """Words and links for every template, Datasette's too."""
    return words(datasette, request)


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Our style, for Datasette's own pages; ours link it themselves."""
    return [asset(datasette, "zone.css"), asset(datasette, "tables.css")] if archive(datasette) else []


@hookimpl
def extra_js_urls(datasette: Any) -> list[str]:
    """What Datasette's own pages lack; ours have no scripts."""
    return [asset(datasette, "names.js")] if archive(datasette) else []


def words(datasette: Any, request: Any) -> dict[str, object]:
    """What templates are written with: `t` for texts, `link` for addresses, and the language of the page."""
    language = choose(_asked(request), request.headers.get("accept-language") if request else None)
    link = linker(datasette, request)
    return {
        "zone_archive": archive(datasette),
        "asset": lambda name: asset(datasette, name),
        "html_lang": LANGUAGES[language],
        "is_http": is_http,
        "lang": language,
        "link": link,
        "asked_lang": _asked(request),
        "switches": _switches(request, language),
        "t": lambda key, **values: text(language, key, **values),
        "sort_of": sort_of,
        "rows_of": lambda name, **values: _table_link(datasette, link, name, values),
        "told": lambda prefix, value: told(language, prefix, value),
    }


def linker(datasette: Any, request: Any) -> Callable[..., str]:
    """Makes addresses of our pages. A language that was asked for stays; what is None or empty is left out."""

    def link(path: str, **values: object) -> str:
        given = {name: value for name, value in {**values, "lang": _asked(request)}.items() if value not in (None, "")}
        return str(datasette.urls.path(path)) + (f"?{urlencode(given)}" if given else "")

    return link


def told(language: str, prefix: str, value: str | None) -> str:
    """A value of the archive (an outcome, a kind of event) in words, or as it is where we have none for it."""
    key = f"{prefix}_{value}"
    return text(language, key) if has_text(key) else value or ""


def with_fields(row: Row) -> dict[str, object]:
    """An event, with the fields that it changed as a list."""
    return {**dict(row), "changed": json.loads(row["changed"] or "[]")}


def is_http(url: str | None) -> bool:
    """Whether an address may be a link: what a page links is the site's word, and may be a script."""
    return (url or "").lower().startswith(("http://", "https://"))


def asset(datasette: Any, name: str) -> str:
    """The address of one of our static files, new with its content."""
    return f"{datasette.urls.static_plugins(PLUGIN, name)}?{_digest(name)}"


def _asked(request: Any) -> str | None:
    """The language that the address asks for, None where it asks for none that we have."""
    asked = request.args.get("lang") if request else None
    return asked if asked in LANGUAGES else None


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(files("archive.web").joinpath("static", name).read_bytes()).hexdigest()[:8]


def _switches(request: Any, language: str) -> list[tuple[str, str]]:
    """The other languages, each with this page's address in it."""
    query = parse_qsl(request.query_string, keep_blank_values=True) if request else []
    kept = [(name, value) for name, value in query if name != "lang"]
    path = request.path if request else ""
    return [(other, f"{path}?{urlencode([*kept, ('lang', other)])}") for other in LANGUAGES if other != language]


def _table_link(datasette: Any, link: Callable[..., str], name: str, values: dict[str, object]) -> str:
    """A table in Datasette, filtered to rows that have these values."""
    reader: Reader | None = archive(datasette)
    assert reader is not None
    path = f"{datasette.get_database(reader.name).route}/{name}" if name else datasette.get_database(reader.name).route
    return link(f"/{path}", **values)
