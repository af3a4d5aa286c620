"""The lines of a text as plain paragraphs, and as the least HTML that shows them: rows of tables, lists, links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import dropwhile, groupby, islice

from lxml.html import HtmlElement

from spiders.extract.outline import Block, Line
from spiders.extract.page import Doc
from spiders.extract.sanitise import sanitise

_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_CELLS = ("td", "th")
_TABLE = ("tr", "tbody", "thead", "tfoot", "table")
_CELL_LINES = 6  # lines a cell: a table with more is layout
# Where a source line is broken between two Chinese characters, no reader sees a space.
_SOFT_BREAK = re.compile(
    "(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r]{0,80}\n[ \t\r\n]{0,80}(?=[\u3000-\u9fff\uff00-\uffef])"
)
_MARKS = re.compile(r"#PAGE_BREAK#|\[!--empirenews\.page--\]|\[NextPage[^\]]{0,40}\]|[\u200b\u200c\u200d\ufeff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the body and the HTML for it; `parent` is the element ("table" or a list) that it is an item of.
    `plain`: its HTML is its text, escaped, in one element without attributes."""

    text: str
    html: str
    parent: HtmlElement | None = None
    tag: str = ""
    plain: bool = False


def paragraphs(doc: Doc, lines: Sequence[Line]) -> tuple[str, str]:
    """A text as one paragraph a line, the cells of a table separated by tabs; and as sanitised HTML."""
    found = [paragraph for paragraph in _paragraphs(doc, lines) if paragraph.text.strip()]
    html = "\n".join(_html(found))
    # What is plain throughout comes back from the sanitiser as it is, which takes as long as making it.
    is_plain = all(paragraph.plain for paragraph in found) and "\xa0" not in html
    return "\n".join([paragraph.text for paragraph in found]), html if is_plain else sanitise(html)


def _paragraphs(doc: Doc, lines: Sequence[Line]) -> Iterator[Paragraph]:
    rows: dict[Block, Block | None] = dict.fromkeys(_around(lines))
    for row, members in groupby(lines, lambda line: _row(line.block, rows)):
        if row is None:
            yield from (_paragraph(doc, line) for line in members)
        else:
            yield _table_row(doc, row, list(members))


def _around(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks that hold all of a text, from the innermost that is no part of a table on: a cell that holds it all
    is layout."""
    if not lines:
        return
    first = set(lines[0].block.chain())
    common = (block for block in lines[-1].block.chain() if block in first)
    yield from dropwhile(lambda block: block.tag in _TABLE, common)


def _paragraph(doc: Doc, line: Line) -> Paragraph:
    text = _text(line)
    plain = _is_plain(line)
    html = escape(text, quote=False) if plain else _inline(doc, line)
    item = _item(line.block)
    if item is not None and (items := item.element.getparent()) is not None and items.tag in ("ul", "ol"):
        if items.tag == "ol" and line.block.first == item.first:
            text = f"{_number(item.element)}. {text}"
        return Paragraph(text, f"<li>{html}</li>", items, items.tag)
    tag = _HEADINGS.get(line.block.tag, "p")
    return Paragraph(text, f"<{tag}>{html}</{tag}>", plain=plain)


def _item(block: Block) -> Block | None:
    """The item of a list that a block is, or stands in."""
    for outer in islice(block.chain(), 3):
        if outer.tag == "li":
            return outer
    return None


def _table_row(doc: Doc, row: Block, lines: Iterable[Line]) -> Paragraph:
    cells: dict[HtmlElement, list[Line]] = {cell: [] for cell in row.element.iterchildren(*_CELLS)}
    for line in lines:
        cell = next((block.element for block in line.block.chain() if block.parent is row), None)
        if cell in cells:
            cells[cell].append(line)
    text = "\t".join(" ".join(_text(line) for line in members) for members in cells.values())
    html = "".join(
        f"<{cell.tag!s}{_spans(cell)}>{'<br>'.join(_inline(doc, line) for line in members)}</{cell.tag!s}>"
        for cell, members in cells.items()
    )
    table = next((block.element for block in row.chain() if block.tag == "table"), None)
    return Paragraph(text, f"<tr>{html}</tr>", table, "table")


def _row(block: Block, known: dict[Block, Block | None]) -> Block | None:
    """The row of a table of data that a block stands in; None in running text and in tables that are layout."""
    row, inside = None, []
    for outer in block.chain():
        if outer in known:
            row = known[outer]
            break
        inside.append(outer)
        if outer.tag == "tr":
            row = outer if _is_data(outer) else None
            break
    known.update(dict.fromkeys(inside, row))
    return row


def _is_data(row: Block) -> bool:
    cells = list(row.element.iterchildren(*_CELLS))
    nested = next(row.element.iter("table"), None) is not None
    return len(cells) > 1 and not nested and row.end - row.first <= _CELL_LINES * len(cells)


def _text(line: Line) -> str:
    text = line.text
    if "\n" in "".join([piece[0].strip() for piece in line.pieces]):
        text = " ".join("".join(_SOFT_BREAK.sub("", piece[0]) for piece in line.pieces).split())
    return _unmarked(text)


def _is_plain(line: Line) -> bool:
    """Whether a line has neither links nor bold text."""
    return not line.linked and True not in [bold for _, _, bold in line.pieces]


def _inline(doc: Doc, line: Line) -> str:
    parts = []
    for (link, bold), group in groupby(line.pieces, lambda piece: (piece[1], piece[2])):
        html = escape("".join(_SOFT_BREAK.sub("", piece[0]) for piece in group))
        if bold and html.strip():
            html = f"<strong>{html}</strong>"
        url = doc.absolute(link.get("href") or "") if link is not None else None
        parts.append(f'<a href="{escape(url)}">{html}</a>' if url else html)
    return _unmarked(" ".join("".join(parts).split()))


def _unmarked(text: str) -> str:
    """A text without the marks between the pages of an article, and without what has no width."""
    return text if text.isprintable() and "#" not in text and "[" not in text else _MARKS.sub("", text)


def _html(found: Sequence[Paragraph]) -> Iterator[str]:
    for (parent, tag), members in groupby(found, lambda paragraph: (paragraph.parent, paragraph.tag)):
        html = "\n".join(paragraph.html for paragraph in members)
        begins = f' start="{start}"' if (start := _start(parent)) > 1 else ""
        yield html if parent is None else f"<{tag}{begins}>{html}</{tag}>"


def _number(item: HtmlElement) -> int:
    """The number that a list gives an item."""
    return _start(item.getparent()) + sum(1 for _ in item.itersiblings("li", preceding=True))


def _start(items: HtmlElement | None) -> int:
    """The number that a list begins with."""
    start = (items.get("start") or "").strip() if items is not None and items.tag == "ol" else ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 1


def _spans(cell: HtmlElement) -> str:
    spans = ((name, (cell.get(name) or "").strip()) for name in ("colspan", "rowspan"))
    return "".join(
        f' {name}="{value}"' for name, value in spans if value.isascii() and value.isdigit() and len(value) < 4
    )
