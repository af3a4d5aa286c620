"""Dates in the rows of listings, as they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.rowdate import cut_date, printed_date


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2024-03-05"], "2024-03-05"),
        (["[2024-03-05 16:35]"], "2024-03-05 16:35"),
        (["发布时间：2024-03-05 10:48:35"], "2024-03-05 10:48:35"),
        (["2024年3月5日"], "2024年3月5日"),
        (["（2024/3/5）"], "2024/3/5"),
        (["2024.03.05"], "2024.03.05"),
        (["03-05"], "03-05"),
        (["[3月5日]"], "3月5日"),
        (["24-03-05"], "24-03-05"),
        (["03/10", "2025"], "2025/03/10"),
        (["2025", "03-10"], "2025-03-10"),
        (["15", "2024-05"], "2024-05-15"),
        (["15日", "2024年5月"], "2024年5月15日"),
        (["5月", "15"], "5月15日"),
        (["日期：", "03-05", "点击：", "2019"], "03-05"),
        (["浏览次数:", "2019", "03-05"], "03-05"),
        (["园区于2024年3月1日开工，进展顺利。", "03-05"], "03-05"),
        (["据介绍，工程自2024年3月1日起施工", "来源：管委会"], "2024年3月1日"),
        (["1.5", "点击 12"], None),
        (["2024-13-45"], None),
        (["第2024-03号"], None),
        ([], None),
    ],
)
def test_the_date_of_a_row_is_given_as_printed(texts: list[str], expected: str | None) -> None:
    assert printed_date(texts) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于企业服务的通知 2024-03-05", ("关于企业服务的通知", "2024-03-05")),
        ("[03-05]关于企业服务的通知", ("关于企业服务的通知", "03-05")),
        ("关于企业服务的通知（2024/03/05）", ("关于企业服务的通知", "2024/03/05")),
        ("2024年3月5日园区新闻", ("2024年3月5日园区新闻", None)),
        ("1-5月园区经济运行情况", ("1-5月园区经济运行情况", None)),
    ],
)
def test_a_date_beside_a_title_is_cut_off_and_one_in_it_is_not(title: str, expected: tuple[str, str | None]) -> None:
    assert cut_date(title) == expected


@given(st.lists(st.text(alphabet="0123456789-/.年月日:： []()（）2024发布", max_size=30), max_size=6))
def test_any_texts_have_a_date_or_none(texts: list[str]) -> None:
    found = printed_date(texts)
    assert found is None or (found == found.strip() and any(character.isdigit() for character in found))
    for text in texts:
        assert len(cut_date(text)[0]) <= len(text)
