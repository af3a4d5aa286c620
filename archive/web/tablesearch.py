"""Datasette's search of the tables `articles` and `files`, kept from asking what the full-text index can't answer."""

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

_COLUMNS = {"articles": ("title", "body"), "files": ("text", "members")}
_TABLE = re.compile(rf"/(?P<route>[^/]+)/(?P<table>{'|'.join(_COLUMNS)})(?:\.\w+)?$")


def rewritten(path: str, query: bytes, routes: Collection[str]) -> bytes:
    """The query string to give Datasette for one that was asked; `routes` are the archives' names in addresses.

    `_searchmode=raw` is dropped: the index holds characters, not words, and raw text may be a syntax error. An empty
    `_search=`, which Datasette's form sends with every filter, is dropped: it would find nothing.
    `_search_title=` and the like become a condition, because Datasette 0.65 takes the index's rows for rows
    of the table there, whatever `fts_pk` says, and would show other articles.
    """
    if b"_search" not in query:
        return query
    table = _TABLE.search(path)
    if not table or table["route"] not in routes:
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([mended for pair in pairs for mended in _mended(table["table"], *pair)]).encode()


def _mended(table: str, name: str, value: str) -> list[tuple[str, str]]:
    if name == "_searchmode" or (name == "_search" and not value.strip()):
        return []
    column = name.removeprefix("_search_")
    if column == name or column not in _COLUMNS[table]:
        return [(name, value)]
    quoted = value.replace("'", "''").replace("\0", " ")  # SQL ends at a zero byte
    rows = f"select rowid from {table}_search where {column} match escape_fts('{quoted}')"  # noqa: S608
    return [("_where", f"search_id in ({rows})")]
