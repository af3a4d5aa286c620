"""The sections of a family site and their articles: addresses and dates in the manner of the family."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from msgspec.structs import replace

from crawler.demo import paths
from crawler.demo.blocks import Block, blocks, names, one_space, plain
from crawler.demo.content import Story
from crawler.demo.expected import Expected, published_at


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


def item_of(host: str, style: Style, story: Story) -> Item:
    """An article of a site as its family sets it."""
    story = _as_published(style, story)
    at = paths.moment(story)
    assert at is not None
    fields = _fields(host, story)
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


def in_two(item: Item, further: str) -> tuple[Item, Item]:
    """An article as two pages: their parts of the text, and for the second the address that ends with `further`."""
    lines = item.story.body.splitlines()
    texts = ("\n".join(lines[:3]), "\n".join(lines[3:]))
    stories = [replace(item.story, body=text) for text in texts]
    second = item.path.removesuffix(".html") + further
    return item.with_text(stories[0], item.path), item.with_text(stories[1], second)


def linked(story: Story) -> tuple[tuple[str, str], ...]:
    """Name and label of an article's files and pictures."""
    inside = tuple((block.name, block.lines[0]) for block in blocks(story.body) if block.kind in ("image", "file"))
    return inside + story.files


def expected(host: str, section: Section, item: Item) -> Expected:
    """What a reader should get out of an article."""
    root, story = f"http://{host}", item.story
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


def epoch(story: Story) -> int:
    """When an article was published, in seconds since 1970."""
    return int(datetime.fromisoformat(f"{story.date}+08:00").timestamp())


def hex_id(text: str) -> str:
    """32 hexadecimal digits, as systems name things that have no number."""
    return sha256(text.encode()).hexdigest()[:32]


def _as_published(style: Style, story: Story) -> Story:
    """What a family's pages print of an article."""
    if not style.has_time:
        story = replace(story, date=story.date[:10])
    if not style.has_credits:
        story = replace(story, author="", editor="")
    if style.files_in_text:
        lines = (story.body, *(f"@{name}|{label}" for name, label in story.files))
        story = replace(story, body="\n".join(lines), files=())
    return story


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
