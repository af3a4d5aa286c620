"""What the lines around a text say of it: above it, below it, and in a table above the title."""

import re
from collections.abc import Sequence

from spiders.extract import infoline
from spiders.extract.infoline import Info
from spiders.extract.layout import Layout
from spiders.extract.outline import Line
from spiders.extract.said import Said

_SOURCE = re.compile(r"(?:^|[\s_-])(?:source|origin|media|laiyuan)(?:$|[\s_-])", re.IGNORECASE)
_NAME = 200  # characters of class and id that are looked at
_BARE_BELOW = 4  # lines below a text in which a date needs no label
_OF_TABLE = ("published", "source", "publisher", "issuer", "index", "number", "written")


def facts(parts: Layout) -> Info:
    """What stands above the text; of what that leaves open, what stands below it, or in a table above the title."""
    info = _read(parts.head)
    if info.source is None and "source" not in info.kinds:
        info.unlabelled_source = info.unlabelled_source or _named_source(parts.head)
    below = _read(parts.foot, _BARE_BELOW)
    if info.published or info.dated or info.bare:
        below.published = below.dated = below.bare = None
    info = info.over(parts.credits).over(below)
    table = _read(parts.table, bare=0)
    return info.over(Info(**{name: getattr(table, name) for name in _OF_TABLE}))


def _read(lines: Sequence[Line], bare: int = 1000) -> Info:
    shown = [line for line in lines if not line.hidden]
    return infoline.read([_apart(line) if line.linked else line.text for line in shown], bare, shown)


def _apart(line: Line) -> str:
    """A line with a bar after each link, for what a link names ends with it: 来源：<a>园区网</a><a>参与互动</a>."""
    parts, before = [], None
    for text, link, _ in line.pieces:
        parts.append(f" | {text}" if before is not None and link is not before else text)
        before = link
    return " ".join("".join(parts).split())


def _named_source(head: Sequence[Line]) -> Said | None:
    """What stands in an element whose class or id says that it is the source; some news sites print no label."""
    elements = (element for block in dict.fromkeys(line.block for line in head) for element in block.element.iter())
    for element in elements:
        if not _SOURCE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:_NAME]):
            continue
        if name := infoline.name(" ".join("".join(element.itertext()).split())):
            return Said(name, "element called so", element)
    return None
