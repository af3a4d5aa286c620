"""Links that stand in the row of another link and belong to it: related pages in a popup, versions in a menu."""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from spiders.extract.anchors import Anchor
from spiders.extract.shapes import shape

_NAME = 8  # characters of a column's name: what stands under such a link is the column
_ROWS = 3  # what is laid out so often is a list
_FURTHER = 3  # links beside each on average: where there are more, they are the list, and what is above leads it


def without_nested(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The links but those of lists that stand within the rows of a list, each row with an article of its own."""
    main: dict[HtmlElement, Anchor] = {}
    rows = [(anchor, next(anchor.element.iterancestors("li"), None)) for anchor in anchors]
    nested: dict[Anchor, HtmlElement] = {}  # with the row that it stands in
    for anchor, row in rows:
        if row is None:
            continue
        main.setdefault(row, anchor)
        outer = next(row.iterancestors("li"), None)
        if outer is not None and (above := main.get(outer)) is not None and _is_item(above):
            nested[anchor] = outer
    if not nested:
        return list(anchors)
    of_list = Counter(row.getparent() for row, anchor in main.items() if _is_item(anchor))
    further = Counter(row.getparent() for row in nested.values())
    lists = {each for each, count in further.items() if of_list[each] >= _ROWS and count < _FURTHER * of_list[each]}
    return [anchor for anchor in anchors if anchor not in nested or nested[anchor].getparent() not in lists]


def _is_item(anchor: Anchor) -> bool:
    return anchor.url is not None and len(anchor.text) > _NAME and shape(anchor.url) != "section"
