"""The addresses of our pages. Datasette's own stand behind them, under the name of the database."""

from typing import Any

from archive.web.formats import SUFFIX
from archive.web.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Patterns and views; the first that matches answers, before Datasette's."""
    # Datasette still imports itself when it finds us.
    from archive.web.pages import article, capture, changes, compare, search, start

    return [
        # The empty group is what Datasette's own start page, which answers where there is no archive, looks for.
        (r"/(?P<format>)$", start.view),
        (r"/search$", search.view),
        (r"/changes" + SUFFIX, changes.view),
        (r"/a/(?P<id>[a-z2-7]{12})$", article.view),
        (r"/a/(?P<id>[a-z2-7]{12})/v/(?P<number>[0-9]{1,9})$", article.view),
        (r"/a/(?P<id>[a-z2-7]{12})/compare" + SUFFIX, compare.view),
        (r"/capture/(?P<id>[a-z2-7]{12})$", capture.view),
    ]
