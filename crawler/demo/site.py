"""The sample site on one of its two days: which addresses it has and what each answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from crawler.demo import files, garble, paths
from crawler.demo.blocks import blocks
from crawler.demo.content import Section, Story, on_day, sections, zone
from crawler.demo.expected import Expected, expected, published_text
from crawler.demo.render import Noise, page

__all__ = ["DemoSite", "Expected", "Response", "expected", "pages"]

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
    """How an address is answered. `validators`: with ETag and Last-Modified, like a file that a CMS wrote."""

    answer: Callable[[Noise], Response]
    validators: bool = False


def pages(day: int) -> Mapping[str, Response]:
    """Every address of the site on a day, path and query, with its answer to a first visit."""
    site = DemoSite(day)
    return {path: site.response(path) for path in site.routes}


class DemoSite:
    """The site as it is on one day, 1 or 2."""

    def __init__(self, day: int) -> None:
        self.day = day
        self.today = zone().days[day - 1]
        self.routes: dict[str, Route] = {}
        self._etags: dict[str, str] = {}
        self._sections = tuple(Shelf.of(section, day) for section in sections())
        self._add_pages()
        for shelf in self._sections:
            self._add_listing(shelf)
            self._add_articles(shelf)

    def response(self, path: str, visit: int = 0) -> Response:
        """The answer to a request; `visit` counts earlier ones. What the site does not have is a 404 page."""
        noise = Noise(visit=visit, today=self.today)
        route = self.routes.get(path)
        if route is None:
            return self._html("missing.html", noise, status=404)
        response = route.answer(noise)
        if not route.validators:
            return response
        validators = (("ETag", self._etag(path)), ("Last-Modified", self._last_modified(path)))
        return Response(status=response.status, headers=response.headers + validators, body=response.body)

    def _etag(self, path: str) -> str:
        """A weak validator: two answers that differ in counters and dates alone have the same."""
        if path not in self._etags:
            still = Noise(visit=0, today=zone().days[0])
            body = self.routes[path].answer(still).body
            self._etags[path] = f'W/"{sha256(body).hexdigest()[:16]}"'
        return self._etags[path]

    def _last_modified(self, path: str) -> str:
        earlier = DemoSite(1) if self.day > 1 else self
        unchanged = path in earlier.routes and earlier._etag(path) == self._etag(path)
        at = zone().days[0] if unchanged else self.today
        return f"{at:%a, %d %b %Y} 00:00:00 GMT"

    def _html(
        self, template: str, noise: Noise, *, status: int = 200, charset: str = "utf-8", **context: Any
    ) -> Response:
        footer = zone().footers[self.day - 1]
        shelves = self._sections
        text = page(
            template, noise=noise, footer=footer, shelves=shelves, section=context.pop("section", None), **context
        )
        # A site that says gb2312 in its markup says nothing in the header: servers of that age do not.
        kind = "text/html" if charset == "gb18030" else HTML
        return Response(status=status, headers=(("Content-Type", kind),), body=text.encode(charset))

    def _add_pages(self) -> None:
        for path in ("/", "/index.html"):
            self.routes[path] = Route(answer=lambda noise: self._html("home.html", noise))
        self.routes["/sitemap.html"] = Route(answer=lambda noise: self._html("sitemap.html", noise), validators=True)
        self.routes["/private/draft.html"] = Route(answer=lambda noise: self._html("private.html", noise))
        self.routes["/robots.txt"] = fixed("text/plain", ROBOTS.encode())
        self.routes["/images/site.css"] = fixed("text/css", b"body{font:16px/1.8 SimSun,serif}\n")
        self.routes["/images/logo.png"] = fixed(*files.content("logo.png", ""))

    def _add_listing(self, shelf: "Shelf") -> None:
        section = shelf.section
        count = len(shelf.pages)
        addresses = [paths.listing(section, number, count) for number in range(1, count + 1)]
        for number, rows in enumerate(shelf.pages, 1):

            def answer(noise: Noise, number: int = number, rows: tuple["Item", ...] = rows) -> Response:
                return self._html(
                    f"{section.family}/listing.html",
                    noise,
                    charset=section.charset,
                    section=section,
                    rows=rows,
                    extra_rows=section.extra_rows if number == 1 else (),
                    number=number,
                    addresses=addresses,
                )

            for path in (addresses[number - 1], *(paths.aliases(section) if number == 1 else ())):
                self.routes[path] = Route(answer=answer, validators=section.validators)

    def _add_articles(self, shelf: "Shelf") -> None:
        section = shelf.section
        for place, item in enumerate(shelf.items):

            def answer(noise: Noise, place: int = place, item: Item = item) -> Response:
                near = shelf.items[max(0, place - 1) : place], shelf.items[place + 1 : place + 2]
                related = [other for other in shelf.items if other is not item]
                turn = noise.visit % max(1, len(related))
                return self._html(
                    f"{section.family}/article.html",
                    noise,
                    charset=section.charset,
                    section=section,
                    item=item,
                    before=near[0],
                    after=near[1],
                    related=(related[turn:] + related[:turn])[:4],
                )

            self.routes[item.path] = Route(answer=answer, validators=section.validators)
            for name, label in item.files:
                self.routes[item.file(name)] = fixed(*files.content(name, label), validators=True)
            if item.story.old_address:
                self.routes[item.story.old_address] = moved(item.path)
        for path, status in shelf.removed:
            template = "missing.html" if status in (404, 410) else "removed.html"
            self.routes[path] = Route(
                answer=lambda noise, template=template, status=status: self._html(template, noise, status=status)  # type: ignore[misc]
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article of a section as the templates set it: `story` as it is today, already garbled where it is to be."""

    section: Section
    story: Story
    path: str
    printed: str | None

    @property
    def body(self) -> tuple[Any, ...]:
        """The blocks of the body."""
        return blocks(self.story.body)

    @property
    def list_date(self) -> str:
        """The date as the listing prints it; empty where the article has none."""
        at = paths.moment(self.story)
        return at.strftime(self.section.list_date) if at else ""

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Name and label of every file and image."""
        inside = tuple((block.name, block.lines[0]) for block in self.body if block.kind in ("file", "image"))
        return inside + self.story.files

    def file(self, name: str) -> str:
        """The address of one of its files."""
        return paths.file(self.section, self.path, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A section on one day: its articles, newest first, and the addresses of those that are gone."""

    section: Section
    items: tuple[Item, ...]
    removed: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, section: Section, day: int) -> "Shelf":
        """A section as it is on a day."""
        items, removed = [], []
        for story in section.articles:
            path = paths.article(section, story)
            if (current := on_day(story, day)) is not None:
                printed = published_text(section, current)
                if section.family == "mirror":
                    current = garble.Mirror.of(story.id).story(current)
                items.append(Item(section=section, story=current, path=path, printed=printed))
            elif story.later is not None and story.later.status is not None and day > 1:
                removed.append((path, story.later.status))
        items.sort(key=lambda item: (item.story.date, item.story.id), reverse=True)
        return cls(section=section, items=tuple(items), removed=tuple(removed))

    @property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each page of the listing."""
        size = self.section.page_size
        return tuple(self.items[start : start + size] for start in range(0, len(self.items), size))


def fixed(kind: str, body: bytes, *, validators: bool = False) -> Route:
    """A route that always answers the same."""
    response = Response(headers=(("Content-Type", kind),), body=body)
    return Route(answer=lambda noise: response, validators=validators)


def moved(path: str) -> Route:
    """A route that sends on to another address for good."""
    response = Response(status=301, headers=(("Location", path), ("Content-Type", HTML)), body=b"<h1>301</h1>")
    return Route(answer=lambda noise: response)
