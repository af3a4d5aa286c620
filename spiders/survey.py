"""A first look at a site: which of its pages to read next, and what they have shown."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Capture, Outcome, Page
from archive.urls import canonical, identity, same_site
from spiders.extract.shapes import is_denied, is_home, shape
from spiders.parse import parse
from spiders.profile import Profile

SECTIONS = 12  # pages that may be lists; at three seconds a page all is seen within a minute
ARTICLES = 4  # each of another list
_LEAST = 3  # rows: a list of fewer may be anything
# What sections with news are called.
_NEWS = re.compile("新闻|要闻|动态|公告|公示|通知|快讯|政策|招商|资讯|解读")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was looked at. `name` is what the link that led to it says; empty where none did."""

    name: str
    capture: Capture
    page: Page


class Survey:
    """Takes one page after the other, the home page first, and tells which to ask for next."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.home: Seen | None = None
        self.sections: list[Seen] = []
        self.articles: list[Seen] = []
        self._names: dict[str, str] = {}  # of pages that were asked for, by identity
        self._articles_left = ARTICLES

    def take(self, capture: Capture) -> list[str]:
        """The addresses to ask for after this page: sections after the home page, an article after a section."""
        page = parse(capture, self.profile)
        name = self._names.get(_identity(capture.url))
        seen = Seen(name or "", capture, page)
        if self.home is None:
            self.home = seen
            return self._ask(self._likely_sections(page), SECTIONS)
        if page.outcome is Outcome.OK:
            self.articles.append(seen)
            return []
        self.sections.append(seen)
        return self._ask(self._likely_articles(page), 1) if self._articles_left > 0 else []

    @property
    def listings(self) -> list[Seen]:
        """The sections that are lists of articles."""
        return [seen for seen in self.sections if seen.page.listing and len(seen.page.listing.rows) >= _LEAST]

    @property
    def pages(self) -> list[Seen]:
        """All that was seen, in order."""
        return [*([self.home] if self.home else []), *self.sections, *self.articles]

    @property
    def site_name(self) -> str | None:
        """What most pages call the site; None where none does."""
        names = Counter(seen.page.site_name for seen in self.pages if seen.page.site_name)
        return names.most_common(1)[0][0] if names else None

    @property
    def families(self) -> Counter[str]:
        """How many pages look like each family."""
        return Counter(seen.page.cms for seen in self.pages if seen.page.cms)

    @property
    def cms(self) -> str | None:
        """The family that most pages look like; None where none does."""
        return next((name for name, _ in self.families.most_common(1)), None)

    def _ask(self, found: Iterator[tuple[str, str]], most: int) -> list[str]:
        urls: list[str] = []
        for url, name in found:
            if len(urls) < most and _identity(url) not in self._names and same_site(url, self.profile.all_hosts):
                self._names[_identity(url)] = name
                urls.append(url)
        return urls

    def _likely_sections(self, page: Page) -> Iterator[tuple[str, str]]:
        """The sections that the profile names; where it names none, links that look like sections, news first."""
        if self.profile.sections:
            yield from ((canonical(section.url), section.name) for section in self.profile.sections)
            return
        yield from ((canonical(url), "") for url in self.profile.seeds)
        links = [link for link in page.links if link.kind == "section" and link.text and not is_home(link.url)]
        yield from ((link.url, link.text) for link in sorted(links, key=lambda link: not _NEWS.search(link.text)))

    def _likely_articles(self, page: Page) -> Iterator[tuple[str, str]]:
        for row in page.listing.rows if page.listing else ():
            if shape(row.url) in ("article", "other") and not is_denied(row.url) and self._articles_left > 0:
                self._articles_left -= 1
                yield row.url, row.title
                return


def _identity(url: str) -> str:
    try:
        return identity(url)
    except ValueError:
        return url
