"""Whether an article that is new at one address is an old one that left another.

They are joined only where nothing speaks against it: what stands at two addresses at once is two articles.
"""

from collections.abc import Iterable

from archive.contents import Contents, seen
from archive.records import Capture
from archive.store import Known, Store

LEAST = 100  # characters of text; shorter ones repeat: a notice of a holiday, a caption


def came_from(store: Store, capture: Capture, now: Contents, way: list[str]) -> Known | None:
    """The article that moved to an address at which none was known; None if none did.

    Either its address redirected here, or it was not there any more when it was last asked, and no listing had named
    the new one while it was.
    """
    led = store.articles.at(way[1:])
    if led is not None and _is_same(led.contents, now):
        return led
    return _only(
        known
        for known in _alike(store, capture.site_id, now, is_live=False)
        if not store.evidence.was_listed(capture.url, until=known.last_seen)
    )


def led_to(store: Store, known: Known, way: list[str]) -> Known | None:
    """Another article whose address now redirects to this one, of which it is the copy; None if none does."""
    other = store.articles.at(way[1:])
    is_copy = other is not None and other.id != known.id and _is_same(other.contents, known.contents)
    return other if is_copy else None


def went_to(store: Store, site_id: str, known: Known) -> Known | None:
    """The article that an article which is not there any more has become; None if none has.

    It must have come after the old one was last seen, by an article page or a listing, and not in the same run: two
    that were there together are twins.
    """
    return _only(
        other
        for other in _alike(store, site_id, known.contents, is_live=True)
        if other.id != known.id
        and store.evidence.began_between(site_id, known.last_seen, other.first_seen)
        and not store.evidence.is_listed(known.id, since=other.first_seen)
    )


def _alike(store: Store, site_id: str, now: Contents, *, is_live: bool) -> list[Known]:
    if not now.title or not now.published_at:
        return []
    alike = store.articles.of_title(site_id, now.title, now.published_at[:10], is_live=is_live)
    if not alike or len(seen(now.body) or "") < LEAST:
        return []
    return [known for known in alike if _is_same(known.contents, now)]


def _is_same(one: Contents, other: Contents) -> bool:
    """Whether title, date and text are there and equal; a day may have come to be printed with its time."""
    return one.published_at is not None and one.title is not None and _told(one) == _told(other)


def _told(contents: Contents) -> tuple[str | None, str, str | None]:
    return seen(contents.title), (contents.published_at or "")[:10], seen(contents.body)


def _only(found: Iterable[Known]) -> Known | None:
    """The one that was found; None where there are several, for then it is in doubt which."""
    all_found = list(found)
    return all_found[0] if len(all_found) == 1 else None
