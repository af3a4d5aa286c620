"""Whether a profile fits its site still: what its rules no longer select, and what is no longer read."""

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
_FIELDS = ("title", "published_at", "body")  # what an article without is hardly one


def misfits(survey: Survey) -> list[str]:
    """What does not fit, in a line each; empty where all does. The survey was made with the profile in question."""
    return [*_site(survey), *_sections(survey), *_fields(survey.articles), *_rules(survey)]


def _site(survey: Survey) -> Iterator[str]:
    home, profile = survey.home, survey.profile
    if home is None or home.page.outcome not in _WELL:
        yield f"home {profile.home}: {_came(home)}"
        return
    if profile.cms and survey.cms and profile.cms not in survey.families:
        yield f"`cms` is {profile.cms}, and the pages look like {survey.cms}"
    if not survey.articles:
        yield "no article was found by way of the sections"


def _sections(survey: Survey) -> Iterator[str]:
    lists = {seen.capture.url for seen in survey.listings}
    names = {section.name for section in survey.profile.sections}
    seeds = {canonical(url) for url in survey.profile.seeds}
    for seen in survey.pages:
        if seen.name in names and seen.capture.url not in lists:
            yield f"section {seen.name} {seen.capture.url}: {_came(seen)}, no list of articles"
        if seen.capture.url in seeds and seen.page.outcome not in _WELL:
            yield f"seed {seen.capture.url}: {_came(seen)}"


def _fields(articles: Sequence[Seen]) -> Iterator[str]:
    for seen in articles:
        article = seen.page.article
        lacking = [name for name in _FIELDS if not getattr(article, name)]
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
