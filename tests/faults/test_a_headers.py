"""A: headers that are too large, and headers that say what cannot be."""

from pathlib import Path

from archive.records import Outcome
from tests.faults.crawling import borne, crawl, crawl_unguarded, oracle, outcomes
from tests.faults.hostile import HTML, Answer, Hostile, article, head, path_of, pour, reply, site_of
from tests.faults.ledger import Ledger

LATER = "2026-09-03T08:00:00+08:00"


def test_a8_headers_without_measure_cost_little(ledger: Ledger, tmp_path: Path) -> None:
    cookies = [("Set-Cookie", f"c{number}=v") for number in range(50_000)]
    wild: dict[str, Answer] = {
        path_of(1): pour(b"X-A: " + b"a" * 1000 + b"\r\n", b"HTTP/1.1 200 OK\r\n"),
        path_of(2): head([HTML, ("X-A", "a" * 2**20)]) + article(2),
        path_of(3): head([HTML, *cookies]) + article(3),
    }
    fine = {path_of(number): reply(article(number)) for number in range(11, 31)}
    with ledger.row("A8", "headers without end, a header of a megabyte, 50,000 cookies") as row:
        with Hostile(site_of(fine)) as site:
            usual = crawl(site, tmp_path / "usual")
        with Hostile(site_of({**wild, **fine})) as site:
            ended = crawl(site, tmp_path / "a")
        told = borne(ended, tmp_path / "a")
        growth = ended.peak - usual.peak
        for path in wild:
            row.tried(path in told, (path, "leaves no record"))
        row.tried(all(told[path] == Outcome.OK for path in fine), "the other pages")
        row.tried(growth <= 200, f"{growth:.0f} MB more memory")
        row.measured = f"{growth:.0f} MB more memory than a usual run"
        with Hostile({"/": wild[path_of(1)]}) as site:
            stock = '{"http": "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"}'
            wilder = crawl(site, tmp_path / "b", DOWNLOAD_TIMEOUT=5, DOWNLOAD_HANDLERS=stock)
        row.red("they take all the memory they want", wilder.peak - usual.peak > 200)


def test_a12_headers_that_say_what_cannot_be_are_passed_over(ledger: Ledger, tmp_path: Path) -> None:
    long = '"' + "e" * 12_000 + '"'
    absurd = {
        "Referrer-Policy": "sys.exit",
        "Date": "Thu, 32 Nov 99999 99:99:99 XYZ",
        "Last-Modified": "yesterday",
        "ETag": long,
        "Refresh": "0; url=file:///etc/hostname",
        "Content-Location": "http://127.0.0.2/",
        "Expires": "-1",
        "Age": "9" * 40,
        "Content-Language": "\xff\x00\x01",
    }
    pages = {path_of(n): reply(article(n), HTML, header) for n, header in enumerate(absurd.items(), 1)}
    fine = {path_of(20): reply(article(20))}
    etag = path_of(list(absurd).index("ETag") + 1)
    with ledger.row("A12", "a policy that names code, dates that are none, a validator of 12 KB") as row:
        with Hostile(site_of({**pages, **fine})) as site:
            first = crawl(site, tmp_path / "a")
            second = crawl(site, tmp_path / "a", "full=1", CLOCK=LATER)
            third = crawl(site, tmp_path / "a", CLOCK="2027-12-03T08:00:00+08:00", RECHECK_BUDGET=50)
            lines = [len(one.headers.get("if-none-match", "")) for one in site.asked(etag)]
        row.tried((first.code, second.code, third.code) == (0, 0, 0), (first.err[-200:], third.err[-200:]))
        told = outcomes(tmp_path / "a", 0)
        for path in pages:
            row.tried(told[path] == Outcome.OK, (path, told[path]))
        row.tried(max(lines) == 0 and len(lines) == 3, lines)
        assert oracle(tmp_path / "a") == []
        with Hostile(site_of({**pages, **fine})) as site:
            code = "import crawler.frontier\ncrawler.frontier._LONGEST = 10**9"
            crawl_unguarded(site, tmp_path / "b", code)
            crawl_unguarded(site, tmp_path / "b", code, CLOCK="2027-12-03T08:00:00+08:00", RECHECK_BUDGET=50)
            sent = max(len(one.headers.get("if-none-match", "")) for one in site.asked(etag))
        row.red(f"{sent // 1000} KB are sent back, which no server takes", sent > 8000)
