"""The section of an article, by its tag or by the path above it."""

import pytest

from spiders.extract.meta import Meta
from spiders.extract.outline import outline
from spiders.extract.page import document
from spiders.extract.section import path, section


def names(html: str) -> tuple[str, ...]:
    return path(outline(document(html, "http://kfq.test/")).lines)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>当前位置：<a href=/>首页</a> &gt; <a href=/a>政务</a> &gt; <a href=/b>要闻</a></div>", ("政务", "要闻")),
        (
            "<p>您现在的位置：<a href=/>首页</a>&nbsp;&gt;&gt;&nbsp;<a href=/b>要闻</a>&nbsp;&gt;&gt;&nbsp;正文</p>",
            ("要闻",),
        ),
        ("<div>当前位置： <a href=/>首页</a> --&gt; <a href=/b>要闻</a> --&gt; 正文</div>", ("要闻",)),
        ("<tr><td>当前位置：</td><td><a href=/>首页</a></td><td>&gt;<a href=/b>要闻</a></td></tr>", ("要闻",)),
        ("<div><h2>要闻</h2>当前位置：<a href=/>首页</a><span>-&gt;</span><a href=/b>要闻</a></div>", ("要闻",)),
        ("<div>位置：<a href=/>首页</a> | <a href=/b>要闻</a> 字号：大 中 小</div>", ("要闻",)),
        ("<h3>首页 - 要闻</h3>", ("要闻",)),
        ("<h3><a href=/>首页</a>&gt;&gt;<a href=/b>要闻</a>&gt;&gt;</h3>", ("要闻",)),
        ("<span><a href=/>园区网</a> &gt;&gt; <a href=/b>要闻</a></span>", ("要闻",)),
        ("<p><a href=/>首页</a> | <a href=/a>新闻</a> | <a href=/b>公告</a></p>", ()),
        ("<p>首页 | 新闻</p><p>当前位置：<a href=/>首页</a>&gt;<a href=/b>要闻</a></p>", ("要闻",)),
        ("<p>会议指出，要找准位置，主动作为。</p>", ()),
        ("<div style=display:none>当前位置：首页 &gt; 要闻</div>", ()),
        ("", ()),
    ],
)
def test_the_path_is_read_in_every_form(html: str, expected: tuple[str, ...]) -> None:
    assert names(f"<table>{html}</table>" if html.startswith("<tr") else html) == expected


@pytest.mark.parametrize(
    ("crumbs", "tag", "labelled", "title", "expected"),
    [
        (("政务", "要闻"), None, None, None, "要闻"),
        (("政务", "要闻"), "园区要闻", None, None, "园区要闻"),
        (("公告", "2024年"), "2024", None, None, "公告"),
        (("公报", "2007年第23号"), None, None, None, "公报"),
        (("要闻", "开发区召开会议"), None, None, "开发区召开会议", "要闻"),
        (("要闻", "开发区召开…"), None, None, "开发区召开会议", "要闻"),
        ((), None, "头条", None, "头条"),
        ((), "2024", None, None, "2024"),
        ((), None, None, None, None),
    ],
)
def test_the_section_is_the_last_name_that_is_one(
    crumbs: tuple[str, ...], tag: str | None, labelled: str | None, title: str | None, expected: str | None
) -> None:
    assert section(crumbs, Meta(section=tag), labelled, title) == expected
