"""Pages that are empty without JavaScript: a browser makes them, and has no network but the crawler's."""

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright
from scrapy.settings import Settings

from archive.errors import UsageError
from archive.rebuild import rebuild
from archive.store import logical_dump
from archive.verify import verify
from archive.warc import read_at
from crawler.reading import Readings
from crawler.render import CHROMIUM, prepare
from spiders.loader import ProfileLoader
from tests.crawl.conftest import Archive, Ended, Scrapy
from tests.faults.hostile import Hostile, listing, reply

pytestmark = pytest.mark.slow

PATH = "/art/2026/8/26/art_31_1024.html"
MOVING = "/art/2026/8/26/art_31_1025.html"
TEXT = "云岭开发区今日召开项目推进会，会议听取了重点项目建设情况的汇报，研究部署了下一步的工作。" * 4
PROFILE = 'title = "云岭开发区"\nhome = "http://trap.test/"\nrender = true\n[settings]\nDOWNLOAD_DELAY = 0\n'
# An invented page whose text comes by script, and which meanwhile asks for what is none of its business.
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>项目推进会召开</title></head><body>
<div id="app"></div><script src="/app.js"></script></body></html>"""
SCRIPT = """
for (const url of ["http://127.0.0.1:%(port)d/fetched", "http://other.test/fetched"])
  fetch(url, {mode: "no-cors"}).catch(() => {});
new Image().src = "http://127.0.0.1:%(port)d/image";
try { new WebSocket("ws://127.0.0.1:%(port)d/socket"); } catch (error) {}
fetch("/api/article?id=1024").then(answer => answer.json()).then(said => {
  document.getElementById("app").innerHTML = "<h1>" + said.title + "</h1><p>发布时间：" + said.date +
    " 来源：" + said.source + "</p><div id=zoom>" + said.text + "</div>";
});
"""


@dataclass
class Made:
    """A crawl of a site that one page of needs a browser: how it ended, what it left, and what the victim was asked."""

    ended: Ended
    archive: Archive
    site: Hostile
    victim: list[str]
    profiles: Path


class _Victim(BaseHTTPRequestHandler):
    """A service on this machine that no page may reach."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """It is quiet."""


@pytest.fixture(scope="module")
def victim() -> Iterator[tuple[int, list[str]]]:
    """The port of a service on this machine, and what it was asked for."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Victim", (_Victim,), {"asked": asked}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


def site(port: int) -> Hostile:
    said = f'{{"title":"项目推进会召开","date":"2026-08-26 10:12","source":"云岭管委会","text":"<p>{TEXT}</p>"}}'
    return Hostile(
        {
            "/robots.txt": reply(b"User-agent: *\nAllow: /\n", ("Content-Type", "text/plain")),
            "/": reply(listing([PATH, MOVING])),
            MOVING: reply(SHELL.replace("/app.js", "/move.js").encode()),
            "/about/": reply("<html><head><title>关于</title></head><body><p>联系我们</p></body></html>".encode()),
            "/move.js": reply(b"location.href = '/about/';", ("Content-Type", "text/javascript")),
            PATH: reply(SHELL.encode()),
            "/app.js": reply((SCRIPT % {"port": port}).encode(), ("Content-Type", "text/javascript")),
            "/api/article?id=1024": reply(said.encode(), ("Content-Type", "application/json")),
        }
    )


@pytest.fixture(scope="module")
def made(victim: tuple[int, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not there; install it with: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("rendered")
    (folder / "trap.toml").write_text(PROFILE, encoding="utf-8")
    port, asked = victim
    asked.clear()
    with site(port) as server:
        ended = _crawl(server, folder, "2026-09-01T08:00:00+08:00")
        yield Made(ended, Archive(folder / "data"), server, list(asked), folder)


def test_a_page_that_comes_by_script_is_an_article(made: Made) -> None:
    assert made.ended.code == 0, made.ended.err
    rows = made.archive.rows("SELECT title, published_at, source, body FROM articles")
    assert rows == [("项目推进会召开", "2026-08-26T10:12:00+08:00", "云岭管委会", TEXT)]


def test_the_response_is_kept_as_it_came_and_the_page_beside_it(made: Made) -> None:
    captures = made.archive.rows(
        "SELECT record_id, outcome, rendered_from, warc_file, warc_offset FROM captures WHERE url LIKE ? "
        "ORDER BY captured_at",
        f"%{PATH}",
    )
    (shell, rendered) = captures
    assert [row[1] for row in captures] == ["js_required", "ok"]
    assert (shell[2], rendered[2]) == (None, shell[0])
    assert read_at(made.archive.folder, *shell[3:]).body == SHELL.encode()
    page = read_at(made.archive.folder, *rendered[3:])
    assert page.rendered_from == shell[0]
    assert TEXT in page.body.decode() and "WARC-Type: conversion" in _record(made.archive, *rendered[3:])


def test_what_a_page_asks_for_is_asked_once_by_the_crawler_and_archived(made: Made) -> None:
    paths = [request.path for request in made.site.requests]
    by_us, by_pages = ["/robots.txt", "/", "/sitemap.xml", PATH, MOVING], ["/app.js", "/api/article?id=1024"]
    assert sorted(set(paths) - {"/about/"}) == sorted([*by_us, *by_pages, "/move.js"])
    assert len(set(paths)) == len([path for path in paths if path != "/about/"]) + 1
    agents = {request.headers["user-agent"] for request in made.site.requests}
    assert all("ZoneArchive" in agent for agent in agents)
    outcomes = dict(made.archive.rows("SELECT url, outcome FROM captures WHERE url LIKE '%api%' OR url LIKE '%js'"))
    assert set(outcomes.values()) == {"file"} and len(outcomes) == 3
    assert made.archive.rows("SELECT url FROM frontier WHERE url LIKE '%api%' OR url LIKE '%js'") == []


def test_a_page_to_which_a_script_moves_on_is_not_kept_for_the_first(made: Made) -> None:
    kept = made.archive.rows("SELECT outcome, rendered_from FROM captures WHERE url LIKE ?", f"%{MOVING}")
    assert kept == [("js_required", None)]
    assert made.archive.one("SELECT last_outcome FROM frontier WHERE url LIKE '%/about/'") == "listing"


def test_a_page_in_the_browser_reaches_nothing_else(made: Made) -> None:
    assert made.victim == []
    assert {request.host for request in made.site.requests} == {"trap.test"}


def test_the_same_page_in_a_browser_of_its_own_does(victim: tuple[int, list[str]]) -> None:
    """The control: without what keeps the browser in, the page reaches the service."""
    if not CHROMIUM.exists():
        pytest.skip("there is no browser")
    port, asked = victim
    asked.clear()
    with site(port) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], proxy={"server": server.proxy_url, "bypass": "127.0.0.1"}
        )
        page = browser.new_page()
        page.goto(f"http://trap.test{PATH}", wait_until="networkidle")
        browser.close()
    assert {"/fetched", "/image", "/socket"} <= set(asked)


def test_a_page_that_is_as_it_was_makes_no_version(made: Made) -> None:
    ended = _crawl(made.site, made.profiles, "+1d")
    assert (ended.code, made.archive.one("SELECT count(*) FROM versions")) == (0, 1), ended.err
    outcomes = made.archive.rows("SELECT outcome FROM captures WHERE url LIKE ? ORDER BY captured_at", f"%{PATH}")
    assert [outcome for (outcome,) in outcomes] == ["js_required", "ok", "js_required", "unchanged"]


def test_a_rebuild_reads_the_page_and_needs_no_browser(made: Made) -> None:
    readings = Readings(ProfileLoader(made.profiles).profile_of)
    rebuild(made.archive.folder, made.archive.folder / "again.db", readings.parser_for, readings.then)
    assert list(logical_dump(made.archive.folder / "again.db")) == made.archive.dump()
    assert verify(made.archive.folder).findings == ()


def test_without_the_browser_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.render.CHROMIUM", tmp_path / "chromium")
    with pytest.raises(UsageError, match="apt-get install chromium"):
        prepare(Settings())


def _crawl(site: Hostile, folder: Path, clock: str) -> Ended:
    settings = {"CRAWL_PROXY": site.proxy_url, "ARCHIVE_DIR": folder / "data", "PROFILES": folder}
    return Scrapy()("crawl", "trap", **settings, CLOCK=clock, CONTACT="test@kfq.test")


def _record(archive: Archive, file: str, offset: int) -> str:
    data = (archive.folder / "warc" / file).read_bytes()[offset:]
    return zlib.decompressobj(31).decompress(data).decode("utf-8", "replace")
