"""The line that says where in the site a page stands: 当前位置：首页 > 新闻中心 > 通知公告."""

import re

from lxml.html import HtmlElement

from spiders.extract.anchors import one_line, shown_text
from spiders.extract.page import Doc

_LABEL = re.compile(
    r"(?:当前|现在|目前|您|你|所在|所处)(?:现在|当前|所在|所处|的){0,3}(?:位置|栏目)\s*[是为]?\s*[：:]?|位置\s*[：:]"
)
_BETWEEN = re.compile(r"\s?(?:[-=]{1,2}>|[>＞»›→/|｜\\·—]|::)(?:\s?[>＞»›→/|｜\\·—]){0,4}\s?")
_NOT_A_NAME = re.compile(r"(?:网站)?(?:首页|主页)|正文|列表|内容|详情|文章|浏览|home|\d+", re.IGNORECASE)
_HOME = re.compile(r"(?:网站)?(?:首|主)页")
_LINE_LIMIT = 200  # characters
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:bread-?)?(?:crumbs?|position|location|weizhi|dqwz|path)(?:$|[\s_\d-])", re.IGNORECASE
)


def crumbs(doc: Doc) -> tuple[str, ...]:
    """The names on that line from the site down, without 首页 and 正文; empty where the page has no such line."""
    for find in (_labelled, _classed, _from_home):
        if (line := find(doc)) is not None:
            start = max((label.end() for label in _LABEL.finditer(line)), default=0)
            names = map(one_line, _BETWEEN.split(line[start:]))
            return tuple(name for name in names if 0 < len(name) <= 40 and not _NOT_A_NAME.fullmatch(name))
    return ()


def _labelled(doc: Doc) -> str | None:
    """The text of the smallest element that holds the label and something after it."""
    for text in doc.tree.xpath("//body//text()[contains(., '位置') or contains(., '当前栏目')]"):
        element: HtmlElement | None = text.getparent()
        if element is None or element.tag in ("script", "style") or not _LABEL.search(text):
            continue
        for _ in range(4):
            line = shown_text(element) if element is not None else ""
            if len(line) > _LINE_LIMIT or element is None:
                break
            if (label := _LABEL.search(line)) and len(line) > label.end():
                return line
            element = element.getparent()
    return None


def _classed(doc: Doc) -> str | None:
    for element in doc.tree.iter("div", "p", "span", "ul", "ol", "nav"):
        if _CLASS.search(element.get("class") or "") and sum(1 for _ in element.iter("a")) >= 2:
            line = shown_text(element)
            if len(line) <= _LINE_LIMIT:
                return line
    return None


def _from_home(doc: Doc) -> str | None:
    """A line without label or telling class, that begins with a link to the home page and an arrow."""
    for link in doc.tree.iter("a"):
        if _HOME.fullmatch(shown_text(link)) and (parent := link.getparent()) is not None:
            line = shown_text(parent)
            if len(line) <= _LINE_LIMIT and len(_BETWEEN.split(line)) > 1 and _HOME.match(line):
                return line
    return None
