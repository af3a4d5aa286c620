"""What one more observation of an article means: new, edited, missing, gone, returned, or nothing. Pure."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from archive.records import Article, Attachment, Outcome

MISSES = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_404, Outcome.GONE, Outcome.REDIRECT_HOME})

# Servers answer 404 under load and for days after a redesign. What EDGI's web-monitoring found to hold: a page is
# gone when it failed throughout two weeks in which three quarters of its site answered.
GONE_AFTER_MISSES = 3
GONE_AFTER = timedelta(days=14)
GONE_SITE_SHARE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What of an article is compared: a difference in any of these is an edit, in anything else it is not."""

    title: str | None
    published_at: str | None
    source: str | None
    author: str | None
    body: str
    attachments: tuple[Attachment, ...]

    def digest(self) -> str:
        """SHA-256, in hex, of canonical JSON: keys sorted, no white space, characters as they are, in UTF-8."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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


def contents(article: Article) -> Contents:
    """What is compared of an article. The order of attachments is not, nor a second link to the same file."""
    attachments = {attachment.url: attachment for attachment in reversed(article.attachments)}
    return Contents(
        title=article.title,
        published_at=article.published_at,
        source=article.source,
        author=article.author,
        body=article.body,
        attachments=tuple(attachments[url] for url in sorted(attachments)),
    )


def new() -> Change:
    """An article was read for the first time."""
    return Change(status="live", events=("new",), makes_version=True)


def seen(status: str, known: Contents, now: Contents) -> Change:
    """A known article was read: `status` and `known` are what we had of it."""
    changed = tuple(name for name in Contents.__dataclass_fields__ if getattr(known, name) != getattr(now, name))
    if not changed:
        return confirmed(status)
    events = (*confirmed(status).events, "edited")
    return Change(status="live", events=events, makes_version=True, changed=changed)


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


def _is_lasting(absence: Absence) -> bool:
    lasted = datetime.fromisoformat(absence.last_at) - datetime.fromisoformat(absence.first_at)
    if absence.misses < GONE_AFTER_MISSES or lasted < GONE_AFTER:
        return False
    return absence.asked > 0 and absence.answered / absence.asked >= GONE_SITE_SHARE
