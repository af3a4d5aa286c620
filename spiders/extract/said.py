"""A value and where a page says it, so that it can be looked up in the capture."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from spiders.extract.outline import Line

Place = Line | HtmlElement | None


@dataclass(frozen=True, slots=True)
class Said:
    """A text that a page says, the rule that found it ("label 来源", "meta PubDate") and the line or element that it
    stands in; None where it stands in none. Of a date, `iso` is what the text was understood as."""

    value: str
    rule: str = ""
    at: Place = None
    iso: str | None = None


def around(one: Place, other: Place) -> Place:
    """The smallest element that holds two places; the first where they are the same, or one of them is nowhere."""
    first, second = _element(one), _element(other)
    if first is None or second is None or first is second:
        return one
    holders = {first, *first.iterancestors()}
    return next((element for element in (second, *second.iterancestors()) if element in holders), one)


def _element(place: Place) -> HtmlElement | None:
    return place.block.element if isinstance(place, Line) else place


def value(said: Said | None) -> str | None:
    """What was said; None for nothing."""
    return said.value if said is not None else None
