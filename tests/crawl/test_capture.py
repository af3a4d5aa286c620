"""What came from the network as captures."""

import gzip

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Headers, HtmlResponse, Response

from archive.records import Capture
from crawler.capture import Stamp, of_failure, of_response
from crawler.guard import Refused

STAMP = Stamp(record_id="urn:uuid:1", run_id="run", site_id="kfq", captured_at="2026-09-01T00:00:00.000Z")
URL = "http://kfq.test/a.html?b=1"


def taken(response: Response, **meta: object) -> Capture:
    return of_response(Request(URL, meta=meta), response, STAMP)


def failed(exception: Exception, refused: dict[str, str] | None = None) -> str | None:
    return of_failure(Request(URL), exception, STAMP, (refused or {}).get).error


def test_repeated_headers_are_all_kept_in_their_order() -> None:
    headers = Headers({"Set-Cookie": [b"a=1", b"b=2"], "Content-Type": b"text/html"})
    assert taken(Response(URL, headers=headers)).headers == (
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Type", "text/html"),
    )


def test_the_address_is_the_one_that_was_asked_for() -> None:
    assert taken(Response("http://kfq.test/elsewhere")).url == URL


def test_bytes_of_a_header_are_kept_as_they_came() -> None:
    value = "公文".encode("gb18030")
    ((_, told),) = taken(Response(URL, headers={"X-Name": value})).headers
    assert told.encode("latin-1") == value


def test_the_sites_address_is_not_that_of_a_proxy() -> None:
    from ipaddress import ip_address

    response = Response(URL, ip_address=ip_address("8.8.4.4"))
    assert taken(response).ip_address == "8.8.4.4"
    assert taken(response, proxy="http://127.0.0.1:8900").ip_address is None


@pytest.mark.parametrize(
    ("body", "kind", "truncated"),
    [
        (b"<html><p>whole</p></html>\n", b"text/html", None),
        (b"<html><p>who", b"text/html", "disconnect"),
        (b"<html><p>who", b"", "disconnect"),
        (b"%PDF-1.7 nobody can tell", b"application/pdf", None),
    ],
)
def test_a_body_without_a_length_is_whole_where_its_end_tag_came(
    body: bytes, kind: bytes, truncated: str | None
) -> None:
    assert taken(HtmlResponse(URL, body=body, headers={"Content-Type": kind}, flags=["partial"])).truncated == truncated


@pytest.mark.parametrize(("cut", "truncated"), [(0, None), (9, "disconnect")])
def test_a_compressed_body_without_a_length_is_whole_where_its_stream_ends(cut: int, truncated: str | None) -> None:
    data = gzip.compress(b"<html><p>text without an end tag")
    response = Response(URL, body=data[: len(data) - cut], headers={"Content-Encoding": "gzip"}, flags=["partial"])
    assert taken(response).truncated == truncated


def test_a_body_that_broke_off_or_was_cut_off_is_said_to_be_so() -> None:
    assert taken(Response(URL, body=b"<html></html>", flags=["dataloss"])).truncated == "disconnect"
    assert taken(Response(URL, body=b"<html>", flags=["download_stopped"])).truncated == "length"


@pytest.mark.parametrize(
    ("exception", "error"),
    [
        (DownloadTimeoutError("Getting http://kfq.test took longer than 30 seconds."), "timeout"),
        (CannotResolveHostError("kfq.test"), "the host name cannot be resolved"),
        (Refused("refused by robots.txt"), "refused by robots.txt"),
        (IgnoreRequest("for some reason"), "refused: for some reason"),
        (OSError("line one\nline two"), "OSError: line one line two"),
        (ValueError(), "ValueError"),
    ],
)
def test_a_failure_says_in_a_few_words_what_failed(exception: Exception, error: str) -> None:
    assert failed(exception) == error


def test_a_name_that_the_guard_did_not_let_through_is_told_with_its_address() -> None:
    refused = {"kfq.test": "10.0.0.1"}
    assert failed(CannotResolveHostError("kfq.test"), refused) == "refused by guard: 10.0.0.1"
    assert failed(DownloadTimeoutError(), refused) == "timeout"
