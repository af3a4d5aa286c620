"""The types of ASGI, and the few things that our layer does with its messages."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def header(message: Message, name: str) -> str | None:
    """The value of a header of the message that starts a response; None without it."""
    wanted = name.lower().encode()
    return next((value.decode("latin-1") for key, value in message.get("headers", []) if key.lower() == wanted), None)


async def answer(send: Send, status: int, text: str, **headers: str) -> None:
    """A whole response of plain text; `retry_after` is the header Retry-After."""
    given = {"content-type": "text/plain; charset=utf-8", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": text.encode()})
