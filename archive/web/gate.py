"""How many requests are in work at once: so many for the tables, so many for the pages, which do not wait for those."""

from archive.web.asgi import App, Message, Receive, Send, answer

TABLES = 8  # with a second each and two of them at work, the last in line waits some four seconds
PAGES = 32  # a page takes milliseconds; these are many who search for what takes long
RETRY_AFTER = "5"  # seconds
_BUSY = "请求过多，请稍后再试。 Too many requests are in work; try again in some seconds.\n"


def limited(app: App, at_once: int) -> App:
    """The same, but 503 with Retry-After for a request that comes while so many others wait for their answers.

    An answer that has begun is not counted: how fast it is read is up to the reader.
    """
    waiting: set[object] = set()

    async def through(scope: Message, receive: Receive, send: Send) -> None:
        if len(waiting) >= at_once:
            await answer(send, 503, _BUSY, retry_after=RETRY_AFTER)
            return
        turn = object()
        waiting.add(turn)

        async def sending(message: Message) -> None:
            waiting.discard(turn)
            await send(message)

        try:
            await app(scope, receive, sending)
        finally:
            waiting.discard(turn)

    return through
