"""What a site calls itself in what leads to its home page: the words of that link, or of the emblem in it."""

import re
from urllib.parse import urlsplit

from spiders.extract.anchors import anchors
from spiders.extract.page import Doc
from spiders.extract.shapes import is_home

_NO_NAME = re.compile(r".{0,4}(?:首页|主页).{0,4}|home|logo", re.IGNORECASE)


def names_of_home(doc: Doc) -> tuple[str, ...]:
    """The names, as printed; none where the page has no such link."""
    host = urlsplit(doc.url).netloc
    leads_home = (a for a in anchors(doc) if a.url and is_home(a.url) and urlsplit(a.url).netloc == host)
    names = (name for anchor in leads_home for name in (anchor.text, anchor.title) if name)
    return tuple(dict.fromkeys(name for name in names if not _NO_NAME.fullmatch(name)))
