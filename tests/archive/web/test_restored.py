from archive.diff import Span
from archive.web.restored import Pair, pairs


def test_what_restoring_removed_is_marked_in_the_text_as_published() -> None:
    assert pairs("經(jīng)濟技術(shù)\n園區", "经济技术\n园区") == [
        Pair(
            (Span("same", "經"), Span("removed", "(jīng)"), Span("same", "濟技術"), Span("removed", "(shù)")),
            (Span("same", "经济技术"),),
        ),
        Pair((Span("same", "園區"),), (Span("same", "园区"),)),
    ]


def test_paragraphs_that_cannot_be_laid_over_each_other_stand_unmarked() -> None:
    assert pairs("甲(jiǎ)乙", "丙丁") == [Pair((Span("same", "甲(jiǎ)乙"),), (Span("same", "丙丁"),))]
    assert pairs("甲", "甲\n乙")[1] == Pair((Span("same", ""),), (Span("same", "乙"),))
