"""The sample site on one of its two days: which addresses it has and what each answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from crawler.demo import files, paths
from crawler.demo.content import Zone, sections, zone
from crawler.demo.garble import Mirror
from crawler.demo.render import Noise, page
from crawler.demo.shelves import Item, Shelf

HTML = "text/html; charset=utf-8"
ROBOTS = "User-agent: *\nDisallow: /private/\nAllow: /\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer before it goes on the wire: `body` is not yet compressed."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """A header's first value, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How an address is answered. `validators`: with ETag and Last-Modified, like a file that a CMS wrote.

    `from_page`: only to who comes from a page of the site; others get a page that says so.
    """

    answer: Callable[[Noise], Response]
    validators: bool = False
    from_page: bool = False


@cache
def site_on(day: int) -> "DemoSite":
    """The site on a day, 1 or 2; it is the same each time."""
    return DemoSite(day)


def pages(day: int) -> Mapping[str, Response]:
    """Every address of the site on a day, path and query, with its answer to a first visit, from its home page."""
    site = site_on(day)
    return {path: site.response(path, referer=f"http://{zone().host}/") for path in site.routes}


class DemoSite:
    """The site as it is on one day."""

    def __init__(self, day: int) -> None:
        self.day = day
        self.today = zone().days[day - 1]
        self.routes: dict[str, Route] = {}
        self._etags: dict[str, str] = {}
        self._shelves = tuple(Shelf.of(section, day) for section in sections())
        self._add_frame()
        for shelf in self._shelves:
            self._add_listing(shelf)
            self._add_articles(shelf)
            self._add_removed(shelf)

    def response(self, path: str, visit: int = 0, referer: str | None = None) -> Response:
        """The answer to a request; `visit` counts earlier ones. What the site does not have is a 404 page.

        `referer` is the page that led here, None for none.
        """
        noise = Noise(visit=visit, today=self.today)
        route = self.routes.get(path)
        if route is None:
            return self._html("missing.html", noise, status=404)
        if route.from_page and urlsplit(referer or "").netloc != zone().host:
            return self._html("direct.html", noise)
        response = route.answer(noise)
        if not route.validators:
            return response
        validators = (("ETag", self._etag(path)), ("Last-Modified", self._last_modified(path)))
        return Response(status=response.status, headers=response.headers + validators, body=response.body)

    def _etag(self, path: str) -> str:
        """A weak validator: two answers that differ in counters and dates alone have the same."""
        if path not in self._etags:
            still = Noise(visit=0, today=zone().days[0])
            self._etags[path] = f'W/"{sha256(self.routes[path].answer(still).body).hexdigest()[:16]}"'
        return self._etags[path]

    def _last_modified(self, path: str) -> str:
        first = site_on(1)
        unchanged = path in first.routes and first._etag(path) == self._etag(path)
        at = first.today if unchanged else self.today
        return f"{at:%a, %d %b %Y} 00:00:00 GMT"

    def _html(self, template: str, noise: Noise, *, status: int = 200, **context: Any) -> Response:
        """A page of the site. What a template may leave out has a default here."""
        text = page(
            template,
            noise=noise,
            status=status,
            footer=zone().footers[self.day - 1],
            shelves=self._shelves,
            sections=[shelf.section for shelf in self._shelves],
            **{"section": None, **context},
        )
        return Response(status=status, headers=(("Content-Type", HTML),), body=text.encode())

    def _add(self, path: str, template: str, *, validators: bool = False, **context: Any) -> None:
        def answer(noise: Noise) -> Response:
            return self._html(template, noise, **context)

        self.routes[path] = Route(answer=answer, validators=validators)

    def _add_frame(self) -> None:
        """What belongs to no section."""
        self.routes["/"] = self.routes["/index.html"] = Route(answer=self._home)
        self._add("/sitemap.html", "sitemap.html", validators=True)
        self._add("/private/draft.html", "private.html")
        self.routes["/robots.txt"] = fixed("text/plain", ROBOTS.encode())
        self.routes["/footer.js"] = fixed("application/javascript", footer_script(zone(), self.day))
        self.routes["/images/site.css"] = fixed("text/css", b"body{font:16px/1.8 SimSun,serif}\n")
        self.routes["/images/logo.png"] = fixed(*files.content("logo.png", ""))

    def _home(self, noise: Noise) -> Response:
        """The home page, which sets two cookies as many a site does: a header that comes twice."""
        home = self._html("home.html", noise)
        cookies = (("Set-Cookie", f"visit={noise.token}; Path=/"), ("Set-Cookie", "size=16; Path=/"))
        return Response(status=home.status, headers=home.headers + cookies, body=home.body)

    def _add_listing(self, shelf: Shelf) -> None:
        section = shelf.section
        for number, (address, rows) in enumerate(zip(shelf.addresses, shelf.pages, strict=True), 1):
            answer = partial(self._listing, shelf, number, rows)
            for path in (address, *(paths.aliases(section) if number == 1 else ())):
                self.routes[path] = Route(answer=answer, validators=section.validators)

    def _listing(self, shelf: Shelf, number: int, rows: tuple[Item, ...], noise: Noise) -> Response:
        section = shelf.section
        response = self._html(
            f"{section.family}/listing.html",
            noise,
            section=section,
            rows=rows,
            extra_rows=section.extra_rows if number == 1 else (),
            number=number,
            addresses=shelf.addresses,
            total=len(shelf.items),
            garbled=Mirror.of(shelf.addresses[number - 1]).garbled,
        )
        return encoded(response, section.charset)

    def _add_articles(self, shelf: Shelf) -> None:
        for item in (*shelf.items, *shelf.unlisted):
            answer = partial(self._article, shelf, item)
            self.routes[item.path] = Route(answer=answer, validators=shelf.section.validators)
            for name, label in item.files:
                self.routes[item.file(name)] = self._file(item, name, label)
            if item.story.old_address:
                self.routes[item.story.old_address] = moved(item.path)

    def _file(self, item: Item, name: str, label: str) -> Route:
        if name.startswith("lost-"):
            return Route(answer=lambda noise: self._html("removed.html", noise))
        kind, body = files.content(name, label, item.edition(name))
        if not item.file(name).startswith(paths.DOWNLOAD):
            return fixed(kind, body, validators=True)
        # In GBK and nowhere declared, as Chinese servers have named files since before RFC 5987.
        called = f"附件{paths.number(name)}.{name.rpartition('.')[2]}".encode("gb18030").decode("latin-1")
        headers = (
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", f"attachment; filename={called}"),
        )
        return Route(answer=lambda noise: Response(headers=headers, body=body), from_page=True)

    def _article(self, shelf: Shelf, item: Item, noise: Noise) -> Response:
        section, items = shelf.section, shelf.items
        place = items.index(item) if item in items else len(items)
        mirror = Mirror.of(item.story.id)
        others = items[:place] + items[place + 1 :]
        turn = noise.visit % len(others)
        response = self._html(
            f"{section.family}/article.html",
            noise,
            section=section,
            item=item.garbled(mirror) if section.family == "mirror" else item,
            before=items[max(0, place - 1) : place],
            after=items[place + 1 : place + 2],
            related=(others[turn:] + others[:turn])[:4],
            garbled=mirror.garbled,
        )
        return encoded(response, section.charset)

    def _add_removed(self, shelf: Shelf) -> None:
        for path, status in shelf.removed:
            # A page that is gone but answers 200 says so in words.
            self._add(path, "removed.html" if status == 200 else "missing.html", status=status)


def encoded(response: Response, charset: str) -> Response:
    """The answer in a section's charset. A page that says gb2312 says nothing in the header, as servers of its age."""
    if charset == "utf-8":
        return response
    body = response.body.decode().encode(charset)
    return Response(status=response.status, headers=(("Content-Type", "text/html"),), body=body)


def footer_script(site: Zone, day: int = 1) -> bytes:
    """The footer as some systems bring it: written by a script, so that the markup of the page has none."""
    noise = Noise(visit=0, today=site.days[0])
    markup = page("footer.html", noise=noise, zone=site, footer=site.footers[day - 1])
    return f"document.write({json.dumps(markup, ensure_ascii=False)});\n".encode()


def fixed(kind: str, body: bytes, *, validators: bool = False) -> Route:
    """A route that always answers the same."""
    response = Response(headers=(("Content-Type", kind),), body=body)
    return Route(answer=lambda noise: response, validators=validators)


def moved(path: str) -> Route:
    """A route that sends on to another address for good."""
    response = Response(status=301, headers=(("Location", path), ("Content-Type", HTML)), body=b"<h1>301</h1>")
    return Route(answer=lambda noise: response)
