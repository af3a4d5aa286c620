"""Links of a page that are laid out alike, and which of these groups are its list of articles."""

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from spiders.extract.page import Doc
from spiders.extract.region import MAIN, weight
from spiders.extract.rows import Candidate
from spiders.extract.shapes import shape

_INLINE = frozenset(("a", "b", "strong", "font", "span", "em", "i", "u", "p", "center", "small", "label")) | {
    f"h{number}" for number in range(1, 7)
}
_ROWS = frozenset(("li", "tr", "td", "th", "dt", "dd", "tbody", "thead"))
_STATES = frozenset(("on", "active", "current", "cur", "first", "last", "odd", "even", "selected", "hover", "show"))
_PATH_LIMIT = 30  # elements: templates are no deeper, and what is made to be gains nothing
_DIGITS = re.compile(r"\d+")

_FULL_TITLE = 12  # characters: a headline has as many, the name of a section has four
_UNDATED = 0.2  # what a row without a date counts beside one with
_NAME = 6  # characters: shorter titles are names
_BEFORE_PAGER = 3.0  # the list that a pager turns over
_OF_FAMILY = 2.0  # the list whose rows are as the family's system writes them
_AROUND = 3  # elements from the link of an item outwards, of which one may be such a row
_SECOND = 0.2  # of the best group's score: further lists of a page of several


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Candidates that are laid out alike."""

    items: tuple[Candidate, ...]

    @cached_property
    def dates(self) -> list[str | None]:
        """The date of each item: in its row, or, in a layout that is flat, beside it on the side that has more."""
        inside = [item.date_text for item in self.items]
        if sum(date is not None for date in inside) * 2 >= len(inside):
            return inside
        before = [item.date_before() for item in self.items]
        after = [item.date_after() for item in self.items]
        return max(inside, after, before, key=lambda dates: sum(date is not None for date in dates))

    @cached_property
    def dated(self) -> float:
        """The share of items with a date."""
        return sum(date is not None for date in self.dates) / len(self.items)

    @cached_property
    def title_length(self) -> float:
        return sum(len(item.title) for item in self.items) / len(self.items)

    @cached_property
    def region(self) -> float:
        return weight(self.items[0].element)

    @cached_property
    def articles(self) -> float:
        """The share of items whose address is an article's, or tells nothing."""
        return sum(shape(item.url) != "section" for item in self.items) / len(self.items)

    @cached_property
    def score(self) -> float:
        total = 0.0
        for item, date in zip(self.items, self.dates, strict=True):
            length = min(max(len(item.title) / _FULL_TITLE, 0.1), 1.5)
            kind = 0.5 if shape(item.url) == "section" else 1.0
            total += length * kind * (1.0 if date else _UNDATED)
        return total * self.region

    def is_list(self) -> bool:
        """Whether the group reads like articles at all."""
        if self.region < 0.3 and self.dated < 0.5:
            return False
        if self.dated > 0:
            return self.title_length >= 4
        return self.articles >= 0.5 and len(self.items) * self.title_length >= 24 and self.title_length >= _NAME


def chosen(
    items: Sequence[Candidate], pager: HtmlElement | None, doc: Doc, rows: Collection[HtmlElement] = ()
) -> list[Group]:
    """The groups that are the page's list, the best one first; empty where nothing reads like one.

    `rows` are elements that look like rows to who knows the system.
    """
    groups = [group for group in _groups(items) if group.is_list()]
    if not groups:
        return []
    before = _last_before(groups, pager, doc) if pager is not None else None

    def weighed(group: Group) -> float:
        favour = _OF_FAMILY if rows and _is_row(group.items[0].anchor.element, rows) else 1.0
        return group.score * favour * (_BEFORE_PAGER if group is before else 1.0)

    best = max(groups, key=weighed)
    if pager is not None:
        return [best]
    further = [
        group
        for group in groups
        if group is not best
        and group.region == MAIN == best.region
        and group.dated > 0.5
        and best.dated > 0.5
        and group.score >= _SECOND * best.score
    ]
    return [best, *further]


def _is_row(link: HtmlElement, rows: Collection[HtmlElement]) -> bool:
    return any(element in rows for element in itertools.islice((link, *link.iterancestors()), _AROUND))


def _groups(items: Sequence[Candidate]) -> list[Group]:
    containers: dict[tuple[HtmlElement | None, str], list[Candidate]] = defaultdict(list)
    for item in items:
        containers[item.element.getparent(), str(item.element.tag)].append(item)
    paths: dict[HtmlElement, tuple[str, ...]] = {}
    layouts: dict[object, list[Candidate]] = defaultdict(list)
    homes: dict[tuple[str, ...], object] = {}
    led: dict[HtmlElement | None, object] = {}
    lone = []
    for (container, tag), members in containers.items():
        if len(members) == 1 or container is None:
            lone += members
            continue
        # Old pages have tables and no classes: there only the look of the rows tells the list from the menu.
        alike = Group(items=tuple(members))
        key = (_path(container, paths), tag, alike.dated >= 0.5, alike.title_length >= _NAME)
        layouts[key] += members
        if alike.dated >= 0.5:
            led[container] = key
        for member in members:
            homes.setdefault(_path(member.anchor.element, paths), key)
    # A list with a single item has no row of its own to tell apart: its link stands where the others' links stand.
    # The news that leads a list is printed larger, with its summary and date, right before the others.
    for item in lone:
        path = _path(item.anchor.element, paths)
        below = item.element.getnext() if item.date_text is not None else None
        layouts[led.get(below) or homes.get(path, path)].append(item)
    position = {id(item): number for number, item in enumerate(items)}
    return [Group(items=tuple(sorted(members, key=lambda item: position[id(item)]))) for members in layouts.values()]


def _path(element: HtmlElement, known: dict[HtmlElement, tuple[str, ...]]) -> tuple[str, ...]:
    """The tags and first classes from the root down, without inline tags and without what varies from row to row."""
    chain: list[HtmlElement] = []
    for ancestor in (element, *element.iterancestors()):
        if ancestor in known:
            break
        chain.append(ancestor)
    for ancestor in reversed(chain):
        parent = ancestor.getparent()
        above = known[parent] if parent is not None else ()
        tag = str(ancestor.tag)
        known[ancestor] = above if tag in _INLINE else (*above[-_PATH_LIMIT:], _name(ancestor, tag))
    return known[element]


def _name(element: HtmlElement, tag: str) -> str:
    if tag in _ROWS:
        return tag
    names = (name for name in (element.get("class") or "").split() if name.lower() not in _STATES)
    return f"{tag}.{_DIGITS.sub('', next(names, ''))}"


def _last_before(groups: Sequence[Group], pager: HtmlElement, doc: Doc) -> Group | None:
    """The group whose last item stands nearest before the pager."""
    order = {element: number for number, element in enumerate(doc.tree.iter())}
    nearest, found = -1, None
    for group in groups:
        for item in group.items:
            if nearest < order[item.element] <= order[pager]:
                nearest, found = order[item.element], group
    return found
