"""The text of documents and sheets in Office Open XML (ECMA-376), which is XML in a zip."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from spiders.extract.zipped import PIECE, Unreadable, Zip

DOCUMENT, WORKBOOK = "word/document.xml", "xl/workbook.xml"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_STRINGS = "xl/sharedStrings.xml"
_TAGS = 1_000_000  # of one part, two for each element; the text of a long novel has as many
_TEXT = 4_000_000  # characters of one part, or one row
_DIGITS = 10  # of the number of a text
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n"}


class _Event(NamedTuple):
    """What comes next in a part: the `name` is that of the element, for a text that of the one that holds it.

    `value` is the text; of a beginning the attribute `t`, by which a cell tells what its value stands for.
    """

    kind: Literal["begin", "text", "end"]
    name: str
    value: str = ""


def document_lines(document: Zip) -> Iterator[str]:
    """The paragraphs of a document in the order of the file; Unreadable where it can't be read on."""
    pieces: list[str] = []
    for kind, name, value in _events(document, DOCUMENT):
        if kind == "text" and name == "t":
            pieces.append(value)
        elif kind == "begin" and name in _BREAKS:
            pieces.append(_BREAKS[name])
        elif kind == "end" and name == "p":
            yield "".join(pieces)
            pieces.clear()


def sheet_lines(book: Zip) -> Iterator[str]:
    """The rows of all sheets of a workbook, cells between tabs; Unreadable where it can't be read on."""
    strings = list(_strings(book)) if _STRINGS in book.members else []
    sheets = {int(found[1]): name for name in book.members if (found := _SHEET.fullmatch(name))}
    cells: list[str] = []
    pieces: list[str] = []
    holds, width = "", 0
    for _, part in sorted(sheets.items()):
        for kind, name, value in _events(book, part):
            if kind == "begin" and name == "c":
                holds = value
            elif kind == "text" and name in ("v", "t"):
                pieces.append(value)
            elif kind == "end" and name == "c":
                cells.append(_cell("".join(pieces), holds, strings))
                pieces.clear()
                width += len(cells[-1])
                if width > _TEXT:  # a thousand cells may refer to one long text
                    raise Unreadable(f"{part} is beyond what a sheet has")
            elif kind == "end" and name == "row":
                yield "\t".join(cells)
                cells.clear()
                width = 0


def _strings(book: Zip) -> Iterator[str]:
    """The texts of a workbook, to which cells refer by number."""
    pieces: list[str] = []
    for kind, name, value in _events(book, _STRINGS):
        if kind == "text" and name == "t":
            pieces.append(value)
        elif kind == "end" and name == "si":
            yield "".join(pieces)
            pieces.clear()


def _cell(text: str, holds: str, strings: list[str]) -> str:
    if holds != "s":
        return text
    is_number = text.isdecimal() and len(text) < _DIGITS
    return strings[int(text)] if is_number and int(text) < len(strings) else ""


def _events(document: Zip, part: str) -> Iterator[_Event]:
    """A part tag by tag: it is never held as a whole, so it may be of any size and depth."""
    found: list[_Event] = []
    parser = ParserCreate()
    parser.buffer_text = True
    inside = ""

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = tag.rpartition(":")[2]
        found.append(_Event("begin", inside, attributes.get("t", "")))

    def end(tag: str) -> None:
        nonlocal inside
        inside = ""
        found.append(_Event("end", tag.rpartition(":")[2]))

    def text(data: str) -> None:
        found.append(_Event("text", inside, data))

    def refuse(*_: object) -> NoReturn:
        raise Unreadable(f"{part} declares what no document does")  # entities, to blow it up

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = refuse
    tags = texts = 0
    for piece in chain(document.unpacked(part), (b"",)):
        tags += piece.count(b"<")
        if tags > _TAGS or texts > _TEXT or (len(piece) == PIECE and b"<" not in piece):
            raise Unreadable(f"{part} is beyond what a document has")
        try:
            parser.Parse(piece, not piece)
        except ExpatError as error:
            raise Unreadable(f"{part} is no XML that can be read: {error}") from error
        texts += sum(len(event.value) for event in found)
        yield from found
        found.clear()
