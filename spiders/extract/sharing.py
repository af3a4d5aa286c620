"""Parts of a page that pass it on: buttons to share it, codes to scan. Told by what templates and share services call
them."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from spiders.extract.names import Names, names
from spiders.extract.outline import Line

_CALLED = re.compile(
    r"(?:^|[\s_-])(?:bd_?share\w{0,20}|bshare\w{0,20}|jiathis\w{0,20}|(?:social)?-?share(?:bar|box|btn|list|to)?|qr_?code\w{0,9}|ewm|erweima)"
    r"(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_NAME = 120  # characters of class and id that are looked at
_AROUND = 4  # elements from one outwards
_BUTTON = 60  # characters of a line of buttons


def is_sharing(line: Line) -> bool:
    """Whether a line is of such a part."""
    chain = zip(line.block.chain(), range(_AROUND), strict=False)
    return len(line.text) <= _BUTTON and any(_is_called(block.names) for block, _ in chain)


def shares(element: HtmlElement) -> bool:
    """Whether an element, a picture mostly, is of such a part."""
    around = zip((element, *element.iterancestors()), range(_AROUND), strict=False)
    return any(_is_called(names(str(one.tag), one.get("class"), one.get("id"))) for one, _ in around)


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def _is_called(called: Names) -> bool:
    if not (called.classes or called.id):
        return False
    return _CALLED.search(f"{(called.classes or '')[:_NAME]} {(called.id or '')[:_NAME]}") is not None
