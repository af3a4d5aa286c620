"""What lacks between things that are there: pages of listings, months, numbers in addresses. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from archive import calendar

_SURPRISE = 6  # articles that should be there; so many are lacking by chance once in four hundred times
_AROUND = 6  # months before and after, to know how many are usual
_DENSE = 0.9  # of the numbers of a span: a site that leaves out more numbers its addresses by something else
_MANY = 20  # addresses
_FOLDER_OF_DAY = re.compile(r"/(?:19|20)\d\d[-_/]?\d\d(?:[-_/]?\d\d)?(?=/)|(?<=/t)(?:19|20)\d{6}(?=_)")
_NUMBER = re.compile(r"(\d{1,9})(?=\D*$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that lacks. `kind` is page, pages, months or numbers.

    Of the section `within`: a page that could not be read, with its `url` and why; or the pages `first` to `last`, by
    their place in the list, that it says it has and that nothing led to (None for an end that is not known, `count` is
    how many). Of the whole site: months without any article; numbers that no known address of the form `within` has.
    """

    kind: str
    within: str | None = None
    url: str | None = None
    why: str | None = None
    first: str | None = None
    last: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """A section as its pages were last read: `following` leads from each to the next, None from the last one.

    `declared` is how many pages it says that it has; `unread` are those that are known and could not be read, with why.
    """

    name: str
    first: str
    following: Mapping[str, str | None]
    declared: int | None
    unread: Mapping[str, str]


def paging(section: Paged) -> Iterator[Gap]:
    """The pages of a section that were not read."""
    for url, why in sorted(section.unread.items()):
        yield Gap(kind="page", within=section.name, url=url, why=why)
    lacking = (section.declared or 0) - len(section.following) - len(section.unread)
    if lacking <= 0:
        return
    reached = _reached(section)
    if reached == len(section.following):  # none is known behind the gap
        first, last = str(section.declared - lacking + 1 if section.declared else 1), str(section.declared)
        yield Gap(kind="pages", within=section.name, first=first, last=last, count=lacking, why="nothing led there")
    else:
        yield Gap(kind="pages", within=section.name, first=str(reached + 1), count=lacking, why="nothing led there")


def _reached(section: Paged) -> int:
    """How many pages follow one another from the first."""
    seen: set[str] = set()
    at: str | None = section.first
    while at is not None and at in section.following and at not in seen:
        seen.add(at)
        at = section.following[at]
    return len(seen)


def months(articles: Mapping[str, int]) -> Iterator[Gap]:
    """Months without an article, among months that had so many that this is no chance. Keys are like 2026-09."""
    if not articles:
        return
    every = calendar.months(min(articles), max(articles))
    empty: list[str] = []
    for number, month in enumerate(every):
        if not articles.get(month):
            empty.append(month)
            continue
        if empty:
            start = number - len(empty)
            around = every[max(0, start - _AROUND) : start] + every[number : number + _AROUND]
            if len(around) > _AROUND and median(articles.get(each, 0) for each in around) * len(empty) >= _SURPRISE:
                yield Gap(kind="months", first=empty[0], last=empty[-1], count=len(empty))
        empty = []


def numbers(urls: Iterable[str]) -> Iterator[Gap]:
    """Numbers that lack among addresses which are counted, such as /news/4247.html."""
    found: dict[str, set[int]] = {}
    for url in urls:
        path = _FOLDER_OF_DAY.sub("/*", urlsplit(url).path)
        if (number := _NUMBER.search(path)) is not None:
            form = f"{urlsplit(url).netloc}{path[: number.start()]}*{path[number.end() :]}"
            found.setdefault(form, set()).add(int(number[1]))
    for form, known in sorted(found.items()):
        if len(known) >= _MANY and len(known) >= _DENSE * (max(known) - min(known) + 1):
            yield from _between(form, sorted(known))


def _between(form: str, known: Sequence[int]) -> Iterator[Gap]:
    for before, after in pairwise(known):
        if after - before > 1:
            yield Gap(kind="numbers", within=form, first=str(before + 1), last=str(after - 1), count=after - before - 1)
