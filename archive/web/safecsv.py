"""CSV on its way to a reader: safe to open in a spreadsheet, and an error where a query failed."""

from collections.abc import Callable

from archive.web.asgi import Message, Send, answer, header
from archive.web.spreadsheet import escaping

_TYPES = ("text/csv", "text/plain")  # Datasette's is plain text where it is shown and not downloaded
_NO_COLUMNS = b"\r\n"  # all that Datasette gives for a query that failed, as if nothing was found
_FAILED = "查询失败；以 .json 代替 .csv 可见原因。 The query failed; ask for .json in place of .csv to read why.\n"


class SafeCsv:
    """What `send` is replaced with. An answer that is no CSV goes through as it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None  # held until the first line is there
        self._escape: Callable[[bytes, bool], bytes] | None = None
        self._has_failed = False

    async def __call__(self, message: Message) -> None:
        if self._has_failed:
            return
        if message["type"] == "http.response.start" and (header(message, "Content-Type") or "").startswith(_TYPES):
            self._escape = escaping()
            kept = [(name, value) for name, value in message["headers"] if name.lower() != b"content-length"]
            self._start = {**message, "headers": kept}
        elif message["type"] == "http.response.body" and self._escape:
            await self._lines(message.get("body", b""), message.get("more_body", False))
        else:
            await self._send(message)

    async def _lines(self, lines: bytes, has_more: bool) -> None:
        assert self._escape
        if self._start:
            if lines == _NO_COLUMNS:
                self._has_failed = True
                await answer(self._send, 400, _FAILED)
                return
            await self._send(self._start)
            self._start = None
        body = self._escape(lines, not has_more)
        await self._send({"type": "http.response.body", "body": body, "more_body": has_more})
