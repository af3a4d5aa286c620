"""A site of made pages on 127.0.0.1: `python -m bench.site ARTICLES` prints its port and serves until it is ended.

It has a home page, thirty sections of some thirty articles each, and as many articles as wanted, which link one
another. Nothing on it ever changes.
"""

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bench.pages import SHAPES, story

SHAPE = replace(SHAPES[2], sections=30)
_FIRST, _ROWS = 1000, 34


def paths(articles: int) -> Iterator[str]:
    """All addresses of a site with so many articles."""
    yield "/"
    yield from map(SHAPE.section.format, range(SHAPE.sections))
    yield from map(SHAPE.article.format, range(_FIRST, _FIRST + articles))


def _answers(articles: int) -> dict[str, bytes]:
    """The answer to each address, headers and all."""
    answers = {"/robots.txt": _answer("200 OK", b"User-agent: *\nDisallow:\n")}
    for number, path in enumerate(paths(articles)):
        article = number - 1 - SHAPE.sections
        if article >= 0:
            body = SHAPE.page(story(_FIRST + article, _FIRST, articles))
        else:
            body = SHAPE.page(story(_FIRST + number * _ROWS % articles, _FIRST, articles), "listing")
        answers[path] = _answer("200 OK", body)
    return answers


def _answer(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class _Connection(asyncio.Protocol):
    """Answers one request after the other; each is a GET, and comes in one packet."""

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        self._answers = answers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1].decode("ascii")
        self._transport.write(self._answers.get(path) or _answer("404 Not Found", b"<html>404 Not Found</html>"))


async def _serve(articles: int) -> None:
    answers = _answers(articles)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(answers), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
