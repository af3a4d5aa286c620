"""How much of an answer's headers is read."""

from typing import Any

import pytest
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import Request, ResponseFailed
from twisted.web.http_headers import Headers

from crawler.headers import LIMIT, HeadersTooLong, _Client

LINE = b"X-A: " + b"a" * 1000 + b"\r\n"


def asked() -> tuple[Any, Any]:
    """A client that waits for an answer, and the Deferred of that; Twisted has no types for either."""
    client: Any = _Client(lambda protocol: None)  # type: ignore[no-untyped-call]
    client.makeConnection(StringTransport())  # type: ignore[no-untyped-call]
    request = Request(b"GET", b"/", Headers({b"host": [b"kfq.test"]}), None)  # type: ignore[no-untyped-call]
    return client, client.request(request)


def test_headers_without_end_are_given_up_at_the_limit() -> None:
    client, answer = asked()
    client.dataReceived(b"HTTP/1.1 200 OK\r\n")
    for _ in range(LIMIT // len(LINE) + 1):
        client.dataReceived(LINE)
    assert client.transport.disconnecting
    failures: list[Any] = []
    answer.addErrback(failures.append)
    client.connectionLost(Failure(ConnectionError()))  # type: ignore[no-untyped-call]
    (failure,) = failures
    assert failure.check(ResponseFailed)
    assert failure.value.reasons[0].check(HeadersTooLong)


@pytest.mark.parametrize("lines", [0, LIMIT // len(LINE) - 1])
def test_headers_within_the_limit_are_read_and_a_body_does_not_count(lines: int) -> None:
    client, answer = asked()
    client.dataReceived(b"HTTP/1.1 200 OK\r\n" + LINE * lines + b"Content-Length: 900000\r\n\r\n")
    for _ in range(9):
        client.dataReceived(b"b" * 100_000)
    responses: list[Any] = []
    answer.addCallback(responses.append)
    assert responses[0].code == 200
