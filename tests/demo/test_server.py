"""The sample site's server: what a client sees of a well-behaved proxy, and of each fault."""

import gzip
import http.client
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from crawler.demo.__main__ import main
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


def test_the_home_page_repeats_a_header(server: DemoServer) -> None:
    response, _ = get(server, "http://kfq.test/")
    assert len(response.headers.get_all("Set-Cookie") or []) == 2


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


def test_the_later_day_is_a_switch_away(server: DemoServer) -> None:
    added = "http://kfq.test/news/202609/t20260904_1063.html"
    assert get(server, added)[0].status == 404
    server.day = 2
    assert get(server, added)[0].status == 200


def test_pages_are_compressed_only_when_asked(server: DemoServer) -> None:
    plain, body = get(server, f"http://kfq.test{ARTICLE}")
    packed, data = get(server, f"http://kfq.test{ARTICLE}", {"Accept-Encoding": "gzip, deflate"})
    assert plain.getheader("Content-Encoding") is None
    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(data).decode()[:200] == body.decode()[:200]


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_a_conditional_request_gets_304_and_no_body(server: DemoServer, header: str) -> None:
    first, _ = get(server, f"http://kfq.test{ARTICLE}")
    value = first.getheader("ETag" if header == "If-None-Match" else "Last-Modified")
    assert value is not None
    again, body = get(server, f"http://kfq.test{ARTICLE}", {header: value})
    assert (again.status, body) == (304, b"")


@pytest.mark.parametrize("value", ["", "yesterday", "Tue, 99 Sep 2026 00:00:00 GMT"])
def test_a_time_that_cannot_be_read_makes_no_request_conditional(server: DemoServer, value: str) -> None:
    assert get(server, f"http://kfq.test{ARTICLE}", {"If-Modified-Since": value})[0].status == 200


def test_pages_made_on_request_come_in_chunks_and_without_validators(server: DemoServer) -> None:
    response, body = get(server, "http://kfq.test/policy/2026/2069.htm")
    assert response.getheader("Transfer-Encoding") == "chunked"
    assert response.getheader("ETag") is None
    assert response.getheader("Content-Type") == "text/html"
    assert "㙍坪村" in body.decode("gb18030")


def test_a_head_request_has_no_body(server: DemoServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for _ in range(2):
        connection.request("HEAD", "http://kfq.test/")
        assert connection.getresponse().read() == b""
    connection.close()


def test_a_browser_may_ask_without_a_proxy(server: DemoServer) -> None:
    assert get(server, "/robots.txt")[1].startswith(b"User-agent: *")


def test_two_servers_can_run_at_once_and_leave_no_thread_behind() -> None:
    before = threading.active_count()
    with DemoServer() as one, DemoServer(day=2) as two:
        assert one.port != two.port
        get(one, "http://kfq.test/")
        get(two, "http://kfq.test/")
    assert threading.active_count() == before


def test_the_site_can_be_served_by_hand_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "crawler.demo", "--day", "2", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert re.search(r"http://127\.0\.0\.1:\d+/", said)


def test_a_taken_port_is_said_in_one_line(server: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", str(server.port)]) == 2
    assert capsys.readouterr().err.startswith(f"Port {server.port} cannot be used")
