"""Each fault does what its name says."""

import gzip
import http.client
import socket
import time
import zlib
from collections.abc import Iterator

import pytest

from crawler.demo.faults import ON_THE_WIRE, Fault
from crawler.demo.server import DemoServer

pytestmark = pytest.mark.slow

ARTICLE = "/news/202608/t20260827_1062.html"
URL = f"http://kfq.test{ARTICLE}"


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def get(server: DemoServer, url: str = URL) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", url)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def raw(server: DemoServer, enough: int = 2**20, url: str = URL) -> bytes:
    """What comes over the wire until the server closes, or until `enough` bytes have come."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(f"GET {url} HTTP/1.1\r\nHost: kfq.test\r\n\r\n".encode())
        came = b""
        while len(came) < enough and (piece := connection.recv(65536)):
            came += piece
        return came


@pytest.mark.parametrize(
    ("fault", "status", "header"),
    [
        (Fault.STATUS_500, 500, None),
        (Fault.STATUS_503, 503, "Tue, 01 Sep 2015 00:00:00 GMT"),
        (Fault.STATUS_429, 429, "3"),
        (Fault.RETRY_AFTER_GARBAGE, 429, "soon"),
        (Fault.CHALLENGE_412, 412, None),
        (Fault.CHALLENGE_521, 521, None),
        (Fault.SOFT_404, 200, None),
        (Fault.MAINTENANCE, 200, None),
    ],
)
def test_an_answer_stands_in_the_article_s_place(
    server: DemoServer, fault: Fault, status: int, header: str | None
) -> None:
    server.faults[ARTICLE] = fault
    response, body = get(server)
    assert (response.status, response.getheader("Retry-After")) == (status, header)
    assert "青石河产业园" not in body.decode()


@pytest.mark.parametrize(
    ("fault", "target"),
    [
        (Fault.REDIRECT_HOME, "/"),
        (Fault.REDIRECT_LOOP, ARTICLE),
        (Fault.REDIRECT_GROWING, f"{ARTICLE}?more=1"),
        (Fault.REDIRECT_LOOPBACK, "http://127.0.0.2/"),
        (Fault.REDIRECT_FILE, "file:///etc/hostname"),
    ],
)
def test_a_redirect_leads_where_it_should_not(server: DemoServer, fault: Fault, target: str) -> None:
    server.faults[ARTICLE] = fault
    response, _ = get(server)
    assert (response.status, response.getheader("Location")) == (302, target)


def test_a_fault_holds_for_what_lies_under_its_prefix_and_nothing_else(server: DemoServer) -> None:
    server.faults["/news/"] = Fault.STATUS_500
    assert get(server)[0].status == 500
    assert get(server, "http://kfq.test/")[0].status == 200


def test_a_fault_of_a_whole_host_spares_robots_txt_unless_it_is_named(server: DemoServer) -> None:
    server.faults["kfq.test"] = Fault.STATUS_503
    assert get(server)[0].status == 503
    assert get(server, "http://kfq.test/robots.txt")[0].status == 200
    server.faults["kfq.test/robots.txt"] = Fault.ROBOTS_FORBID
    assert get(server, "http://kfq.test/robots.txt")[1].endswith(b"Disallow: /\n")


def test_a_fault_can_be_for_the_first_requests_only(server: DemoServer) -> None:
    server.faults[ARTICLE] = (Fault.STATUS_500, 2)
    assert [get(server)[0].status for _ in range(3)] == [500, 500, 200]


def test_dropped_before_the_first_byte(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.DROP
    with pytest.raises(http.client.RemoteDisconnected):
        get(server)
    assert server.asked(ARTICLE)[0].status is None


def test_reset_in_the_middle_of_the_body(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.RESET
    with pytest.raises(ConnectionResetError):
        raw(server)


@pytest.mark.parametrize("fault", [Fault.SHORT_LENGTH, Fault.UNENDED_CHUNKS])
def test_a_body_shorter_than_promised(server: DemoServer, fault: Fault) -> None:
    server.faults[ARTICLE] = fault
    with pytest.raises(http.client.IncompleteRead):
        get(server)


def test_a_body_without_length_is_cut_and_nothing_tells(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.CUT_AT_CLOSE
    response, body = get(server)
    assert response.getheader("Content-Length") is None
    assert b"</html>" not in body
    server.faults[ARTICLE] = Fault.WHOLE_AT_CLOSE
    assert b"</html>" in get(server)[1]


@pytest.mark.parametrize(("fault", "wbits"), [(Fault.TRUNCATE_GZIP, 31), (Fault.TRUNCATE_DEFLATE, 15)])
def test_half_a_compressed_stream_under_the_right_length(server: DemoServer, fault: Fault, wbits: int) -> None:
    server.faults[ARTICLE] = fault
    response, body = get(server)
    assert response.getheader("Content-Length") == str(len(body))
    stream = zlib.decompressobj(wbits)
    assert stream.decompress(body)
    assert not stream.eof


def test_a_wrong_checksum(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.BAD_CRC
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(get(server)[1])


def test_odd_but_whole_encodings_give_the_page(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.TWO_MEMBERS
    assert b"</html>" in gzip.decompress(get(server)[1])
    server.faults[ARTICLE] = Fault.NESTED_GZIP
    assert b"</html>" in gzip.decompress(gzip.decompress(get(server)[1]))


def test_a_bomb_is_a_thousand_times_its_size(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.GZIP_BOMB
    assert len(get(server)[1]) < 2**26 / 900


def test_a_slow_body_takes_its_time_and_ends_with_the_server() -> None:
    with DemoServer(faults={ARTICLE: Fault.SLOW_BODY}) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", URL)
        response = connection.getresponse()
        began = time.monotonic()
        assert len(response.read(2)) == 2
        assert time.monotonic() - began > 0.2
        response.close()
        connection.close()


def test_endless_bodies_and_headers_go_on_until_the_client_leaves(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.ENDLESS_BODY
    assert len(raw(server, enough=2**21)) >= 2**21
    server.faults[ARTICLE] = Fault.ENDLESS_HEADERS
    assert b"\r\n\r\n" not in raw(server, enough=2**21)


def test_a_hung_server_never_answers() -> None:
    with DemoServer(faults={ARTICLE: Fault.HANG}) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=0.2)
        connection.request("GET", URL)
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.CHARSET_LIE, "text/html; charset=utf-8"),
        (Fault.CHARSET_PUNYCODE, "text/html; charset=punycode"),
        (Fault.MIME_IMAGE, "image/png"),
    ],
)
def test_a_label_lies(server: DemoServer, fault: Fault, kind: str) -> None:
    server.faults[ARTICLE] = fault
    response, body = get(server)
    assert response.getheader("Content-Type") == kind
    assert "青石河产业园" in body.decode("gb18030" if fault is Fault.CHARSET_LIE else "utf-8")


@pytest.mark.parametrize(
    ("fault", "mark", "times"),
    [(Fault.NESTING, b"<div>", 100_000), (Fault.ATTRIBUTES, b"=1", 100_000), (Fault.TITLE, "题".encode(), 1_000_000)],
)
def test_bombs_for_parsers_are_as_large_as_they_say(server: DemoServer, fault: Fault, mark: bytes, times: int) -> None:
    server.faults[ARTICLE] = fault
    assert get(server)[1].count(mark) == times


def test_headers_can_be_huge_or_forged(server: DemoServer) -> None:
    server.faults[ARTICLE] = Fault.HUGE_HEADER
    assert len(raw(server, enough=2**21)) > 2**20
    server.faults[ARTICLE] = Fault.FORGED_HEADER
    assert b"\rWARC-Forged: yes" in raw(server)


def test_the_host_of_faults_shows_every_fault_by_name(server: DemoServer) -> None:
    index = get(server, "http://faults.test/")[1].decode()
    assert all(f'href="/{fault}"' in index for fault in Fault)
    assert get(server, "http://faults.test/status-500")[0].status == 500
    with pytest.raises(http.client.RemoteDisconnected):
        get(server, "http://faults.test/drop")


@pytest.mark.parametrize("fault", sorted(set(Fault) - ON_THE_WIRE - {Fault.WHOLE_AT_CLOSE}))
def test_every_fault_of_an_answer_changes_the_answer(server: DemoServer, fault: Fault) -> None:
    path = "/robots.txt" if fault.startswith("robots") else ARTICLE
    before, body = get(server, f"http://kfq.test{path}")
    server.faults[path] = fault
    after, spoilt = get(server, f"http://kfq.test{path}")
    assert (after.status, after.getheader("Content-Type"), spoilt[:4000]) != (
        before.status,
        before.getheader("Content-Type"),
        body[:4000],
    )
