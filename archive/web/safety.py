"""The layer before every answer, ours and Datasette's: which requests are refused, and what each answer carries.

A new page has all of it without a word of its own.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from datasette.utils import tilde_decode

from archive.web import policy
from archive.web.asgi import App, Message, Receive, Send, answer, header
from archive.web.gate import PAGES, TABLES, limited
from archive.web.hooks import last
from archive.web.reader import archives
from archive.web.safecsv import SafeCsv
from archive.web.tablesearch import rewritten

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a site need not know that its page is being studied
}
_INSIDE = re.compile(r".*/-/(?:databases|threads)(?:\.json)?/*")  # where the files are, and what the program does
_STREAMED = 200  # rows


@last
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Stand before Datasette and all other plugins."""

    def wrap(app: App) -> App:
        tables, pages = limited(app, TABLES), limited(app, PAGES)

        async def guarded(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            place = _place(datasette, scope)
            sending = _with_headers(send, _policy(datasette, place), may_lead_out=place == "-")
            if leads_elsewhere(scope["path"]):
                await answer(sending, 400, "No page of this archive has such an address.\n")
                return
            if _INSIDE.fullmatch(scope["path"]):
                await answer(sending, 404, "This is told to nobody.\n")
                return
            if scope["path"].endswith(".csv"):
                sending = SafeCsv(sending)
            asked = tables if place in _routes(datasette) else app if place == "-" else pages
            await asked({**scope, "query_string": _query(datasette, scope)}, receive, sending)

        return guarded

    return wrap


def leads_elsewhere(path: str) -> bool:
    r"""Whether a browser would read the path as another host's address: `//host` and `/\host`.

    Datasette redirects a path with a slash at its end to the same without it, and 0.65.5 keeps a backslash there.
    """
    return path.startswith(("//", "/\\"))


def _place(datasette: Any, scope: Message) -> str:
    """Where an address belongs: the name of a database, `-` for Datasette's tools, or the name of a page of ours."""
    path: str = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    base: str = datasette.setting("base_url")
    if base != "/" and path.startswith(base):
        path = path[len(base) - 1 :]
    return str(tilde_decode(path.removeprefix("/").partition("/")[0].partition(".")[0]))


def _query(datasette: Any, scope: Message) -> bytes:
    """The query string that Datasette gets.

    With `_trace` it would make a page with our SQL, or with a CSV in it. A stream of CSV is read in small pieces, as
    what one query gives has a limit.
    """
    routes = [datasette.get_database(name).route for name in archives(datasette)]
    query = rewritten(scope["path"], scope["query_string"], routes)
    if b"_trace" not in query and b"_stream" not in query:
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    if not datasette.setting("trace_debug"):
        pairs = [(name, value) for name, value in pairs if name != "_trace"]
    if scope["path"].endswith(".csv") and any(name == "_stream" for name, _ in pairs):
        size = str(min(_STREAMED, datasette.max_returned_rows))
        pairs = [*((name, value) for name, value in pairs if name != "_size"), ("_size", size)]
    return urlencode(pairs).encode()


def _routes(datasette: Any) -> set[str]:
    return {database.route for database in datasette.databases.values()}


def _policy(datasette: Any, place: str) -> str:
    """What is not known to be Datasette's own gets the policy of our pages, which lets nothing run."""
    is_datasettes = not archives(datasette) or place == "-" or place in _routes(datasette)
    return policy.of_datasette() if is_datasettes else policy.OURS


def _with_headers(send: Send, content_policy: str, *, may_lead_out: bool) -> Send:
    """Add what every answer carries, unless it says its own, and refuse to redirect to another host.

    `may_lead_out`: below `/-/` plugins let people log in, elsewhere.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {**_ALWAYS, "Content-Security-Policy": content_policy}
            added = [(k.lower().encode(), v.encode()) for k, v in given.items() if header(message, k) is None]
            headers = [*message.get("headers", []), *added]
            to = header(message, "Location")
            if to is not None and not may_lead_out and not _is_here(to):
                headers = [(name, b"/" if name.lower() == b"location" else value) for name, value in headers]
            message = {**message, "headers": headers}
        await send(message)

    return sending


def _is_here(location: str) -> bool:
    parts = urlsplit(location)
    return not (parts.scheme or parts.netloc or leads_elsewhere(location.strip()))
