"""Captures into tables: the one road that a crawl, a recovery and a rebuild take."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from archive import history, moves
from archive.contents import contents
from archive.files import confirm_file, in_place_of_file, put_file
from archive.history import MISSES, Change
from archive.judge import Verdict, judged
from archive.listed import dated_by_list
from archive.records import Article, Capture, Outcome, Page, Part, Problem
from archive.sections import confirm_listing, lose_listing, put_listing
from archive.store import Known, Store
from archive.store.articles import own_id
from archive.store.parts import Read, Told
from archive.urls import canonical

Parse = Callable[[Capture], Page]

_HOPS = 10  # redirects that one request follows
# What SQLite and our own rules make of values that no page should give: lone surrogates, dates that are none.
_UNSTORABLE = (ValueError, OverflowError, sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
_PAGES_OF_A_SITE = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.LISTING, Outcome.FILE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of a capture.

    `page` is what was read, with the outcome that was kept. `event` is what happened to the article at this
    address ("new", "edited", "missing", "gone", "returned"; None for nothing) and `first_seen` when it was first
    read; with `article_id` both are None where there is no article, as is its date, `published_at`. `withdrawn` are
    addresses whose earlier answers are no longer believed because of this one.
    """

    page: Page
    article_id: str | None = None
    event: str | None = None
    first_seen: str | None = None
    published_at: str | None = None
    withdrawn: tuple[str, ...] = ()


def ingest(store: Store, capture: Capture, page: Page) -> Ingested:
    """Write all that a capture tells, in the transaction that is open; `page` is what `read` made of it.

    Captures come in the order of an archive: captured_at, record id. One that has its row already changes nothing. Its
    run and site must have been taken.
    """
    try:
        with store.whole():
            return _put(store, capture, page)
    except _UNSTORABLE as error:
        return _put(store, capture, _unread(error))


def _put(store: Store, capture: Capture, page: Page) -> Ingested:
    before = store.parts.at(capture.url)
    part = _part(page, before)
    if part is not None and part.number > 0:
        return _put_further(store, capture, page, part, before)
    way = _way(store, capture)
    page = in_place_of_file(store, capture, page, way)
    # A page that is there is told by its own address; one that is not, by those that led to it as well.
    known = store.articles.at(way if page.outcome in MISSES else way[:1])
    if store.has_capture(capture.record_id):
        return _result(page, known)
    page = dated_by_list(store, capture, page, known, way)
    verdict = judged(store, capture, page, _alone(known, before))
    page = verdict.page
    _put_capture(store, capture, verdict)
    if verdict.withdrawn:
        return _put_withdrawn(store, verdict, way[0])
    footer_id = _put_site_wide(store, capture, page)
    if page.outcome is Outcome.LISTING and page.listing:
        put_listing(store, capture, page.listing, way)
    elif page.outcome is Outcome.FILE and page.file:
        put_file(store, capture, page.file, way)
    elif page.outcome is Outcome.UNCHANGED and known is None:
        confirm_listing(store, capture)
        confirm_file(store, capture, way)
        store.confirm_footer(capture)
    elif page.outcome in MISSES:
        lose_listing(store, capture)
    if known and page.outcome in (Outcome.OK, Outcome.UNCHANGED) and (other := moves.led_to(store, known, way)):
        known = _joined(store, capture, known, other)
    if page.outcome is Outcome.OK and page.article:
        told = _told(store, capture, page.article, before)
        return _put_article(store, capture, page, told, known, footer_id, way)
    if known and page.outcome is Outcome.UNCHANGED:
        change = history.confirmed(known.status)
        store.articles.confirm(known, change, capture.captured_at)
        store.articles.put_addresses(known.id, [capture.url], capture.captured_at)
        return _put_change(store, capture, page, known, known.id, change)
    if known and page.outcome in MISSES and not store.articles.is_elsewhere(known, way):
        if (other := moves.went_to(store, capture.site_id, known)) is not None:
            known = _joined(store, capture, known, other)
            return replace(_result(page, known), event="moved")
        change = history.missed(known.status, store.articles.absence(known, capture.captured_at))
        store.articles.put_miss(known, change)
        return _put_change(store, capture, page, known, known.id, change)
    return _result(page, known)


def _put_further(store: Store, capture: Capture, page: Page, part: Part, before: Read | None) -> Ingested:
    """A further page of an article, none by itself: what it says anew completes the article, or is an edit of it.

    `before` is what was read of it before, None where it is new.
    """
    owner = store.articles.at([part.first])
    if store.has_capture(capture.record_id):
        return _result(page, owner)
    if page.outcome is Outcome.OK and before is not None and capture.digest == before.digest:
        page = replace(page, outcome=Outcome.UNCHANGED, problems=())
    verdict = judged(store, capture, page, _alone(owner, before) if before else None)
    page = verdict.page
    _put_capture(store, capture, verdict)
    if verdict.withdrawn:
        return _put_withdrawn(store, verdict, part.first)
    footer_id = _put_site_wide(store, capture, page)
    if page.outcome is not Outcome.OK or page.article is None:
        return _result(page, owner)
    store.parts.put(part, page.article, capture)
    told = store.parts.told(part.first)
    if owner is None or told is None:
        return _result(page, owner)  # it waits for the first page
    completes = before is None and not store.articles.is_whole(owner)
    change = history.continued(owner.status, owner.contents, contents(told.article), completes=completes)
    if not change.makes_version:
        if completes:
            store.articles.complete(owner, told.article, whole=told.whole)
        return _result(page, owner)
    store.articles.put_version(owner, told.article, change, capture, footer_id, whole=told.whole)
    store.articles.stand(owner)
    return _put_change(store, capture, page, owner, owner.id, change)


def _part(page: Page, before: Read | None) -> Part | None:
    """The place of a page among those of an article: as it says, or as it said when it was read last."""
    article = page.article if page.outcome is Outcome.OK else before.article if before is not None else None
    return article.part if article is not None else None


def _alone(known: Known | None, before: Read | None) -> Known | None:
    """An article with what one of its pages alone was read to say; all that it says where it is told in one."""
    return replace(known, contents=contents(before.article)) if known is not None and before is not None else known


def _told(store: Store, capture: Capture, article: Article, before: Read | None) -> Told:
    """All that an article says whose first page, or only one, was read."""
    if article.part is not None:
        store.parts.put(article.part, article, capture)
        return store.parts.told(article.part.first) or Told(article, whole=False)
    if before is not None:
        store.parts.forget(capture.url)
    return Told(article, whole=True)


def _put_withdrawn(store: Store, verdict: Verdict, url: str) -> Ingested:
    """A page that unmasks earlier ones; `url` is where its article would stand."""
    message = verdict.page.problems[-1].message
    withdrawn = tuple(store.rewrite.withdraw(verdict.withdrawn, verdict.page.outcome, message))
    return replace(_result(verdict.page, store.articles.at([url])), withdrawn=withdrawn)


def _put_capture(store: Store, capture: Capture, verdict: Verdict) -> None:
    page = verdict.page
    rows = len(page.listing.rows) if page.outcome is Outcome.LISTING and page.listing else None
    store.add_capture(capture, page.outcome, _target(capture, page), verdict.text_digest, rows, page.charset)
    for problem in page.problems:
        store.put_problem(capture, problem)
    store.count(
        capture.run_id,
        requests=page.outcome is not Outcome.REFUSED,
        captures=capture.status is not None,
        blocked=page.outcome is Outcome.BLOCKED,
        problems=len(page.problems),
        reread=verdict.is_reread,
        lost=verdict.is_lossy,
    )


def read(capture: Capture, parse: Parse) -> Page:
    """What a parse function makes of a capture; parse_limit where it raises: that costs the page, never the capture."""
    try:
        return parse(capture)
    except MemoryError:  # it says what the process may have, and nothing of the page
        raise
    except Exception as error:  # a page that no test foresaw must not end a crawl, and its bytes are kept already
        return _unread(error)


def _unread(error: Exception) -> Page:
    message = f"{type(error).__name__}: {error}"[:200].encode("utf-8", "replace").decode("utf-8")
    return Page(outcome=Outcome.PARSE_LIMIT, problems=(Problem(field="parse", message=message),))


def _way(store: Store, capture: Capture) -> list[str]:
    """The address of a capture and, before it in this run, those that redirected to it; the nearest first."""
    way = [capture.url]
    while len(way) <= _HOPS:
        before = store.sent_to(_spelled(way[-1]), capture.run_id)
        if before is None or before in way:
            break
        way.append(before)
    return way


def _target(capture: Capture, page: Page) -> str | None:
    """Where a response sends us; None for one that does not."""
    is_redirect = capture.status is not None and 300 <= capture.status < 400
    target = page.redirect_url or (capture.header("Location") if is_redirect else None)
    return _spelled(urljoin(capture.url, target.strip())) if target else None


def _spelled(url: str) -> str:
    try:
        return canonical(url)
    except ValueError:
        return url


def _put_site_wide(store: Store, capture: Capture, page: Page) -> str | None:
    """What every page of a site, or a part of one, says of the site: name, system, footer. The footer's id, or None."""
    if page.outcome not in _PAGES_OF_A_SITE:
        return None
    if page.site_name:
        store.name_site(capture.site_id, page.site_name)
    if page.cms:
        store.count_family(capture.site_id, page.cms)
    return store.put_footer(page.footer, capture) if page.footer else None


def _joined(store: Store, capture: Capture, one: Known, other: Known) -> Known:
    """One article of two that turned out to be the same; it keeps the id of the earlier."""
    earlier, later = sorted((one, other), key=lambda known: (known.first_seen, known.id))
    store.rewrite.join(earlier.id, later.id)
    store.articles.put_event(earlier.id, "moved", capture, None)
    joined = store.articles.by_id(earlier.id)
    assert joined is not None  # it has the versions of both
    return joined


def _put_article(
    store: Store,
    capture: Capture,
    page: Page,
    told: Told,
    known: Known | None,
    footer_id: str | None,
    way: list[str],
) -> Ingested:
    article = told.article
    now = contents(article)
    if known is None and (known := moves.came_from(store, capture, now, way)) is not None:
        change = history.moved(known.contents, now)
        store.articles.put_move(known, capture.url)
    else:
        change = history.seen(known.status, known.contents, now) if known else history.new()
    if known and not change.makes_version:
        store.articles.put_reading(known, article, change, capture, footer_id)
        article_id = known.id
    else:
        article_id = store.articles.put_version(known, article, change, capture, footer_id, whole=told.whole)
    store.articles.put_addresses(article_id, way, capture.captured_at)
    if article.published_at is not None:
        store.sections.take_year(map(own_id, way), article.published_at)
    if change.makes_version and (known is not None or len(way) > 1):
        store.articles.place(article_id)
    return _put_change(store, capture, page, known, article_id, change)


def _put_change(
    store: Store, capture: Capture, page: Page, known: Known | None, article_id: str, change: Change
) -> Ingested:
    """The events of a change and their counts."""
    number = (known.versions if known else 0) + 1 if change.makes_version else None
    for kind in change.events:
        store.articles.put_event(article_id, kind, capture, number if kind in ("new", "edited") else None)
    store.count(
        capture.run_id,
        new="new" in change.events,
        edited="edited" in change.events,
        gone="gone" in change.events,
        unchanged=page.outcome not in MISSES and not change.makes_version,
    )
    return Ingested(
        page=page,
        article_id=article_id,
        event=change.events[-1] if change.events else None,
        first_seen=known.first_seen if known else capture.captured_at,
        published_at=page.article.published_at if page.article else _date(known),
    )


def _result(page: Page, known: Known | None) -> Ingested:
    if known is None:
        return Ingested(page=page)
    return Ingested(page=page, article_id=known.id, first_seen=known.first_seen, published_at=_date(known))


def _date(known: Known | None) -> str | None:
    return known.contents.published_at if known else None
