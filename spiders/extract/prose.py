"""How much of a line is running text, and whether a line reads like a part of one."""

import re
from collections.abc import Sequence

from spiders.extract.infoline import is_info
from spiders.extract.outline import Line
from spiders.extract.tools import heads_others, is_foot, is_more, is_notice, is_tool, leads_on, may_be_foot

_SENTENCE = re.compile("[，。；！？,;]")
_SHORT, _LONG = 8, 25  # characters: a shorter line with a comma is no prose, a longer one is without
_PARAGRAPH = 300  # characters: no info line or footer is as long
_HIDDEN = 4  # times less than text in sight: a copy for printing, unless it is all there is
_SIGNATURE = 30  # characters of a signature, a caption
_LINKED = 0.2  # of the characters: more links than a text has


def prose(line: Line) -> int:
    """How many characters of a line are running text: none of links, labels, buttons and footers."""
    text = line.text
    length = len(text) - line.linked
    if length < _SHORT or line.linked > length or (length < _LONG and not _SENTENCE.search(text)):
        return 0
    if length < _PARAGRAPH and (is_foot(text) or may_be_foot(text) or is_info(text)):
        return 0
    return length // _HIDDEN if line.hidden else length


def is_furniture(text: str) -> bool:
    """Whether a line is of the page and none of its text, wherever it stands."""
    marks = (is_tool, leads_on, heads_others, is_foot, may_be_foot, is_notice, is_more)
    return any(mark(text) for mark in marks)


def is_plain(line: Line) -> bool:
    """Whether a short line reads like a part of a text: a subtitle, a caption, a signature, a date."""
    text = line.text
    return len(text) <= _SIGNATURE and not line.linked and not is_furniture(text) and not is_info(text)


def is_running(lines: Sequence[Line]) -> bool:
    """Whether lines are text throughout, with few links and no furniture between them."""
    linked, characters = sum(line.linked for line in lines), sum(len(line.text) for line in lines)
    return linked <= _LINKED * characters and not any(is_furniture(line.text) or is_info(line.text) for line in lines)
