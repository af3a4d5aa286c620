"""Cells of Datasette's tables that lead into the reading pages, and to the sites."""

import re
from typing import Any

from datasette.utils import truncate_url
from markupsafe import Markup

from archive.web.hooks import hookimpl
from archive.web.reader import archives

_ID = re.compile("[a-z2-7]{12}")
_ADDRESS = re.compile(r"https?://\S+")
_PAGES = {"article_id": "a", "capture_id": "capture"}


@hookimpl
def render_cell(
    row: Any, value: object, column: str, table: str | None, database: str, datasette: Any
) -> Markup | None:
    """Titles of articles lead to their pages, as do ids of articles and captures elsewhere; None: as Datasette does.

    An address of a site is a link that tells it nothing and vouches for nothing.
    """
    if database not in archives(datasette):
        return None
    if table == "articles" and column == "title":
        return _link(datasette, "a", row["id"] if "id" in row.keys() else None, value or "—")  # noqa: SIM118 (sqlite3.Row)
    if column in _PAGES:
        known = value if isinstance(value, dict) else {"value": value, "label": value}  # a foreign key and its label
        return _link(datasette, _PAGES[column], known["value"], known["label"] or known["value"])
    if isinstance(value, str) and _ADDRESS.fullmatch(value):
        shown = truncate_url(value, datasette.setting("truncate_cells_html"))
        return Markup('<a href="{}" rel="external noopener noreferrer nofollow">{}</a>').format(value, shown)
    return None


def _link(datasette: Any, page: str, key: object, label: object) -> Markup | None:
    if not isinstance(key, str) or not _ID.fullmatch(key):
        return None
    return Markup('<a href="{}">{}</a>').format(str(datasette.urls.path(f"/{page}/{key}")), str(label))
