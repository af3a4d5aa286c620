"""What every article page of the sample site says, told from its content: what an archive of it is compared with."""

from dataclasses import dataclass, replace

from crawler.demo import garble, paths
from crawler.demo.blocks import blocks, names, one_space, plain
from crawler.demo.content import Section, Story, on_day, sections, zone
from crawler.demo.shelves import published_text
from crawler.demo.site import site_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An article page as a reader understands it; None where the page does not say.

    Times are as in archive.records.Article. `files` and `images` are the addresses that it links, in the order
    of the page. `readings_removed` counts the readings that the whole page shows, those in its labels and in the
    titles of its neighbours among them. `verbatim` is the body as published where that is a garbled one.
    """

    url: str
    title: str
    published_at: str | None
    published_text: str | None
    source: str | None
    author: str | None
    editor: str | None
    section: str
    body: str
    files: tuple[str, ...]
    images: tuple[str, ...]
    verbatim: str | None = None
    readings_removed: int = 0

    @property
    def attachments(self) -> int:
        """How many files and images the article links."""
        return len(self.files) + len(self.images)


def expected(day: int) -> dict[str, Expected]:
    """Every article that the site serves on a day, by address."""
    found = {}
    for section in sections():
        for story in section.articles:
            if (current := on_day(story, day)) is not None:
                one = _expected(section, story, current, day)
                found[one.url] = one
    return found


def _expected(section: Section, first: Story, story: Story, day: int) -> Expected:
    """`first` is the story as first published, which gives the address; `story` as it is now."""
    body = blocks(story.body)
    root = f"http://{zone().host}"
    path = paths.article(section, first)
    linked = names(body, "file") + tuple(name for name, _ in story.files)
    one = Expected(
        url=root + path,
        title=one_space(story.title),
        published_at=published_at(story.date),
        published_text=published_text(section, story),
        source=one_space(story.source) or None,
        author=one_space(story.author) or None,
        editor=one_space(story.editor) or None,
        section=section.name,
        body=plain(body),
        files=tuple(root + paths.file(section, path, name) for name in linked),
        images=tuple(root + paths.file(section, path, name) for name in names(body, "image")),
    )
    if section.family != "mirror":
        return one
    return replace(
        one,
        verbatim=garble.Mirror.of(story.id).garbled(one.body),
        readings_removed=garble.readings(_shown(site_on(day).response(path).body.decode())),
    )


def _shown(markup: str) -> str:
    """The part of a page that is shown. Its title is in the head as well, and counts once."""
    return markup.partition("<body")[2]


def published_at(date: str) -> str | None:
    """A time as a story has it, as an archive keeps it.

    >>> published_at("2026-08-28 10:12"), published_at("2026-08-28")
    ('2026-08-28T10:12:00+08:00', '2026-08-28')
    """
    day, _, time = date.partition(" ")
    if not time:
        return day or None
    return f"{day}T{time if time.count(':') == 2 else time + ':00'}+08:00"
