"""The counts of a run as they grow, for who watches it."""

from collections import Counter
from dataclasses import dataclass, field

from archive.ingest import Ingested
from archive.records import Outcome

_FAILED = (Outcome.ERROR, Outcome.BLOCKED, Outcome.MAINTENANCE)


@dataclass(slots=True)
class Tally:
    """The counts of a run, as they grow. Robots.txt counts among the outcomes, and nowhere else."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    files: int = 0  # that were not there before, or not as they are
    unchanged: int = 0  # known articles that are as they were
    problems: int = 0

    def add(self, ingested: Ingested) -> None:
        """Count one capture."""
        page = ingested.page
        self.outcomes[page.outcome] += 1
        self.problems += len(page.problems)
        self.files += page.outcome is Outcome.FILE and page.file is not None
        if ingested.event is not None:
            self.events[ingested.event] += 1
        is_there = ingested.article_id is not None and page.outcome in (Outcome.OK, Outcome.UNCHANGED)
        self.unchanged += is_there and ingested.event in (None, "returned")

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
