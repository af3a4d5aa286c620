"""Which articles that were well a run asks for again, and how many: those that are due, and others to compare with."""

from archive.history import GONE_SITE_SHARE, MISSES, REDESIGN_LEAST
from archive.records import Address
from archive.store import Store
from spiders.due import first_week

# An article is edited in its first week or hardly ever, so these have places that none that is older takes.
YOUNG = 20  # articles in their first week at least
SHARE = 0.03  # of the articles that are well, if that is more
# A run that finds nothing new costs no more than this part of the first crawl: what listings leave of it is for old
# articles and for addresses at which nothing ever was. The listings of a small site may leave nothing.
COST = 0.05
LEAST = 3  # old articles of a small site, so that a hundred are looked at within the month
EVERYTHING = 2**62
_ROBOTS = 1  # request for robots.txt, which is no address of the frontier
# An article is gone only where the others of its site answered. Where few others are due, some are asked beside it.
_CONTROLS = round(GONE_SITE_SHARE / (1 - GONE_SITE_SHARE))
_MOST_CONTROLS = 60


class Budget:
    """What is left of a run's re-checks. New addresses, listings and what is missing or doubted cost nothing.

    Articles in their first week come first, then older ones, and last addresses at which nothing ever was, for a site
    can link thousands. What is given counts as asked for.
    """

    def __init__(self, store: Store, site_id: str, limit: int | None) -> None:
        """`limit` is what the operator gave; None: a share of the site's articles."""
        self._store, self._site_id, self._limit = store, site_id, limit
        self._share = round(SHARE * store.count_well(site_id))
        self._most = max(YOUNG, self._share) if limit is None else limit
        self._cost = EVERYTHING if limit == EVERYTHING else int(COST * store.count_asked(site_id)) - _ROBOTS
        self._young = self._older = 0  # given so far
        self._for_older: int | None = None  # None until all that costs nothing is done
        self._looks: int | None = None  # at addresses at which nothing ever was; None until all else is done
        self._controls = self._lost = 0

    def rechecks(self, now: str, asked: int, wanted: int) -> list[Address]:
        """So many articles that are due though they were well, or as many as a run that has `asked` so much may."""
        if self._for_older is None and self._limit != EVERYTHING:
            found = self._rechecks(now, min(wanted, self._most - self._young), since=first_week(now))
            self._young += len(found)
            if found:
                return found
        if self._for_older is None:
            room = max(LEAST, min(self._share, self._cost - (asked - self._young)))
            self._for_older = room if self._limit is None else self._limit - self._young
        found = self._rechecks(now, min(wanted, self._for_older - self._older))
        self._older += len(found)
        return found

    def _rechecks(self, now: str, wanted: int, since: str | None = None) -> list[Address]:
        return self._store.rechecks(self._site_id, now, wanted, since) if wanted > 0 else []

    def spend(self, batch: list[Address]) -> None:
        """Addresses are asked for; those of missing articles call for others to compare them with."""
        missing = [
            address for address in batch if address.last_outcome in MISSES and self._store.articles.find(address.url)
        ]
        self._controls += _CONTROLS * len(missing)

    def controls(self, lost: int) -> list[Address]:
        """Articles that are not due, to tell whether the site is well where others are missing; given once.

        `lost` is how many the run has read with less than before: more are asked until that is a redesign, or is not.
        """
        if self._lost < lost < REDESIGN_LEAST:
            self._controls += REDESIGN_LEAST - lost
        self._lost = lost
        wanted, self._controls = min(self._controls, _MOST_CONTROLS), 0
        return self._store.well(self._site_id, wanted) if wanted else []

    def absent(self, now: str, asked: int, wanted: int) -> list[Address]:
        """So many addresses at which nothing ever was, or as many as a run that has `asked` so much may ask for."""
        if self._looks is None:
            room = max(1, self._cost - (asked - self._young))
            self._looks = min(self._most - self._young - self._older, room)
        found = self._store.absent(self._site_id, now, min(wanted, self._looks)) if self._looks > 0 else []
        self._looks -= len(found)
        return found
