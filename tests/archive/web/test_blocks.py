from hypothesis import given
from hypothesis import strategies as st

from archive.web.blocks import Block, blocks


def test_each_line_is_a_paragraph_without_the_spaces_that_indent_it() -> None:
    assert blocks("　　甲\n\n　\n乙 ") == [Block("甲"), Block("乙")]


def test_lines_with_tabs_in_a_row_are_one_table() -> None:
    assert blocks("前\n项目\t金额\n合同\t 12亿元\n后\n丙\t丁") == [
        Block("前"),
        Block("", (("项目", "金额"), ("合同", "12亿元"))),
        Block("后"),
        Block("", (("丙", "丁"),)),
    ]


@given(st.text(alphabet="甲乙\t\n 　", max_size=40))
def test_no_character_but_white_space_is_lost(body: str) -> None:
    shown = "".join(block.text + "".join("".join(row) for row in block.rows) for block in blocks(body))
    assert "".join(shown.split()) == "".join(body.split())
