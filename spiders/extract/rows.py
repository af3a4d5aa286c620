"""The links of a page that may be items of a listing, each with the part of the page that belongs to it alone."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from spiders.extract.anchors import Anchor, one_line
from spiders.extract.nested import without_nested
from spiders.extract.rowdate import printed_date
from spiders.extract.shapes import is_denied

# What a link says when it is not an item: steps of a pager, "more", tools.
_NO_TITLE = re.compile(
    r"[\[【(（<《«‹\s]*(?:首\s?页|上一?页|下一?页|前一?页|后一?页|尾\s?页|末\s?页|最后一页|第一页|返回|回首页|网站首页|网站地图"
    r"|更多|查看更多|more|查看全文|阅读全文|全文|详情|查看详情|详细|详细内容|查看|阅读|点击进入|进入|附件|打印|关闭|收藏"
    r"|(?:点击|立即)?下载(?:附件|文件|全文|\w{1,4}版)?|(?:附件|文件|全文|\w{1,4}版)下载"
    r"|设为首页|加入收藏|登录|注册|搜索|跳转|确定|转到|go|联系我们|返回顶部|top|prev|next|\d{0,6}|[\W_]*)[\]】)）>》»›+\s.…]*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[·•●○▪■□◆◇►▸▶*\s\u3000-]+(?=\w|[《“\"【\[（(「])")
_CUT = re.compile(r"[.…·\s]{0,4}(?:\.{2,6}|…{1,4}|⋯{1,4})\s{0,4}$")
_SHORTEST = 4  # characters of a title
_NUMBERS = re.compile(r"[\d\s年月日:：/.-]+")  # a date's own element, even where the title states the same day
_BLOCKS = ("div", "p", "dl", "dt", "dd", "ul", "li", "table", "td")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:til|tit|titles?|bt|biaoti)(?:$|[\s_\d-])", re.IGNORECASE)
_COLUMN_NAME, _REPEATS = 8, 3  # characters of a column's name; how often it stands before its items
_TITLE_LIMIT = 300  # characters: longer ones are summaries
_ROW_LIMIT = 1500  # characters of a row: a part of the page with more is a column, not an item


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """One address, as one place of the page shows it.

    `element` is the largest element that holds no link to another address, `date_text` the date printed in it.
    """

    url: str
    anchor: Anchor
    element: HtmlElement
    title: str
    date_text: str | None = None

    def date_before(self) -> str | None:
        """The date in its row, or else between it and the link before it, on the same line."""
        return self.date_text or printed_date(_before(self.element))

    def date_after(self) -> str | None:
        """The date in its row, or else between it and the next link, on the same line."""
        return self.date_text or printed_date(_after(self.element))


def candidates(anchors: Sequence[Anchor]) -> tuple[Candidate, ...]:
    """Every address of the page once for each place that shows it, in the order of the document."""
    counted = without_nested([anchor for anchor in anchors if _counts(anchor)])
    # The name of a column before each of its items is a link too; it is no item, and must not part title and date.
    repeated = Counter((anchor.url, anchor.text) for anchor in counted if 0 < len(anchor.text) <= _COLUMN_NAME)
    counted = [anchor for anchor in counted if repeated[anchor.url, anchor.text] < _REPEATS]
    owners = _owners(counted)
    places: dict[HtmlElement, list[Anchor]] = {}
    for anchor in counted:
        if anchor.url is not None:
            places.setdefault(_place(anchor, owners), []).append(anchor)
    return tuple(
        _candidate(element, *titled)
        for element, members in places.items()
        if (titled := _titled(members)) is not None and not is_denied(str(titled[0].url))
    )


def is_title(text: str) -> bool:
    """Whether a text may name what a link leads to: no step of a pager, "more", or tool.

    >>> is_title("园区要闻"), is_title("更多>>")
    (True, False)
    """
    return not _NO_TITLE.fullmatch(text)


def printed_title(anchor: Anchor) -> str:
    """What a link calls its page: the tooltip where the text is cut, a heading where the link wraps a whole item.

    Empty for a link that names nothing: a step of a pager, "more", a number.
    """
    text = anchor.text
    if _NO_TITLE.fullmatch(text):
        text = ""
    tooltip = "" if _NO_TITLE.fullmatch(anchor.title) or len(anchor.title) > _TITLE_LIMIT else anchor.title
    if tooltip and (not text or tooltip in text or tooltip.startswith(_CUT.sub("", text)) or _CUT.search(text)):
        return _BULLET.sub("", tooltip)
    if len(anchor.element):
        text = _heading(anchor.element) or _first_text(anchor.element) or text
    return _BULLET.sub("", text)[:_TITLE_LIMIT]


def _counts(anchor: Anchor) -> bool:
    """Whether a link takes part in the layout of items. A dead one does where it reads like a title."""
    if anchor.url is None:
        return len(anchor.text) >= 6
    return bool(anchor.text or anchor.title)


def _owners(anchors: Sequence[Anchor]) -> dict[HtmlElement, object]:
    """For each element over a link: the one address below it, or None where there are several."""
    owners: dict[HtmlElement, object] = {}
    for anchor in anchors:
        mine: object = anchor.url if anchor.url is not None else anchor
        element: HtmlElement | None = anchor.element
        while element is not None:
            seen = owners.setdefault(element, mine)
            if seen is None:
                break  # all elements above hold several already
            if seen != mine:
                owners[element] = None
            element = element.getparent()
    return owners


def _place(anchor: Anchor, owners: dict[HtmlElement, object]) -> HtmlElement:
    element = anchor.element
    parent = element.getparent()
    while parent is not None and parent.tag not in ("body", "html") and owners.get(parent) is not None:
        element, parent = parent, parent.getparent()
    return element


def _titled(members: Sequence[Anchor]) -> tuple[Anchor, str] | None:
    """Of several links to one address the one that names it: the first with text, else the first with a tooltip."""
    named = [(anchor, title) for anchor in members if (title := printed_title(anchor))]
    return next((pair for pair in named if pair[0].text), named[0] if named else None)


def _heading(element: HtmlElement) -> str:
    for inner in element.iterdescendants(*_HEADINGS):
        return _said(inner)
    for inner in element.iterdescendants("p", "div", "span", "strong", "b", "dt", "em"):
        if _TITLE_CLASS.search(inner.get("class") or ""):
            return _said(inner)
    return ""


def _said(heading: HtmlElement) -> str:
    """The text of a heading, without a date that has an element of its own in it."""
    return one_line("".join(text for text in heading.itertext() if not _is_date(text)))


def _is_date(text: str) -> bool:
    return _NUMBERS.fullmatch(text.strip()) is not None and printed_date([text]) is not None


def _first_text(element: HtmlElement) -> str:
    """What a link says without the date that it wraps; of a link that wraps blocks, what is said first."""
    blocks = [
        block for block in element.iterdescendants(*_BLOCKS) if next(block.iterdescendants(*_BLOCKS), None) is None
    ]
    if not blocks:
        return _undated(element.itertext())
    said = (_undated(texts) for texts in ([element.text or ""], *(block.itertext() for block in blocks)))
    return next((text for text in said if len(text) >= _SHORTEST), "")


def _undated(texts: Iterable[str]) -> str:
    return one_line(" ".join(text for text in texts if not _NUMBERS.fullmatch(text.strip())))


def _candidate(element: HtmlElement, anchor: Anchor, title: str) -> Candidate:
    return Candidate(
        url=str(anchor.url), anchor=anchor, element=element, title=title, date_text=_date(anchor, element, title)
    )


def _date(anchor: Anchor, row: HtmlElement, title: str) -> str | None:
    """The date nearest to the link: in it, then in each element around it up to the row."""
    element = anchor.element
    while (found := printed_date(texts_beside_title(element, title))) is None and element is not row:
        parent = element.getparent()
        if parent is None:
            return None
        element = parent
    return found


def texts_beside_title(element: HtmlElement, title: str) -> Iterator[str]:
    """The texts below an element but the title, within the size of a row."""
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > _ROW_LIMIT:
            return
        line = one_line(text)
        if _NUMBERS.fullmatch(line) or (line and line not in title and title not in line):
            yield line


def _after(row: HtmlElement) -> Iterator[str]:
    """The texts after a row, up to the end of its line or the next link: a flat layout has no element for an item."""
    yield row.tail or ""
    for beside in itertools.islice(row.itersiblings(), 3):
        if _parts_rows(beside):
            return
        yield from _own_texts(beside)
        yield beside.tail or ""


def _before(row: HtmlElement) -> Iterator[str]:
    """The texts before a row, likewise."""
    for beside in itertools.islice(row.itersiblings(preceding=True), 3):
        yield beside.tail or ""
        if _parts_rows(beside):
            return
        yield from _own_texts(beside)
    parent = row.getparent()
    if parent is not None and row.getprevious() is None:
        yield parent.text or ""


def _own_texts(element: HtmlElement) -> Iterator[str]:
    """The texts of an element; a comment among the children has none."""
    return iter(element.itertext() if isinstance(element.tag, str) else ())


def _parts_rows(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return False
    return element.tag in ("br", "hr", "a", "table", "ul", "ol") or next(element.iter("a"), None) is not None
