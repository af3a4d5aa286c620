"""A page's visible text as lines, each with its block and whether that block is named as the footer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
    }
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_SILENT = frozenset(
    {"script", "style", "noscript", "textarea", "select", "option", "template", "iframe", "head", "title", "svg"}
)
# Where one of these begins or ends, so does a value: 「主办单位：<a>某某办公室</a><a>联系我们</a>」.
_CELLS = frozenset({"a", "td", "th", "img"})

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_FOOT = re.compile(r"foot|copy_?right|colophon|banquan|bei_?an|site-?info", re.IGNORECASE)
_PERHAPS_FOOT = re.compile(r"bottom|(?:^|[\s_-])(?:fot|btm|bot|end|down|bq)(?:$|[\s\d_-])", re.IGNORECASE)

_MARKUP_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGE = "\x1f"
_TAIL, _NAMES = 60_000, 120  # characters of text, and of a class or id, that are looked at
_SPACES = str.maketrans(
    {_EDGE: "\t", "\u3000": "\t", "\u200b": "", "\ufeff": "", **dict.fromkeys("\xa0\u2002\u2003\u2009", " ")}
)
# Labels are set in full: 「地　址：」.
_SPACED_LABEL = re.compile(
    r"(?<=地)\s{1,8}(?=址)|(?<=电)\s{1,8}(?=话)|(?<=传)\s{1,8}(?=真)|(?<=邮)\s{1,8}(?=[编箱])|(?<=[主承])\s{1,8}(?=办)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. In `text`, restored, a tab is the edge of a link or cell; `raw` is as published.

    `node` is the block that holds it. `foot` tells what class and id of its blocks say: 2 the footer, 1 perhaps
    the footer, 0 nothing.
    """

    text: str
    raw: str
    node: HtmlElement
    foot: int


def lines(tree: HtmlElement, restore: Callable[[str], str] | None = None) -> list[Line]:
    """The visible lines of a page, or of the end of a long one, in order, without empty ones."""
    found = []
    for parts, node, foot in _runs(tree):
        published = _MARKUP_SPACE.sub(" ", "".join(parts)).translate(_SPACES)
        raw = " ".join(published.split())
        if not raw:
            continue
        text = restore(published) if restore else published
        found.append(Line(_SPACED_LABEL.sub("", text.strip()), raw, node, foot))
    return _tail(found)


def _tail(page: list[Line]) -> list[Line]:
    """The end of a long page, where its footer is."""
    size = 0
    for number, line in enumerate(reversed(page)):
        size += len(line.text)
        if size > _TAIL:
            return page[len(page) - number :]
    return page


def _runs(tree: HtmlElement) -> Iterator[tuple[list[str], HtmlElement, int]]:
    """Text between two edges of blocks, with the innermost block that is open."""
    parts: list[str] = []
    blocks: list[tuple[HtmlElement, int]] = [(tree, 0)]
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in {"comment", "pi"}:
            parts += _told(element.tail)
            continue
        block, cell = element.tag in _BLOCKS, element.tag in _CELLS
        if (block or element.tag == "br") and parts:
            yield parts, *blocks[-1]
            parts = []
        if event == "start":
            if block:
                blocks.append((element, max(blocks[-1][1], _named(element))))
            if element.tag in _SILENT or _HIDDEN.search(element.get("style") or ""):
                walk.skip_subtree()
            else:
                parts += _told(_EDGE if cell else None, element.text)
            continue
        if block:
            blocks.pop()
        parts += _told(_EDGE if cell else None, element.tail if element is not tree else None)
    yield parts, *blocks[0]


def _told(*texts: str | None) -> Iterator[str]:
    """Those that say something: a page of empty elements must not make a list that is searched at each of them."""
    return (text for text in texts if text)


def _named(element: HtmlElement) -> int:
    if element.tag == "footer":
        return 2
    if element.tag == "body":
        return 0
    names = f"{(element.get('class') or '')[:_NAMES]} {(element.get('id') or '')[:_NAMES]}"
    if len(names) == 1:
        return 0
    return 2 if _FOOT.search(names) else 1 if _PERHAPS_FOOT.search(names) else 0
