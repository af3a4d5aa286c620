"""What every answer carries so that archived text stays text, and which requests are not answered at all."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from importlib.resources import files
from typing import Any

from archive.web.hooks import hookimpl
from archive.web.reader import archives
from archive.web.tablesearch import rewritten

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_COMMON = "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
OUR_POLICY = f"default-src 'none'; style-src 'self'; {_COMMON}"
CAPTURE_POLICY = "sandbox; default-src 'none'"

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a site need not know that its page is being studied
}


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Stand before Datasette: refuse addresses that lead elsewhere, mend table searches, add headers."""

    def wrap(app: App) -> App:
        async def guarded(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            with_headers = _adding_headers(send)
            if leads_elsewhere(scope["path"]):
                await _refuse(with_headers)
                return
            routes = [datasette.get_database(name).route for name in archives(datasette)]
            query = rewritten(scope["path"], scope["query_string"], routes)
            await app({**scope, "query_string": query}, receive, with_headers)

        return guarded

    return wrap


def leads_elsewhere(path: str) -> bool:
    r"""Whether a browser would read the path as another host's address: `//host` and `/\host`.

    Datasette redirects a path with a slash at its end to the same without it, and 0.65.5 keeps a backslash there.
    """
    return path.startswith(("//", "/\\"))


@cache
def datasette_policy() -> str:
    """The policy of Datasette's own pages: the scripts that its templates hold, by their digests, and inline styles."""
    templates = files("datasette").joinpath("templates")
    held = [
        script
        for name in ("_close_open_menus.html", "_codemirror_foot.html")
        for script in _SCRIPT.findall(templates.joinpath(name).read_text("utf-8"))
    ]
    held += [f"DATASETTE_ALLOW_FACET = {value};" for value in ("true", "false")]
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in held]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'self'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; {_COMMON}"


def _adding_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            present = {name.lower() for name, _ in headers}
            added = {**_ALWAYS, "Content-Security-Policy": datasette_policy()}
            for name, value in added.items():
                if name.lower().encode() not in present:
                    headers.append((name.lower().encode(), value.encode()))
            message = {**message, "headers": headers}
        await send(message)

    return sending


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": b"No page of this archive has such an address.\n"})
