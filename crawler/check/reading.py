"""Monitors of how pages are read: those that no longer can be, and those that come in another charset."""

from collections import Counter
from collections.abc import Iterator, Sequence

from archive.health import Health
from archive.records import Outcome
from crawler.check.delivery import LEAST, SHARE, TIMES, share

ENOUGH = 3  # pages that tell a charset
MOST = 0.8  # of a run's pages, to be its charset
HARDLY = 0.05  # of the pages before

_DRIFTED = (Outcome.DRIFT, Outcome.PARSE_LIMIT)
_BY_SCRIPT = (Outcome.JS_REQUIRED,)
_READ = (Outcome.OK, Outcome.UNCHANGED)
_SAID = (*_READ, Outcome.LISTING, Outcome.FILE)


def drift(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Article pages that can no longer be read, or with less than before all over the site."""
    if now.drift:
        yield f"{now.lost} of {now.reread} known articles were read with less than before: the site was redesigned"
        return
    kinds = (*_DRIFTED, *_BY_SCRIPT) if before else _DRIFTED  # a new site's scripts tell of no change
    found = now.count(*kinds)
    articles = now.count(*_READ) + found
    if found >= LEAST and found > SHARE * articles and found > TIMES * share(before, kinds) * now.pages:
        yield f"{found} of {articles} article pages can not be read"


def saw_articles(now: Health) -> bool:
    """Whether there were articles enough to tell."""
    return now.count(Outcome.OK, *_DRIFTED, *_BY_SCRIPT) >= LEAST


def nothing(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Answers of which none says anything; of a new site one is enough to tell, as the address may be wrong.

    A site that is known may answer a quiet night with redirects alone.
    """
    least, said = (LEAST, (*_SAID, Outcome.REDIRECT)) if before else (1, _SAID)
    if now.pages >= least and now.count(*said) == 0:
        came = ", ".join(f"{number} {name}" for name, number in sorted(now.outcomes.items()) if name != Outcome.ROBOTS)
        yield f"none of {now.pages} pages could be read: {came}"


def charset(now: Health, before: Sequence[Health]) -> Iterator[str]:
    """Pages in a charset that the site hardly ever used; told once, for what is read well is no fault."""
    known: Counter[str] = Counter()
    for run in before:
        known.update(run.charsets)
    pages, main = sum(now.charsets.values()), _main(now)
    if known.total() < ENOUGH or pages < ENOUGH or main is None:
        return
    was_told = any("charset" in run.alarms and _main(run) == main for run in before)
    if not was_told and known[main] < HARDLY * known.total():
        usual = known.most_common(1)[0][0]
        yield f"{now.charsets[main]} of {pages} pages are in {main}, where they were in {usual}"


def _main(run: Health) -> str | None:
    """The charset of nearly all pages of a run; None where there is none."""
    pages = sum(run.charsets.values())
    return next((name for name, number in run.charsets.items() if number >= MOST * pages), None)
