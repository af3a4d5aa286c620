"""The monitor of what is read of new articles: fields that they have no more."""

from collections.abc import Iterator, Sequence

from archive.health import LONG, Fields, Health
from crawler.check.chance import tail, usual_share

ENOUGH = 10  # articles: with fewer, nothing can be said of a site that is new to us
CHANCE = 1e-5  # what is likelier than that is chance: some hundred sites, four fields, each night for a year
FALL = 0.3  # from one part in a whole to another; less is a matter of taste
SOME = 3  # articles, to believe that their fields are read again
SOURCES = 5  # articles at least: notices often come in batches, and name no source

_NAMES = {
    "title": "a title of its own",
    "published_at": "a date",
    "source": "a source",
    "body": "text",
    "long": f"{LONG} characters of text",
}


def fields(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Fields that new articles lack; `fresh` ones are compared, as old sections are often of another kind."""
    lacking = [text for name in _NAMES if (text := _lacking(name, now, before))]
    if lacking:
        yield "; ".join(lacking)


def saw_new(now: Health) -> bool:
    """Whether there were new articles enough to tell."""
    return now.fresh.articles >= SOME


def _lacking(name: str, now: Health, before: Sequence[Health]) -> str | None:
    if name in ("published_at", "body") and now.new.articles >= ENOUGH and not getattr(now.new, name):
        return f"none of {now.new.articles} new articles has {_NAMES[name]}"
    articles, had = _sum([run.fresh for run in before], name)
    if articles < ENOUGH:
        return None
    here, has = _sum([now.fresh], name)
    if not _has_fallen(name, has, here, had / articles):
        return None
    if tail(here - has, here, usual_share(articles - had, articles)) >= CHANCE:
        return None
    return f"{has} of {here} new articles have {_NAMES[name]}, where {had / articles:.0%} had"


def _sum(counts: Sequence[Fields], name: str) -> tuple[int, int]:
    return sum(each.articles for each in counts), sum(getattr(each, name) for each in counts)


def _has_fallen(name: str, has: int, of: int, usual: float) -> bool:
    if of == 0:
        return False
    if name == "source":
        return of >= SOURCES and has == 0 and usual >= 0.5
    return has / of < usual - FALL
