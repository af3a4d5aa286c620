"""What a run's counts say about the profile: pure, so that it can be told on a page of numbers."""

from collections import Counter
from dataclasses import dataclass, field

from archive.ingest import Ingested
from archive.records import Outcome

DRIFT_SHARE = 0.2  # of the pages that were or had been articles
ENOUGH = 10  # articles: with fewer, one odd page would decide
_DRIFTED = (Outcome.DRIFT, Outcome.PARSE_LIMIT)
_FAILED = (Outcome.ERROR, Outcome.BLOCKED, Outcome.MAINTENANCE)


@dataclass(slots=True)
class Tally:
    """The counts of a run, as they grow. Robots.txt counts among the outcomes, and nowhere else."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    undated: int = 0
    without_text: int = 0
    unchanged: int = 0  # known articles that are as they were
    problems: int = 0

    def add(self, ingested: Ingested) -> None:
        """Count one capture."""
        page = ingested.page
        self.outcomes[page.outcome] += 1
        self.problems += len(page.problems)
        if ingested.event is not None:
            self.events[ingested.event] += 1
        is_there = ingested.article_id is not None and page.outcome in (Outcome.OK, Outcome.UNCHANGED)
        self.unchanged += is_there and ingested.event in (None, "returned")
        if page.outcome is Outcome.OK and page.article is not None:
            self.articles += 1
            self.undated += page.article.published_at is None
            self.without_text += not page.article.body

    @property
    def pages(self) -> int:
        """How many answers there were, of whatever kind, but for robots.txt."""
        return self.outcomes.total() - self.outcomes[Outcome.ROBOTS] - self.outcomes[Outcome.REFUSED]

    @property
    def blocked(self) -> int:
        """How many answers were walls."""
        return self.outcomes[Outcome.BLOCKED]

    @property
    def read(self) -> int:
        """How many pages said something, or that they are as before."""
        return sum(self.outcomes[outcome] for outcome in (Outcome.OK, Outcome.UNCHANGED, Outcome.LISTING))

    @property
    def failed(self) -> int:
        """How many attempts found the site failing: no network, a fault of its own, a challenge."""
        return sum(self.outcomes[outcome] for outcome in _FAILED)


def findings(tally: Tally) -> list[str]:
    """What shows that pages no longer parse as before; empty when all is well."""
    found = []
    drifted = sum(tally.outcomes[outcome] for outcome in _DRIFTED)
    articles = tally.articles + tally.outcomes[Outcome.UNCHANGED] + drifted
    if drifted >= ENOUGH / 2 and drifted > DRIFT_SHARE * articles:
        found.append(f"{drifted} of {articles} article pages can no longer be read")
    if tally.articles >= ENOUGH:
        if tally.undated == tally.articles:
            found.append(f"none of {tally.articles} articles has a date")
        if tally.without_text == tally.articles:
            found.append(f"none of {tally.articles} articles has text")
    return found
