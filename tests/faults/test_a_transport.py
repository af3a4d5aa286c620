"""A: what breaks between the site and us. None of it may become a version."""

import gzip
import socket
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event

import brotli  # type: ignore[import-untyped,unused-ignore]
import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from archive.records import Capture, Outcome
from spiders.parse import parse
from spiders.profile import Profile
from tests.faults.crawling import borne, command, crawl, one, oracle, outcomes, rows, run
from tests.faults.hostile import HTML, Answer, Hostile, article, chunked, drip, head, path_of, pour, reply, site_of
from tests.faults.ledger import Ledger
from tests.faults.measured import measured

PROFILE = Profile.generic("http://trap.test/")
URL = "http://trap.test/news/202608/t20260801_1.html"
LATER = "2026-09-03T08:00:00+08:00"


def taken(body: bytes, *headers: tuple[str, str], truncated: str | None = None) -> Capture:
    return Capture(
        record_id="urn:x",
        run_id="r",
        site_id="trap.test",
        url=URL,
        captured_at="2026-09-01T00:00:00.000Z",
        status=200,
        headers=(HTML, *headers),
        body=body,
        truncated=truncated,
    )


def outcome(capture: Capture) -> Outcome:
    return parse(capture, PROFILE).outcome


def cuts(size: int, times: int) -> list[int]:
    """Places spread over a body, the first byte and the last among them."""
    return sorted({1 + (size - 2) * step // max(times - 1, 1) for step in range(times)})


def until_closed(body: bytes) -> bytes:
    return reply(body, HTML, length=-1)


Shape = Callable[[int, bytes], bytes]
# How a body of so many bytes is cut at a place, on the wire.
SHAPES: dict[str, Shape] = {
    "A1": lambda cut, body: reply(body[:cut], HTML, length=len(body)),
    "A2": lambda cut, body: chunked(body[:cut], ended=False),
    "A3": lambda cut, body: until_closed(body[:cut]),
}
WORDS = {
    "A1": "a body shorter than its stated length",
    "A2": "chunks that never come to their end",
    "A3": "a body of no stated length, cut somewhere",
}


@dataclass(frozen=True)
class Spoilt:
    """An archive of two days: on the later every article but a few came cut."""

    folder: Path
    cut_of: dict[str, list[str]]
    whole_at_close: list[str]
    problems: list[str]
    code: int


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Spoilt:
    times = 20 if pytestconfig.getoption("--faults") else 5
    folder = tmp_path_factory.mktemp("spoilt") / "archive"
    good: dict[str, Answer] = {}
    bad: dict[str, Answer] = {}
    cut_of: dict[str, list[str]] = {id: [] for id in SHAPES}
    number = 0
    for id, shape in SHAPES.items():
        for cut in cuts(len(article(100)), times):
            number += 1
            path, body = path_of(number), article(number)
            good[path], bad[path] = until_closed(body), shape(min(cut, len(body) - 9), body)
            cut_of[id].append(path)
    fine = [path_of(number + extra) for extra in range(1, 6)]
    for extra, path in enumerate(fine, 1):
        good[path] = bad[path] = until_closed(article(number + extra))
    with Hostile(site_of(good)) as site:
        first = crawl(site, folder)
        assert first.code == 0, first.err
        site.answers = site_of(bad)
        second = crawl(site, folder, "full=1", CLOCK=LATER)
    return Spoilt(folder, cut_of, fine, oracle(folder), second.code)


@pytest.mark.parametrize("id", SHAPES)
def test_a1_to_a3_a_body_that_is_cut_is_no_edit(ledger: Ledger, spoilt: Spoilt, id: str) -> None:
    with ledger.row(id, WORDS[id]) as row:
        assert spoilt.problems == []
        told = outcomes(spoilt.folder)
        versions = dict(rows(spoilt.folder, "SELECT url, versions FROM articles"))
        for path in spoilt.cut_of[id]:
            is_one = versions[f"http://trap.test{path}"] == 1
            row.tried(told[path] == Outcome.TRUNCATED and is_one, (path, told[path]))
        if id == "A3":
            for path in spoilt.whole_at_close:
                row.tried(told[path] == Outcome.UNCHANGED, (path, told[path]))
        half = article(1)[: len(article(1)) * 3 // 4]
        kept = outcome(taken(half, ("Content-Length", str(len(article(1)))), truncated="disconnect"))
        blind = outcome(taken(half))
        row.red("three quarters of a page are read as an article", kept is Outcome.TRUNCATED and blind is Outcome.OK)


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def zstd(data: bytes) -> bytes:
    return bytes(import_module("backports.zstd").compress(data))


CODECS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": partial(gzip.compress, mtime=0),
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=4),
    "zstd": zstd,
}


def by_scrapy(body: bytes, coding: str) -> Outcome:
    """What comes of a compressed body that Scrapy's own middleware has undone."""
    middleware = HttpCompressionMiddleware.from_crawler(get_crawler())
    response = HtmlResponse(URL, body=body, headers={"Content-Encoding": coding, "Content-Type": HTML[1]})
    undone = middleware.process_response(Request(URL), response)
    return outcome(taken(undone.body))


@pytest.mark.quick
def test_a4_a_compressed_body_that_ends_too_early_under_a_right_length(ledger: Ledger) -> None:
    with ledger.row("A4", "gzip, deflate, brotli and zstd cut at any place under a right length") as row:
        for coding, encode in CODECS.items():
            data = encode(article(1))
            assert outcome(taken(data, ("Content-Encoding", coding))) is Outcome.OK
            for cut in cuts(len(data), ledger.times(50, 10)):
                got = outcome(taken(data[:cut], ("Content-Encoding", coding)))
                row.tried(got is Outcome.TRUNCATED, (coding, cut, got))
        data = gzip.compress(article(1))
        row.red("Scrapy reads the half as a whole article", by_scrapy(data[: len(data) * 3 // 4], "gzip") is Outcome.OK)


@pytest.mark.quick
def test_a5_a_wrong_checksum_is_found_and_odd_but_whole_streams_are_read(ledger: Ledger) -> None:
    body = article(1)
    with ledger.row("A5", "gzip with a wrong checksum or length, of two members, with bytes after its end") as row:
        data = gzip.compress(body, mtime=0)
        for place in range(1, 9):
            wrong = bytearray(data)
            wrong[-place] ^= 0x55
            got = outcome(taken(bytes(wrong), ("Content-Encoding", "gzip")))
            row.tried(got is Outcome.TRUNCATED, ("trailer", place, got))
        for cut in cuts(len(body), 11):
            joined = gzip.compress(body[:cut]) + gzip.compress(body[cut:])
            page = parse(taken(joined, ("Content-Encoding", "gzip")), PROFILE)
            row.tried(page.outcome is Outcome.OK and len(page.article.body if page.article else "") > 300, cut)
        for tail in (
            b"\0",
            b"\0" * 512,
            b"garbage",
            b"<!-- cached -->",
            b"\r\n",
            *(bytes([n]) * n for n in range(1, 7)),
        ):
            got = outcome(taken(data + tail, ("Content-Encoding", "gzip")))
            row.tried(got is Outcome.OK, ("tail", tail, got))
        row.red("Scrapy takes a wrong checksum", by_scrapy(data[:-8] + b"wrongcrc", "gzip") is Outcome.OK)


def test_a6_what_comes_too_slowly_or_never_ends_does_not_hold_up_the_run(ledger: Ledger, tmp_path: Path) -> None:
    timeout, patience = 2, 1.5
    slow: dict[str, Answer] = {
        path_of(1): drip(b"x", first=head([HTML])),
        path_of(2): drip(b"X-A: b\r\n", first=b"HTTP/1.1 200 OK\r\n"),
        path_of(3): drip(b"", first=b""),
        path_of(4): pour(b"<p>no end</p>\n" * 4096, head([HTML])),
    }
    fine = {path_of(number): reply(article(number)) for number in range(11, 41)}
    with ledger.row("A6", "a body or headers by the byte, an answer that never comes, a body without end") as row:
        with Hostile(site_of({**slow, **fine})) as site:
            ended = crawl(site, tmp_path / "a", DOWNLOAD_TIMEOUT=timeout)
            held = {path: max(asked.held for asked in site.asked(path)) for path in slow}
        told = borne(ended, tmp_path / "a")
        for path in slow:
            row.tried(held[path] <= timeout + patience and told[path] in ("error", "truncated", "too_large"), path)
        for path in fine:
            row.tried(told[path] == Outcome.OK, path)
        with Hostile(site_of({path_of(2): slow[path_of(2)], path_of(11): fine[path_of(11)]})) as site:
            crawl(site, tmp_path / "b", "max_pages=3", DOWNLOAD_TIMEOUT=6)
            longest = max(asked.held for asked in site.asked(path_of(2)))
        row.red("headers hold the run as long as they like", longest > timeout + patience)
        row.measured = f"held at most {max(held.values()):.1f} s at a limit of {timeout} s"


def test_a7_a_gigabyte_is_not_read_whether_it_is_announced_or_not(ledger: Ledger, tmp_path: Path) -> None:
    gigabyte = 2**30
    filler = b"<p>" + b"a" * 65529 + b"</p>"
    huge: dict[str, Answer] = {
        path_of(1): pour(filler, head([HTML, ("Content-Length", str(gigabyte))]), gigabyte),
        path_of(2): pour(filler, head([HTML]), gigabyte),
        path_of(3): pour(filler, head([("Content-Type", "application/pdf")]), gigabyte),
    }
    fine = {path_of(number): reply(article(number)) for number in range(11, 31)}
    with ledger.row("A7", "a gigabyte, announced and unannounced") as row:
        with Hostile(site_of(fine)) as site:
            usual = crawl(site, tmp_path / "usual")
        with Hostile(site_of({**huge, **fine})) as site:
            ended = crawl(site, tmp_path / "a")
        told = borne(ended, tmp_path / "a")
        size = dict(rows(tmp_path / "a", "SELECT url, bytes FROM captures"))
        for path in huge:
            row.tried(told[path] == Outcome.TOO_LARGE and size[f"http://trap.test{path}"] <= 17e6, (path, told[path]))
        growth = ended.peak - usual.peak
        row.tried(growth <= 64, f"{growth:.0f} MB more memory")
        row.tried(all(told[path] == Outcome.OK for path in fine), "the other pages")
        with Hostile(site_of({path_of(2): pour(filler, head([HTML]), 40e6)})) as site:
            crawl(site, tmp_path / "b", DOWNLOAD_MAXSIZE=2**30)
        read = one(tmp_path / "b", "SELECT max(bytes) FROM captures")
        row.red("all of it is read", read > 17e6)
        row.measured = f"{growth:.0f} MB more memory than a usual run"


@pytest.mark.quick
def test_a9_bombs_are_not_blown_up(ledger: Ledger) -> None:
    with ledger.row("A9", "gzip and brotli bombs, one inside the other; zip, docx and PDF bombs as attachments") as row:
        worst = 0.0
        for bomb in ("gzip", "brotli", "nested", "zip", "docx", "pdf"):
            cost = measured(bomb)
            worst = max(worst, cost.growth)
            fits = cost.outcome in ("too_large", "truncated", "file") and cost.growth <= 64 and cost.seconds < 2
            row.tried(fits, cost)
        unlimited = measured("gzip-without-limit")
        row.red("it takes all the memory it wants", unlimited.growth > 64)
        row.measured = f"at most {worst:.0f} MB"


def test_a10_connections_that_fail_leave_a_record_that_says_how(ledger: Ledger, tmp_path: Path) -> None:
    def reset(connection: socket.socket, stopping: Event) -> None:
        connection.sendall(head([HTML, ("Content-Length", "9999")]) + article(1)[:500])
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def drop(connection: socket.socket, stopping: Event) -> None:
        return

    def hang(connection: socket.socket, stopping: Event) -> None:
        stopping.wait(20)

    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    with ledger.row("A10", "reset, dropped, refused, unknown names, a TLS handshake that hangs") as row:
        bad = {path_of(1): reset, path_of(2): drop, path_of(3): reset, path_of(4): drop}
        fine = {path_of(number): reply(article(number)) for number in range(11, 51)}
        with Hostile(site_of({**bad, **fine})) as site:
            ended = crawl(site, tmp_path / "a")
            tries = {path: len(site.asked(path)) for path in bad}
        assert ended.code in (0, 12) and oracle(tmp_path / "a") == [], ended.err
        told = outcomes(tmp_path / "a")
        for path in bad:
            row.tried(told[path] in ("error", "truncated") and tries[path] == 3, (path, told[path], tries[path]))
        row.tried(all(told[path] == Outcome.OK for path in fine), "the other pages")
        errors = "SELECT DISTINCT error FROM captures WHERE status IS NULL"
        where = {"GUARD_ALLOW": "127.0.0.1/32", "DOWNLOAD_TIMEOUT": 2}
        with Hostile(fallback=lambda path: hang) as site:
            for name, url, said in (
                ("refused", f"http://127.0.0.1:{closed}/", "connection refused"),
                ("unknown", "http://nowhere.invalid/", "cannot be resolved"),
                ("tls", f"https://127.0.0.1:{site.port}/", "timeout"),
            ):
                ended = run(command(url, tmp_path / name, **where))
                found = [error for (error,) in rows(tmp_path / name, errors)]
                row.tried(ended.code == 12 and "Traceback" not in ended.err and said in str(found), (name, found))
        unkept = '{"crawler.capture.CaptureMiddleware": null}'
        with Hostile({"/": drop}) as site:
            crawl(site, tmp_path / "b", DOWNLOADER_MIDDLEWARES=unkept)
        row.red("nothing tells that a page was asked for", one(tmp_path / "b", "SELECT count(*) FROM captures") == 0)


FILES = {
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "PDF": b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj " + bytes(200),
    "Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200),
    "zip": b"PK\x03\x04" + bytes(200),
    "GIF": b"GIF89a" + bytes(200),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(200),
}


@pytest.mark.quick
def test_a11_a_file_is_no_page_whatever_it_is_called(ledger: Ledger) -> None:
    with ledger.row("A11", "files said to be pages, and pages said to be files") as row:
        for name, data in FILES.items():
            for kind in ("text/html", "text/html; charset=gbk", ""):
                got = outcome(replace(taken(data), headers=(("Content-Type", kind),)))
                row.tried(got is Outcome.FILE, (name, kind, got))
        for kind in ("image/png", "application/pdf", "application/octet-stream", "text/plain", ""):
            got = outcome(replace(taken(article(1)), headers=(("Content-Type", kind),)))
            row.tried(got is Outcome.OK, ("a page", kind, got))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("spiders.extract.outcome.is_file", lambda data, kind: "html" not in (kind or ""))
            blind = outcome(taken(FILES["PDF"]))
        row.red("a PDF that is called a page is read as one", blind is not Outcome.FILE)
