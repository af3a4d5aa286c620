"""The section 栏目 that a page belongs to: by its tag, or by the path printed on it."""

import re
from collections.abc import Sequence

from spiders.extract.meta import Meta
from spiders.extract.title import key

# A drawer of a section, not its name: a year, a month, an issue of a gazette.
_DRAWER = re.compile(
    r"(?:(?:19|20)\d\d年?)?(?:第?\s?\d{1,4}\s?[期号]|(?:1[0-2]|0?[1-9])月份?)?|第[一二三四五六七八九十百]{1,4}[期号]"
)


def section(names: Sequence[str], meta: Meta, labelled: str | None = None, title: str | None = None) -> str | None:
    """The name of the section; None where the page doesn't say.

    The tag ColumnName names it; where that is missing, or a year or an issue, the last of the `names` of the path
    that is neither, nor the title. `labelled` is the name after a label such as 所属栏目.
    """
    names = [name for name in names if not title or not key(title).startswith(key(name.rstrip(".…")))]
    for name in (meta.section, *reversed(names), labelled):
        if name and not is_drawer(name):
            return name
    return meta.section or next(reversed(names), None)


def is_drawer(name: str) -> bool:
    """Whether a name is that of a year or an issue.

    >>> is_drawer("2024年"), is_drawer("2007年第23号"), is_drawer("投资运行")
    (True, True, False)
    """
    return _DRAWER.fullmatch(name) is not None
