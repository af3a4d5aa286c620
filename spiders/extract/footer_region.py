"""Which lines of a page are its footer.

Names of classes say little (the footer of one site stands in `pz_down`, articles in `bottom`), so the lines decide:
record numbers, copyright and report lines are anchors; labelled lines around them belong to them; prose ends it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from spiders.extract.footer_lines import Line
from spiders.extract.outline import Block

# What a line has that is an anchor outside of what is named the footer, in either script. Each branch begins with a
# character of its own: that is found ten times as fast.
_MAY_ANCHOR = re.compile(
    r"备|備|证|證|©|公[网網安]|网[警安]|網[警安]|标[识識]|標[识識]|版\s?[权權]|举[报報]|舉[报報]|不良信息|主[办辦]|承[办辦]"
    r"|copy|Copy|COPY|reserved|Reserved|RESERVED"
)

_PROSE = 60  # characters from which a line without labels is a paragraph of text
_GAP, _GAP_IN_FOOTER = 3, 40  # lines without labels that may stand between two that have some
_CLUSTER = 8  # lines between two anchors of one footer; sites print one for phones and one for computers
_LAST = 12  # a sponsor's line so near the end of a page is an anchor
_LIMIT = 80  # lines of a footer


def region(page: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page that are its footer; none where it has none."""
    long = [line for line in page if len(line.shown) >= _PROSE]
    prose = {block for line in long if _is_prose(line) for block in line.block.chain()}
    hints = [i for i, line in enumerate(page) if line.foot == 2 or _MAY_ANCHOR.search(line.shown)]
    anchors = [i for i in hints if _is_anchor(page[i], len(page) - i, prose)]
    if not anchors:
        return ()
    clusters: list[list[int]] = [[anchors[0]]]
    for before, anchor in pairwise(anchors):
        near = anchor - before <= _CLUSTER or all(line.foot for line in page[before:anchor])
        if near and not _beside_prose(page[before], page[anchor], prose):
            clusters[-1].append(anchor)
        else:
            clusters.append([anchor])
    # The one that tells most; of two that tell as much the later.
    best = max(clusters, key=lambda cluster: (len(set().union(*(page[i].told for i in cluster))), cluster[-1]))
    begin = _extend(page, prose, best[0], -1)
    end = _extend(page, prose, best[-1], 1)
    return tuple(page[begin : min(end + 1, begin + _LIMIT)])


def _is_anchor(line: Line, from_end: int, prose: set[Block]) -> bool:
    if _is_prose(line):
        return False
    told = line.told
    if told & {"icp", "psb", "code"}:
        return True
    if told & {"copyright", "report"}:
        return line.foot > 0 or len(line.text) <= 2 * _PROSE
    if told & {"sponsor", "organizer"}:
        # A notice ends like this too, in one block with its text.
        block = line.block.parent if line.block.tag == "p" else line.block
        return line.foot > 0 or (from_end <= _LAST and block not in prose)
    return bool(told) and line.foot == 2


def _extend(page: Sequence[Line], prose: set[Block], anchor: int, step: int) -> int:
    """The furthest line from an anchor, forward or back, that still belongs to the footer."""
    furthest, gap, i = anchor, 0, anchor + step
    while 0 <= i < len(page) and gap <= (_GAP_IN_FOOTER if page[i].foot == 2 else _GAP):
        if _is_prose(page[i]) or _beside_prose(page[i], page[anchor], prose):
            break
        gap = 0 if page[i].told else gap + 1
        furthest = i if page[i].told else furthest
        i += step
    return furthest


def _is_prose(line: Line) -> bool:
    """A paragraph of text: long and without labels, or of several clauses. A notice may name a site's code in one."""
    if len(line.shown) < _PROSE or line.foot == 2:
        return False
    return line.shown.count("，") + line.shown.count("。") >= 2 or not line.told


def _beside_prose(line: Line, anchor: Line, prose: set[Block]) -> bool:
    """Whether a line stands in a block of its own, apart from the anchor, that holds paragraphs of text."""
    if line.foot == 2:
        return False
    shared = set(anchor.block.chain())
    return any(block in prose for block in line.block.chain() if block not in shared)
