"""The addresses of our pages. Datasette's own stand behind them, under the name of the database."""

from typing import Any

from archive.web.formats import SUFFIX
from archive.web.hooks import hookimpl

_ID = "(?P<id>[a-z2-7]{12})"
_DAY = r"(?P<day>[0-9]{4}-[01][0-9]-[0-3][0-9])"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Patterns and views; the first that matches answers, before Datasette's."""
    # Datasette still imports itself when it finds us.
    from archive.web.pages import address, article, capture, changes, compare, schema, search, site, sites, start

    return [
        # The empty group is what Datasette's own start page, which answers where there is no archive, looks for.
        (r"/(?P<format>)$", start.view),
        (r"/search" + SUFFIX, search.view),
        (r"/changes" + SUFFIX, changes.view),
        (r"/sites" + SUFFIX, sites.view),
        (r"/schema" + SUFFIX, schema.view),
        (r"/site/(?P<site>[a-z0-9.-]+?)(?:\.(?P<format>json))?$", site.view),  # an id may be a host
        (rf"/a/{_ID}" + SUFFIX, article.view),
        (rf"/a/{_ID}/v/(?P<number>[0-9]{{1,9}})" + SUFFIX, article.view),
        (rf"/a/{_ID}@{_DAY}" + SUFFIX, article.view),
        (rf"/at/(?:{_DAY}/)?(?P<url>https?:/.+)$", address.latest),
        (r"/timegate/(?P<url>https?:/.+)$", address.gate),
        (r"/timemap/link/(?P<url>https?:/.+)$", address.all_of),
        (rf"/a/{_ID}/compare" + SUFFIX, compare.view),
        (rf"/capture/{_ID}" + SUFFIX, capture.view),
    ]
