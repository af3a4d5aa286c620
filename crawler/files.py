"""How many files a run asks for, when nothing else is due, and when it leaves the rest for another."""

import logging

from archive.records import Address, Outcome

log = logging.getLogger(__name__)

USUAL = 1000  # an hour, at three seconds each
FAILURES = 5  # files that fail one after the other
BAD = frozenset({Outcome.ERROR, Outcome.BLOCKED, Outcome.MAINTENANCE})


class FileBudget:
    """What is left of a run's files. Those that fail end no run: their store may be down while the news are well."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self._failing: set[str] = set()

    def spend(self, batch: list[Address]) -> None:
        """Addresses are asked for, files among them."""
        self.left -= sum(address.kind == "file" for address in batch)

    def learn(self, address: Address, outcome: Outcome) -> None:
        """What came of a file; after five in a row that failed no more are asked for."""
        if outcome not in BAD:
            self._failing.clear()
            return
        self._failing.add(address.url)
        if len(self._failing) == FAILURES and self.left > 0:
            self.left = 0
            log.warning(
                "%d files in a row failed, last %s; the others are left for the next run", FAILURES, address.url
            )
