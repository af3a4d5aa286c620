"""How much of a line is running text. All texts are invented."""

from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.infoline import is_info
from spiders.extract.outline import outline
from spiders.extract.page import document
from spiders.extract.prose import prose
from spiders.extract.tools import is_foot, may_be_foot

WORDS = [
    "园区招商取得进展",
    "，",
    "。",
    "来源于",
    "發佈于",
    "来源：",
    "2024-03-05",
    "ICP备",
    "网站地图",
    "©",
    "主办单位:",
    "招商局",
]


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map("".join))
def test_no_line_of_a_footer_or_of_information_counts_as_prose(text: str) -> None:
    (line,) = outline(document(f"<p>{text}</p>", "http://kfq.test/")).lines
    if is_foot(text) or may_be_foot(text) or is_info(text):
        assert prose(line) == 0
