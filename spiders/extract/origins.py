"""Where in the page each field was read, so that anybody can look it up in the capture."""

from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from archive.records import Origin
from spiders.extract.embedded import BEHIND, WRITTEN
from spiders.extract.outline import Line
from spiders.extract.page import BETWEEN, Doc
from spiders.extract.said import Said


def origins(doc: Doc, told: Mapping[str, Said]) -> tuple[Origin, ...]:
    """The place of each field that was told. Costs something: to be asked for what is kept, not for every page."""
    places: dict[HtmlElement, tuple[str, str]] = {}  # several fields stand in one info line
    return tuple(_origin(doc, field, said, places) for field, said in told.items())


def _origin(doc: Doc, field: str, said: Said, places: dict[HtmlElement, tuple[str, str]]) -> Origin:
    if said.at is None:
        return Origin(field=field, rule=said.rule)
    element = said.at.block.element if isinstance(said.at, Line) else said.at
    written = element if element.tag == WRITTEN else next(element.iterancestors(WRITTEN), None)
    if written is not None:
        holder = written.getprevious()
        where = _path(doc, holder) if holder is not None and written.get(BEHIND) is not None else None
        return Origin(field=field, rule=f"script, {said.rule}", where=where)
    if field == "body":  # many lines, some of them left out
        return Origin(field=field, rule=said.rule, where=_path(doc, element))
    if element not in places:
        places[element] = _place(doc, element)
    where, text = places[element]
    start, end = _span(text, said)
    return Origin(field=field, rule=said.rule, where=where, start=start, end=end)


def _place(doc: Doc, element: HtmlElement) -> tuple[str, str]:
    """Where a text stands, and the text there."""
    path = _path(doc, element)
    if element.tag == "meta":
        return f"{path}/@content", " ".join((element.get("content") or "").split())
    return path, " ".join("".join(element.itertext()).split())


def _path(doc: Doc, element: HtmlElement) -> str:
    """Where an element is in the page as received, which has no element where comments enclose the text."""
    path = doc.tree.getroottree().getpath(element)
    return path if BETWEEN not in path else f"/{doc.tree.tag!s}" + "".join(_steps(element))


def _steps(element: HtmlElement) -> Iterator[str]:
    parent = element.getparent()
    if parent is None:
        return
    yield from _steps(parent)
    if element.tag != BETWEEN:
        tag, level = str(element.tag), (element, parent) if parent.tag == BETWEEN else (element,)
        before = [other for one in level for other in one.itersiblings(tag, preceding=True)]
        yield f"/{tag}[{len(before) + 1}]"


def _span(text: str, said: Said) -> tuple[int | None, int | None]:
    """Where a value stands in the text of its element: in its own line, if it is there more than once. Between the
    lines of a title there may be a space."""
    line = said.at.text if isinstance(said.at, Line) else ""
    start = text.find(said.value, max(text.find(line), 0))
    if start >= 0:
        return start, start + len(said.value)
    places = [place for place, character in enumerate(text) if character != " "]
    bare = said.value.replace(" ", "")
    first = text.replace(" ", "").find(bare) if bare else -1
    return (places[first], places[first + len(bare) - 1] + 1) if first >= 0 else (None, None)


def body_rule(rule: str, container: HtmlElement) -> str:
    """The rule that found the text, with what its container is called.

    >>> from lxml.html import fromstring
    >>> body_rule("container", fromstring('<div id="zoom"></div>'))
    'container #zoom'
    """
    if rule != "container":
        return rule
    if container.tag == BETWEEN:
        return "between comments"
    name, classes = container.get("id"), (container.get("class") or "").split()
    return f"container #{name}" if name else f"container .{classes[0]}" if classes else f"container {container.tag!s}"
