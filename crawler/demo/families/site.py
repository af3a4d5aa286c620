"""A small site in the shape of one CMS family: the addresses that it has, and what each answers."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl

from crawler.demo import content, files
from crawler.demo.expected import Expected
from crawler.demo.families.section import Section, Style, expected, in_two, item_of, linked
from crawler.demo.families.writer import Kind, stories
from crawler.demo.families.zones import zone_of
from crawler.demo.render import Noise, page
from crawler.demo.site import HTML, Response, encoded, footer_script

Query = Mapping[str, str]
# What an address answers with, None for nothing: then it is a 404 page like any that the site does not have.
Answer = Callable[[Noise, Query], Response | None]

_EXTERNAL = ("https://www.example.com/2026/0815/a12.html", "【媒体关注】一条产业链如何在河畔长出来", "2026-08-15")


class FamilySite:
    """A site under construction and in use. `cms` is the name of its family.

    `dead` are addresses that its pages name, by link or by number, or leave open, and that it does not have; those of
    `with_referer` are refused to who does not say where he found them. Without `has_lists` no page lists what its
    sections have.
    """

    def __init__(
        self, host: str, cms: str, *, charset: Literal["utf-8", "gb18030"] = "utf-8", has_lists: bool = True
    ) -> None:
        self.host, self.cms, self.charset, self.has_lists = host, cms, charset, has_lists
        self.zone = zone_of(host)
        self.sections: list[Section] = []
        self.routes: dict[str, Answer] = {}
        self.dead: set[str] = set()
        self.with_referer: set[str] = set()
        self.add("/", self.page("families/home.html"))
        self.add("/sitemap.html", self.page("sitemap.html"))
        self.add("/robots.txt", fixed("text/plain", b"User-agent: *\nDisallow: /admin/\n"))
        self.add("/footer.js", fixed("application/javascript", footer_script(self.zone)))
        self.add("/images/site.css", fixed("text/css", b"body{font:16px/1.8 SimSun,serif}\n"))
        self.add("/images/logo.png", fixed(*files.content("logo.png", "")))

    def section(
        self,
        name: str,
        home: str,
        style: Style,
        kind: Kind,
        count: int,
        first_id: int,
        *,
        page_size: int = 8,
        rows: tuple[tuple[str, str, str], ...] = (),
    ) -> Section:
        """A new section with so many articles, one of them pinned.

        The first page lists besides what `rows` says (address, title, date), and that of the site's first section an
        article of another site.
        """
        taken = {item.story.title for section in self.sections for item in section.items}
        written = stories(self.zone, kind, count, first_id, taken)
        items = tuple(item_of(self.host, style, story) for story in written)
        section = Section(
            name=name,
            home=home,
            items=items,
            page_size=page_size,
            pinned=items[-2:-1],
            extra_rows=(*(() if self.sections else (_EXTERNAL,)), *rows),
        )
        self.sections.append(section)
        return section

    def add(self, path: str, answer: Answer) -> None:
        """Answer at an address. One without a query answers for every query, as a file does, where none has its own."""
        self.routes[path] = answer

    def add_articles(self, section: Section, template: str, *, further: str = "", **context: Any) -> None:
        """Every article of a section, and its files.

        With `further` the longest is told in two pages; the address of the second ends so.
        """
        longest = max(section.items, key=lambda item: len(item.story.body))
        for place, item in enumerate(section.items):
            others = section.items[:place] + section.items[place + 1 :]
            parts = in_two(item, further) if further and item is longest else (item,)
            for number, part in enumerate(parts, 1):
                answer = self.page(
                    template,
                    section=section,
                    item=part,
                    before=section.items[max(0, place - 1) : place],
                    after=section.items[place + 1 : place + 2],
                    related=others[:4],
                    number=number,
                    turns=[part.path for part in parts],
                    **context,
                )
                self.add(part.path, answer)
            for name, label in linked(item.story):
                self.add(item.file(name), fixed(*files.content(name, label)))

    def add_listing(self, section: Section, template: str, turn: str, **context: Any) -> None:
        """Every page of a section's listing.

        `turn` is the address of a page from the second on, with {number}, {previous} and {reverse}: the page's
        number, that of the page before it, and its number from the end.
        """
        count = len(section.pages)
        further = (
            turn.format(number=number, previous=number - 1, reverse=count - number + 1)
            for number in range(2, count + 1)
        )
        addresses = (section.home, *further)
        for number, address in enumerate(addresses, 1):
            self.add(address, self.page(template, **listing(section, number, addresses), **context))

    def page(self, template: str, *, status: int = 200, **context: Any) -> Answer:
        """A page of the site. What a template may leave out has a default here."""

        def answer(noise: Noise, query: Query) -> Response:
            text = page(
                template,
                **{
                    "noise": noise,
                    "zone": self.zone,
                    "footer": self.zone.footers[0],
                    "sections": self.sections,
                    "section": None,
                    "charset": "gb2312" if self.charset == "gb18030" else "utf-8",
                    "status": status,
                    "first": None,
                    **context,
                },
            )
            return encoded(Response(status=status, headers=(("Content-Type", HTML),), body=text.encode()), self.charset)

        return answer

    def response(self, path: str, visit: int = 0, referer: str | None = None) -> Response:
        """The answer to a request; `visit` counts earlier ones. What the site does not have is a 404 page."""
        noise = Noise(visit=visit, today=content.zone().days[0])
        bare, _, query = path.partition("?")
        if bare in self.with_referer and not referer:
            return Response(status=403, headers=(("Content-Type", HTML),), body=b"<h1>403 Forbidden</h1>")
        found = self.routes.get(path) or self.routes.get(bare)
        response = found(noise, dict(parse_qsl(query))) if found else None
        return response or self._missing(noise)

    def expected(self) -> dict[str, Expected]:
        """Every article of the site, by address."""
        told = (expected(self.host, section, item) for section in self.sections for item in section.items)
        return {one.url: one for one in told}

    def _missing(self, noise: Noise) -> Response:
        found = self.page("missing.html", status=404)(noise, {})
        assert found is not None
        return found


def listing(section: Section, number: int, addresses: tuple[str, ...]) -> dict[str, Any]:
    """What a template of a listing is told about page `number` (from 1) of those at `addresses`."""
    return {
        "section": section,
        "rows": section.rows(number),
        "extra_rows": section.extra_rows if number == 1 else (),
        "number": number,
        "addresses": addresses,
        "total": len(section.items),
    }


def fixed(kind: str, body: bytes) -> Answer:
    """What always answers the same."""
    response = Response(headers=(("Content-Type", kind),), body=body)
    return lambda noise, query: response


def moved(path: str) -> Answer:
    """What sends on to another address."""
    response = Response(status=302, headers=(("Location", path), ("Content-Type", HTML)), body=b"<h1>302</h1>")
    return lambda noise, query: response


def as_json(value: Any) -> Response:
    """A value as an API answers with it."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(headers=(("Content-Type", "application/json;charset=UTF-8"),), body=body)
