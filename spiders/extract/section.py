"""The section 栏目 that a page belongs to: by its tag, or by the path printed on it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spiders.extract.crumbs import Path
from spiders.extract.infoline import begins_info
from spiders.extract.meta import Meta
from spiders.extract.outline import Line
from spiders.extract.said import Said
from spiders.extract.title import initial, key

# A drawer of a section, not its name: a year, a month, an issue of a gazette.
_DRAWER = re.compile(
    r"(?:(?:19|20)\d\d年?)?(?:第?\s?\d{1,4}\s?[期号]|(?:1[0-2]|0?[1-9])月份?)?|第[一二三四五六七八九十百]{1,4}[期号]"
)
_LEAST = 4  # characters of a title that a path cuts off
_HEADLINE = 10  # characters: names of sections are shorter


def title_in(path: Path, meta: Meta, page_title: str, lines: Sequence[Line]) -> str | None:
    """The last name of a path where that is the title of the article; None where it is that of a section.

    It is one where the page declares it as such, where its source or date stands below it, and where it is too long
    for a section and <title> begins with it.
    """
    last = key(path.names[-1]) if path.names else ""
    if not last:
        return None
    if (stem := last.rstrip(".…")) != last and len(stem) >= _LEAST:
        return next((line.text for line in _heads(lines, stem) if key(line.text).startswith(stem)), None)
    if meta.article_title is not None and key(meta.article_title) == last:
        is_title = key(meta.section or "") != last
    else:
        is_title = (len(last) >= _HEADLINE and key(page_title).startswith(last)) or any(
            key(line.text) == last for line in _heads(lines, last)
        )
    return path.names[-1] if is_title else None


def _heads(lines: Sequence[Line], start: str) -> Iterator[Line]:
    """The lines that begin with a text, by its first character at least, and have what is told of an article below."""
    for line, below in pairwise(lines):
        if initial(line.text[0]) == start[0] and not line.linked and begins_info(below.text):
            yield line


def section(path: Path, meta: Meta, labelled: Said | None = None, title: str | None = None) -> Said | None:
    """The name of the section; None where the page doesn't say.

    The tag ColumnName names it; where that is missing, or a year or an issue, the last name of the path that is
    neither, nor the title. `labelled` is the name after a label such as 所属栏目.
    """
    names = [name for name in path.names if not title or not key(title).startswith(key(name.rstrip(".…")))]
    told = [meta.said("section"), *(_in(path, name) for name in reversed(names)), labelled]
    found = [said for said in told if said is not None]
    return next((said for said in found if not is_drawer(said.value)), found[0] if found else None)


def _in(path: Path, name: str) -> Said:
    line = next((line for line in reversed(path.lines) if name in line.text), None)
    return Said(name, "path", line)


def is_drawer(name: str) -> bool:
    """Whether a name is that of a year or an issue.

    >>> is_drawer("2024年"), is_drawer("2007年第23号"), is_drawer("投资运行")
    (True, True, False)
    """
    return _DRAWER.fullmatch(name) is not None
