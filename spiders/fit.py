"""Whether a profile fits its site still: what its rules no longer select, and what is no longer read."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from archive import payload
from archive.records import Capture, Outcome
from archive.urls import canonical
from spiders.extract.page import Doc, document
from spiders.extract.rules import selected
from spiders.survey import Seen, Survey

_WELL = (Outcome.OK, Outcome.LISTING, Outcome.JS_REQUIRED)
# What an article without is hardly one. Pictures, files or a player may stand for the text.
_FIELDS = {"title": "title", "published_at": "published_at", "body_kind": "body"}
_A_PAGE = 3  # rows at least: a page with so many for each that it counts has them all, and shows a part at a time


def misfits(survey: Survey) -> list[str]:
    """What does not fit, in a line each; empty where all does. The survey was made with the profile in question."""
    if survey.home is None or survey.home.capture.error:
        return list(_site(survey))
    fit = (_site(survey), _sections(survey), _pagers(survey), _fields(survey.articles), _rules(survey))
    return list(itertools.chain(*fit))


def _site(survey: Survey) -> Iterator[str]:
    home, profile = survey.home, survey.profile
    if home is None or home.page.outcome not in _WELL:
        yield f"home {profile.home}: {_came(home)}"
        return
    if profile.cms and survey.cms and profile.cms not in survey.families:
        yield f"`cms` is {profile.cms}, and the pages look like {survey.cms}"
    if not survey.articles and not any(_is_rendered(survey, seen) for seen in survey.pages):
        yield "no article was found by way of the sections"


def _is_rendered(survey: Survey, seen: Seen) -> bool:
    """Whether a browser makes the page in a crawl, so that nothing can be told of it here."""
    return survey.profile.render and seen.page.outcome is Outcome.JS_REQUIRED


def _sections(survey: Survey) -> Iterator[str]:
    names = {section.name for section in survey.profile.sections}
    seeds = {canonical(url) for url in survey.profile.seeds}
    for seen in survey.pages:
        is_list = seen.page.outcome is Outcome.LISTING and bool(seen.rows)
        if seen.name in names and not is_list and not _is_rendered(survey, seen):
            yield f"section {seen.name} {seen.capture.url}: {_came(seen)}, no list of articles"
        if seen.capture.url in seeds and seen.page.outcome not in _WELL:
            yield f"seed {seen.capture.url}: {_came(seen)}"


def _pagers(survey: Survey) -> Iterator[str]:
    """Lists that do not show all that they have, and that lead nowhere from here."""
    for seen in survey.listings:
        listing = seen.page.listing
        where = f"section {seen.label} {seen.capture.url}"
        yield from (f"{where}: {problem.message}" for problem in seen.page.problems)
        if listing is None or listing.pages is None or listing.next_url is not None or seen.page.problems:
            continue
        if listing.pages > 1 and len(seen.rows) < listing.pages * _A_PAGE:
            yield f"{where}: says that it has {listing.pages} pages, and no next one is found"


def _fields(articles: Sequence[Seen]) -> Iterator[str]:
    for seen in articles:
        article = seen.page.article
        lacking = [said for name, said in _FIELDS.items() if not getattr(article, name)]
        if lacking:
            yield f"article {seen.capture.url}: no {', no '.join(lacking)}"


def _rules(survey: Survey) -> Iterator[str]:
    """Rules that select nothing on any page that they are for."""
    tables = (
        ("article", survey.profile.article, survey.articles),
        ("listing", survey.profile.listing, survey.sections),
    )
    for table, rules, seen in tables:
        pages = [_document(each.capture) for each in seen]
        given: Mapping[str, Any] = msgspec.structs.asdict(rules)
        for key, selectors in given.items():
            if selectors and pages and not any(selected(page.tree, selectors) for page in pages):
                yield f"[{table}] `{key}` selects nothing on any of {len(pages)} pages"


def _document(capture: Capture) -> Doc:
    text, _ = payload.text(payload.decode(capture).data, capture.header("Content-Type"))
    return document(text, capture.url)


def _came(seen: Seen | None) -> str:
    if seen is None:
        return "was not asked for"
    if seen.capture.error:
        return seen.capture.error
    target = f" to {seen.page.redirect_url}" if seen.page.redirect_url else ""
    return f"status {seen.capture.status}, read as {seen.page.outcome}{target}"
