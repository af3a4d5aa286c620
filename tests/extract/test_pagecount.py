"""How many pages a listing says that it has. All addresses are invented."""

import pytest

from spiders.extract.page import document
from spiders.extract.pagecount import count

FOLDER = "http://kfq.test/xwzx/"
NEXT = "<a href=list_2.html>下一页</a>"


def pages(body: str, url: str = FOLDER) -> int | None:
    return count(document(f"<html><body>{body}</body></html>", url))


@pytest.mark.parametrize(
    "words",
    [
        "共23页",
        "共 23 页 460 条",
        "第1/23页",
        "1 / 23 页",
        "页次：1/23",
        "页码 1/23",
        "页码&nbsp;<em>1</em>/<em>23</em>",
        "总页数：23",
    ],
)
def test_words_tell_how_many_pages_there_are(words: str) -> None:
    assert pages(f"<div><span>{words}</span>{NEXT}</div>") == 23


def test_a_place_among_the_steps_of_a_pager_tells_it_without_words() -> None:
    steps = "<ul><li><span>1/23</span></li><li><a href=list_2.html>2</a></li><li><a {}>下页 &gt;</a></li></ul>"
    assert pages(steps.format("href=list_2.html")) == 23
    assert pages(steps.format("onclick='load(2)'")) == 23


def test_a_place_among_pictures_that_slide_is_none_in_a_list() -> None:
    assert pages("<div><a href=javascript:;>prev</a><i>1/5</i><a href=javascript:;>next</a></div>") is None


def test_a_day_before_its_month_is_no_place() -> None:
    row = "<li><a href=t1.html>园区召开项目推进会议，研究下半年的工作安排</a><span>8/12</span></li>"
    assert pages(f"<div>{row * 9}{NEXT}</div>") is None
    assert pages(f"<ul><li><span>12/8</span></li><li>{NEXT}</li></ul>") is None


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("<a href=list_2.html>2</a> <a href=list_3.html>3</a> <a href=list_2.html>下一页</a>", 3),
        ("<a href=list_2.html>2</a> <a href=list_2.html>下一页</a> <a href=list_23.html>尾页</a>", 23),
        ("<a href=list_1.html>2</a> <a href=list_1.html>下一页</a> <a href=list_22.html>末页</a>", 23),
        ("<a href=news/22.htm>2</a> <a href=news/22.htm>下页</a> <a href=news/1.htm>尾页</a>", 23),
        ("<a>上一页</a> <a href=list_2.html>下一页</a> <a href=list_23.html>最后一页</a>", 23),
        ("<a href=list_2.html>上一页</a> <a href=list_4.html>下一页</a> <a href=list_23.html>尾页</a>", None),
        ("<a href='?p=2&n=9'>2</a> <a href='?p=2&n=9'>下一页</a> <a href='?p=23&n=9'>尾页</a>", 23),
        ("<a href='?row=15'>2</a> <a href='?row=15'>下一页</a> <a href='?row=330'>尾页</a>", 2),
        ("<a href=list_2.html>2</a> <a href=list_2.html>下一页</a> <a href=list_2.html>尾页</a>", 2),
        ("<a href=list_2.html>2</a> <a href=list_2.html>下一页</a> <a href=end.html>尾页</a>", 2),
        ("<a href=list_22.html>22</a> <a href=list_22.html>上一页</a> <b>23</b>", None),
    ],
)
def test_steps_tell_it_by_their_numbers_and_by_where_the_last_leads(steps: str, expected: int | None) -> None:
    assert pages(f"<div>{steps}</div>") == expected
