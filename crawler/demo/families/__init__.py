"""Small sites of our own, one in the shape of each CMS family, each on a host of its own."""

from collections.abc import Callable
from functools import cache

from crawler.demo.families import (
    dede,
    easysite,
    empire,
    epoint,
    feeds,
    gkmlpt,
    jcms,
    jpaas,
    lkcms,
    nfcms,
    pagers,
    trs,
    ucap,
    vsb,
    webplus,
)
from crawler.demo.families.site import FamilySite

_SITES: dict[str, Callable[[], FamilySite]] = {
    "trs.test": trs.site,
    "jcms.test": jcms.site,
    "jpaas.test": jpaas.site,
    "ucap.test": ucap.site,
    "nfcms.test": nfcms.site,
    "gkmlpt.test": gkmlpt.site,
    "lkcms.test": lkcms.site,
    "vsb.test": vsb.site,
    "webplus.test": webplus.site,
    "easysite.test": easysite.site,
    "epoint.test": epoint.site,
    "empirecms.test": empire.site,
    "dedecms.test": dede.site,
    "pagers.test": pagers.site,
    "feeds.test": feeds.site,
}

HOSTS = tuple(_SITES)


@cache
def family_site(host: str) -> FamilySite | None:
    """The site of a host; None for a host that is none of theirs."""
    build = _SITES.get(host)
    return build() if build else None
