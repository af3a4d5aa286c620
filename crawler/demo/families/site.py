"""A small site in the shape of one CMS family: its sections, the addresses that it has, and what each answers."""

import dataclasses
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl
from uuid import UUID

from msgspec.structs import replace

from crawler.demo import content, files, paths
from crawler.demo.blocks import Block, blocks, names, one_space, plain
from crawler.demo.content import FooterText, Story, Zone
from crawler.demo.expected import Expected
from crawler.demo.expected import published_at as published_at
from crawler.demo.families.writer import Kind, stories
from crawler.demo.render import Noise, page
from crawler.demo.site import HTML, Response, encoded, footer_script

Query = Mapping[str, str]
# What an address answers with, None for nothing: then it is a 404 page like any that the site does not have.
Answer = Callable[[Noise, Query], Response | None]

_EXTERNAL = ("https://www.example.com/2026/0815/a12.html", "【媒体关注】一条产业链如何在河畔长出来", "2026-08-15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as the templates set it. `addresses` are those of its files and pictures, by name."""

    story: Story
    path: str
    printed: str
    list_date: str
    addresses: Mapping[str, str]

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the body."""
        return blocks(self.story.body)

    def with_text(self, story: Story, path: str) -> "Item":
        """One of the pages in which it is told."""
        return dataclasses.replace(self, story=story, path=path)

    def file(self, name: str) -> str:
        """The address of one of its files."""
        return self.addresses[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a family writes addresses and dates.

    `article`, `file` and `image` are formats of `_fields`, those of files with {name} and {suffix} besides;
    `printed` and `list_date` are strftime forms; without `has_time` no page tells the time, without
    `has_credits` none who wrote and edited. `files_in_text`: files are lines of the text, not attached to it.
    """

    article: str
    file: str = "/uploads/{name}"
    image: str = "/uploads/{name}"
    printed: str = "%Y-%m-%d %H:%M"
    list_date: str = "%Y-%m-%d"
    has_time: bool = True
    has_credits: bool = True
    files_in_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section 栏目: `home` is the first page of its listing, `items` are its articles, newest first.

    `pinned` stands at the head of the first page and once more in its place; `extra_rows` lead elsewhere.
    """

    name: str
    home: str
    items: tuple[Item, ...]
    page_size: int
    pinned: tuple[Item, ...] = ()
    extra_rows: tuple[tuple[str, str, str], ...] = ()

    @property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The articles of each page of the listing, without what is pinned."""
        size = self.page_size
        return tuple(self.items[start : start + size] for start in range(0, len(self.items), size))

    def rows(self, number: int) -> tuple[Item, ...]:
        """What page `number` (from 1) lists."""
        return (*(self.pinned if number == 1 else ()), *self.pages[number - 1])


class FamilySite:
    """A site under construction and in use. `cms` is the name of its family.

    `dead` are addresses that its pages name, by link or by number, or leave open, and that it does not have; those of
    `with_referer` are refused to who does not say where he found them.
    """

    def __init__(self, host: str, cms: str, *, charset: Literal["utf-8", "gb18030"] = "utf-8") -> None:
        self.host, self.cms, self.charset = host, cms, charset
        self.zone = _zone(host)
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
        items = tuple(self._item(style, as_published(style, story)) for story in written)
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
                    "query": query,
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
        told = (self._expected(section, item) for section in self.sections for item in section.items)
        return {one.url: one for one in told}

    def _missing(self, noise: Noise) -> Response:
        found = self.page("missing.html", status=404)(noise, {})
        assert found is not None
        return found

    def _item(self, style: Style, story: Story) -> Item:
        at = paths.moment(story)
        assert at is not None
        fields = _fields(self.host, story)
        path = style.article.format(**fields)
        fields["folder"] = path.rpartition("/")[0]
        addresses = {}
        for name, _ in linked(story):
            form = style.image if name.endswith(".png") else style.file
            addresses[name] = form.format(**fields, **_name_fields(name))
        return Item(
            story=story,
            path=path,
            printed=at.strftime(style.printed),
            list_date=at.strftime(style.list_date),
            addresses=addresses,
        )

    def _expected(self, section: Section, item: Item) -> Expected:
        root, story = f"http://{self.host}", item.story
        pictures = names(item.body, "image")
        return Expected(
            url=root + item.path,
            title=one_space(story.title),
            published_at=published_at(story.date),
            published_text=item.printed,
            source=story.source or None,
            author=story.author or None,
            editor=story.editor or None,
            section=section.name,
            body=plain(item.body),
            files=tuple(root + item.file(name) for name, _ in linked(story) if name not in pictures),
            images=tuple(root + item.file(name) for name in pictures),
        )


def as_published(style: Style, story: Story) -> Story:
    """What a family's pages print of an article."""
    if not style.has_time:
        story = replace(story, date=story.date[:10])
    if not style.has_credits:
        story = replace(story, author="", editor="")
    if style.files_in_text:
        lines = (story.body, *(f"@{name}|{label}" for name, label in story.files))
        story = replace(story, body="\n".join(lines), files=())
    return story


def in_two(item: Item, further: str) -> tuple[Item, Item]:
    """An article as two pages: their parts of the text, and for the second the address that ends with `further`."""
    lines = item.story.body.splitlines()
    texts = ("\n".join(lines[:3]), "\n".join(lines[3:]))
    stories = [replace(item.story, body=text) for text in texts]
    second = item.path.removesuffix(".html") + further
    return item.with_text(stories[0], item.path), item.with_text(stories[1], second)


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


def linked(story: Story) -> tuple[tuple[str, str], ...]:
    """Name and label of an article's files and pictures."""
    inside = tuple((block.name, block.lines[0]) for block in blocks(story.body) if block.kind in ("image", "file"))
    return inside + story.files


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


def epoch(story: Story) -> int:
    """When an article was published, in seconds since 1970."""
    return int(datetime.fromisoformat(f"{story.date}+08:00").timestamp())


def hex_id(text: str) -> str:
    """32 hexadecimal digits, as systems name things that have no number."""
    return sha256(text.encode()).hexdigest()[:32]


def _fields(host: str, story: Story) -> dict[str, str]:
    """What an address of an article or a file of it is made of."""
    at = paths.moment(story)
    assert at is not None
    return {
        "id": story.id,
        "year": f"{at:%Y}",
        "month": f"{at:%Y%m}",
        "day": f"{at:%Y%m%d}",
        "date": f"{at:%Y-%m-%d}",
        "month_day": f"{at:%m%d}",
        "m": str(at.month),
        "d": str(at.day),
        "hex": hex_id(f"{host} {story.id}"),
        "uuid": str(UUID(hex_id(f"{host} {story.id}"))),
    }


def _name_fields(name: str) -> dict[str, str]:
    """{digits} are 14, {key} 32 hexadecimal ones, both the file's own."""
    key = hex_id(name)
    return {"name": name, "suffix": name.rpartition(".")[2], "key": key, "digits": str(int(key, 16))[:14]}


@cache
def _zone(host: str) -> Zone:
    told = tomllib.loads((Path(__file__).parent / "zones.toml").read_text())
    name, short, city, street = told["zones"][host]
    number = list(told["zones"]).index(host) + 1
    footer = FooterText(
        sponsor=f"{name}管理委员会",
        organizer=f"{name}管理委员会办公室",
        address=f"澜平省{city}{street}{number * 7}号",
        service_phones=f"0386-73{number:02}124",
        report_phone=f"0386-73{number:02}254",
        report_email=f"jubao@{host}",
        site_id_code=f"99990200{number:02}",
        icp_number=f"澜ICP备099920{number:02}号-1",
        psb_number=f"澜公网安备999902020000{number:02}号",
    )
    return Zone(
        name=name,
        short=short,
        city=city,
        host=host,
        notice=told["notice"],
        days=content.zone().days,
        sections=(),
        footers=(footer, footer),
    )
