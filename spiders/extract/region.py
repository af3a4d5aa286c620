"""Which part of a page an element stands in: the main column, or something around it."""

import itertools
import re
from functools import lru_cache

from lxml.html import HtmlElement

from spiders.extract.anchors import shown_text

# Names that templates give to what stands around the content; each as a word of a class or id, whatever its case.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:[a-z]{0,6}nav(?:bar|igation)?|sub_?nav|main_?nav|left_?nav|menu|top_?menu|foot|footer|copyright"
    r"|crumbs?|breadcrumbs?|friend\w{0,8}|yqlj|flink|links?|login|search|share|toolbar|lang|tags?|header)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:side|sidebar|aside|hot|rank|ranking|recommend|related?|relate\w{0,6}|tuijian|xgxw|xgyd|paihang|banner"
    r"|slide\w{0,4}|swiper\w{0,8}|focus|marquee|scroll\w{0,4}|carousel)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"热点.{0,4}|热门.{0,4}|.{0,4}(?:排行|点击).{0,2}|.{0,4}推荐.{0,4}|相关.{0,4}|友情链接|.{0,4}链接|猜你喜欢|延伸阅读|.{0,2}图集|站内搜索|.{0,4}导航"
)
_HEADING_LIMIT = 12  # characters
_NAME_LIMIT = 120  # characters of class and id that are looked at
AROUND, BESIDE, MAIN = 0.15, 0.5, 1.0


def weight(element: HtmlElement) -> float:
    """How likely the content is here: 1 in the main column, less beside it, least in navigation and footer."""
    lowest = BESIDE if _heading_says_so(element) else MAIN
    for ancestor in (element, *element.iterancestors()):
        lowest = min(lowest, _own(str(ancestor.tag), ancestor.get("class") or "", ancestor.get("id") or ""))
    return lowest


def _heading_says_so(element: HtmlElement) -> bool:
    """Whether what stands right above an element, or above one of the next three around it, calls it a side matter."""
    for ancestor in itertools.islice(element.iterancestors(), 3):
        above = ancestor.getprevious()
        if above is not None and isinstance(above.tag, str):
            words = shown_text(above).strip("：: ·-—|>»")
            return len(words) <= _HEADING_LIMIT and _HEADING.fullmatch(words.removesuffix("更多").strip()) is not None
    return False


@lru_cache(maxsize=4096)  # one template's names come again on each of its pages
def _own(tag: str, classes: str, name: str) -> float:
    if tag in ("nav", "footer"):
        return AROUND
    names = f"{classes[:_NAME_LIMIT]} {name[:_NAME_LIMIT]}"
    if tag not in ("body", "html") and _AROUND.search(names):
        return AROUND
    return BESIDE if tag == "aside" or _BESIDE.search(names) else MAIN
