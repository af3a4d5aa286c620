"""A page as the lines that a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.outline import Line, outline, restored
from spiders.extract.page import document

URL = "http://kfq.test/news/1.html"


def lines(html: str) -> list[Line]:
    return list(outline(document(html, URL)).lines)


def texts(html: str) -> list[str]:
    return [line.text for line in lines(html)]


def test_lines_end_at_blocks_and_breaks() -> None:
    assert texts("<div>一<p>二</p>三<br><span>四</span><hr>五</div>六") == ["一", "二", "三", "四", "五", "六"]


def test_inline_elements_do_not_break_a_line() -> None:
    assert texts("<p><span>2018</span><span>年</span><o:p></o:p><a href=#>5月</a></p>") == ["2018年5月"]


def test_an_icon_keeps_the_texts_beside_it_apart() -> None:
    assert texts("<p><i class=clock></i>2024-03-05 09:15<i class=eye></i>12<i>3</i></p>") == ["2024-03-05 09:15 123"]


def test_indents_and_runs_of_space_of_any_width_are_one_space() -> None:
    assert texts("<p>　　一、&nbsp;&emsp;总则\n\t  第一条 </p>") == ["一、 总则 第一条"]


def test_what_scripts_styles_and_forms_hold_is_not_shown() -> None:
    hidden = "<script>var a='脚本'</script><style>P{}</style><select><option>选项</select><textarea>文本</textarea>"
    assert texts(f"<p>甲{hidden}乙</p>") == ["甲乙"]


def test_lines_of_preformatted_text_are_lines() -> None:
    assert texts("<pre>第一行\n  第二行\n\n第三行</pre>") == ["第一行", "第二行", "第三行"]


def test_characters_in_links_are_counted() -> None:
    assert [line.linked for line in lines("<p>当前位置：<a href=/>首页</a> &gt; <a href=/x>要闻</a></p><p>甲</p>")] == [
        4,
        0,
    ]


def test_a_line_is_hidden_while_a_block_around_it_is() -> None:
    html = "<div style='DISPLAY : none'><p style='display:none'>甲</p>乙</div><p>丙</p>"
    assert [(line.text, line.hidden) for line in lines(html)] == [("甲", True), ("乙", True), ("丙", False)]


@pytest.mark.parametrize(
    "mark",
    ["style='color:red;visibility: hidden'", "hidden", "hidden=hidden", "STYLE=DISPLAY:NONE"],
)
def test_a_block_may_be_hidden_in_several_ways(mark: str) -> None:
    shown = "<div class=hidden style=overflow:hidden>"
    html = f"<div {mark}><p>甲</p></div>{shown}丙<i {mark}>丁</i></div>"
    assert [(line.text, line.hidden) for line in lines(html)] == [("甲", True), ("丙", False)]


@pytest.mark.parametrize("mark", ["style='visibility: hidden; animation-name: none'", "aria-hidden=true"])
def test_what_waits_to_be_scrolled_to_or_is_not_read_out_is_in_sight(mark: str) -> None:
    assert [(line.text, line.hidden) for line in lines(f"<div {mark}><p>甲</p></div>")] == [("甲", False)]


def test_what_is_hidden_within_a_line_is_left_out() -> None:
    html = "<p>丙<span style='display: none'>丁<b>戊</b></span>己<a href=/ style=display:none>庚</a></p>"
    assert [(line.text, line.hidden) for line in lines(html)] == [("丙己", False)]


def test_a_block_knows_its_lines_and_the_blocks_around_it() -> None:
    page = outline(document("<div id=a><p>甲</p><div id=b><p>乙</p><p>丙</p></div></div><p>丁</p>", URL))
    block = next(block for block in page.blocks if block.element.get("id") == "b")
    assert [line.text for line in page.lines[block.first : block.end]] == ["乙", "丙"]
    assert [outer.tag for outer in block.chain()] == ["div", "div", "body", "html"]


def test_a_restored_page_keeps_its_blocks_and_knows_its_originals() -> None:
    page = outline(document("<p>經<b>濟</b></p>", URL))
    other = restored(page, lambda text: text.replace("經", "经").replace("濟", "济"))
    assert [(line.text, line.original.text if line.original else None) for line in other.lines] == [("经济", "經濟")]
    assert other.lines[0].block is page.lines[0].block


@given(st.text(alphabet="<>/ab=\"' \n&;!-甲pdivtr", max_size=200))
def test_any_markup_has_lines_and_each_lies_in_its_block(html: str) -> None:
    page = outline(document(html, URL))
    for number, line in enumerate(page.lines):
        assert line.text == " ".join(line.text.split()) != ""
        assert all(block.first <= number < block.end for block in line.block.chain())
