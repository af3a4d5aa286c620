"""The name of a list that is printed right above it."""

import itertools
import re
from collections.abc import Sequence

from spiders.extract.names import Names
from spiders.extract.outline import Line, Outline
from spiders.extract.tools import is_tool

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CALLED = re.compile(r"(?:^|[\s_-])(?:tit|title|name|caption|bt|biaoti)(?:$|[\s_\d-])", re.IGNORECASE)
_CALLED_LENGTH = 100  # characters of a class that are looked at
_WORD = re.compile(r"[\u3400-\u9fff]{2}")
_RANKING = re.compile("排行|热门|热点|点击|推荐|最新")
_NAME = re.compile(r"[\u3400-\u9fff]{2,10}")
_BEGINNING = 6  # characters of a title by which its line is known; what follows may be cut
_ROW = 4  # lines of a row: its title, summary, source and date
_PLACES = 3  # of the same rows on one page


def caption(page: Outline, titles: Sequence[str]) -> str | None:
    """The name in a heading that is the last line before a list, by the titles of its first rows; None for none.

    The same rows may stand in a list of what is read most as well, which names none.
    """
    shown = [line for line in page.lines if not line.hidden]
    places = (number for number in range(len(shown)) if _begin(shown, number, titles))
    near = (shown[max(place - _ROW, 0) : place] for place in itertools.islice(places, _PLACES))
    above = (next(filter(_says_some, reversed(lines)), None) for lines in near)
    return next((line.text for line in above if line is not None and _names(line)), None)


def _begin(lines: Sequence[Line], number: int, titles: Sequence[str]) -> bool:
    """Whether rows of such titles begin in a line."""
    return all(
        any(line.linked and title[:_BEGINNING] in line.text for line in lines[number + first : number + end])
        for title, first, end in zip(titles, (0, 1), (1, 1 + _ROW), strict=False)
    )


def _says_some(line: Line) -> bool:
    return _WORD.search(line.text) is not None  # unlike a date before the title of a row


def _names(line: Line) -> bool:
    is_name = _NAME.fullmatch(line.text) is not None and not line.linked and not is_tool(line.text)
    return is_name and not _RANKING.search(line.text) and _is_heading(line.block.names)


def _is_heading(names: Names) -> bool:
    return names.tag in _HEADINGS or _CALLED.search((names.classes or "")[:_CALLED_LENGTH]) is not None
