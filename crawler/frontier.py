"""What a capture means for the frontier: what became of its address, when it is due again, what it leads to.

A crawl, a recovery and a rebuild all come by here, so the frontier too follows from the captures.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from archive.clock import iso
from archive.history import FOUND, MISSES
from archive.ingest import Ingested
from archive.records import Address, Capture, Outcome
from archive.store import Store
from archive.store.frontier import ABSENT
from archive.urls import canonical, identity
from crawler.retryafter import ASKS_TO_WAIT, retry_after
from crawler.twins import one_of_twins, wake_twins
from spiders.due import day_of, is_repeated, kind_learned, next_due
from spiders.follow import follow
from spiders.profile import Profile

_WITH_VALIDATORS = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.LISTING, Outcome.FILE})
_LONGEST = 1000  # characters of a validator: servers refuse requests with lines of some thousands
_STATES = {Outcome.REFUSED: "refused", Outcome.POISON: "poison"}


def starts(profile: Profile, site_id: str, now: str) -> list[Address]:
    """Where a crawl of a site begins; each due now."""
    home = canonical(profile.home)
    return [
        Address(url=url, site_id=site_id, kind="home" if url == home else "section", found_by="seed", due_at=now)
        for url in dict.fromkeys(map(canonical, profile.starts))
    ]


def advance(store: Store, capture: Capture, ingested: Ingested, profile: Profile) -> Address | None:
    """Note what became of a capture's address, and add what its page leads to, in the transaction that is open.

    The address as noted; None for a capture that is none of the frontier's: robots.txt, a refused redirect, what a
    page asked for in a browser.
    """
    if ingested.page.outcome is Outcome.ROBOTS:
        robots = Address(url=capture.url, site_id=capture.site_id, kind="file")
        store.add(follow(capture, ingested.page, profile, robots))
        return None
    entry = _entry(store, capture, ingested.page.outcome, profile)
    if entry is None:
        return None
    was_listed = partial(_was_listed, store, capture=capture)
    found = follow(capture, ingested.page, profile, entry, was_listed, store.settled)
    is_list = ingested.page.outcome is Outcome.LISTING
    news = follow(capture, ingested.page, profile, entry, lambda url: store.known(url) is not None) if is_list else []
    store.add(one_of_twins(store, store.unknown(found)))
    _bring_forward(store, [address.url for address in news if address.kind == "page"], capture)
    missed_since = store.evidence.missed_since(capture.url) if ingested.page.outcome in MISSES else None
    noted = _in_step(store, noted_as(entry, capture, ingested, missed_since), capture.captured_at)
    if noted.state == "done" and noted.last_outcome != Outcome.REDIRECT:
        (noted,) = one_of_twins(store, [noted])
    else:
        wake_twins(store, noted, capture.captured_at)
    if profile.render and needs_browser(capture, ingested.page.outcome):
        noted = replace(noted, due_at=capture.captured_at)
    store.note(noted)
    _distrust(store, ingested, capture.captured_at)
    return noted


def _bring_forward(store: Store, pages: list[str], capture: Capture) -> None:
    """Ask in this run for the next pages of a listing that has something new, which may go on there.

    Those that this run has read already, as a crawl does that meets the pages of a listing out of order, stay as due.
    """
    now = capture.captured_at
    for url in pages:
        known = store.known(url)
        if known is None or known.due_at is None or known.due_at <= now or store.was_asked(url, capture.run_id):
            continue
        store.note(replace(known, due_at=now))


def _in_step(store: Store, noted: Address, now: str) -> Address:
    """A page of a listing is due with the others of its section; else no run reads all."""
    if noted.kind != "page" or noted.due_at is None or noted.last_outcome not in (Outcome.LISTING, Outcome.UNCHANGED):
        return noted
    section_id = store.sections.listed_at(_identity(noted.url))
    return replace(noted, due_at=day_of(section_id, now)) if section_id else noted


def _distrust(store: Store, ingested: Ingested, now: str) -> None:
    """Ask anew for what earlier answers were wrongly taken for; nothing is as before there."""
    outcome = ingested.page.outcome
    for url in ingested.withdrawn:
        if (known := store.known(_spelled(url))) is not None:
            due_at = next_due(known.kind, outcome, now, None, attempts=1)
            store.note(replace(known, due_at=due_at, last_outcome=outcome.value, etag=None, last_modified=None))


def needs_browser(capture: Capture, outcome: Outcome) -> bool:
    """Whether a response is empty without JavaScript, and no browser has tried its hand at it."""
    return outcome is Outcome.JS_REQUIRED and capture.rendered_from is None


def noted_as(entry: Address, capture: Capture, ingested: Ingested, missed_since: str | None = None) -> Address:
    """An address after it was asked for. `missed_since` is when it was first missed; None if nothing ever was there."""
    outcome, now = ingested.page.outcome, capture.captured_at
    listing = ingested.page.listing
    kind = "sitemap" if listing is not None and listing.by == "sitemap" else kind_learned(entry.kind, outcome)
    attempts = entry.attempts + 1 if is_repeated(entry.last_outcome, outcome) else 1
    if outcome in FOUND:
        attempts = 0
    due_at = next_due(kind, outcome, now, ingested.first_seen, attempts, ingested.published_at, missed_since)
    keeps = outcome in _WITH_VALIDATORS
    is_new_body = capture.status != 304
    never_was = outcome in MISSES and missed_since is None
    return replace(
        entry,
        kind=kind,
        state=ABSENT if never_was else _STATES.get(outcome, "failed" if attempts else "done"),
        attempts=attempts,
        due_at=_not_before(due_at, capture),
        last_outcome=outcome.value,
        etag=_validator(capture, "ETag") if keeps and is_new_body else entry.etag,
        last_modified=_validator(capture, "Last-Modified") if keeps and is_new_body else entry.last_modified,
    )


def _validator(capture: Capture, name: str) -> str | None:
    """What a response gives to be asked with next time; None where it gives none, or one that no server would take."""
    value = capture.header(name)
    return value if value is None or len(value) <= _LONGEST else None


def _entry(store: Store, capture: Capture, outcome: Outcome, profile: Profile) -> Address | None:
    """The address of a capture as the frontier has it; one that it has not is added as it would have found it."""
    if capture.resource is not None:
        return None
    url = _spelled(capture.url)
    entry = store.known(url)
    if entry is None and (entry := _as_found(store, url, capture, outcome, profile)) is not None:
        store.add([entry])
    return entry


def _as_found(store: Store, url: str, capture: Capture, outcome: Outcome, profile: Profile) -> Address | None:
    for start in starts(profile, capture.site_id, capture.captured_at):
        if start.url == url:
            return start
    if (before := store.sent_to(url, capture.run_id)) is not None:
        led_from = store.known(_spelled(before))
        if led_from is None or outcome is Outcome.REFUSED:
            return None
        return replace(
            led_from, url=url, found_on=led_from.url, state="known", attempts=0, etag=None, last_modified=None
        )
    return Address(url=url, site_id=capture.site_id, kind="article", depth=1)


def _was_listed(store: Store, url: str, capture: Capture) -> bool:
    """Whether an address is known from a list, or was given to us, and is not new for the section that a page lists.

    What only another article or a sitemap named does not count: such links run ahead of a pager, and a pager that is
    left where it brings nothing new would then be left too soon. So would that of a section whose items others list.
    """
    if store.sections.is_first(_identity(capture.url), url, capture.captured_at):
        return False
    entry = store.known(url)
    if entry is None or entry.found_by in ("sitemap", "feed"):
        return False
    page = store.known(entry.found_on) if entry.found_on is not None else None
    return page is None or page.kind != "article"


def _not_before(due_at: str | None, capture: Capture) -> str | None:
    """When an address is due, but no sooner than the site asks (Retry-After)."""
    if due_at is None or capture.status not in ASKS_TO_WAIT:
        return due_at
    now = datetime.fromisoformat(capture.captured_at)
    seconds = retry_after(capture.header("Retry-After"), now)
    return due_at if seconds is None else max(due_at, iso(now + timedelta(seconds=seconds)))


def _identity(url: str) -> str:
    try:
        return identity(url)
    except ValueError:
        return url


def _spelled(url: str) -> str:
    try:
        return canonical(url)
    except ValueError:
        return url
