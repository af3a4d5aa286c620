"""A first look at a site: which of its pages to read next, and what they have shown."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from archive.records import Capture, Link, Outcome, Page, Row
from archive.urls import canonical, host, identity, same_site
from spiders.extract.rows import is_title
from spiders.extract.shapes import is_denied, is_home, shape
from spiders.parse import parse
from spiders.profile import Profile

SECTIONS = 12  # pages that may be lists; at three seconds a page all is seen within a minute
ARTICLES = 4  # each of another list
_LEAST = 3  # rows: a list of fewer may be anything
_FETCHED = 3  # lists that one page fetches
_HOSTS = 5  # of a portal's many
_MOVES = 2  # splash screens on the way to the home page
# What sections with news are called, and what stands beside the newest of them.
_NEWS = re.compile("新闻|要闻|动态|公告|公示|通知|快讯|政策|招商|资讯|解读|更多|more", re.IGNORECASE)
_SITE_MAP = re.compile("(?:网站|站点)(?:地图|导航)")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was looked at. `name` is what the link that led to it calls it, empty where none did; `rows` are what
    it lists, those that it fetches too."""

    name: str
    capture: Capture
    page: Page
    rows: tuple[Row, ...] = ()

    @property
    def label(self) -> str:
        """What to call it: by the link, by itself, or by its address."""
        listing = self.page.listing
        return self.name or (listing.section if listing else None) or self.capture.url


class Survey:
    """Takes one page after the other, the home page first, and tells which to ask for next."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.home: Seen | None = None
        self.sections: list[Seen] = []
        self.feeds: list[Seen] = []  # sitemaps too
        self.articles: list[Seen] = []
        self.not_asked: list[Link] = []  # what looks like a section and was one too many
        self._names: dict[str, str] = {}  # of what was asked for, by identity
        self._fetched: dict[str, str] = {}  # by the identity of a list, the address of the page that fetches it
        self._left: set[str] = {profile.home}  # addresses that redirects led away from, or to
        self._articles_left = ARTICLES
        self._moves_left = _MOVES

    def take(self, capture: Capture) -> list[str]:
        """The addresses to ask for after this page: sections after the home page, an article after a section."""
        page = parse(capture, self.profile)
        name = self._names.setdefault(_identity(capture.url), "")
        if (page.outcome is Outcome.REDIRECT or self.home is None) and (moved := self._moved(capture, page)):
            return moved
        seen = Seen(name, capture, page, page.listing.rows if page.listing else ())
        if self.home is None:
            return self._take_home(seen)
        if page.outcome is Outcome.OK:
            self.articles.append(seen)
            return []
        if (opener := self._fetched.get(_identity(capture.url))) is not None:
            return self._take_fetched(seen, opener)
        (self.feeds if _is_feed(page) else self.sections).append(seen)
        return self._ask_for_fetched(seen) or self._ask_for_article(seen.rows)

    @property
    def listings(self) -> list[Seen]:
        """The sections that are lists of articles, in the order in which they were asked for."""
        order = {name: number for number, name in enumerate(self._names)}
        lists = [seen for seen in self.sections if len(seen.rows) >= _LEAST and not _SITE_MAP.search(seen.name)]
        return sorted(lists, key=lambda seen: order[_identity(seen.capture.url)])

    @property
    def seeds(self) -> list[str]:
        """Addresses to begin with beside the home page: its feeds, and the map of a site of which no list was found."""
        found = [seen.capture.url for seen in self.feeds if seen.page.listing and seen.page.listing.by == "feed"]
        if not self.listings:
            found += [seen.capture.url for seen in self.sections if _SITE_MAP.search(seen.name)]
        return found

    @property
    def hosts(self) -> list[str]:
        """Further hosts below the site's own that most of its pages' links lead to: they may be parts of it."""
        own = host(self.profile.home)
        linked = Counter(host(link.url) for seen in self.pages for link in seen.page.links)
        below = [name for name, _ in linked.most_common() if name.endswith(f".{own}")]
        return [name for name in below if name not in self.profile.all_hosts][:_HOSTS]

    @property
    def pages(self) -> list[Seen]:
        """All that was seen, in order."""
        return [*([self.home] if self.home else []), *self.sections, *self.feeds, *self.articles]

    @property
    def site_name(self) -> str | None:
        """What most pages call the site, else who its footer says that runs it; None where none does."""
        told = [seen.page.site_name for seen in self.pages if seen.page.site_name]
        run_by = [seen.page.footer.sponsor for seen in self.pages if seen.page.footer and seen.page.footer.sponsor]
        return next((name for name, _ in Counter(told or run_by).most_common(1)), None)

    @property
    def families(self) -> Counter[str]:
        """How many pages look like each family."""
        return Counter(seen.page.cms for seen in self.pages if seen.page.cms)

    @property
    def cms(self) -> str | None:
        """The family that most pages look like; None where none does."""
        return next((name for name, _ in self.families.most_common(1)), None)

    def _moved(self, capture: Capture, page: Page) -> list[str]:
        """Where a redirect leads; nothing where that is another site, or was asked for before."""
        url = urljoin(capture.url, page.redirect_url or "")
        if page.redirect_url is None or url in self._left or not same_site(url, self.profile.all_hosts):
            return []
        self._left.add(url)
        self._names.setdefault(_identity(url), self._names[_identity(capture.url)])
        return [url]

    def _take_home(self, seen: Seen) -> list[str]:
        wanted = self._likely_sections(seen)
        sent_to = [link for link in seen.page.links if link.kind == "section" and not link.text]
        if not wanted and self._moves_left and (moved := self._ask(sent_to[:1])):
            self._moves_left -= 1
            return moved  # a splash screen, or frames around the home page
        self.home = seen
        most = len(wanted) if self.profile.sections else SECTIONS
        self.not_asked = wanted[most:]
        feeds = [link for link in seen.page.links if link.kind == "feed"]
        if len(wanted) < _LEAST and seen.page.outcome in (Outcome.LISTING, Outcome.JS_REQUIRED):
            feeds.append(Link(url=urljoin(seen.capture.url, "/sitemap.xml"), text="", kind="sitemap"))
        asked = self._ask([*feeds, *wanted[:most]])
        return asked if wanted else [*asked, *self._ask_for_article(seen.rows)]

    def _take_fetched(self, seen: Seen, opener: str) -> list[str]:
        """Give the rows of a list to the page that fetches it."""
        self.sections = [
            replace(section, rows=(*section.rows, *seen.rows)) if section.capture.url == opener else section
            for section in self.sections
        ]
        return self._ask_for_article(seen.rows)

    def _ask_for_fetched(self, seen: Seen) -> list[str]:
        """The lists that a page fetches, where it shows no rows itself; the parts of a sitemap."""
        if seen.rows:
            return []
        listing = seen.page.listing
        first = [Link(url=listing.next_url, text="", kind="api")] if listing and listing.next_url else []
        links = [*first, *(link for link in seen.page.links if link.kind in ("api", "sitemap"))]
        asked = self._ask(links[:_FETCHED])
        if not _is_feed(seen.page):
            self._fetched |= dict.fromkeys(map(_identity, asked), seen.capture.url)
        return asked

    def _ask(self, links: Iterable[Link]) -> list[str]:
        """The addresses of those links that are of the site and were not asked for before."""
        urls = []
        for link in links:
            if _identity(link.url) not in self._names and same_site(link.url, self.profile.all_hosts):
                self._names[_identity(link.url)] = link.text
                urls.append(link.url)
        return urls

    def _likely_sections(self, home: Seen) -> list[Link]:
        """The seeds and sections that the profile names; where it names no section, what looks like one on the home
        page, first what lies below its own folder, and of that what has news."""
        wanted = [Link(url=canonical(url), text="", kind="seed") for url in self.profile.seeds]
        if self.profile.sections:
            given = self.profile.sections
            return [*wanted, *(Link(url=canonical(each.url), text=each.name, kind="section") for each in given)]
        folder = home.capture.url.rpartition("/")[0]
        links = [link for link in home.page.links if link.kind == "section" and link.text and not is_home(link.url)]
        links.sort(key=lambda link: (not link.url.startswith(folder), not _NEWS.search(link.text)))
        own = [link for link in links if same_site(link.url, self.profile.all_hosts)]
        named = {_identity(link.url): replace(link, text=_name(link.text)) for link in own}
        return [*wanted, *named.values()]

    def _ask_for_article(self, rows: tuple[Row, ...]) -> list[str]:
        for row in rows if self._articles_left > 0 else ():
            is_likely = shape(row.url) in ("article", "other") and not is_denied(row.url)
            if is_likely and (asked := self._ask([Link(url=row.url, text=row.title, kind="article")])):
                self._articles_left -= 1
                return asked
        return []


def _name(text: str) -> str:
    """What a link calls a section; empty for one that only says "more"."""
    return text if is_title(text) or _SITE_MAP.search(text) else ""


def _is_feed(page: Page) -> bool:
    return page.listing is not None and page.listing.by in ("feed", "sitemap")


def _identity(url: str) -> str:
    try:
        return identity(url)
    except ValueError:
        return url
