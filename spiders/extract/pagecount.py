"""How many pages a listing says that it has."""

import re
from collections.abc import Iterable, Mapping

from lxml.html import HtmlElement

from spiders.extract.anchors import shown_text
from spiders.extract.outline import outline
from spiders.extract.page import Doc
from spiders.extract.pager import Step, near, next_url, steps_of, target, turn_of

# 共12页, 第1/12页, 1/12 页, 页次：1/12, 页码 1/12, 总页数：12
_SAID = re.compile(
    r"共\s?(\d{1,5})\s?页|\d{1,5}\s?页?\s?/\s?共?\s?(\d{1,5})\s?页|页[次码]\s?[：:]?\s?\d{1,5}\s?/\s?(\d{1,5})|总页数\s?[：:]\s?(\d{1,5})"
)
_PLACE = re.compile(r"\s*(\d{1,5})\s?/\s?(\d{1,5})\s*")
_TURN = re.compile(
    r"(?:上|下|前|后|後)一?(?:页|頁)|(?:尾|末)(?:页|頁)|next(?:page)?|prev(?:ious)?(?:page)?", re.IGNORECASE
)
_LAST = re.compile(r"(?:尾|末)(?:页|頁)|最(?:后|後)一?(?:页|頁)|last", re.IGNORECASE)
_BACK = re.compile(r"(?:上|前)一?(?:页|頁)|prev(?:ious)?(?:page)?", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)", re.ASCII)
_LINE_LIMIT = 100  # characters
_PAGER_LIMIT = 200


def count(doc: Doc) -> int | None:
    """In words, by the script that draws the pager, or by its steps: their numbers, and where that to the last leads.

    None where the page does not say; the last page does not, whose own number leads nowhere.
    """
    for line in outline(doc).lines:
        if "页" in line.text and len(line.text) <= _LINE_LIMIT and (said := _SAID.search(line.text)):
            return int(next(filter(None, said.groups())))
    if (turn := turn_of(doc)) is not None and turn.count is not None:
        return turn.count
    steps = steps_of(doc)
    turning = [step for step in steps if _TURN.fullmatch(step.label) and _is_live(doc, step)]
    around = dict.fromkeys(holder for step in turning for holder in near(step.element))
    if (beside := next(filter(None, map(_beside, around)), None)) is not None:
        return beside
    if turn is not None or (following := next_url(doc)) is None:
        return None
    numbered = [step for step in steps if step.label.isdecimal() and not around.keys().isdisjoint(near(step.element))]
    pages = {int(step.label): url for step in numbered if (url := target(doc, step.element)) is not None}
    known = pages if _led_to(doc, steps, _BACK) else {2: following, **pages}
    counted = (_by_last(last, known) for last in _led_to(doc, steps, _LAST))
    return max(filter(None, (*pages, *counted)), default=None)


def _is_live(doc: Doc, step: Step) -> bool:
    """Whether a step may be one of a list: pictures that slide have a "prev" and a "next" that lead nowhere."""
    return not step.label.isascii() or target(doc, step.element) is not None


def _beside(holder: HtmlElement) -> int | None:
    """The 23 of a 1/23 that stands in a pager by itself."""
    if len(shown_text(holder)) > _PAGER_LIMIT:
        return None
    places = (place for text in holder.itertext() if (place := _PLACE.fullmatch(text)) is not None)
    return next((int(place[2]) for place in places if 1 <= int(place[1]) <= int(place[2])), None)


def _led_to(doc: Doc, steps: Iterable[Step], label: re.Pattern[str]) -> list[str]:
    """Where the steps of a label lead."""
    return [url for step in steps if label.fullmatch(step.label) and (url := target(doc, step.element)) is not None]


def _by_last(last: str, pages: Mapping[int, str]) -> int | None:
    """The number of the last page, by the addresses of pages whose numbers are known: files are counted from 0 or 1, or
    down to one of these. None where the addresses have nothing in common, or count rows."""
    ending = _NUMBER.split(last)
    for page, url in pages.items():
        parts = _NUMBER.split(url)
        other = [place for place, part in enumerate(parts) if len(ending) != len(parts) or part != ending[place]]
        if not other:
            return page
        if len(other) > 1 or other[0] % 2 == 0:
            continue
        number, end = int(parts[other[0]]), int(ending[other[0]])
        if page - 1 <= number <= page and end > number:
            return end - number + page
        if end in (0, 1) and number > end:
            return number - end + page
    return None
