"""Which lines of a page are its footer.

Names of classes say little (the footer of one site stands in `pz_down`, articles in `bottom`), so the lines decide:
record numbers, copyright and report lines are anchors; labelled lines around them belong to them; prose ends it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from spiders.extract.footer_labels import entries, key
from spiders.extract.footer_lines import Line
from spiders.extract.footer_records import CODE, ICP, PSB
from spiders.extract.outline import Block

_COPYRIGHT = re.compile(r"版\s?权\s?所\s?有|copy-?right|©|all rights reserved", re.IGNORECASE)
# The word after the name: 「某县人民政府办公室主办 某县信息中心承办」. In a sentence it is followed by something else.
_NAMED_AFTER = re.compile(r"[\u4e00-\u9fa5]{4}[主承]办(?=[\s、，,]|$)")
# In what is named the footer these need no label.
_UNLABELLED = (("phone", re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)")), ("email", re.compile(r"[\w-]@[\w-]")))
_HINT = re.compile(
    r"[:：@©]|ICP|[备備]|版\s?[权權]|copy-?right|reserved|[标標][识識]|[办辦电電热熱]|\d[-－–—]\d", re.IGNORECASE
)
_RECORDS = (("icp", ICP), ("psb", PSB), ("code", CODE), ("copyright", _COPYRIGHT))

_PROSE = 60  # characters from which a line without labels is a paragraph of text
_GAP, _GAP_IN_FOOTER = 3, 40  # lines without labels that may stand between two that have some
_CLUSTER = 8  # lines between two anchors of one footer; sites print one for phones and one for computers
_LAST = 12  # a sponsor's line so near the end of a page is an anchor
_LIMIT = 80  # lines of a footer


def region(page: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page that are its footer; none where it has none."""
    told = [_tells(line) for line in page]
    prose = _blocks_with_prose(page, told)
    anchors = [i for i, line in enumerate(page) if _is_anchor(line, told[i], len(page) - i, prose)]
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
    best = max(clusters, key=lambda cluster: (len(set().union(*(told[i] for i in cluster))), cluster[-1]))
    begin = _extend(page, told, prose, best[0], -1)
    end = _extend(page, told, prose, best[-1], 1)
    return tuple(page[begin : min(end + 1, begin + _LIMIT)])


def _tells(line: Line) -> frozenset[str]:
    """What a line says of a site: kinds of records and of labels with a value."""
    if not _HINT.search(line.shown):
        return frozenset()
    matched = key(line.text)
    records = {name for name, pattern in _RECORDS if pattern.search(matched)}
    items = entries(line.text)
    # The last label of a line may have its value on the next one.
    labelled = {entry.kind for entry in items if entry.kind and (entry.value or entry is items[-1])}
    if len(matched) <= _PROSE and _NAMED_AFTER.search(matched):
        labelled.add("sponsor")
    if line.foot == 2:
        labelled |= {name for name, pattern in _UNLABELLED if pattern.search(matched)}
    return frozenset((records | labelled) - {"other", "fax"})


def _is_anchor(line: Line, told: frozenset[str], from_end: int, prose: set[Block]) -> bool:
    if _is_prose(line, told):
        return False
    if told & {"icp", "psb", "code"}:
        return True
    if told & {"copyright", "report"}:
        return line.foot > 0 or len(line.text) <= 2 * _PROSE
    if told & {"sponsor", "organizer"}:
        # A notice ends like this too, in one block with its text.
        block = line.block.parent if line.block.tag == "p" else line.block
        return line.foot > 0 or (from_end <= _LAST and block not in prose)
    return bool(told) and line.foot == 2


def _extend(page: Sequence[Line], told: Sequence[frozenset[str]], prose: set[Block], anchor: int, step: int) -> int:
    """The furthest line from an anchor, forward or back, that still belongs to the footer."""
    furthest, gap, i = anchor, 0, anchor + step
    while 0 <= i < len(page) and gap <= (_GAP_IN_FOOTER if page[i].foot == 2 else _GAP):
        if _is_prose(page[i], told[i]) or _beside_prose(page[i], page[anchor], prose):
            break
        gap = 0 if told[i] else gap + 1
        furthest = i if told[i] else furthest
        i += step
    return furthest


def _is_prose(line: Line, told: frozenset[str]) -> bool:
    """A paragraph of text: long and without labels, or of several clauses. A notice may name a site's code in one."""
    if len(line.shown) < _PROSE or line.foot == 2:
        return False
    return not told or line.shown.count("，") + line.shown.count("。") >= 2


def _beside_prose(line: Line, anchor: Line, prose: set[Block]) -> bool:
    """Whether a line stands in a block of its own, apart from the anchor, that holds paragraphs of text."""
    if line.foot == 2:
        return False
    shared = set(anchor.block.chain())
    return any(block in prose for block in line.block.chain() if block not in shared)


def _blocks_with_prose(page: Sequence[Line], told: Sequence[frozenset[str]]) -> set[Block]:
    texts = (line for line, facts in zip(page, told, strict=True) if _is_prose(line, facts))
    return {block for line in texts for block in line.block.chain()}
