"""The list of articles on a page: which of its links are the items, with title and date as printed."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from archive.records import Listing, Row
from spiders.extract import jsonrows, pager
from spiders.extract.anchors import anchors, shown_text
from spiders.extract.caption import caption
from spiders.extract.crumbs import crumbs
from spiders.extract.groups import Group, chosen
from spiders.extract.meta import meta
from spiders.extract.outline import outline
from spiders.extract.page import Doc
from spiders.extract.pagecount import count
from spiders.extract.rowdate import cut_date, printed_date
from spiders.extract.rows import candidates, printed_title, texts_beside_title
from spiders.extract.rules import selected
from spiders.extract.scriptrows import arrays, records
from spiders.extract.section import section
from spiders.extract.shapes import is_home, shape
from spiders.profile import ListingRules

_NO_RULES = ListingRules()
_TITLE_END = re.compile(r"[_|｜\-–—]")
_HOME = ("首页", "网站首页", "主页")
_GLUED_SHARE = 0.8  # of the rows: a date that only some titles start with belongs to the title


def listing(doc: Doc, rules: ListingRules = _NO_RULES) -> Listing | None:
    """What the page lists; None where nothing on it reads like a list of articles.

    With `rules.row` the rows are what the profile says, else the main list of the page: of all groups of links that
    are laid out alike the one with the most, longest and dated titles, where navigation counts for little. A page
    of several lists without a pager gives the rows of all. Each address comes once; items on other sites, without
    a date, or pinned on top are items as well.
    """
    rows = _rows_by_rule(doc, rules) if rules.row else records(doc.text, doc.url) or arrays(doc) or _shown(doc)
    if not rows:
        return None
    following = (*rules.next, *(doc.family.listing.next if doc.family is not None else ()))
    next_url = _next_by_rule(doc, following) or pager.next_url(doc)
    return Listing(rows=rows, next_url=next_url, section=section_name(doc, rows), pages=count(doc))


def section_name(doc: Doc, rows: Sequence[Row] = ()) -> str | None:
    """What a page calls the section it shows: by its tag, the path printed on it, or the start of its title.

    Where its title has a single part, which may be the name of the site, a heading right above its `rows` goes
    before it.
    """
    if (name := section(crumbs(outline(doc)), meta(doc))) is not None:
        return name.value
    title = next(doc.tree.iter("title"), None)
    parts = [part.strip() for part in _TITLE_END.split(shown_text(title))] if title is not None else []
    named = [part for part in parts if part and part not in _HOME]
    is_open = len(parts) < 2 and len(rows) > 0 and not is_home(doc.url)
    above = caption(outline(doc), [row.title for row in rows[:2]]) if is_open else None
    return above or next(iter(named), None)


def _shown(doc: Doc) -> tuple[Row, ...]:
    """The rows that the page shows, or those that its script would, where what it shows has no dates."""
    shown = _found(doc)
    return shown if any(row.date_text for row in shown) else jsonrows.embedded(doc) or shown


def _found(doc: Doc) -> tuple[Row, ...]:
    items = [item for item in candidates(anchors(doc)) if not is_home(item.url) and item.url != doc.url]
    groups = chosen(items, pager.place(doc), doc, _rows_of_family(doc))
    rows: dict[str, Row] = {}
    for group in groups:
        for row in _printed(group):
            rows.setdefault(row.url, row)
    order = {item.url: number for number, item in reversed(list(enumerate(items)))}
    return tuple(sorted(rows.values(), key=lambda row: order[row.url]))


def _rows_of_family(doc: Doc) -> frozenset[HtmlElement]:
    """What looks like rows to who knows the page's family; looked for where the address is not an article's."""
    if doc.family is None or shape(doc.url) == "article":
        return frozenset()
    return frozenset(selected(doc.tree, doc.family.listing.row))


def _printed(group: Group) -> list[Row]:
    dated = group.dates
    titles = [(item.title, date) for item, date in zip(group.items, dated, strict=True)]
    glued = [cut_date(title) for title, date in titles if date is None]
    cut = sum(date is not None for _, date in glued)
    if len(glued) > 1 and len(glued) == len(titles) and cut >= _GLUED_SHARE * len(glued):
        titles = glued
    return [Row(url=item.url, title=t, date_text=d) for item, (t, d) in zip(group.items, titles, strict=True) if t]


def _rows_by_rule(doc: Doc, rules: ListingRules) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    by_element = {anchor.element: anchor for anchor in anchors(doc)}
    for element in selected(doc.tree, rules.row):
        places = selected(element, rules.link) or [element]
        links = [inner for place in places for inner in place.iter("a") if inner in by_element]
        anchor = next((by_element[link] for link in links if by_element[link].url is not None), None)
        if anchor is None or anchor.url is None:
            continue
        title = next((shown_text(part) for part in selected(element, rules.title)), "") or printed_title(anchor)
        dates = [shown_text(part) for part in selected(element, rules.date)]
        date = printed_date(dates or texts_beside_title(element, title)) or next(iter(dates), None)
        if title:
            found.setdefault(anchor.url, Row(url=anchor.url, title=title, date_text=date))
    return tuple(found.values())


def _next_by_rule(doc: Doc, rules: tuple[str, ...]) -> str | None:
    for element in selected(doc.tree, rules):
        for place in (element, *element.iterdescendants("a")):
            if (url := pager.target(doc, place)) is not None:
                return url
    return None
