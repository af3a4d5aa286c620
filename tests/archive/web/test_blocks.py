from hypothesis import given
from hypothesis import strategies as st

from archive.web.blocks import Block, Figure, Piece, blocks


def test_each_line_is_a_paragraph_without_the_spaces_that_indent_it() -> None:
    assert blocks("　　甲\n\n　\n乙 ") == [Block((Piece("甲"),)), Block((Piece("乙"),))]


def test_lines_with_tabs_in_a_row_are_one_table() -> None:
    shown = blocks("前\n项目\t金额\n合同\t 12亿元\n后\n丙\t丁")
    assert [_said(block) for block in shown] == ["前", [["项目", "金额"], ["合同", "12亿元"]], "后", [["丙", "丁"]]]


def test_figures_are_marked_where_the_text_states_them() -> None:
    body = "　　总投资48亿元，占地三百亩。\n合同\t 9个"
    money, land, deals = (_figure(body, words) for words in ("48亿元", "三百亩", "9个"))
    assert blocks(body, [money, land, deals]) == [
        Block((Piece("总投资"), Piece("48亿元", money), Piece("，占地"), Piece("三百亩", land), Piece("。"))),
        Block((), (((Piece("合同"),), (Piece("9个", deals),)),)),
    ]


def test_of_figures_that_overlap_the_first_is_marked_and_none_that_goes_over_two_lines() -> None:
    body = "约48亿元\n乙"
    whole, part, over = _figure(body, "约48亿元"), _figure(body, "48亿"), _figure(body, "元\n乙")
    assert blocks(body, [whole, part, over]) == [Block((Piece("约48亿元", whole),)), Block((Piece("乙"),))]


@given(st.text(alphabet="甲乙\t\n 　", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_no_character_but_white_space_is_lost(body: str, spans: list[tuple[int, int]]) -> None:
    shown = blocks(body, [{"start": start, "end": end} for start, end in sorted(spans)])
    said = "".join(
        piece.text
        for block in shown
        for line in (block.pieces, *(sum(row, ()) for row in block.rows))
        for piece in line
    )
    assert "".join(said.split()) == "".join(body.split())


def _figure(body: str, words: str) -> Figure:
    return {"start": body.index(words), "end": body.index(words) + len(words)}


def _said(block: Block) -> str | list[list[str]]:
    if block.rows:
        return [["".join(piece.text for piece in cell) for cell in row] for row in block.rows]
    return "".join(piece.text for piece in block.pieces)
