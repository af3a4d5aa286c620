"""The sample site's server: what a client sees of a well-behaved proxy, and of each fault."""

import http.client
from collections.abc import Iterator

import pytest

from crawler.demo.server import DemoServer

pytestmark = pytest.mark.slow

ARTICLE = "/news/202608/t20260827_1062.html"


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def get(server: DemoServer, url: str, headers: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask for one address by proxy; ConnectionError and http.client's errors come through."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", url, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_the_proxy_answers_for_the_sample_host(server: DemoServer) -> None:
    response, body = get(server, "http://kfq.test/")
    assert response.status == 200
    assert "云岭经济技术开发区" in body.decode()


def test_the_proxy_knows_no_other_host(server: DemoServer) -> None:
    assert get(server, "http://www.example.com/")[0].status == 502


def test_requests_are_remembered(server: DemoServer) -> None:
    get(server, f"http://kfq.test{ARTICLE}", {"User-Agent": "sample"})
    (request,) = server.asked(ARTICLE)
    assert (request.method, request.host, request.status, request.header("user-agent")) == (
        "GET",
        "kfq.test",
        200,
        "sample",
    )


def test_one_connection_serves_several_requests(server: DemoServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for _ in range(3):
        connection.request("GET", "http://kfq.test/")
        assert connection.getresponse().read()
    assert connection.sock is not None
    connection.close()
