"""A saved site, played in one process: what a run asks for is looked up in folders, and all else is as in a crawl."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.exceptions import CloseSpider

from archive.clock import Clock
from archive.records import Capture
from crawler.capture import pairs
from crawler.options import Options
from crawler.run import LiveRun
from crawler.session import opened
from spiders.loader import ProfileLoader, spider_class
from spiders.profile import Profile

HTML = ("Content-Type", "text/html")

Answer = tuple[int, bytes]
Site = Callable[[str], Answer]


def saved(*folders: Path) -> Site:
    """The site that stands in folders, the later over the earlier; an empty file is a page that is not there."""

    def answer(url: str) -> Answer:
        path = unquote(urlsplit(url).path).lstrip("/")
        for folder in reversed(folders):
            file = folder / path
            file = file / "index.html" if file.is_dir() else file
            if file.is_file():
                body = file.read_bytes()
                return (200, body) if body else (404, b"")
        return 404, b""

    return answer


def failing(url: str) -> Answer:
    """A site that is down."""
    return 500, b"<h1>500 Internal Server Error</h1>"


def played(archive: Path, profile: Profile, site: Site, at: str, *, full: bool = False) -> Counter[str]:
    """One run at a time, by the clock: how often it asked for each address."""
    options = Options(archive_dir=archive, clock=Clock.parse(at), clock_setting=at, contact="", full=full)
    spider = spider_class(profile)()
    asked: Counter[str] = Counter()
    with opened(options, profile, ProfileLoader(), {}) as run:
        try:
            while batch := run.next_batch():
                for address in batch:
                    if run.ending is not None:
                        break  # what waits for its turn is dropped
                    request = spider.request(address)
                    asked[request.url] += 1
                    run.take(_capture(run, request, site(request.url)), pairs(request.headers))
        except CloseSpider:
            pass
        run.closed("finished")
    return asked


def _capture(run: LiveRun, request: Request, answer: Answer) -> Capture:
    record_id, at = run.next_record()
    status, body = answer
    etag = f'"{sha256(body).hexdigest()}"'
    is_same = status == 200 and request.headers.get("If-None-Match") == etag.encode()
    return Capture(
        record_id=record_id,
        run_id=run.run.id,
        site_id=run.site.id,
        captured_at=at,
        url=request.url,
        status=304 if is_same else status,
        headers=(HTML, *((("ETag", etag),) if status == 200 else ())),
        body=b"" if is_same else body,
    )
