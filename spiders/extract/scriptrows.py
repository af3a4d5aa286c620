"""Rows of a listing that a page holds in a script, to be drawn by it."""

import re

from archive.records import Row
from spiders.extract.anchors import anchors, one_line, resolve
from spiders.extract.page import Doc, document
from spiders.extract.rows import candidates

# urls[i]='./202403/t20240305_1024.html';headers[i]='园区召开会议';year[i]='2024';month[i]='03';day[i]='05';
_ASSIGNED = re.compile(r"\b(urls|headers|year|month|day)\[\w{1,10}\]\s?=\s?(?:'([^'\n]{0,500})'|\"([^\"\n]{0,500})\")")


def records(text: str, url: str) -> tuple[Row, ...]:
    """The rows of <record><![CDATA[…]]></record>, as jcms writes them; empty where a text has none.

    Read by cutting, not by an XML parser: the records are not always well formed.
    """
    if "<record>" not in text:
        return ()
    parts = [part.partition("]]>")[0].partition("<![CDATA[")[2] for part in text.split("<record>")[1:]]
    items = candidates(anchors(document("<ul>" + "".join(parts) + "</ul>", url)))
    rows = {item.url: Row(url=item.url, title=item.title, date_text=item.date_text) for item in reversed(items)}
    return tuple(reversed(rows.values()))


def arrays(doc: Doc) -> tuple[Row, ...]:
    """The rows of arrays that a script shows a part of at a time; empty where a page has none."""
    if "urls[" not in doc.text or "headers[" not in doc.text:
        return ()
    found: dict[str, list[str]] = {name: [] for name in ("urls", "headers", "year", "month", "day")}
    for name, first, second in _ASSIGNED.findall(doc.text):
        found[name].append(first or second)
    urls, titles = found["urls"], found["headers"]
    if len(urls) != len(titles):
        return ()
    parts = [found[name] for name in ("year", "month", "day") if len(found[name]) == len(urls)]
    dates = ["-".join(filter(None, date)) for date in zip(*parts, strict=True)] or [""] * len(urls)
    rows: dict[str, Row] = {}
    for href, title, date in zip(urls, titles, dates, strict=True):
        if (url := resolve(doc, href)) is not None and (name := one_line(title)):
            rows.setdefault(url, Row(url=url, title=name, date_text=date or None))
    return tuple(rows.values())
