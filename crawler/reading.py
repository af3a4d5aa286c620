"""How the captures of each site are read again: by a recovery at the start of a run, and by a rebuild."""

from collections.abc import Callable
from functools import partial

from archive.ingest import Ingested, Parse
from archive.records import Capture, Site
from archive.store import Store
from archive.urls import canonical
from crawler.frontier import advance
from spiders.parse import parse
from spiders.profile import Profile


class Readings:
    """What `archive.recover` and `archive.rebuild` ask for: a parse function by site, and what follows a capture."""

    def __init__(self, profile_of: Callable[[Site], Profile]) -> None:
        self._profile_of = profile_of
        self._profiles: dict[str, Profile] = {}

    def parser_for(self, site: Site) -> Parse:
        """How captures of a site are parsed."""
        profile = self._profiles[site.id] = self._profile_of(site)
        return partial(parse, profile=profile)

    def then(self, store: Store, capture: Capture, ingested: Ingested) -> None:
        """Let a capture have its effect on the frontier."""
        advance(store, capture, ingested, self._profiles[capture.site_id])


def described(profile: Profile) -> Site:
    """A site as its profile describes it."""
    return Site(
        id=profile.name,
        name=profile.title,
        home=canonical(profile.home),
        cms=profile.cms or None,
        profile_digest=profile.digest,
        zone=profile.zone or None,
    )
