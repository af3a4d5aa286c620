"""Which part of a page an element stands in: the main column, or something around it."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

# Names that templates give to what stands around the content; each as a word of a class or id, whatever its case.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:[a-z]{0,6}nav(?:bar|igation)?|sub_?nav|main_?nav|left_?nav|menu|top_?menu|foot|footer|copyright|bottom"
    r"|crumbs?|breadcrumbs?|friend\w{0,8}|yqlj|flink|links?|login|search|share|toolbar|lang|map|tags?|header|top)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:side|sidebar|aside|hot|rank|ranking|recommend|related?|relate\w{0,6}|tuijian|xgxw|xgyd|paihang|banner"
    r"|slide\w{0,4}|swiper\w{0,8}|focus|marquee|scroll\w{0,4}|carousel)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_NAME_LIMIT = 120  # characters of class and id that are looked at
AROUND, BESIDE, MAIN = 0.15, 0.5, 1.0


def weight(element: HtmlElement) -> float:
    """How likely the content is here: 1 in the main column, less beside it, least in navigation and footer."""
    lowest = MAIN
    for ancestor in (element, *element.iterancestors()):
        lowest = min(lowest, _own(str(ancestor.tag), ancestor.get("class") or "", ancestor.get("id") or ""))
    return lowest


@lru_cache(maxsize=4096)  # one template's names come again on each of its pages
def _own(tag: str, classes: str, name: str) -> float:
    if tag in ("nav", "footer"):
        return AROUND
    names = f"{classes[:_NAME_LIMIT]} {name[:_NAME_LIMIT]}"
    if tag not in ("body", "html") and _AROUND.search(names):
        return AROUND
    return BESIDE if tag == "aside" or _BESIDE.search(names) else MAIN
