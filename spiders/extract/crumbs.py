"""The path printed above what a page shows: 当前位置：首页 > 新闻中心 > 通知公告."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from spiders.extract.names import Names
from spiders.extract.outline import Line, Outline
from spiders.extract.tools import is_tool

_LABEL = re.compile(
    r"(?:您|你)?(?:的)?(?:现在|当前|目前|所在)?(?:所在|所处|的)?的?(?:位置|栏目)\s?(?:是|为)?\s?[：:]|(?:当前|所在)位置"
)
_ARROW = re.compile(r"\s?(?:-{1,2}>+|={1,2}>+|[>＞»›→]+|::)\s?")
_HEADS = re.compile("[>＞»›→]|::")  # what each arrow has
_ANY = re.compile(r"\s?(?:-{1,2}>+|={1,2}>+|[>＞»›→]+|::|\s[-–—]+\s|[/|｜\\·])\s?")
_FROM_HOME = re.compile(r"[\u3400-\u9fff]{0,12}首页\s?[-–—/:>＞»›→]{1,3}\s?(?P<names>.{2,80})")
_NO_NAME = re.compile(
    r"(?:网站)?(?:首页|主页)|正文|列表|内容|详情|文章|浏览|信息内容|详细信息|home|null", re.IGNORECASE
)
_TOOLS = re.compile(r"\s(?:字体|字号|分享|打印|【)")
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:bread-?)?(?:crumbs?|position|location|weizhi|dqwz|path)(?:$|[\s_\d-])", re.IGNORECASE
)
_CLASS_LENGTH = 100  # characters of a class that are looked at
_LENGTH = 100  # characters of a path
_NAME = 30
_CELLS = 10  # lines of a path whose links stand each in a cell or an item


@dataclass(frozen=True, slots=True)
class Path:
    """The names of a path from the site down, without 首页 and 正文, and the lines that it is printed in."""

    names: tuple[str, ...] = ()
    lines: Sequence[Line] = ()


def crumbs(page: Outline) -> Path:
    """The path that a page prints; without names where it prints none.

    With its label, else without: words that begin with 首页, links with arrows between them, or what stands in an
    element that is called so.
    """
    shown = [line for line in page.lines if not line.hidden]
    found = (_labelled(shown), _unlabelled(shown), _classed(page))
    return next((path for paths in found for path in paths if path.names), Path())


def _labelled(lines: Sequence[Line]) -> Iterator[Path]:
    for number, line in enumerate(lines):
        if "位置" not in line.text and "栏目" not in line.text:
            continue
        label = _LABEL.search(line.text[:_LENGTH])
        if label is not None:
            names, items = line.text[label.end() :], lines[number + 1 : number + 1 + _CELLS]
            parts = _ANY.split(_TOOLS.split(f" {names}")[0] if len(names) > 1 else _items(items))
            links = _links(line) if len(parts) == 1 else []
            yield Path(_names(links if len(links) > 1 else parts), [line] if len(names) > 1 else items)


def _unlabelled(lines: Sequence[Line]) -> Iterator[Path]:
    for line in lines:
        text = line.text
        if len(text) > _LENGTH:
            continue
        if "首页" in text and (found := _FROM_HOME.fullmatch(text)):
            names = _TOOLS.split(found["names"])[0]
            yield Path(_names(_ANY.split(names if _HEADS.search(text) else names.replace("-", ">"))), [line])
        elif _HEADS.search(text) and line.linked * 2 >= len(_ARROW.sub("", text)):
            site, *below = _ARROW.split(text)
            if not is_tool(site):  # "更多>>" before the name of a column
                yield Path(_names(below), [line])


def _classed(page: Outline) -> Iterator[Path]:
    for block in page.blocks:
        if not _is_path(block.names):
            continue
        lines = [line for line in page.lines[block.first : block.end] if not line.hidden]
        text = " > ".join(line.text for line in lines)
        if len(text) <= _LENGTH and any(line.linked for line in lines):
            yield Path(_names(_ANY.split(text)), lines)


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def _is_path(names: Names) -> bool:
    return names.classes is not None and _CLASS.search(names.classes[:_CLASS_LENGTH]) is not None


def _links(line: Line) -> list[str]:
    """The texts of the links of a path, for one that has only space between them, as WebPlus prints it."""
    texts: dict[HtmlElement, str] = {}
    for text, link, _ in line.pieces:
        if link is not None:
            texts[link] = texts.get(link, "") + text
    return [" ".join(text.split()) for text in texts.values()]


def _items(lines: Sequence[Line]) -> str:
    """The links of a path that stand each in a line of its own."""
    items = []
    for line in lines:
        if line.block.parent is not lines[0].block.parent:
            break  # a list below the path
        if _LABEL.search(line.text[:_LENGTH]) or (not line.linked and line.text.strip(" >＞»›→/|-")):
            break
        items.append(line.text)
    return " > ".join(items)


def _names(parts: Iterable[str]) -> tuple[str, ...]:
    names = (part.strip(" -–—>＞»›→/|:：") for part in parts)
    return tuple(n for n in names if 1 < len(n) <= _NAME and not _NO_NAME.fullmatch(n) and not is_tool(n))
