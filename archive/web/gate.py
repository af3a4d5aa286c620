"""How many questions to the tables are in work at once; the pages for reading do not wait for them."""

from archive.web.asgi import App, Message, Receive, Send, answer

AT_ONCE = 8  # with a second each and two of them at work, the last in line waits some four seconds
_RETRY_AFTER = "5"  # seconds
_BUSY = "查询过多，请稍后再试。 Too many queries are in work; try again in some seconds.\n"


def limited(app: App, at_once: int = AT_ONCE) -> App:
    """The same, but 503 with Retry-After for a request that comes while so many others wait for their answers.

    An answer that has begun is not counted: how fast it is read is up to the reader.
    """
    waiting: set[object] = set()

    async def through(scope: Message, receive: Receive, send: Send) -> None:
        if len(waiting) >= at_once:
            await answer(send, 503, _BUSY, retry_after=_RETRY_AFTER)
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
