"""Which lines of a page are its footer.

Names of classes say little (the footer of one site stands in `pz_down`, articles in `bottom`), so the lines decide:
record numbers, copyright and report lines are anchors; labelled lines around them belong to them; prose ends it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise, takewhile

from spiders.extract.containers import containers
from spiders.extract.footer_lines import Lines
from spiders.extract.names import Names
from spiders.extract.outline import Block

# What a line has that is an anchor outside of what is named the footer, in either script. Each branch begins with a
# character of its own: that is found ten times as fast.
_MAY_ANCHOR = re.compile(
    r"备|備|证|證|©|公[网網安]|网[警安]|網[警安]|标[识識]|標[识識]|版\s?[权權]|举[报報]|舉[报報]|不良信息|主[办辦]|承[办辦]"
    r"|copy|Copy|COPY|reserved|Reserved|RESERVED"
)

_PROSE = 60  # characters from which a line without labels is a paragraph of text
_OF_NOTICES = frozenset(("phone", "address", "email"))
_GAP, _GAP_IN_FOOTER = 3, 40  # lines without labels that may stand between two that have some
_CLUSTER = 8  # lines between two anchors of one footer; sites print one for phones and one for computers
_LAST = 12  # a sponsor's line so near the end of a page is an anchor
_LIMIT = 80  # lines of a footer


def region(page: Lines) -> range:
    """The numbers of the lines of a page that are its footer; none where it has none."""
    return _Finder(page).find()


class _Finder:
    """Looks for the footer of one page. Lines are told by their numbers."""

    def __init__(self, page: Lines) -> None:
        self._page = page
        self._prose = {
            number for number, text in enumerate(page.shown) if len(text) >= _PROSE and self._is_prose(number)
        }
        self._of_prose: set[Block] = set()  # the blocks that hold paragraphs of text
        for number in self._prose:
            self._of_prose.update(takewhile(lambda block: block not in self._of_prose, page.blocks[number].chain()))

    def find(self) -> range:
        page = self._page
        hints = {number for number, foot in enumerate(page.feet) if foot == 2}.union(self._hints())
        anchors = [number for number in sorted(hints) if self._is_anchor(number)]
        if not anchors:
            return range(0)
        clusters: list[list[int]] = [[anchors[0]]]
        for before, anchor in pairwise(anchors):
            near = anchor - before <= _CLUSTER or all(page.feet[before:anchor])
            if near and not self._is_beside_prose(before, anchor):
                clusters[-1].append(anchor)
            else:
                clusters.append([anchor])
        # The one that tells most; of two that tell as much the later.
        best = max(clusters, key=lambda cluster: (len(set().union(*map(page.told, cluster))), cluster[-1]))
        begin = self._extended(best[0], -1)
        end = self._extended(best[-1], 1)
        return range(begin, min(end + 1, begin + _LIMIT))

    def _hints(self) -> Iterator[int]:
        """The lines that have what an anchor has: looked for in all of them at once, which is faster."""
        numbers = [number for number in range(len(self._page.shown)) if number not in self._prose]
        lines = [self._page.shown[number] for number in numbers]
        text, starts = "\n".join(lines), list(accumulate((len(line) + 1 for line in lines), initial=0))
        at = 0
        while (found := _MAY_ANCHOR.search(text, at)) is not None:
            line = bisect_right(starts, found.start()) - 1
            if _MAY_ANCHOR.search(lines[line]) is not None:
                yield numbers[line]
                at = starts[line + 1]
            else:  # the end of a line and the start of the next one
                at = found.start() + 1

    def _is_anchor(self, number: int) -> bool:
        if number in self._prose:
            return False
        page = self._page
        told, foot, block = page.told(number), page.feet[number], page.blocks[number]
        if told & {"icp", "psb", "code"}:
            return True
        if told & {"copyright", "report"}:
            return foot > 0 or len(page.text(number)) <= 2 * _PROSE
        if told & {"sponsor", "organizer"}:
            # A notice ends like this too, in one block with its text.
            holder = block.parent if block.tag == "p" else block
            return foot > 0 or (len(page.shown) - number <= _LAST and holder not in self._of_prose)
        return bool(told) and foot == 2

    def _extended(self, anchor: int, step: int) -> int:
        """The furthest line from an anchor, forward or back, that still belongs to the footer."""
        page = self._page
        furthest, gap, i = anchor, 0, anchor + step
        while 0 <= i < len(page.shown) and gap <= (_GAP_IN_FOOTER if page.feet[i] == 2 else _GAP):
            if i in self._prose or page.shown[i].endswith("。") or self._is_beside_prose(i, anchor):
                break
            # Outside of what is named the footer, a number or an address may as well end a notice.
            told = page.told(i) if page.feet[i] >= page.feet[anchor] else page.told(i) - _OF_NOTICES
            gap = 0 if told else gap + 1
            furthest = i if told else furthest
            i += step
        return furthest

    def _is_prose(self, number: int) -> bool:
        """A paragraph of text: long and without labels, or of several clauses. A notice may name a site's code so."""
        text = self._page.shown[number]
        if len(text) < _PROSE or self._page.feet[number] == 2:
            return False
        return text.count("，") + text.count("。") >= 2 or not self._page.told(number)

    def _is_beside_prose(self, number: int, anchor: int) -> bool:
        """Whether a line stands in a block of its own, apart from the anchor, that holds paragraphs of text."""
        if self._page.feet[number] == 2:
            return False
        chain = self._page.blocks[number].chain()
        holder = next((block for block in chain if block in self._of_prose or _holds_text(block.names)), None)
        return holder is not None and all(block is not holder for block in self._page.blocks[anchor].chain())


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def _holds_text(names: Names) -> bool:
    """Whether an element is called as those are that hold the text of an article."""
    return containers(None).rank(names.tag, (names.id or "").lower(), (names.classes or "").lower()) is not None
