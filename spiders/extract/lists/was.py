"""TRS WAS: a search server that many a section of a TRS site takes its rows from, as XML with CDATA.

Pages ask it by POST; it answers a GET with the same parameters alike, and an address is all that a frontier holds.
"""

import re
from html import unescape

from archive.records import Listing
from spiders.extract.lists.asked import NOTHING, Asked, listed, rows_of
from spiders.extract.page import Doc
from spiders.extract.query import number, with_number
from spiders.extract.scriptvalue import LIMIT

_SEARCH = re.compile(r"['\"]([^'\"?]{0,100}/was5/web/search)(?:\?([^'\"]{0,400}))?['\"]")
_CHANNEL = re.compile(r"\bchannelid['\"]?\s*[:=]\s*['\"]?(\d{1,12})", re.IGNORECASE)
_SIZE = re.compile(r"\b(?:prepage|perpage)['\"]?\s*[:=]\s*['\"]?(\d{1,3})", re.IGNORECASE)
_TOTAL = re.compile(r"<RECORDCOUNT>\s{0,9}(?:<!\[CDATA\[)?\s{0,9}(\d{1,8})", re.IGNORECASE)
_ADDRESS = ("DOCPUBURL", "URL", "LINK")
_TITLE = ("DOCTITLE", "TITLE")
_DATE = ("DOCRELTIME", "PUBDATE", "DOCPUBTIME")
_A_PAGE = 20
_NEAR = 500  # characters of a script around its address, in which the parameters stand


def asked(doc: Doc, rows: int) -> Asked:
    """The first page of rows, where the page itself has none."""
    if rows or "/was5/web/search" not in doc.text:
        return NOTHING
    for code in (script.text or "" for script in doc.tagged("script")):  # a form is for who searches
        if (found := _SEARCH.search(code)) is None:
            continue
        around = found[2] or code[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        channel, size, address = _CHANNEL.search(around), _SIZE.search(around), doc.absolute(found[1])
        if channel is not None and address is not None:
            return Asked(next_url=f"{address}?channelid={channel[1]}&page=1&prepage={size[1] if size else _A_PAGE}")
    return NOTHING


def answer(text: str, url: str) -> Listing | None:
    """A page of rows; <RECORDCOUNT> says how many there are in all."""
    if len(text) > LIMIT or not ("<REC>" in text or "<RECORDCOUNT>" in text):
        return None
    records = text.split("<REC>")[1:]
    items = [(_field(record, _ADDRESS), _field(record, _TITLE), _field(record, _DATE)) for record in records]
    total, page = _TOTAL.search(text), number(url, "page") or 1
    size = number(url, "prepage") or number(url, "perpage") or _A_PAGE
    is_last = total is not None and page * size >= int(total[1])
    return listed(rows_of(items, url), None if is_last else with_number(url, "page", page + 1))


def _field(record: str, names: tuple[str, ...]) -> str | None:
    for name in names:
        inside = record.partition(f"<{name}>")[2].partition(f"</{name}>")[0].strip()
        text = inside.removeprefix("<![CDATA[").removesuffix("]]>").strip()
        if text:
            return unescape(text)
    return None
