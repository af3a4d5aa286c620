"""A section's articles on one day, in the order and the pages of its listing."""

from dataclasses import dataclass, replace

from crawler.demo import paths
from crawler.demo.blocks import Block, blocks
from crawler.demo.content import Section, Story, on_day
from crawler.demo.garble import Mirror


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as the templates set it: `story` as it is on the day, `printed` its date as the page spells it."""

    section: Section
    story: Story
    path: str
    printed: str | None
    day: int = 1

    @property
    def body(self) -> tuple[Block, ...]:
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

    def edition(self, name: str) -> int:
        """Which edition of one of its files stands at the address: the second where it was replaced."""
        later = self.story.later
        return 2 if self.day == 2 and later is not None and name in later.refiled else 1

    def garbled(self, mirror: Mirror) -> "Item":
        """The article as a mirror republishes it."""
        return replace(self, story=mirror.story(self.story))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A section on one day: its articles, newest first, those that are up and not listed, and those that are gone.

    Of what is gone `removed` tells address and status.
    """

    section: Section
    items: tuple[Item, ...]
    unlisted: tuple[Item, ...]
    removed: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, section: Section, day: int) -> "Shelf":
        """A section as it is on a day."""
        items: list[Item] = []
        unlisted: list[Item] = []
        removed: list[tuple[str, int]] = []
        for story in section.articles:
            path = paths.article(section, story)
            current = on_day(story, day)
            if current is not None:
                printed = published_text(section, current)
                is_listed = day == 1 or story.later is None or story.later.listed
                shown = Item(section=section, story=current, path=path, printed=printed, day=day)
                (items if is_listed else unlisted).append(shown)
            elif day >= story.day and story.later is not None and story.later.status is not None:
                removed.append((path, story.later.status))
        items.sort(key=lambda item: (item.story.date, item.story.id), reverse=True)
        return cls(section=section, items=tuple(items), unlisted=tuple(unlisted), removed=tuple(removed))

    @property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each page of the listing."""
        size = self.section.page_size
        return tuple(self.items[start : start + size] for start in range(0, len(self.items), size))

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of each page of the listing."""
        count = len(self.pages)
        return tuple(paths.listing(self.section, number, count) for number in range(1, count + 1))


def published_text(section: Section, story: Story) -> str | None:
    """The date as the article page prints it; a story without a time is printed without one."""
    at = paths.moment(story)
    if at is None or story.printed:
        return story.printed or None
    form = section.date if " " in story.date else section.date.split(" ")[0]
    return at.strftime(form)
