"""Pages that are empty without JavaScript, made by Debian's Chromium where a profile says `render = true`.

The browser has no network of its own: its names resolve to nothing and its proxy is nowhere. What a page asks for is
asked by the crawler like anything else, through guard, robots.txt and pace, and is archived as it came; the page that
the browser makes of it is kept beside the response that it began with.
"""

import importlib.util
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings

from archive.errors import UsageError
from archive.payload import decode
from archive.records import Address, Capture, Outcome
from archive.urls import same_site
from crawler.capture import Stamp, of_response
from crawler.run import LiveRun

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 180_000  # milliseconds for a page with all that it asks for, seconds apart
SETTLE = 30_000  # milliseconds until a page that goes on asking is taken as it is
ASKED = frozenset(("document", "script", "xhr", "fetch"))  # what makes text; pictures, fonts and styles do not
MOST = 100  # things that one page may ask for
KEPT = 200  # scripts that are kept for the next pages of a run, as a browser's cache would
_FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"),
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
]


def prepare(settings: BaseSettings) -> None:
    """Set what a crawl of pages that need a browser needs; UsageError where there is none."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        raise UsageError("the profile says `render = true`; install the browser's driver: pip install '.[render]'")
    if not CHROMIUM.exists():
        raise UsageError(f"the profile says `render = true`, and {CHROMIUM} is not there: apt-get install chromium")
    handlers = dict.fromkeys(("http", "https"), "crawler.browser.BrowserHandler")
    launch = {
        "executable_path": str(CHROMIUM),
        "chromium_sandbox": os.geteuid() != 0,  # its sandbox refuses root
        "args": _FLAGS,
        "proxy": {"server": "http://nowhere.invalid:1"},  # for what no name stands before: literal addresses
    }
    needed = {
        "DOWNLOAD_HANDLERS": settings.getdict("DOWNLOAD_HANDLERS") | handlers,
        "DOWNLOADER_MIDDLEWARES": settings.getdict("DOWNLOADER_MIDDLEWARES") | {"crawler.render.RenderMiddleware": 900},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": PATIENCE,
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
    }
    settings.setdict(needed, priority="spider")  # below it they would be overwritten when the crawl begins
    logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # what fails is in the archive


class RenderMiddleware:
    """Gives the requests for pages that need a browser to it (order 900: all that may refuse one comes before)."""

    def __init__(self, crawler: Crawler, run: LiveRun, hosts: tuple[str, ...]) -> None:
        self._crawler, self._run, self._hosts = crawler, run, hosts
        self._scripts: dict[str, Capture] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        run, profile = (getattr(crawler.spider, name, None) for name in ("work", "profile"))
        if not isinstance(run, LiveRun) or profile is None:
            raise NotConfigured
        return cls(crawler, run, profile.all_hosts)

    def process_request(self, request: Request) -> None:
        """Let the browser make the page of an address whose last answer was empty without JavaScript."""
        address = request.meta.get("address")
        if not isinstance(address, Address) or address.last_outcome != Outcome.JS_REQUIRED:
            return
        from scrapy_playwright.page import PageMethod

        request.meta.update(
            playwright=True,
            playwright_context_kwargs={"service_workers": "block", "accept_downloads": False, "locale": "zh-CN"},
            playwright_page_init_callback=self._begin,
            playwright_page_methods=[PageMethod(_settled)],
            # In a place of its own, or what the page asks for would wait for the page.
            download_slot=f"{request.meta['download_slot']} in the browser",
        )

    async def _begin(self, page: "Page", request: Request) -> None:
        """Take all that a new page asks for upon us."""
        from playwright.async_api import Error as PlaywrightError

        shell = self._run.shell(request.url)
        left = MOST

        async def answer(route: "Route") -> None:
            nonlocal left
            left -= 1
            is_page = route.request.is_navigation_request() and route.request.frame == page.main_frame
            capture = shell if is_page and shell and route.request.url == shell.url else None
            if capture is None and left >= 0:
                capture = await self._fetched(route, request, is_page)
            if capture is not None and is_page:
                request.meta["rendered_from"] = capture.record_id
            with suppress(PlaywrightError):  # the page has been left meanwhile
                if capture is None:
                    await route.abort()
                else:
                    await route.fulfill(status=capture.status, headers=_headers(capture), body=decode(capture).data)

        await page.route("**", answer)
        await page.route_web_socket("**", lambda socket: socket.close())

    async def _fetched(self, route: "Route", page: Request, is_page: bool) -> Capture | None:
        """What the crawler got for something that a page asks for; None for nothing."""
        asked = route.request
        if asked.method != "GET" or asked.resource_type not in ASKED or not same_site(asked.url, self._hosts):
            return None
        if (kept := self._scripts.get(asked.url)) is not None:
            return kept
        about: dict[str, Any] = {} if is_page else {"resource": asked.resource_type}
        request = Request(asked.url, headers={"Referer": page.url}, callback=NO_CALLBACK, meta=about)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception:  # it is in the archive, or has ended the run; a browser knows only that nothing came
            return None
        record_id = (response.request or request).meta.get("record_id", "")
        capture = of_response(request, response, Stamp(record_id=record_id))
        if asked.resource_type == "script" and len(self._scripts) < KEPT:
            self._scripts[asked.url] = capture
        return capture


def _headers(capture: Capture) -> dict[str, str]:
    """The headers of an answer whose encoding is undone."""
    dropped = ("content-encoding", "content-length", "transfer-encoding", "set-cookie")
    return {name: value for name, value in capture.headers if name.lower() not in dropped}


async def _settled(page: "Page") -> None:
    """Wait until a page asks for nothing more; one that never ends is taken as it is then."""
    from playwright.async_api import TimeoutError as PlaywrightTimeout

    with suppress(PlaywrightTimeout):
        await page.wait_for_load_state("networkidle", timeout=SETTLE)
