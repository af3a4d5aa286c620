"""How the pages of a listing are numbered that are files beside each other: index.html, index_1.html, index_2.html."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from spiders.extract.anchors import anchors
from spiders.extract.page import Doc

FROM_1 = (2, 1)  # the numbers that the second file may have where a script calls the first page 1
_STEM = re.compile(r"([\w-]{0,80}?)(?:_(\d{1,6}))?\.(\w{1,6})")
_HTML = re.compile(r"\.(s?html?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What a script says. The first page is the file `prefix.suffix`, the others are `prefix_N.suffix`.

    `start` is the number that the script gives to the first page, `second` the N that the second may have, the likely
    one first: sites count pages and files in ways of their own. `unsure`: the script does not tell whether the first
    page is 0 or 1.
    """

    count: int
    current: int
    prefix: str
    suffix: str
    start: int
    second: tuple[int, ...]
    unsure: bool = False

    def next_files(self, own: int | None) -> tuple[str | None, tuple[str, ...]]:
        """The file of the next page, None on the last, and others that may be it. `own` is the N of the page's file,
        None where it has none: then only the script tells which page it is."""
        place, last = self.current - self.start, self.count - 1
        numbers = [own + 1] if own is not None else [place + second for second in self.second]
        files = [f"{self.prefix}_{number}.{self.suffix}" for number in numbers]
        if 0 <= place < last:
            return files[0], tuple(files[1:])
        return None, tuple(files) if self.unsure and place == last > 0 else ()


def pages_from(count: int, current: int, prefix: str, suffix: str, own: int | None) -> Pages:
    """The pages of a script of which only the number of the current page tells whether the first is 0 or 1."""
    start = 0 if current == (own or 0) else 1
    return Pages(
        count=count,
        current=current,
        prefix=prefix,
        suffix=suffix,
        start=start,
        second=(1, 2) if start == 0 else FROM_1,
        unsure=start == 0 and current > 0,
    )


@lru_cache(maxsize=1)  # asked for by each script of a page
def own_file(doc: Doc) -> tuple[str, int | None, str]:
    """Name without number, number and suffix of the page's own file; the index of a folder has the suffix of most
    files that the page links below it."""
    match = _STEM.fullmatch(urlsplit(doc.url).path.rpartition("/")[2])
    if match is None:
        return "index", None, _suffix_below(doc)
    return match[1] or "index", int(match[2]) if match[2] else None, match[3]


def _suffix_below(doc: Doc) -> str:
    folder = doc.url.partition("?")[0]
    below = (anchor.url for anchor in anchors(doc) if anchor.url is not None and anchor.url.startswith(folder))
    suffixes = Counter(suffix[1] for url in below if (suffix := _HTML.search(url)) is not None)
    return max(suffixes, key=suffixes.__getitem__, default="html")
