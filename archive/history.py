"""What one more observation of an article means: new, edited, missing, gone, returned, or nothing. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive.contents import Contents, difference
from archive.records import Outcome

MISSES = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_404, Outcome.GONE, Outcome.REDIRECT_HOME})
FOUND = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.LISTING, Outcome.REDIRECT, Outcome.FILE, Outcome.JS_REQUIRED})

# Servers answer 404 under load and for days after a redesign. What EDGI's web-monitoring found to hold: a page is
# gone when it failed throughout two weeks in which three quarters of its site answered.
GONE_AFTER_MISSES = 3
GONE_AFTER = timedelta(days=14) - timedelta(hours=1)  # daily runs do not ask for a page at the same minute
GONE_SITE_SHARE = 0.75

# A reading that is doubted counts when a later one says the same: a proxy or a full disk is mended by then, or known.
CONFIRMED_AFTER = timedelta(hours=1)

# One page can lose half its text by an edit. Where a fifth of those read again have, the template is another one.
REDESIGN_LEAST = 5
REDESIGN_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an observation changes: the article's status, the events it makes and whether it makes a version.

    `changed` names the fields that differ from the version before; empty for the first version.
    """

    status: str
    events: tuple[str, ...] = ()
    makes_version: bool = False
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Misses of one article in a row, and how its site was meanwhile.

    `asked` counts the known articles that were asked in the runs of these misses, `answered` those of them that
    were there.
    """

    misses: int
    first_at: str
    last_at: str
    asked: int
    answered: int


def new() -> Change:
    """An article was read for the first time."""
    return Change(status="live", events=("new",), makes_version=True)


def seen(status: str, known: Contents, now: Contents) -> Change:
    """A known article was read: `status` and `known` are what we had of it."""
    changed = difference(known, now)
    if not changed:
        return confirmed(status)
    events = (*confirmed(status).events, "edited")
    return Change(status="live", events=events, makes_version=True, changed=changed)


def moved(known: Contents, now: Contents) -> Change:
    """A known article was read at an address that is new for it: it has not returned, for it never was away."""
    change = seen("live", known, now)
    return replace(change, events=("moved", *change.events))


def continued(status: str, known: Contents, now: Contents, *, completes: bool) -> Change:
    """A further page of a known article was read: `completes` says that it had been missing from the latest version."""
    changed = difference(known, now)
    if completes or not changed:
        return Change(status=status)
    return Change(status=status, events=("edited",), makes_version=True, changed=changed)


def confirmed(status: str) -> Change:
    """An article answered and is as it was."""
    return Change(status="live", events=() if status == "live" else ("returned",))


def missed(status: str, absence: Absence) -> Change:
    """A known article was not there: missing at once, gone when it has been for long while its site was well."""
    if status == "live":
        return Change(status="missing", events=("missing",))
    if status == "missing" and _is_lasting(absence):
        return Change(status="gone", events=("gone",))
    return Change(status=status)


def is_redesign(reread: int, lost: int, *, was_one: bool) -> bool:
    """Whether so many of the articles that a run read again have lost text or fields that the site must be another.

    `was_one` says that the run before found so: then the rest of the site, which comes in smaller portions, is
    judged by half of what comes.
    """
    return (lost >= REDESIGN_LEAST and lost > REDESIGN_SHARE * reread) or (was_one and 2 * lost > reread)


def _is_lasting(absence: Absence) -> bool:
    lasted = datetime.fromisoformat(absence.last_at) - datetime.fromisoformat(absence.first_at)
    if absence.misses < GONE_AFTER_MISSES or lasted < GONE_AFTER:
        return False
    return absence.asked > 0 and absence.answered / absence.asked >= GONE_SITE_SHARE
