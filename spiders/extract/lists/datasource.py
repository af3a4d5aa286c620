"""Pages of which a script fills the lists from files beside them: `<ul data="datasource:…">` from `ds_….json`.

The file has all rows at once. Sites that Xinhua makes have such lists, of which no other sign tells.
"""

import itertools
import re

from archive.records import Link
from spiders.extract.lists.asked import NOTHING, Asked
from spiders.extract.page import Doc

_NAME = re.compile(r"datasource:([0-9a-f]{8,64})", re.IGNORECASE)
_MOST = 20  # lists of one page


def may_ask(text: str) -> bool:
    """Whether a page's markup names such a file at all."""
    return "datasource:" in text


def asked(doc: Doc, rows: int) -> Asked:
    """The files of the lists that the page leaves empty; the first is its own list where it shows no rows itself."""
    if not may_ask(doc.text):
        return NOTHING
    empty = [element for element in doc.tree.xpath("//*[@data]") if next(element.iter("a"), None) is None]
    names = [found[1] for element in empty if (found := _NAME.fullmatch(element.get("data").strip()))]
    files = (doc.absolute(f"ds_{name}.json") for name in dict.fromkeys(names))
    urls = [url for url in itertools.islice(files, _MOST) if url is not None]
    own = None if rows else next(iter(urls), None)
    return Asked(next_url=own, links=tuple(Link(url=url, text="", kind="api") for url in urls if url != own))
