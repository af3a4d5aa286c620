"""The title of an article: of what a page tells, what it prints."""

import pytest

from spiders.extract.outline import outline
from spiders.extract.page import document
from spiders.extract.title import above, joined, told, without_suffix


def title(body: str, page_title: str = "", declared: str | None = None, names: tuple[str, ...] = ()) -> str | None:
    return told(outline(document(body, "http://kfq.test/")).lines, declared, (page_title,), names).text


@pytest.mark.parametrize(
    ("page_title", "body", "expected"),
    [
        ("开发区举行签约仪式_要闻_云岭", "<p>开发区举行签约仪式</p>", "开发区举行签约仪式"),
        ("开发区举行签约仪式 东区_云岭网", "<b>开发区举行签约仪式</b>", "开发区举行签约仪式"),
        ("云岭经开区网_开发区举行签约仪式", "<p>开发区举行签约仪式</p>", "开发区举行签约仪式"),
        (
            "开发区举行一季度重点项目集…",
            "<h1>开发区举行一季度重点项目集中签约仪式</h1>",
            "开发区举行一季度重点项目集中签约仪式",
        ),
        ("关于批准发行国债的决议_公报", "<p>关于批准<br>发行国债<br>的决议</p><p>正文</p>", "关于批准发行国债的决议"),
        ("１-６月投资增长两成-云岭", "<h2>1-6月投资增长两成</h2>", "1-6月投资增长两成"),
        (
            "开发区举行签约仪式",
            "<p><a href=1>开发区举行签约仪式</a></p><h1>开发区举行签约仪式 </h1>",
            "开发区举行签约仪式",
        ),
        ("新闻动态--云岭学会官网", "<h3>新闻动态</h3><h5>开发区举行签约仪式</h5>", None),
        ("云岭经济技术开发区", "<p>云岭经济技术开发区经济发展局</p>", None),
        ("", "<p>正文</p>", None),
    ],
)
def test_the_printed_line_that_title_begins_with_is_the_title(page_title: str, body: str, expected: str | None) -> None:
    assert title(body, page_title) == expected


def test_a_declared_title_is_believed_where_it_is_not_printed() -> None:
    assert title("<p>正文</p>", "云岭", "开发区举行签约仪式") == "开发区举行签约仪式"


def test_a_declared_title_may_carry_the_names_of_section_and_site() -> None:
    declared = "开发区举行签约仪式_园区要闻_云岭经开区"
    assert title("<p>开发区举行签约仪式</p>", declared=declared) == "开发区举行签约仪式"
    assert title("<p>开发区举行</p>", declared="开发区举行 - 签约仪式") == "开发区举行 - 签约仪式"


def test_the_name_of_the_site_or_a_section_is_no_title() -> None:
    names = ("云岭经济技术开发区", "园区要闻")
    assert title("<h1>园区要闻</h1>", "园区要闻_云岭", "云岭经济技术开发区", names) is None


@pytest.mark.parametrize(
    ("page_title", "expected"),
    [
        ("1-10月投资增长_要闻_云岭网", "1-10月投资增长"),
        ("开发区签约仪式-云岭经开区", "开发区签约仪式"),
        ("开发区签约仪式 - 要闻", "开发区签约仪式"),
        ("开发区签约仪式--要闻--云岭网", "开发区签约仪式"),
        ("1-10月投资增长", "1-10月投资增长"),
        ("云岭市人民政府门户网站", None),
        ("", None),
    ],
)
def test_names_of_section_and_site_are_cut_from_title(page_title: str, expected: str | None) -> None:
    assert without_suffix(page_title, ()) == expected


def test_the_heading_above_the_buttons_is_the_title_where_nothing_tells_it() -> None:
    body = "<p>当前位置：首页</p><div class=biaoti>开发区<br>举行签约仪式</div><p>【字体：大 中 小】</p><p>正文</p>"
    lines = outline(document(body, "http://kfq.test/")).lines
    assert above(lines, len(lines) - 1, ()).text == "开发区举行签约仪式"


def test_a_plain_line_right_above_the_text_is_no_title() -> None:
    lines = outline(document("<p>园区风光</p><p>正文</p>", "http://kfq.test/")).lines
    assert above(lines, 1, ()).text is None


def test_lines_of_a_title_join_without_a_space_but_between_latin_words() -> None:
    assert joined(["关于", "Smart", "EV 项目"]) == "关于Smart EV 项目"
