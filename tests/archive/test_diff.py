"""Comparing two versions: what is said to differ differs, and either text can be put together again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.diff import Paragraph, Span, compare, spans

TEXTS = st.text(alphabet="开发区招商引资。，\n12 a", max_size=60)


def shown(paragraphs: list[Paragraph]) -> list[str]:
    marks = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return ["".join(marks[span.kind].format(span.text) for span in paragraph.spans) for paragraph in paragraphs]


def put_together(paragraphs: list[Paragraph], form: str) -> str:
    gone = "added" if form == "before" else "removed"
    kept = [paragraph for paragraph in paragraphs if paragraph.kind != gone]
    return "\n".join("".join(span.text for span in getattr(paragraph, form)) for paragraph in kept)


def test_a_changed_character_is_told_alone() -> None:
    before = "7月，招商小分队走访34家企业。\n两家企业签约。"
    after = "7月，招商小分队走访37家企业。\n两家企业签约。"
    assert shown(compare(before, after)) == ["7月，招商小分队走访3[-4][+7]家企业。", "两家企业签约。"]


def test_a_new_paragraph_moves_no_other() -> None:
    compared = compare("第一段说开工。\n第二段说投产。", "第一段说开工。\n中间又加了一段话。\n第二段说投产。")
    assert [paragraph.kind for paragraph in compared] == ["same", "added", "same"]


def test_paragraphs_are_set_beside_the_ones_that_they_came_from() -> None:
    before = "项目总投资30亿元，年内开工。\n园区将做好服务保障工作。"
    after = "全新的一句话放在最前面。\n项目总投资35亿元，年内开工。\n园区将做好各项服务保障工作。"
    assert shown(compare(before, after)) == [
        "[+全新的一句话放在最前面。]",
        "项目总投资3[-0][+5]亿元，年内开工。",
        "园区将做好[+各项]服务保障工作。",
    ]


def test_what_has_nothing_in_common_is_not_woven_together() -> None:
    compared = compare("关于召开会议的通知", "某某项目今日签约落户")
    assert [paragraph.kind for paragraph in compared] == ["removed", "added"]


def test_an_empty_text_has_no_paragraphs() -> None:
    assert compare("", "") == []
    assert [paragraph.kind for paragraph in compare("", "一段")] == ["added"]
    assert spans("", "") == []


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    compared = compare(before, after)
    assert put_together(compared, "before") == before
    assert put_together(compared, "after") == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {paragraph.kind for paragraph in compare(text, text)} <= {"same"}


@given(TEXTS, TEXTS)
def test_neighbouring_spans_are_of_different_kinds(before: str, after: str) -> None:
    found = spans(before, after)
    assert all(one.kind != other.kind for one, other in pairwise(found))
    assert all(span.text for span in found)
    assert "".join(span.text for span in found if span.kind != "added") == before


def test_texts_of_many_paragraphs_without_anything_in_common_are_paired_in_order() -> None:
    before, after = ("\n".join(f"{word}{n}" for n in range(150)) for word in ("旧", "新"))
    assert put_together(compare(before, after), "after") == after


def test_a_span_says_what_it_is() -> None:
    assert spans("2026-08-26", "2026-08-27") == [Span("same", "2026-08-2"), Span("removed", "6"), Span("added", "7")]
