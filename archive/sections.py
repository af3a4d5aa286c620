"""Which section a listing belongs to, and what it adds to it."""

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from archive.records import Capture, Listing
from archive.store import Store
from archive.store.articles import own_id
from archive.urls import canonical, content_id, host, identity


def put_listing(store: Store, capture: Capture, listing: Listing, way: Sequence[str]) -> None:
    """The rows of a listing as sightings of its section, and the place of those articles that we have.

    `way` is the address of the page and those that redirected to it. The home page lists all sections and is none;
    nor is a page that has no name and that no page of a section named as its next.
    """
    home = store.home(capture.site_id)
    if home and any(identity(url) == identity(home) for url in way):
        return
    section_id = _section(store, capture, listing)
    if section_id is None:
        return
    page = identity(capture.url)
    for row in listing.rows:
        try:
            sighting = replace(row, url=canonical(row.url))
        except ValueError:
            continue  # a link that is no address
        is_first = store.sections.put_sighting(section_id, sighting, page, capture.captured_at)
        if is_first and (known := store.articles.at([sighting.url])) is not None:
            store.articles.place(known.id)
            if sighting.year_inferred and known.contents.published_at is not None:
                store.sections.take_year([own_id(sighting.url)], known.contents.published_at)
    following = identity(urljoin(capture.url, listing.next_url)) if listing.next_url else None
    if listing.pages is not None:
        is_first = section_id == content_id(capture.site_id, page)
        store.sections.declare(section_id, listing.pages, is_first=is_first)
    store.sections.read(page, following, capture.run_id, capture.captured_at)


def confirm_listing(store: Store, capture: Capture) -> None:
    """A page that answered that it is as it was: if it lists a section, it lists the same."""
    if (page := _identity(capture.url)) is not None:
        store.sections.read_unchanged(page, capture.run_id, capture.captured_at)


def lose_listing(store: Store, capture: Capture) -> None:
    """A page that is not there any more: a section that listed at it does so no longer."""
    if (page := _identity(capture.url)) is not None:
        store.sections.lost(page, capture.run_id)


def _identity(url: str) -> str | None:
    try:
        return identity(url)
    except ValueError:
        return None


def _section(store: Store, capture: Capture, listing: Listing) -> str | None:
    page, name = identity(capture.url), listing.section
    own_id = content_id(capture.site_id, page)
    section_id = store.sections.listed_at(page) or _of_that_name(store, capture, name) or (own_id if name else None)
    if section_id is None:
        return None
    if section_id == own_id and name and store.sections.put(section_id, capture.site_id, name, capture.url):
        for article in store.articles.printing(capture.site_id, name):
            store.articles.place(article)
    store.sections.put_page(page, section_id)
    if listing.next_url:
        store.sections.put_page(identity(urljoin(capture.url, listing.next_url)), section_id)
    return section_id


def _of_that_name(store: Store, capture: Capture, name: str | None) -> str | None:
    """A section of the same name in the same folder: a later page that was reached before the first named it.

    A first page may stand beside the folder of the others: /news.htm, /news/12.htm.
    """
    named = store.sections.named(capture.site_id, name) if name else []
    own = _folders(capture.url)
    return next((section_id for section_id, url in named if own & _folders(url)), None)


def _folders(url: str) -> set[tuple[str, str]]:
    path = urlsplit(url).path
    return {(host(url), posixpath.dirname(path)), (host(url), posixpath.splitext(path)[0])}
