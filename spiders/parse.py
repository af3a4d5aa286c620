"""From one capture to all that it says: the only way from bytes to records, for the crawl and for a rebuild alike."""

from dataclasses import replace
from datetime import datetime

from archive import payload
from archive.magic import media_type
from archive.records import Article, Capture, Link, Listing, Outcome, Page, Problem
from spiders.extract import article as articles
from spiders.extract import limits, lists, programs
from spiders.extract.dates import CHINA
from spiders.extract.feeds import named_by_robots
from spiders.extract.file import file
from spiders.extract.footer import footer
from spiders.extract.included import brings_footer, is_script, written
from spiders.extract.kind import is_clear, kind_of
from spiders.extract.limits import ParseLimit
from spiders.extract.links import links
from spiders.extract.listdates import understood
from spiders.extract.listing import listing
from spiders.extract.meta import meta
from spiders.extract.origins import origins
from spiders.extract.outcome import before_parsing
from spiders.extract.outline import outline
from spiders.extract.page import Doc, document
from spiders.extract.pager import needs_form
from spiders.extract.restore import Restorer
from spiders.family import family_named
from spiders.profile import Profile
from spiders.recognise import looks_like


def parse(capture: Capture, profile: Profile) -> Page:
    """Read a capture by the rules of its site's profile. Pure, and never raises, whatever the bytes.

    A page that is no content (an error, a challenge) has an outcome and nothing else. A file has what its bytes tell;
    one that brings the footer into pages has that instead.
    """
    body = payload.decode(capture)
    # What is too large is not read: as text, and folded to be searched, a bomb would take ten times its room.
    is_text = not body.too_large and media_type(body.data) is None
    text, charset = payload.text(body.data if is_text else b"", capture.header("Content-Type"))
    problems = [Problem(field="payload", message=body.why)] if body.why else []
    outcome = before_parsing(capture, body, text)
    is_partial = outcome is Outcome.TRUNCATED and _may_be_whole(capture)
    may_tell = outcome in (None, Outcome.FILE, Outcome.JS_REQUIRED)
    if outcome is Outcome.ROBOTS:
        return Page(outcome=outcome, links=named_by_robots(text, capture.url) if capture.status == 200 else ())
    seen = looks_like(capture.url, text if outcome is not Outcome.FILE else "") if is_partial or may_tell else None
    cms = seen.name if seen is not None else None
    if may_tell and capture.resource is None:
        told = programs.read(capture.url, body.data, text, is_page=outcome is None)
        if told is not None:
            return replace(_dated(told, capture), charset=charset, cms=cms, problems=(*problems, *told.problems))
    if outcome is None and capture.resource is not None:
        outcome = Outcome.FILE  # a part of a page that a browser made, whatever it looks like by itself
    is_part = outcome in (None, Outcome.FILE) and brings_footer(capture.url)
    if is_part and is_script(capture.url, capture.header("Content-Type")):
        text = written(text)
    if outcome is Outcome.FILE and not is_part and capture.resource is None:
        found, unread = file(capture, body)
        return Page(outcome=outcome, file=found, problems=(*problems, *unread))
    is_shell = outcome is Outcome.JS_REQUIRED and seen is not None
    if outcome is not None and not is_partial and not is_part and not is_shell:
        return Page(outcome=outcome, redirect_url=_redirect(capture), problems=tuple(problems))
    try:
        limits.check(text)
        doc = document(text, capture.url, family_named(profile.cms) if profile.cms else seen, charset)
        outline(doc)
    except ParseLimit as limit:
        problems.append(Problem(field="page", message=str(limit)))
        return Page(outcome=Outcome.PARSE_LIMIT, problems=tuple(problems))
    if is_part:
        page_footer = footer(doc, Restorer.for_page(_shown(doc)))
        return Page(outcome=Outcome.FILE, footer=page_footer, charset=charset, problems=tuple(problems))
    if is_shell:
        page = _opened(doc, problems)
    else:
        page = _read(doc, profile.as_of(capture.captured_at), capture.header("Last-Modified"), problems)
    page = replace(_dated(page, capture), charset=charset, cms=cms)
    return replace(page, outcome=Outcome.TRUNCATED, listing=None, links=()) if is_partial else page


def _read(doc: Doc, profile: Profile, last_modified: str | None, problems: list[Problem]) -> Page:
    shown = _shown(doc)
    restorer = Restorer.for_page(shown)
    reading = articles.read(doc, profile.article, restorer, profile.title, last_modified)
    outcome, rows, more = _kind(doc, profile, reading.article)
    is_article = outcome is Outcome.OK
    removed = restorer.apply(shown)[1]
    article = reading.article
    if is_article:
        article = replace(article, readings_removed=removed, origins=origins(doc, reading.told))
    return Page(
        outcome=outcome,
        article=article if is_article else None,
        listing=None if is_article else rows,
        footer=footer(doc, restorer),
        site_name=meta(doc).site_name,
        links=(*links(doc), *more),
        problems=(*problems, *(reading.problems if is_article else _untold(doc, rows))),
        readings_removed=removed,
    )


def _opened(doc: Doc, problems: list[Problem]) -> Page:
    """A page without content of its own: the lists that it fetches, if it is known which."""
    rows, more = lists.completed(doc, None)
    if rows is None and not more:
        return Page(outcome=Outcome.JS_REQUIRED, problems=tuple(problems))
    return Page(outcome=Outcome.LISTING, listing=rows, links=(*links(doc), *more), problems=tuple(problems))


def _untold(doc: Doc, rows: Listing | None) -> tuple[Problem, ...]:
    """What a listing does not tell to those who send no forms."""
    if rows is None or rows.next_url is not None or not needs_form(doc):
        return ()
    return (Problem(field="listing", message="its next pages come by a form, which is not sent"),)


def _shown(doc: Doc) -> str:
    return "\n".join(line.text for line in outline(doc).lines)


def _kind(doc: Doc, profile: Profile, article: Article) -> tuple[Outcome, Listing | None, tuple[Link, ...]]:
    """What a page is, its listing, which is not looked for where it makes no difference, and lists that it opens."""
    if is_clear(doc, article):
        return Outcome.OK, None, ()
    rows, more = lists.completed(doc, listing(doc, profile.listing))
    return kind_of(doc, article, rows), rows, more


def _dated(page: Page, capture: Capture) -> Page:
    """The page with the dates of its listing understood, by the day of the capture in China, where that is known."""
    if page.listing is None:
        return page
    day = datetime.fromisoformat(capture.captured_at).astimezone(CHINA).date() if capture.captured_at else None
    return replace(page, listing=replace(page.listing, rows=understood(page.listing.rows, day)))


def _may_be_whole(capture: Capture) -> bool:
    """Whether a body that ended with its connection may lack nothing but its end tag: then what comes again counts."""
    stated = capture.header("Content-Length") is not None or capture.header("Content-Encoding") is not None
    return capture.truncated == "disconnect" and not stated


def _redirect(capture: Capture) -> str | None:
    return capture.header("Location") if capture.status is not None and 300 <= capture.status < 400 else None
