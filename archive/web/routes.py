"""The addresses of our pages. Datasette's own stand behind them, under the name of the database."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from archive.web.formats import SUFFIX
from archive.web.hooks import hookimpl

View = Callable[[Any, Any], Awaitable[Any]]

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
        (r"/search" + SUFFIX, _in_forms(search.view, search.FORMS)),
        (r"/changes" + SUFFIX, _in_forms(changes.view, changes.FORMS)),
        (r"/sites" + SUFFIX, _in_forms(sites.view, sites.FORMS)),
        (r"/schema" + SUFFIX, _in_forms(schema.view, schema.FORMS)),
        (r"/site/(?P<site>[a-z0-9.-]+?)(?:\.(?P<format>json))?$", site.view),  # an id may be a host
        (rf"/a/{_ID}" + SUFFIX, _in_forms(article.view, article.FORMS)),
        (rf"/a/{_ID}/v/(?P<number>[0-9]{{1,9}})" + SUFFIX, _in_forms(article.view, article.FORMS)),
        (rf"/a/{_ID}@{_DAY}" + SUFFIX, _in_forms(article.view, article.FORMS)),
        (rf"/at/(?:{_DAY}/)?(?P<url>https?:/.+)$", address.latest),
        (r"/timegate/(?P<url>https?:/.+)$", address.gate),
        (r"/timemap/link/(?P<url>https?:/.+)$", address.all_of),
        (rf"/a/{_ID}/compare" + SUFFIX, _in_forms(compare.view, compare.FORMS)),
        (rf"/capture/{_ID}" + SUFFIX, _in_forms(capture.view, capture.FORMS)),
    ]


def _in_forms(view: View, forms: Collection[str]) -> View:
    """A view that is asked for the page and its other forms alone; what has none of them is missing."""
    from archive.web.page import missing

    async def asked(datasette: Any, request: Any) -> Any:
        form = request.url_vars["format"]
        if form not in (None, *forms):
            return await missing(datasette, request, "missing_page")
        return await view(datasette, request)

    return asked
