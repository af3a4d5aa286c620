"""Article pages of about 45 KB in the shapes of government sites: invented content in the markup that such sites have.

A third of a page is its text, in the styles of a word processor. The rest is what real pages are as full of: menus of
a hundred links, scripts and styles, lists of other news, friendly links, a footer (templates/parts.html).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from jinja2 import Environment, PackageLoader

from archive.records import Capture
from bench.prose import headline, paragraph

_ENVIRONMENT = Environment(loader=PackageLoader("bench"), autoescape=True)
_BESIDE = 52  # other articles that a page links


@dataclass(frozen=True, slots=True)
class Story:
    """An article: what a page is made of. `others` are the titles of those beside it, by number."""

    number: int
    title: str
    day: str
    text: tuple[str, ...]
    others: dict[int, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a system writes pages: its template, and how addresses of articles and sections are made of numbers."""

    template: str
    charset: str
    article: str
    section: str
    sections: int = 96

    def page(self, story: Story, template: str | None = None) -> bytes:
        """The page of an article, or another one with the same around it."""
        markup = _ENVIRONMENT.get_template(f"{template or self.template}.html").render(story=story, shape=self)
        return markup.encode(self.charset)

    def capture(self, story: Story) -> Capture:
        """A site's answer with the page of an article."""
        return Capture(
            record_id=f"<urn:uuid:00000000-0000-4000-8000-{story.number:012}>",
            run_id="bench",
            site_id=self.template,
            url=f"http://{self.template}.test{self.article.format(story.number)}",
            captured_at="2026-09-01T00:00:00.000Z",
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=self.page(story),
        )


SHAPES = (
    Shape("trs", "utf-8", "/xwzx/gzdt/202608/t20260805_{}.html", "/s{}/"),
    Shape("jcms", "utf-8", "/art/2026/8/5/art_1002_{}.html", "/col/col{}/index.html"),
    Shape("empire", "gb18030", "/ywdt/zwyw/2026-08-05/{}.html", "/c{}/"),
    Shape("tables", "gb18030", "/show.asp?id={}", "/list.asp?id={}"),
)


def captures(count: int, seed: int) -> Iterator[Capture]:
    """That many pages, of each shape in turn, none of them like another; the same for the same seed."""
    for number in range(count):
        which = number % len(SHAPES)
        yield SHAPES[which].capture(story(100_000 * seed + 10_000 * which + 1000 + number // len(SHAPES)))


def story(number: int, first: int = 0, count: int = 2**62) -> Story:
    """The article of this number. Those before it stand beside it, and before the first of a site its last ones."""
    random = Random(number)
    others = (first + (number - first - before) % count for before in range(1, _BESIDE + 1))
    return Story(
        number=number,
        title=headline(random),
        day="2026-08-05",
        text=tuple(paragraph(random) for _ in range(random.randint(18, 28))),
        others={other: headline(Random(other)) for other in others},
    )
