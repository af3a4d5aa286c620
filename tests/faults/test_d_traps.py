"""D: sites without end, and manners towards sites."""

import itertools
import json
import socket
import sys
import time
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from crawler.demo.expected import expected
from crawler.demo.server import DemoServer
from crawler.settings import DOWNLOADER_MIDDLEWARES
from spiders.follow import is_trap
from tests.faults.crawling import Crawled, crawl, one, oracle, outcomes, rows, run
from tests.faults.hostile import HTML, Answer, Asked, Hostile, article, listing, path_of, redirect, reply, site_of
from tests.faults.ledger import Ledger

DEMO = {"CLOCK": "2026-09-01T08:00:00+08:00", "DOWNLOAD_DELAY": 0, "CONTACT": "a@b.test"}


def crawled(site: Hostile, folder: Path, *given: str, **settings: object) -> Crawled:
    """A crawl that ends without a fault of ours and leaves a sound archive."""
    ended = crawl(site, folder, *given, **settings)
    assert "Traceback" not in ended.err, ended.err
    assert oracle(folder) == []
    return ended


def number_in(path: str) -> int:
    return int("".join(filter(str.isdigit, urlsplit(path).query)) or 0)


def test_d1_redirects_in_a_circle_end(ledger: Ledger, tmp_path: Path) -> None:
    one_way, other = path_of(2), path_of(3)
    answers: dict[str, Answer] = {
        "/": reply(listing([path_of(1), one_way, path_of(4), path_of(20)])),
        path_of(1): redirect(path_of(1)),
        one_way: redirect(other),
        other: redirect(one_way),
        path_of(20): reply(article(20)),
    }

    def growing(path: str) -> bytes | None:
        return redirect(f"{path}{'&' if '?' in path else '?'}more=1") if path.startswith(path_of(4)) else None

    with ledger.row("D1", "a redirect to itself, two to each other, an address that grows with each hop") as row:
        with Hostile(answers, growing) as site:
            crawled(site, tmp_path / "a")
            hops = {
                "itself": len(site.asked(path_of(1))),
                "each other": len(site.asked(one_way)) + len(site.asked(other)),
                "growing": sum(request.path.startswith(path_of(4)) for request in site.requests),
            }
        for name, count in hops.items():
            row.tried(count <= 11, (name, count))
        row.tried(outcomes(tmp_path / "a")[path_of(20)] == "ok", "the other page")
        with Hostile(answers, growing) as site:
            crawl(site, tmp_path / "b", REDIRECT_MAX_TIMES=40)
            count = sum(request.path.startswith(path_of(4)) for request in site.requests)
        row.red(f"{count} requests for one page", count > 11)
        row.measured = f"at most {max(hops.values())} requests"


def pager(to: str) -> str:
    return f'<div class="page"><a href="{to}">下一页</a></div>'


def test_d2_a_list_without_end_is_left(ledger: Ledger, tmp_path: Path) -> None:
    articles = [path_of(number) for number in range(1, 11)]

    def same(path: str) -> bytes | None:
        if path.startswith("/news/index"):
            return reply(listing(articles, pager(f"/news/index?page={number_in(path) + 1}")))
        return None

    def twice(path: str) -> bytes | None:
        """Page n is page n + 1, under two names."""
        return reply(listing(articles, pager("/news/index?page=2"))) if path.startswith("/news/index") else None

    def ever_new(path: str) -> bytes | None:
        if path.startswith("/news/index"):
            page = number_in(path)
            new = [path_of(1000 + page * 10 + n) for n in range(10)]
            return reply(listing(new, pager(f"/news/index?page={page + 1}")))
        return reply(article(int(path.rpartition("_")[2].partition(".")[0]))) if path.startswith("/news/2026") else None

    start: dict[str, Answer] = {"/": reply(listing(articles, '<a href="/news/index?page=1">新闻</a>'))}
    start |= {path: reply(article(number)) for number, path in enumerate(articles, 1)}
    with ledger.row("D2", "the same list page for ever, a page that follows itself, always new pages") as row:
        for name, endless in (("same", same), ("twice", twice)):
            with Hostile(dict(start), endless) as site:
                crawled(site, tmp_path / name)
                lists = sum(request.path.startswith("/news/index") for request in site.requests)
            row.tried(lists <= 4, (name, lists))
        limit = 40
        with Hostile(dict(start), ever_new) as site:
            crawled(site, tmp_path / "new", f"max_pages={limit}")
            asked = len(site.pages_asked())
        row.tried(asked <= limit + 3, ("new", asked))
        with Hostile(dict(start), ever_new) as site:
            crawl(site, tmp_path / "more", f"max_pages={4 * limit}")
            asked = len(site.pages_asked())
        row.red(f"{asked} pages are asked for", asked > limit + 3)


def test_d3_addresses_that_a_program_makes_up_are_left(ledger: Ledger, tmp_path: Path) -> None:
    def calendar(path: str) -> bytes | None:
        if path.startswith("/calendar/"):
            month = number_in(path)
            return reply(listing([path_of(1)], f'<a href="/calendar/?m={month + 1}">下月</a>'))
        return None

    def deeper(path: str) -> bytes | None:
        if path.startswith("/a/"):
            return reply(listing([path_of(1)], '<a href="a/">下级栏目</a><a href="b/">栏目</a>'))
        return None

    def sessions(path: str) -> bytes | None:
        counter = next(numbers)
        if path.startswith("/list"):
            links = "".join(f'<a href="/list.jsp;jsessionid={counter}{n}">栏目{n}</a>' for n in range(3))
            return reply(listing([path_of(1)], links))
        return None

    def chance(path: str) -> bytes | None:
        if path.startswith("/r"):
            links = "".join(f'<a href="/r/?r={next(numbers)}">栏目</a>' for _ in range(5))
            return reply(listing([path_of(1)], links))
        return None

    traps = {
        "calendar": (calendar, '<a href="/calendar/?m=1">日历</a>', 40),
        "deeper": (deeper, '<a href="/a/">栏目</a>', 70),
        "sessions": (sessions, '<a href="/list.jsp">栏目</a>', 40),
        "chance": (chance, '<a href="/r/?r=0">栏目</a>', 120),
    }
    with ledger.row("D3", "calendars, folders in themselves, session numbers, queries by chance") as row:
        for name, (trap, link, cap) in traps.items():
            numbers = itertools.count()
            answers: dict[str, Answer] = {"/": reply(listing([path_of(1)], link)), path_of(1): reply(article(1))}
            with Hostile(answers, trap) as site:
                crawled(site, tmp_path / name, "max_pages=120")
                asked = len(site.pages_asked())
            row.tried(asked <= cap, (name, asked))
        row.red("one folder in itself makes addresses without end", is_trap("/a" * 9) and not is_trap("/a/b"))


def test_d4_what_robots_txt_forbids_is_not_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    closed = b"User-agent: *\nDisallow: /news/\n"
    files = {
        "plain": (closed, True),
        "byte order mark": (b"\xef\xbb\xbf" + closed, True),
        "CRLF": (closed.replace(b"\n", b"\r\n"), True),
        "CR": (closed.replace(b"\n", b"\r"), True),
        "ten megabytes": (closed + b"# filler\n" * 1_200_000, True),
        "a page": (b"<!DOCTYPE html><html>" + closed, False),
        "404": (b"", False),
    }
    with ledger.row("D4", "robots.txt with a byte order mark, of ten megabytes, as a page, missing") as row:
        for name, (body, forbids) in files.items():
            answers = site_of({path_of(1): reply(article(1)), path_of(2): reply(article(2))})
            kind = HTML if name == "a page" else ("Content-Type", "text/plain")
            answers["/robots.txt"] = reply(body, kind, status=404 if name == "404" else 200)
            folder = tmp_path / name.replace(" ", "-")
            with Hostile(answers) as site:
                crawled(site, folder)
                asked = len(site.asked(path_of(1))) + len(site.asked(path_of(2)))
            refused = one(folder, "SELECT count(*) FROM captures WHERE error = 'refused by robots.txt'")
            row.tried((asked, refused) == ((0, 2) if forbids else (2, 0)), (name, asked, refused))
        with Hostile(site_of({path_of(1): reply(article(1))}) | {"/robots.txt": reply(closed, HTML)}) as site:
            crawl(site, tmp_path / "off", ROBOTSTXT_OBEY="False")
            row.red("the forbidden page is asked for", len(site.asked(path_of(1))) == 1)


def test_d5_a_robots_txt_that_cannot_be_had_forbids_all(ledger: Ledger, tmp_path: Path) -> None:
    def drop(connection: socket.socket, stopping: Event) -> None:
        return

    def hang(connection: socket.socket, stopping: Event) -> None:
        stopping.wait(10)

    cases: dict[str, Answer] = {
        "500": reply(b"", status=500),
        "503": reply(b"", status=503),
        "429": reply(b"", status=429),
        "reset": drop,
        "timeout": hang,
    }
    with ledger.row("D5", "robots.txt that answers 500, 503, 429, resets, or not at all") as row:
        for name, answer in cases.items():
            answers = site_of({path_of(1): reply(article(1))}) | {"/robots.txt": answer}
            with Hostile(answers) as site:
                ended = crawled(site, tmp_path / name, DOWNLOAD_TIMEOUT=1)
                row.tried(ended.code == 12 and site.pages_asked() == [], (name, ended.code, ended.err[-200:]))
        ours, scrapys = "crawler.robots.RobotsMiddleware", "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"
        both = json.dumps(DOWNLOADER_MIDDLEWARES | {ours: None, scrapys: 100})
        with Hostile(site_of({path_of(1): reply(article(1))}) | {"/robots.txt": cases["500"]}) as site:
            crawl(site, tmp_path / "stock", DOWNLOADER_MIDDLEWARES=both)
            row.red("Scrapy takes a failing robots.txt for leave", len(site.pages_asked()) > 0)


def test_d6_a_site_that_asks_to_wait_is_waited_for(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("D6", "Retry-After in seconds, as a date, negative, of a million years, garbage") as row:
        cases = {"3": 3.0, "date": 3.0, "-5": 0.0, "soon": 0.0, "1000000000000": None}
        for said, wait in cases.items():
            gaps, code = asked_to_wait(tmp_path / said, said)
            if wait is None:
                row.tried(code == 12 and gaps == [], (said, code, gaps))
            else:
                least = wait - (1.1 if said == "date" else 0.1)  # a date has whole seconds
                row.tried(code == 0 and gaps != [] and gaps[0] >= least, (said, code, gaps[:2]))
        gaps, _ = asked_to_wait(tmp_path / "off", "3", EXTENSIONS='{"crawler.throttle.Pace": null}')
        row.red("the next request comes at once", gaps != [] and gaps[0] < 2)


def asked_to_wait(folder: Path, said: str, **settings: object) -> tuple[list[float], int]:
    """The seconds between the first article, which answers 503, and each later request; and how the run ended."""
    spoken: list[float] = []

    def busy(connection: socket.socket, stopping: Event) -> None:
        value = formatdate(time.time() + 3, usegmt=True) if said == "date" else said
        spoken.append(time.monotonic())
        first = len(spoken) == 1
        connection.sendall(reply(b"", ("Retry-After", value), status=503) if first else reply(article(len(spoken))))

    pages: dict[str, Answer] = {path_of(number): busy for number in range(1, 7)}
    with Hostile(site_of(pages)) as site:
        ended = crawl(site, folder, CLOCK="system", **settings)
        return [request.at - spoken[0] for request in site.requests if request.at > spoken[0]], ended.code


def test_d7_a_site_that_is_down_is_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    pages = {path_of(number): reply(article(number)) for number in range(1, 31)}
    with ledger.row("D7", "a site that answers 503 to everything, a dropped connection to everything") as row:
        down: dict[str, Answer] = {"503": reply(b"", status=503), "dropped": lambda connection, stopping: None}
        for name, answer in down.items():
            with Hostile(site_of(pages)) as site:
                crawled(site, tmp_path / name, "max_pages=1")
                before = len(site.requests)
                site.answers = dict.fromkeys(["/", *pages], answer)
                ended = crawled(site, tmp_path / name, CLOCK="2026-09-02T08:00:00+08:00")
                asked = len([request for request in site.requests[before:] if request.path != "/robots.txt"])
            row.tried(ended.code == 12 and asked <= 15, (name, ended.code, asked))
        with Hostile(site_of(pages)) as site:
            crawl(site, tmp_path / "off", "max_pages=1")
            before = len(site.requests)
            site.answers = dict.fromkeys(["/", *pages], reply(b"", status=404))
            crawl(site, tmp_path / "off", CLOCK="2026-09-02T08:00:00+08:00")
            asked = len(site.requests) - before
        row.red(f"{asked} requests, as where all pages are gone, which is no failure", asked > 16)


def test_d8_requests_come_one_by_one_and_not_too_soon(ledger: Ledger, tmp_path: Path) -> None:
    delay, count = 0.25, ledger.times(60, 20)
    pages: dict[str, Answer] = {path_of(number): reply(article(number)) for number in range(1, count + 1)}
    pages[path_of(3)] = reply(b"", status=500)
    pages[path_of(5)] = redirect(path_of(6))
    words = "every pause between requests, those of robots.txt, redirects and retries among them; two of them where a "
    words += "request was held up on its way"
    with ledger.row("D8", words) as row:
        with Hostile(site_of(pages)) as site:
            crawled(site, tmp_path / "a", DOWNLOAD_DELAY=delay)
            requests = list(site.requests)
        for (before, after), is_kept in zip(pairwise(requests), kept_pauses(requests, delay), strict=True):
            row.tried(is_kept and before.held <= after.at - before.at, (after.path, after.at - before.at))
        row.measured = f"least {min(b.at - a.at for a, b in pairwise(requests)):.3f} s at a delay of {delay} s"
        jitter = {"DOWNLOAD_DELAY_JITTER": 0.9, "EXTENSIONS": '{"crawler.throttle.Pace": null}'}
        with Hostile(site_of(pages)) as site:
            crawl(site, tmp_path / "b", DOWNLOAD_DELAY=delay, **jitter)
            kept = kept_pauses(site.requests, delay)
        row.red(f"Scrapy's jitter goes both ways: {kept.count(False)} pauses are too short", not all(kept))


def kept_pauses(requests: list[Asked], delay: float) -> list[bool]:
    """Of each pause whether it was long enough, by itself or with the one before: a late request shortens the next."""
    gaps = [after.at - before.at for before, after in pairwise(requests)]
    return [
        gap >= delay - 0.01 or (number > 0 and gaps[number - 1] + gap >= 2 * delay - 0.01)
        for number, gap in enumerate(gaps)
    ]


def test_d9_one_page_by_many_names_is_asked_for_once(ledger: Ledger, tmp_path: Path) -> None:
    path = path_of(1)
    twins = (
        *(path, f"http://trap.test{path}", f"https://trap.test{path}", f"http://www.trap.test{path}", f"{path}#top"),
        *(f"http://TRAP.test:80{path}", f"{path}?", f"/./news/../news/202608/{path.rpartition('/')[2]}"),
    )
    lists = {f"/l{number}/": reply(listing([*twins, path_of(2)])) for number in range(50)}
    links = "".join(f'<a href="{name}">栏目{name}</a>' for name in lists)
    answers = {"/": reply(listing([path, path_of(2)], links)), path: reply(article(1)), path_of(2): reply(article(2))}
    with ledger.row("D9", "one article by eight spellings in fifty lists") as row:
        with Hostile({**answers, **lists}) as site:
            crawled(site, tmp_path / "a")
            asked = len([request for request in site.requests if request.path.startswith(path)])
        found = one(tmp_path / "a", "SELECT count(*) FROM articles WHERE title LIKE '第1号%'")
        for twin in twins:
            row.tried((asked, found) == (1, 1), (twin, asked, found))
        spelled = {twin if "://" in twin else f"http://trap.test{twin}" for twin in twins}
        row.red(f"as they are spelled they are {len(spelled)}", len(spelled) > 5)


def test_d10_an_unchanged_site_costs_next_to_nothing(ledger: Ledger, tmp_path: Path) -> None:
    def visit(site: DemoServer, day: int, **settings: object) -> tuple[int, int]:
        """Requests of a run, and answers among them that brought a body."""
        before = len(site.requests)
        clock = f"2026-09-{day:02}T08:00:00+08:00"
        given = {"CRAWL_PROXY": site.proxy_url, "ARCHIVE_DIR": tmp_path / "a", **DEMO, "CLOCK": clock, **settings}
        options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        ended = run([sys.executable, "-m", "scrapy", "crawl", "demo", *options])
        assert ended.code == 0, ended.err
        made = [request for request in site.requests[before:] if request.path != "/robots.txt"]
        return len(made), sum(request.status == 200 for request in made)

    with ledger.row("D10", "a second run of a site on which nothing changed") as row:
        with DemoServer() as site:
            first, _ = visit(site, 1)
            versions = one(tmp_path / "a", "SELECT count(*) FROM versions")
            _, bodies = visit(site, 4)
            conditional = [request for request in site.requests if request.header("If-None-Match")]
        row.tried(one(tmp_path / "a", "SELECT count(*) FROM versions") == versions == len(expected(1)), "versions")
        for request in conditional:
            row.tried(request.status == 304, request.path)
        row.measured = f"{len(conditional)} answers of 304, {bodies} with a body, {first} in the first run"
        assert oracle(tmp_path / "a") == []
        full = rows(tmp_path / "a", "SELECT count(*) FROM captures WHERE status = 304")
        row.red(f"every page would come again, {first} of them", first > 2 * bodies and full[0][0] > 0)
