"""Article pages put together of parts that sites have in common, in every combination. All content is invented."""

from itertools import product
from random import Random

import pytest

from tests.extract.pages import ONE, TITLE, TWO, read

DATE, SOURCE, SECTION = "2024-03-05", "澄川日报", "园区要闻"
PATHS = {
    "none": "",
    "sections": "<div>当前位置：<a href=/>首页</a> &gt; <a href=/a>新闻</a> &gt; <a href=/b>园区要闻</a></div>",
    "text": "<p>您的位置：<a href=/>首页</a> -> <a href=/b>园区要闻</a> -> 正文</p>",
    "title": f"<div>当前位置：<a href=/>首页</a>＞<a href=/b>园区要闻</a>＞<a href=#>{TITLE}</a></div>",
    "cut": f"<div class=bread><a href=/>本站首页</a> -> <a href=/b>园区要闻</a> -> {TITLE[:12]}...</div>",
}
TITLES = {
    "heading": f"<h1>{TITLE}</h1>",
    "class": f"<div class=title>{TITLE}</div>",
    "span": f"<div><span class=c1>{TITLE}</span></div>",
    "font": f"<center><font size=5 color=red><b>{TITLE}</b></font></center>",
    "cell": f"<table width=100%><tr><td align=center>{TITLE}</td></tr></table>",
}
INFOS = {
    "labels": f"<div>发布时间：{DATE} 来源：{SOURCE} 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>",
    "brackets": f"<p>[{DATE}] | 来源：{SOURCE} | 点击：12</p>",
    "other way round": f"<div>稿件来源：{SOURCE} 更新时间：2024年3月5日</div>",
    "elements": f"<div><span>来源：<em>{SOURCE}</em></span><span>发布日期：<i>2024/3/5</i></span></div>",
    "cells": f"<table><tr><td>来源：</td><td>{SOURCE}</td><td>发布时间：</td><td>{DATE}</td></tr></table>",
}
TEXTS = {
    "paragraphs": f"<p>　　{ONE}</p><p>　　{TWO}</p>",
    "breaks": f"<div>　　{ONE}<br><br>　　{TWO}</div>",
    "container": f"<div class=TRS_Editor><p>{ONE}</p><p>{TWO}</p></div>",
    "cell": f"<table><tr><td><p>{ONE}</p><p>{TWO}</p></td></tr></table>",
    "word processor": f"<div><p class=MsoNormal><font>{ONE}</font></p><p class=MsoNormal><font>{TWO}</font></p></div>",
}
AFTER = {
    "nothing": "",
    "buttons": "<div>【<a href='javascript:print()'>打印本页</a>】【<a href='javascript:close()'>关闭窗口</a>】</div>",
    "neighbours": "<p>上一篇：<a href=/1.html>云岭经开区举办招聘会</a></p><p>下一篇：没有了</p>",
    "credits": f"<p>（责任编辑：李四）</p><p>文章来源：<a href=http://x.test>{SOURCE}</a></p>",
    "dialog": "<div>附件：</div><div style='display:none'>您访问的链接即将离开本网站，是否继续？</div>",
}
HEADS = {
    "title and site": f"<title>{TITLE}_云岭经济技术开发区</title>",
    "title, section and site": f"<title>{TITLE}-{SECTION}-云岭经济技术开发区</title>",
    "site, section and title": f"<title>云岭经济技术开发区 {SECTION} {TITLE}</title>",
    "section": f"<title>{SECTION}</title>",
}
BESIDE = {
    "nothing": "",
    "menu": "<div class=left><h2>新闻</h2><ul><li><a href=/b>园区要闻</a></li><li><a href=/c>公告</a></li></ul></div>",
    "news": "<ul>{}</ul>".format(
        "".join(f"<li><a href=/{n}.html>重点项目第{n}批开工</a>2024-02-0{n}</li>" for n in range(1, 7))
    ),
}
ALL = sorted(product(PATHS, TITLES, INFOS, TEXTS, AFTER, HEADS, BESIDE))


@pytest.mark.parametrize("parts", Random(0).sample(ALL, 400), ids=" · ".join)
def test_an_article_is_read_in_every_combination_of_parts(parts: tuple[str, ...]) -> None:
    path, title, info, text, after, head, beside = parts
    main = PATHS[path] + TITLES[title] + INFOS[info] + TEXTS[text] + AFTER[after]
    article = read(f"<table><tr><td>{BESIDE[beside]}</td><td>{main}</td></tr></table>", HEADS[head]).article
    assert (article.title, article.published_at, article.source) == (TITLE, DATE, SOURCE)
    assert [line.strip() for line in article.body.splitlines()] == [ONE, TWO]
    assert article.section == (SECTION if path != "none" else None)


@pytest.mark.parametrize("head", HEADS)
def test_the_name_of_the_site_may_head_its_pages_and_their_titles(head: str) -> None:
    logo = "<div class=logo><h1>云岭经济技术开发区</h1></div>"
    main = PATHS["sections"] + TITLES["span"] + INFOS["labels"] + TEXTS["paragraphs"]
    assert read(f"{logo}<div>{main}</div>", HEADS[head]).article.title == TITLE


@pytest.mark.parametrize(
    "foot",
    [
        "<h3>友情链接</h3><div>云岭管委会主办　澄川信息中心承办</div><div>Copyright © 2024 澜ICP备09990001号</div>",
        "<div>版权所有：云岭管委会 澜ICP备09990001号<br>地 址：云岭大道18号</div>",
        "<div>关于我们|网站地图</div><div>地 址：云岭大道18号 传真：0386-7210126</div>"
        "<div>澜公网安备99990102000001号</div>",
    ],
)
def test_a_footer_below_a_text_without_a_block_of_its_own_is_no_part_of_it(foot: str) -> None:
    article = read(TITLES["heading"] + INFOS["labels"] + TEXTS["paragraphs"] + foot, HEADS["section"]).article
    assert article.body.splitlines() == [ONE, TWO]


def test_a_date_that_nobody_entered_is_none() -> None:
    info = f"<div>发布时间：1970-01-01 08:00:00 来源：{SOURCE}</div>"
    article = read(TITLES["heading"] + info + TEXTS["paragraphs"], url="http://kfq.test/show.asp?id=7").article
    assert (article.published_at, article.source) == (None, SOURCE)


def test_a_line_that_only_begins_as_the_end_of_the_page_title_is_none() -> None:
    page = f"<h1>签约通报第五号</h1>{INFOS['labels']}<div id=zoom><p>{ONE}</p><p>{TITLE}</p></div>"
    article = read(page, f"<title>云岭 {TITLE}的情况</title>").article
    assert (article.title, article.body.splitlines()) == ("签约通报第五号", [ONE, TITLE])


@pytest.mark.parametrize("head", ["section", "title and site"])
@pytest.mark.parametrize("date", ["2024年3月5日", "[2024-03-05]", "2024-03-05 09:30"])
def test_a_date_alone_stands_below_a_title(head: str, date: str) -> None:
    page = PATHS["text"] + TITLES["cell"] + f"<div>{date}</div>" + TEXTS["paragraphs"]
    article = read(page, HEADS[head], "http://kfq.test/show.asp?id=7").article
    assert (article.title, (article.published_at or "")[:10], article.body.splitlines()) == (TITLE, DATE, [ONE, TWO])


def test_a_list_below_a_path_in_items_is_none_of_it() -> None:
    path = "<ul><li>当前位置：</li><li><a href=/>首页</a></li><li><a href=/b>园区要闻</a></li></ul>"
    page = path + BESIDE["news"] + TITLES["heading"] + INFOS["labels"] + TEXTS["paragraphs"]
    assert read(page, HEADS["section"]).article.section == SECTION


def test_a_path_may_cut_the_title_off() -> None:
    article = read(
        PATHS["cut"] + TITLES["cell"] + INFOS["labels"] + TEXTS["paragraphs"], "<title>开发区</title>"
    ).article
    assert (article.title, article.section) == (TITLE, SECTION)


INDEX, NUMBER, ISSUER = "KFQ-2024-00012", "云开管发〔2024〕12号", "云岭管委会办公室"
FILED = (
    *(("名称", TITLE), ("索引号", INDEX), ("发文机关", ISSUER), ("成文日期", "2024-02-28")),
    *(("文 号", NUMBER), ("发布日期", DATE), ("主题分类", "综合政务"), ("有效性", "")),
)
TABLES = {
    "four cells": "<table>{}</table>".format(
        "".join(
            f"<tr><td>{a}：</td><td>{b}</td><td>{c}：</td><td>{d}</td></tr>"
            for (a, b), (c, d) in zip(FILED[::2], FILED[1::2], strict=True)
        )
    ),
    "two cells": "<table>{}</table>".format("".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in FILED)),
    "bold": "<table>{}</table>".format("".join(f"<tr><td><b>{a}：</b>{b}</td></tr>" for a, b in FILED)),
    "terms": "<dl>{}</dl>".format("".join(f"<dt>{a}：</dt><dd>{b}</dd>" for a, b in FILED)),
    "items": "<ul>{}</ul>".format("".join(f"<li><span>{a}:</span><em>{b}</em></li>" for a, b in FILED)),
    "lines": "<p>{}</p>".format("<br>".join(f"{a}：{b}" for a, b in FILED)),
    "brackets": "<p>{}</p>".format("<br>".join(f"【{a}】 {b}" for a, b in FILED if b)),
}
PLACES = {
    "above the title": "{table}{title}<div>{text}</div>",
    "below the title": "{title}{table}<div>{text}</div>",
    "in the container": "<div class=TRS_Editor>{table}{title}{text}</div>",
}


@pytest.mark.parametrize("head", ["title and site", "section"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("table", TABLES)
def test_a_document_is_read_by_its_table_wherever_that_stands(table: str, place: str, head: str) -> None:
    parts = {"table": TABLES[table], "title": TITLES["font"], "text": TEXTS["paragraphs"]}
    page = PATHS["sections"] + PLACES[place].format(**parts)
    article = read(page, HEADS[head], "http://kfq.test/show.asp?id=7").article
    assert (article.title, article.index_number, article.document_number) == (TITLE, INDEX, NUMBER)
    assert (article.issuer, article.written_at, article.published_at) == (ISSUER, "2024-02-28", DATE)
    assert [line.strip() for line in article.body.splitlines()] == [ONE, TWO]
