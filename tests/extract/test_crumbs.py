"""The path printed on a page, in the forms in which sites print it."""

import pytest

from spiders.extract.crumbs import crumbs
from spiders.extract.outline import outline
from spiders.extract.page import document


def names(html: str) -> tuple[str, ...]:
    return crumbs(outline(document(html, "http://kfq.test/"))).names


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
        (
            "<div>当前位置：<a href=/>首页</a>&nbsp;&nbsp;<a href=/a>政务</a>&nbsp;&nbsp;<a>要闻</a></div>",
            ("政务", "要闻"),
        ),
        ("<h3>首页 - 要闻</h3>", ("要闻",)),
        ("<h3><a href=/>首页</a>&gt;&gt;<a href=/b>要闻</a>&gt;&gt;</h3>", ("要闻",)),
        ("<span><a href=/>园区网</a> &gt;&gt; <a href=/b>要闻</a></span>", ("要闻",)),
        ("<p><a href=/>首页</a> | <a href=/a>新闻</a> | <a href=/b>公告</a></p>", ()),
        ("<div><span><a href=/b>更多&gt;&gt;</a></span>要闻</div>", ()),
        ("<p>首页 | 新闻</p><p>当前位置：<a href=/>首页</a>&gt;<a href=/b>要闻</a></p>", ("要闻",)),
        ("<div>您现在的位置：<a>首页</a> &gt; <a>政务</a> &gt;&gt; 要闻 &gt; 正文</div>", ("政务", "要闻")),
        ("<p><b>当前位置</b></p><p>当前位置: <a>首页</a> -&gt; <a>政务</a> -&gt; <a>要闻</a></p>", ("政务", "要闻")),
        ("<ul class=breadcrumb><li><a>首页</a>/</li><li><a>政务</a>/</li><li>要闻</li></ul>", ("政务", "要闻")),
        ("<div class='wrap position'><a href=/>园区网</a> | <a href=/b>要闻</a></div>", ("园区网", "要闻")),
        ("<ul class=friends><li><a>园区网</a></li><li><a>政务</a></li></ul>", ()),
        ("<p>会议指出，要找准位置，主动作为。</p>", ()),
        ("<div style=display:none>当前位置：首页 &gt; 要闻</div>", ()),
        ("", ()),
    ],
)
def test_the_path_is_read_in_every_form(html: str, expected: tuple[str, ...]) -> None:
    assert names(f"<table>{html}</table>" if html.startswith("<tr") else html) == expected
