"""Which of the dates that a page gives is that of its publication."""

from datetime import date, timedelta

from archive.records import Problem
from spiders.extract import dates
from spiders.extract.dates import Found
from spiders.extract.infoline import Info
from spiders.extract.meta import Meta

_CONFLICT = timedelta(days=31)  # between what is printed and what is tagged


def published(info: Info, meta: Meta, url: str) -> tuple[str | None, str | None, tuple[Problem, ...]]:
    """The date or time as ISO, its text as printed, and what is doubtful about it.

    Believed in this order: a label that says "published"; the tag PubDate, which may be the day of a migration; a
    bare 时间, which may be that of an update; a date without label in the info line; the address. Of two that name
    the same day the one with a time is taken, and the text of the one that readers see. A day of the address alone
    has no text.
    """
    told = dates.find(meta.published) if meta.published else None
    found = [one for one in (info.published, told, info.dated, info.bare) if one is not None]
    if not found:
        day = dates.from_url(url)
        missing = "no date printed; taken from the address" if day else "no date printed"
        return day, None, (Problem(field="published_at", message=missing),)
    best = found[0]
    if not _has_time(best):
        best = next((one for one in found if _has_time(one) and one.iso.startswith(best.iso)), best)
    shown = (one for one in (info.published, info.dated, info.bare) if one is not None)
    text = next((one.text for one in shown if one.iso[:10] == best.iso[:10]), best.text)
    return best.iso, text.strip(), _conflict(info, told)


def _has_time(found: Found) -> bool:
    return "T" in found.iso


def _conflict(info: Info, told: Found | None) -> tuple[Problem, ...]:
    printed = info.published or info.dated
    if printed is None or told is None or abs(_day(printed) - _day(told)) <= _CONFLICT:
        return ()
    return (Problem(field="published_at", message=f"printed {printed.text.strip()}, tagged {told.text.strip()}"),)


def _day(found: Found) -> timedelta:
    return date.fromisoformat(found.iso[:10]) - date.min
