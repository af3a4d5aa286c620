"""The pager of a listing: where it stands, and the address of the next page."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lxml.html import HtmlElement

from archive.urls import identity
from spiders.extract.anchors import anchors, resolve, shown_text
from spiders.extract.page import Doc
from spiders.extract.pagescript import Turn, scripted
from spiders.extract.turns import TURNS
from spiders.family import families

_EDGES = "[]【】()（）<>《》«»‹›＜＞→←|…."
_NEXT = re.compile(r"(?:下|后|後)一?(?:页|頁)|翻?下一?(?:页|頁)|next(?:page)?", re.IGNORECASE)
_STEP = re.compile(
    r"(?!(?:19|20)\d\d)\d{1,5}|(?:首|尾|末|第一|最后一?|最後一?|上一?|前一?|下一?|后一?|後一?)(?:页|頁)|next(?:page)?|prev(?:ious)?(?:page)?|first|last",
    re.IGNORECASE,
)
_ARROWS = (">", "›", "»", "＞", "→", ">>", "＞＞")
_DISABLED = re.compile(r"(?:^|[\s_-])(?:disabled?|disable|nolink|unavailable)(?:$|[\s_-])", re.IGNORECASE)
_ONCLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\s*\(|open\s*\()\s*['\"]([^'\"]{1,500})['\"]"
)
_LABEL_LIMIT = 20  # characters


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """A link or button that may be part of a pager, and what it is called, without brackets and arrows."""

    element: HtmlElement
    label: str
    arrow: str


def is_step(text: str) -> bool:
    """Whether a link's text is a step of a pager: a number that is no year, a named page.

    >>> is_step("下一页 >>"), is_step("12"), is_step("下一篇")
    (True, True, False)
    """
    return len(text) <= _LABEL_LIMIT and bool(_STEP.fullmatch(_bare(text)))


def next_url(doc: Doc) -> str | None:
    """The address of the page that follows in a listing; None on its last page and where there is no pager."""
    steps = steps_of(doc)
    for step in steps:
        if _NEXT.fullmatch(step.label):
            if any(step.element.get(name) in _of_families("last") for name in _of_families("attribute")):
                return None
            if (url := target(doc, step.element)) is not None:
                return url
    if (turn := turn_of(doc)) is not None:
        return turn.url
    return _by_arrow(doc, steps) or _by_number(doc, steps)


def place(doc: Doc) -> HtmlElement | None:
    """An element of the pager, None where the page has none: what stands before it is the list.

    Of two pagers it is the second.
    """
    steps = [step for step in steps_of(doc) if not step.label.isdecimal() and _STEP.fullmatch(step.label)]
    # "首页" is in the navigation too, and pictures that slide have a "prev" and a "next" that lead nowhere.
    named = [step for step in steps if "首" not in step.label]
    turning = [step.element for step in named if not step.label.isascii() or target(doc, step.element) is not None]
    if turning:
        return turning[-1]
    turn = turn_of(doc)
    return turn.element if turn is not None else None


def others(doc: Doc) -> tuple[str, ...]:
    """Further addresses that the next page may have, where the page does not tell which of them it is."""
    turn = turn_of(doc)
    return turn.others if turn is not None else ()


def hidden(doc: Doc) -> str | None:
    """What addresses begin with that a page only links for its script: a list's further pages, all of them."""
    turn = turn_of(doc)
    return turn.hidden if turn is not None else None


def is_drawn(doc: Doc) -> bool:
    """Whether a script draws the pager, and says which page is the last."""
    return turn_of(doc) is not None


def needs_form(doc: Doc) -> bool:
    """Whether the next page comes only to who sends a form (ASP.NET), which a crawler leaves alone."""
    return "__doPostBack" in doc.text and any(
        _NEXT.fullmatch(step.label) and "__doPostBack" in f"{step.element.get('href')} {step.element.get('onclick')}"
        for step in steps_of(doc)
    )


@lru_cache(maxsize=1)  # asked for its place, then for the next page and what else may be it
def turn_of(doc: Doc) -> Turn | None:
    """The pager that a script draws: as the page's family does it, or any."""
    names = doc.family.listing.pager if doc.family is not None else ()
    return next(filter(None, (TURNS[name](doc) for name in names)), None) or scripted(doc)


@lru_cache(maxsize=1)  # asked for its place, then for the next page
def steps_of(doc: Doc) -> tuple[Step, ...]:
    found = []
    texts = {anchor.element: anchor.text for anchor in anchors(doc)}
    elements: list[HtmlElement] = doc.tree.xpath(_buttons())
    for element in elements:
        text = texts.get(element)
        if text is None:
            text = shown_text(element)
        if len(text) > _LABEL_LIMIT:
            continue
        shown = text or next(filter(None, _names(element)), "")
        label = _bare(shown)
        if len(shown) <= _LABEL_LIMIT and (not label or _STEP.fullmatch(label)):
            found.append(Step(element=element, label=label, arrow="".join(shown.split())))
    return tuple(found)


def _names(element: HtmlElement) -> Iterator[str]:
    """What a button without text is called."""
    yield element.get("title") or ""
    yield element.get("value") or ""
    yield next((image.get("alt") or image.get("title") or "" for image in element.iter("img")), "")


def _bare(text: str) -> str:
    return "".join(text.split()).strip(_EDGES)


def target(doc: Doc, element: HtmlElement) -> str | None:
    """Where a step leads; None for a dead one and for one that leads to the page itself."""
    if _DISABLED.search(element.get("class") or "") or element.get("disabled") is not None:
        return None
    onclick = _ONCLICK.search(element.get("onclick") or element.get("href") or "")
    own = map(element.get, _of_families("attribute"))
    for href in (element.get("href"), *own, onclick[1] if onclick else None):
        url = resolve(doc, href) if href and href not in _of_families("last") else None
        if url is not None and not _same(url, doc.url):
            return url
    return None


@cache
def _buttons() -> str:
    """What may be a step: a link, or an element that a script or an attribute of a family's own sends somewhere."""
    named = "".join(f" or @{name}" for name in _of_families("attribute"))
    return f"descendant-or-self::*[self::a or @onclick{named}]"


@cache
def _of_families(key: str) -> tuple[str, ...]:
    """What the families say under one key of `listing`."""
    return tuple(value for family in families() for value in getattr(family.listing, key))


def _same(url: str, other: str) -> bool:
    try:
        return identity(url) == identity(other)
    except ValueError:
        return url == other


def _by_arrow(doc: Doc, steps: tuple[Step, ...]) -> str | None:
    """The link that is only an arrow, among steps of a pager; the shortest arrow, as the longer one goes to the end."""
    around = {holder for step in steps if step.label.isdecimal() for holder in near(step.element)}
    for arrow in _ARROWS:
        for step in steps:
            if step.arrow == arrow and not around.isdisjoint(near(step.element)):
                return target(doc, step.element)
    return None


def near(element: HtmlElement) -> Iterator[HtmlElement]:
    """The two elements around one: buttons of a pager share them."""
    return itertools.islice(element.iterancestors(), 2)


def _by_number(doc: Doc, steps: tuple[Step, ...]) -> str | None:
    """The page whose number is one above that of the current one, which is printed but leads nowhere else."""
    links = {int(step.label): step for step in reversed(steps) if step.label.isdecimal() and target(doc, step.element)}
    if not links:
        return None
    around = {holder for step in links.values() for holder in near(step.element)}
    for holder in sorted(around, key=lambda element: len(list(element.iter()))):
        shown = {int(text) for text in map(_bare, holder.itertext()) if text.isdecimal() and len(text) <= 5}
        following = [number + 1 for number in sorted(shown - links.keys()) if number + 1 in links]
        if following:
            return target(doc, links[following[0]].element)
    return None
