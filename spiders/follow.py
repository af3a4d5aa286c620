"""Where a page leads: the addresses that go into the frontier after it was read."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from archive.records import Address, Capture, Footer, Outcome, Page
from archive.urls import canonical, host, same_site, told_apart
from spiders.extract.attachments import is_file
from spiders.extract.shapes import is_denied, shape
from spiders.family import api_at
from spiders.profile import Profile

DEPTH_LIMIT = 5  # links from the home page; steps of a pager don't count, the items of the last listing are still read
_REPEATS = 3  # of one path segment: /a/b/a/b/a/b/ is a site that links into itself
_PARAMETERS = 8  # of a query that a person could have made
_LENGTH_LIMIT = 2048  # characters of an address
_STATIC = (".html", ".htm", ".shtml")
_BY_US = ("api", "pager")
_PAGE_PARAMETERS = ("page", "id", "no", "num", "p", "pg", "cat", "class", "type", "col", "channel", "tag", "year")


def follow(
    capture: Capture,
    page: Page,
    profile: Profile,
    entry: Address,
    known: Callable[[str], bool] = lambda _: False,
    settled: Container[str] = frozenset(),
) -> list[Address]:
    """The addresses to add after `page`, read from `capture`, which was asked for as `entry`.

    What its footer comes from, if it has none of its own. Of a listing: the steps of its pager, its items, then its
    sections and other articles, and of the home page its feeds and the site's sitemap; of an article, its sections and
    articles, so that what no listing names is found too; and first of all the other pages that it is told in. Of a
    robots.txt and of a sitemap the sitemaps that they name. A profile that names its sections wants these alone: then
    only pagers and items are followed. A pager is left where it brings nothing new: `known` tells whether the frontier
    has an address. Last the files and pictures of an article, and the files that a listing lists, however deep. Only
    addresses of the site, each once and due at once; what the frontier knows already may be among them, but what is
    `settled` is not.
    """
    if page.outcome not in (Outcome.LISTING, Outcome.OK, Outcome.JS_REQUIRED, Outcome.ROBOTS):
        return []
    seen = {told_apart(capture.url), told_apart(entry.url)}
    found = []
    here = urlsplit(capture.url)
    root, hosts = f"{here.scheme}://{here.netloc}", profile.all_hosts
    for kind, by, link in _wanted(page, profile, entry, root, known):
        kind, depth = ("article", entry.depth) if kind == "part" else (kind, entry.depth + (kind != "page"))
        limit = DEPTH_LIMIT + 1 if kind == "article" and page.outcome is Outcome.LISTING else DEPTH_LIMIT
        if depth > limit and kind != "file":
            continue
        if (to_ask := _to_ask(link, by, root, hosts)) is None or to_ask.name in seen:
            continue
        seen.add(to_ask.name)
        if to_ask.url in settled:
            continue
        found.append(
            Address(
                url=to_ask.url,
                site_id=entry.site_id,
                kind=kind,
                depth=depth,
                found_on=capture.url,
                found_by=by,
                due_at=capture.captured_at,
            )
        )
    return found


class _ToAsk(NamedTuple):
    url: str
    name: str  # of all its twins


@lru_cache(maxsize=8192)  # most links of a page stood on the pages before it too
def _to_ask(link: str, by: str, root: str, hosts: tuple[str, ...]) -> _ToAsk | None:
    """The address to ask for where a page below `root` names one; None for one that is not followed."""
    url = _spelled(link, root)
    if url is None or not same_site(url, hosts) or not _is_sound(url, by):
        return None
    return _ToAsk(url, told_apart(url))


def _is_sound(url: str, by: str) -> bool:
    """Whether an address may be asked for: none that looks like a trap, a search or a form, but those we made.

    Editors keep files in folders of all names.
    """
    if shape(url) == "file":
        return not is_trap(url)
    return (by in _BY_US and api_at(url) is not None) or not (is_trap(url) or is_denied(url))


def is_trap(url: str) -> bool:
    """Whether an address looks made by a program that makes more of them without end.

    >>> is_trap("http://kfq.test/a/b/a/b/a/b/a/"), is_trap("http://kfq.test/a/b/a/b/")
    (True, False)
    """
    parts = urlsplit(url)
    segments = Counter(segment for segment in parts.path.split("/") if segment)
    return (
        len(url) > _LENGTH_LIMIT
        or max(segments.values(), default=0) > _REPEATS
        or parts.query.count("&") >= _PARAMETERS
    )


def _wanted(
    page: Page, profile: Profile, entry: Address, here: str, known: Callable[[str], bool]
) -> Iterator[tuple[str, str, str]]:
    """Kind, what named it, and address of what the page links, the most wanted first."""
    rows = page.listing.rows if page.listing is not None else ()
    links = [(link.kind, link.url) for link in page.links]
    if page.outcome is not Outcome.ROBOTS and (page.footer is None or not _tells(page.footer)):
        yield from (("footer", "link", url) for kind, url in links if kind == "footer")
    if page.article is not None and (part := page.article.part) is not None:
        yield from (("part", "pager", url) for url in (part.next, part.first) if url is not None)
    if page.outcome is Outcome.LISTING:
        yield from _turned(page, entry, here, known)
        yield from (("section", "api", url) for kind, url in links if kind == "api")
        by = page.listing.by if page.listing is not None else ""
        yield from ((_kind(row.url), by, row.url) for row in rows if shape(row.url) != "file")
    if not profile.sections:
        yield from _beside(links, entry, here)
    files = page.article.attachments if page.article is not None else ()
    yield from (("file", "link", file.url) for file in files)
    if page.outcome is Outcome.LISTING and page.listing is not None:
        yield from (("file", page.listing.by, row.url) for row in rows if is_file(row.url))


def _beside(links: Sequence[tuple[str, str]], entry: Address, here: str) -> Iterator[tuple[str, str, str]]:
    """What a page links beside its own matter, which may be all of the site."""
    yield from (("section", "link", url) for kind, url in links if kind == "section")
    yield from (("article", "link", url) for kind, url in links if kind == "article")
    yield from (("section", "link", url) for kind, url in links if kind == "other")
    yield from (("sitemap", "sitemap", url) for kind, url in links if kind == "sitemap")
    if entry.kind == "home":
        yield "sitemap", "sitemap", urljoin(here, "/sitemap.xml")
    if entry.kind == "home" or (entry.kind, entry.found_by) == (
        "section",
        "feed",
    ):  # that one lists all feeds of a site
        yield from (("section", "feed", url) for kind, url in links if kind == "feed")


def _turned(page: Page, entry: Address, here: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    """The next pages of a listing. Where it fetches its first rows, they are asked for as often as it is."""
    rows = page.listing.rows if page.listing is not None else ()
    following = page.listing.next_url if page.listing is not None else None
    items = [row.url for row in rows] + [link.url for link in page.links if link.kind == "article"]
    # The first page of a list that was never asked before is turned even if another page named all its items.
    first = entry.kind != "page" and entry.state == "known"
    fetches = following is not None and not rows
    if not (first or fetches or not all(known(_spelled(url, here) or url) for url in items)):
        return
    if following is not None:
        yield ("page", "pager", following) if rows else ("section", "api", following)
    # The other steps too, for a list whose next page is missing goes on after the gap.
    yield from (("page", "pager", link.url) for link in page.links if link.kind == "page")


def _kind(url: str) -> str:
    return "section" if shape(url) == "section" else "article"


def _tells(footer: Footer) -> bool:
    return bool(footer.sponsor or footer.icp_number)


def _spelled(url: str, here: str) -> str | None:
    """The one of an address's twins to ask for; None for what is no http address.

    Scheme and www as on the page that links it, which is known to answer. Without a query that a file can't tell from
    none: `index.html?link=news` is the file `index.html`, but `index.html?uid=7&pageNum=2` is read by a script.
    """
    try:
        url = canonical(url)
    except ValueError:
        return None
    plain, _, query = url.partition("?")
    if query and plain.endswith(_STATIC) and not any(map(_selects, query.split("&"))):
        url = plain
    parts, own = urlsplit(url), urlsplit(here)
    if parts.port is None and own.port is None and host(url) == host(here):
        return urlunsplit((own.scheme, own.netloc, parts.path, parts.query, ""))
    return url


def _selects(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    return name.endswith(_PAGE_PARAMETERS) or any(character.isdigit() for character in value)
