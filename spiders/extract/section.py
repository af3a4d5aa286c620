"""The section 栏目 of an article, by its tag or by the path printed above it: 当前位置：首页 > 新闻 > 要闻."""

import re
from collections.abc import Iterable, Iterator, Sequence

from spiders.extract.meta import Meta
from spiders.extract.outline import Line
from spiders.extract.title import key
from spiders.extract.tools import is_tool

_LABEL = re.compile(
    r"(?:您|你)?(?:的)?(?:现在|当前|目前|所在)?(?:所在|的)?的?(?:位置|栏目)\s?(?:是|为)?\s?[：:]|(?:当前|所在)位置"
)
_ARROW = re.compile(r"\s?(?:-{1,2}>+|={1,2}>+|[>＞»›→]+|::)\s?")
_ANY = re.compile(r"\s?(?:-{1,2}>+|={1,2}>+|[>＞»›→]+|::|\s[-–—]+\s|[/|｜\\·])\s?")
_FROM_HOME = re.compile(r"(?:网站)?首页\s?[-–—/:>＞»›→]{1,3}\s?(?P<names>.{2,80})")
_NO_NAME = re.compile(
    r"(?:网站)?(?:首页|主页)|正文|列表|内容|详情|文章|浏览|信息内容|详细信息|home|null", re.IGNORECASE
)
_TOOLS = re.compile(r"\s(?:字体|字号|分享|打印|【)")
# A drawer of a section, not its name: a year, a month, an issue of a gazette.
_DRAWER = re.compile(
    r"(?:(?:19|20)\d\d年?)?(?:第?\s?\d{1,4}\s?[期号]|(?:1[0-2]|0?[1-9])月份?)?|第[一二三四五六七八九十百]{1,4}[期号]"
)
_LENGTH = 100  # characters of a path
_NAME = 30
_CELLS = 10  # lines of a path whose links stand each in a cell or an item


def path(lines: Sequence[Line]) -> tuple[str, ...]:
    """The names of the path from the site down, without 首页 and 正文; empty where none is printed.

    With its label, else without: words that begin with 首页, or links with arrows between them.
    """
    shown = [line for line in lines if not line.hidden]
    return next(filter(None, _labelled(shown)), ()) or next(filter(None, _unlabelled(shown)), ())


def section(names: Sequence[str], meta: Meta, labelled: str | None, title: str | None) -> str | None:
    """The name of the section; None where the page doesn't say.

    The tag ColumnName names it; where that is missing, or a year or an issue, the last of the `names` of the path
    that is neither, nor the title. `labelled` is the name after a label such as 所属栏目.
    """
    names = [name for name in names if not title or not key(title).startswith(key(name.rstrip(".…")))]
    for name in (meta.section, *reversed(names), labelled):
        if name and not is_drawer(name):
            return name
    return meta.section or next(reversed(names), None)


def is_drawer(name: str) -> bool:
    """Whether a name is that of a year or an issue.

    >>> is_drawer("2024年"), is_drawer("2007年第23号"), is_drawer("投资运行")
    (True, True, False)
    """
    return _DRAWER.fullmatch(name) is not None


def _labelled(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(lines):
        if "位置" not in line.text and "栏目" not in line.text:
            continue
        label = _LABEL.search(line.text[:_LENGTH])
        if label is not None:
            names = line.text[label.end() :]
            yield _names(_ANY.split(_TOOLS.split(f" {names}")[0] if len(names) > 1 else _items(lines[number + 1 :])))


def _unlabelled(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        text = line.text
        if len(text) > _LENGTH:
            continue
        if found := _FROM_HOME.fullmatch(text):
            yield _names(_ANY.split(_TOOLS.split(found["names"].replace("-", ">"))[0]))
        elif line.linked * 2 >= len(text):
            yield _names(_ARROW.split(text)[1:])


def _items(lines: Sequence[Line]) -> str:
    """The links of a path that stand each in a line of its own."""
    items = []
    for line in lines[:_CELLS]:
        if not line.linked and line.text.strip(" >＞»›→/|-"):
            break
        items.append(line.text)
    return " > ".join(items)


def _names(parts: Iterable[str]) -> tuple[str, ...]:
    names = (part.strip(" -–—>＞»›→/|:：") for part in parts)
    return tuple(n for n in names if 1 < len(n) <= _NAME and not _NO_NAME.fullmatch(n) and not is_tool(n))
