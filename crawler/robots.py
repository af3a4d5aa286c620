"""robots.txt, obeyed: what it forbids is not asked for, and a site whose robots.txt can't be had is left alone.

Scrapy's own middleware takes any answer for rules and a failure for permission. RFC 9309 asks for more: no answer, or
a fault of the server, means that everything is forbidden (2.3.1.4). So do we take a refusal, for a firewall that
does not let robots.txt through does not want what comes after it either.
"""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from archive.errors import ArchiveError
from archive.payload import decode, text
from archive.records import Capture, Outcome
from crawler.capture import Stamp, of_failure, of_response, refused_address
from crawler.check import FAILING
from crawler.guard import Refused
from crawler.run import Ending, LiveRun
from crawler.throttle import Pace
from spiders.extract.outcome import before_parsing

log = logging.getLogger(__name__)

AGENT = "ZoneArchive"  # the name that a robots.txt addresses us by
LIMIT = 512 * 1024  # bytes that are read (RFC 9309, 2.5: at least 500 KiB)
ATTEMPTS = 3
_ABSENT = (404, 410)
_PASSING = (500, 502, 503, 504)  # faults that may be over at the next attempt
_WALLS = (Outcome.BLOCKED, Outcome.MAINTENANCE)


@dataclass(frozen=True, slots=True)
class Rules:
    """A robots.txt as we read it; the empty one forbids nothing."""

    data: bytes = b""

    def parsed(self) -> ProtegoRobotParser:
        """The rules in Scrapy's parser."""
        whole_lines = self.data if len(self.data) <= LIMIT else self.data[:LIMIT].rpartition(b"\n")[0]
        return ProtegoRobotParser(whole_lines, None)


@dataclass(frozen=True, slots=True)
class Held:
    """Why a site is left alone: "answers 503", "cannot be reached (timeout)"."""

    why: str


def judge(capture: Capture) -> Rules | Held:
    """What an answer to a request for robots.txt means.

    A page in HTML is no robots.txt: a "not found" in disguise, unless it is a wall.
    """
    status = capture.status or 0
    if status in _ABSENT:
        return Rules()
    if not 200 <= status < 300:
        return Held(f"answers {status}")
    payload = decode(capture)
    if not payload.whole and not payload.too_large:
        return Held("comes cut short")
    start = payload.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start != b"<" and "html" not in (capture.header("Content-Type") or "").lower():
        return Rules(payload.data)
    markup, _ = text(payload.data, capture.header("Content-Type"))
    is_wall = before_parsing(replace(capture, url=capture.url.replace("/robots.txt", "/")), payload, markup) in _WALLS
    return Held("is a wall") if is_wall else Rules()


class RobotsMiddleware:
    """Asks each host for its robots.txt once a run, before anything else of it (order 100)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: dict[str, ProtegoRobotParser | Held] = {}
        self._lock = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse what the host's robots.txt forbids."""
        if request.meta.get("is_robots"):
            return
        origin = "/".join(request.url.split("/")[:3])
        async with self._lock:  # one asks, the others wait for its answer
            if origin not in self._known:
                self._known[origin] = await self._learn(origin)
        rules = self._known[origin]
        if isinstance(rules, Held):
            raise Refused(f"refused: {origin}/robots.txt {rules.why}")
        if not rules.allowed(request.url, AGENT):
            raise Refused("refused by robots.txt")

    async def _learn(self, origin: str) -> ProtegoRobotParser | Held:
        answer = await self._ask(origin)
        if isinstance(answer, Held):
            self._give_up(origin, f"{origin}/robots.txt {answer.why}: no page of this site is asked for in this run")
            return answer
        rules = answer.parsed()
        if delay := rules.crawl_delay(AGENT):
            pace = self._crawler.get_extension(Pace)
            if pace is not None:
                pace.crawl_delay(delay)
        profile = getattr(self._crawler.spider, "profile", None)
        starts = [url for url in profile.starts if url.startswith(origin + "/") or url == origin] if profile else []
        if starts and not any(rules.allowed(url, AGENT) for url in starts):
            self._give_up(origin, f"{origin}/robots.txt forbids it: no page of this site is asked for in this run")
        return rules

    async def _ask(self, origin: str) -> Rules | Held:
        answer: Rules | Held = Held("cannot be reached")
        for _ in range(ATTEMPTS):
            request = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta={"is_robots": True})
            try:
                response = await self._crawler.engine.download_async(request)
            except ArchiveError:
                raise  # the answer could not be kept; the run is ending
            except Exception as error:
                why = of_failure(request, error, Stamp(), refused_address).error or ""
                answer = Held(f"cannot be reached ({why})")
                if why.startswith("refused"):
                    return answer
                continue
            answer = judge(of_response(response.request or request, response, Stamp()))
            if response.status not in _PASSING:
                return answer
        return answer

    def _give_up(self, origin: str, message: str) -> None:
        """End the run where the home page is there; another host, or the same by another scheme, is only left out."""
        spider = self._crawler.spider
        run, profile = getattr(spider, "work", None), getattr(spider, "profile", None)
        if not isinstance(run, LiveRun) or profile is None:
            log.warning("%s", message)
        elif f"{profile.home}/".startswith(origin + "/"):
            run.stop(Ending("robots", FAILING, message))
        else:
            log.warning("%s", message)
            run.left_out = Ending("robots", FAILING, message)
