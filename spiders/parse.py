"""From one capture to all that it says: the only way from bytes to records, for the crawl and for a rebuild alike."""

from dataclasses import replace
from datetime import datetime

from archive import payload
from archive.magic import media_type
from archive.payload import Payload
from archive.records import Capture, Outcome, Page, Problem
from spiders.document import opened, read, shown_text
from spiders.extract import jsonrows, limits, packed, programs
from spiders.extract.dates import CHINA
from spiders.extract.embedded import written_out
from spiders.extract.feeds import named_by_robots
from spiders.extract.file import file
from spiders.extract.footer import footer
from spiders.extract.included import brings_footer, is_script, written
from spiders.extract.limits import ParseLimit
from spiders.extract.listdates import understood
from spiders.extract.lists import datasource
from spiders.extract.outcome import before_parsing
from spiders.extract.outline import outline
from spiders.extract.page import Doc, document
from spiders.extract.restore import Restorer
from spiders.family import Family, family_named
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
    try:
        page = _told(capture, profile, body, text, charset)
    except ParseLimit as limit:
        page = Page(outcome=Outcome.PARSE_LIMIT, problems=(Problem(field="page", message=str(limit)),))
    odd = (Problem(field="payload", message=body.why),) if body.why else ()
    return replace(page, problems=(*odd, *page.problems))


def _told(capture: Capture, profile: Profile, body: Payload, text: str, charset: str) -> Page:
    """What an answer says, by what it is."""
    outcome = before_parsing(capture, body, text)
    if outcome is Outcome.ROBOTS:
        return Page(outcome=outcome, links=named_by_robots(text, capture.url) if capture.status == 200 else ())
    if outcome in (None, Outcome.FILE, Outcome.JS_REQUIRED) and capture.resource is None:
        told = programs.read(capture.url, body.data, text, is_page=outcome is None)
        if told is not None:
            return replace(_dated(told, capture), charset=charset, cms=_name(looks_like(capture.url, "")))
    if outcome is None and capture.resource is not None:
        outcome = Outcome.FILE  # a part of a page that a browser made, whatever it looks like by itself
    if outcome in (None, Outcome.FILE) and brings_footer(capture.url):
        return _part(capture, text, charset)
    if outcome is Outcome.FILE and capture.resource is None:
        found, unread = file(capture, body)
        return Page(outcome=outcome, file=found, problems=tuple(unread))
    is_partial = outcome is Outcome.TRUNCATED and _may_be_whole(capture)
    if outcome not in (None, Outcome.JS_REQUIRED) and not is_partial:
        return Page(outcome=outcome, redirect_url=_redirect(capture))
    page = _page(capture, profile, text, charset, is_shell=outcome is Outcome.JS_REQUIRED)
    return replace(page, outcome=Outcome.TRUNCATED, listing=None, links=()) if is_partial else page


def _page(capture: Capture, profile: Profile, text: str, charset: str, *, is_shell: bool) -> Page:
    """What a page says. `is_shell`: it has no content of its own, but its script may hold some, or fetch it."""
    limits.check(text)
    seen = looks_like(capture.url, text)
    family = seen or family_named(profile.cms)  # a part of a site that another system makes shows it
    if is_shell and family is None and not (jsonrows.may_hold_rows(text) or datasource.may_ask(text)):
        return Page(outcome=Outcome.JS_REQUIRED)
    markup = written_out(text, family)
    doc = _document(markup, capture.url, family, charset)
    if is_shell and markup is text:
        page = opened(doc)
    else:
        page = _read(doc, capture, profile)
        if _shows_no_text(page) and (unpacked := packed.written_out(markup)) is not markup:
            limits.check(unpacked)
            other = _read(_document(unpacked, capture.url, family, charset), capture, profile)
            page = other if other.outcome is Outcome.OK and not _shows_no_text(other) else page
    return replace(_dated(page, capture), charset=charset, cms=_name(seen))


def _read(doc: Doc, capture: Capture, profile: Profile) -> Page:
    return read(doc, profile.as_of(capture.captured_at), capture.header("Last-Modified"))


def _shows_no_text(page: Page) -> bool:
    """Whether a page may have a text that it does not show: an article without one, with nothing in its place."""
    article = page.article
    return page.outcome is Outcome.JS_REQUIRED or (article is not None and article.body_kind is None)


def _part(capture: Capture, text: str, charset: str) -> Page:
    """What brings the footer into the pages of a site."""
    markup = written(text) if is_script(capture.url, capture.header("Content-Type")) else text
    limits.check(markup)
    doc = _document(markup, capture.url, None, charset)
    return Page(outcome=Outcome.FILE, footer=footer(doc, Restorer.for_page(shown_text(doc))), charset=charset)


def _document(markup: str, url: str, family: Family | None, charset: str) -> Doc:
    """A page's document, whose depth is known to be within the limit."""
    doc = document(markup, url, family, charset)
    outline(doc)
    return doc


def _name(family: Family | None) -> str | None:
    return family.name if family is not None else None


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
