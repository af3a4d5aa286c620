"""How many articles that were well a run asks for again, and which besides those that are due."""

from archive.history import GONE_SITE_SHARE, MISSES
from archive.records import Address, Outcome
from archive.store import Store
from archive.store.frontier import ABSENT

SHARE = 0.03  # of the articles that are well: an unchanged site costs a twentieth of its first crawl, listings included
LEAST = 20
COST = 0.05  # of all addresses: a run that has asked for as many looks for nothing where nothing ever was
EVERYTHING = 2**62
_WELL = (Outcome.OK, Outcome.UNCHANGED)
# An article is gone only where the others of its site answered. Where few others are due, some are asked beside it.
_CONTROLS = round(GONE_SITE_SHARE / (1 - GONE_SITE_SHARE))
_MOST_CONTROLS = 60


class Budget:
    """What is left of a run's re-checks. New addresses, listings and what is missing or doubted cost nothing.

    Addresses at which nothing ever was come last, for a site can link thousands.
    """

    def __init__(self, store: Store, site_id: str, limit: int | None) -> None:
        """`limit` is what the operator gave; None: a share of the site's articles."""
        self._store, self._site_id = store, site_id
        self.left = max(LEAST, round(SHARE * store.count_well(site_id))) if limit is None else limit
        self._controls = 0
        self._cost = EVERYTHING if limit == EVERYTHING else int(COST * store.count_known(site_id))
        self._looks: int | None = None  # at addresses at which nothing ever was; None until all else is done

    def within(self, found: list[Address]) -> list[Address]:
        """Those of some addresses that the budget allows."""
        kept, left = [], self.left
        for address in found:
            if is_recheck(address):
                left -= 1
            if left >= 0 or not is_recheck(address):
                kept.append(address)
        return kept

    def spend(self, batch: list[Address]) -> None:
        """Addresses are asked for; those of missing articles call for others to compare them with."""
        self.left -= sum(map(is_recheck, batch))
        if self._looks is not None:
            self._looks -= sum(address.state == ABSENT for address in batch)
        missing = [
            address for address in batch if address.last_outcome in MISSES and self._store.articles.find(address.url)
        ]
        self._controls += _CONTROLS * len(missing)

    def controls(self) -> list[Address]:
        """Articles that are not due, to tell whether the site is well where others are missing; given once."""
        wanted, self._controls = min(self._controls, _MOST_CONTROLS), 0
        return self._store.well(self._site_id, wanted) if wanted else []

    def absent(self, now: str, asked: int, wanted: int) -> list[Address]:
        """So many addresses at which nothing ever was, or as many as a run that has `asked` for others may ask for."""
        if self._looks is None:
            self._looks = min(self.left, max(1, self._cost - asked))
        return self._store.absent(self._site_id, now, min(wanted, self._looks)) if self._looks > 0 else []


def is_recheck(address: Address) -> bool:
    """Whether an address is that of an article that was well when last asked, or one at which nothing ever was."""
    return address.state == ABSENT or (address.kind == "article" and address.last_outcome in _WELL)
