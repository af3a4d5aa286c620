"""What stands about a text: title, dates, source and people. All content is invented."""

import pytest
from lxml.html import HtmlElement

from tests.extract.pages import ONE, TITLE, TWO, read

SITE = "云岭经济技术开发区"


def test_date_and_editor_below_the_text_are_read_where_none_are_above() -> None:
    body = (
        f"<table><tr><td>{TITLE}<br>来源于：东区办事处</td></tr><tr><td><p>2月27日下午，{ONE}</p><p>{TWO}</p></td></tr>"
        "<tr><td>发布日期：2024-03-06 责任编辑：张三</td></tr><tr><td>【<a href=#>打印本页</a>】</td></tr></table>"
    )
    article = read(body, f"<title>{TITLE} 东区办事处_云岭网</title>").article
    assert (article.published_at, article.editor, article.source) == ("2024-03-06", "张三", "东区办事处")
    assert article.body == f"2月27日下午，{ONE}\n{TWO}"


def test_the_editor_in_the_last_line_leaves_the_text() -> None:
    article = read(
        f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p><p style=text-align:right>（责编：张三、李四）</p></div>"
    ).article
    assert (article.body, article.editor) == (ONE, "张三、李四")


def test_a_time_in_the_text_is_not_the_date_of_publication() -> None:
    body = f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom><p>时间：2024年3月20日</p><p>{ONE}</p></div>"
    article = read(body).article
    assert article.published_at == "2024-03-05"
    assert article.body.startswith("时间：2024年3月20日")


def test_a_table_of_metadata_above_a_document_gives_its_dates_and_issuer() -> None:
    table = (
        "<table><tr><td>索 引 号：</td><td>KFQ-2024-1</td><td>主题分类：</td><td>招商</td></tr>"
        "<tr><td>发布机构：</td><td>管委会办公室</td>"
        f"<td>成文日期：</td><td>2024.02.28</td></tr><tr><td>名　称：</td><td>{TITLE}</td></tr>"
        "<tr><td>文　号：</td><td></td><td>发布日期：</td><td>2024.03.05</td></tr></table>"
    )
    body = (
        f"{table}<table><tr><td class=bt><b>{TITLE}</b></td></tr><tr><td>【字体：大 中 小】</td></tr>"
        f"<tr><td id=zoom>{ONE}<br>{TWO}</td></tr></table>"
    )
    article = read(body, "<title>云岭经济技术开发区</title>").article
    assert (article.title, article.published_at, article.source) == (TITLE, "2024-03-05", "管委会办公室")
    assert article.body == f"{ONE}\n{TWO}"


@pytest.mark.parametrize("printed", ["本网", "本站", "本网站", "本网讯", "原创"])
def test_a_site_that_names_itself_as_the_source_is_told_by_its_name(printed: str) -> None:
    body = f"<h1>{TITLE}</h1><p>发布时间：2024-03-05 来源：{printed}</p><div id=zoom><p>{ONE}</p></div>"
    article = read(body, "<meta name=SiteName content='云岭经济技术开发区 '>").article
    assert (article.source, article.source_text) == ("云岭经济技术开发区", printed)
    assert read(body).article.source == printed


def test_a_source_that_only_begins_so_is_another() -> None:
    body = f"<h1>{TITLE}</h1><p>发布时间：2024-03-05 来源：本网综合</p><div id=zoom><p>{ONE}</p></div>"
    article = read(body, "<meta name=SiteName content='云岭经济技术开发区'>").article
    assert article.source == "本网综合"


def test_a_table_above_the_title_tells_what_a_document_is_filed_under() -> None:
    cells = [
        *("索 引 号：", "KFQ-2024-00012", "主题分类：", "综合政务"),
        *("发布机构：", "云岭管委会办公室", "成文日期：", "2024年2月28日"),
        *("文　　号：", "云开管发〔2024〕12号", "发布日期：", "2024-03-05"),
    ]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells[at : at + 4]) + "</tr>" for at in (0, 4, 8))
    article = read(f"<table>{rows}</table><h1>{TITLE}</h1><div id=zoom><p>{ONE}</p><p>{TWO}</p></div>").article
    assert (article.index_number, article.document_number) == ("KFQ-2024-00012", "云开管发〔2024〕12号")
    assert (article.issuer, article.written_at, article.published_at) == (
        "云岭管委会办公室",
        "2024-02-28",
        "2024-03-05",
    )
    assert article.source == "云岭管委会办公室"


@pytest.mark.parametrize(
    "info",
    [
        "<dl><dt>发布日期：</dt><dd>2024-03-05</dd><dt>来源：</dt><dd>澄川日报</dd></dl>",
        "<div>2024/3/5 9:15:00 　澄川日报　　阅读 1024　收听</div>",
        "<div><span>发布日期</span><span>2024-03-05</span><span>来源</span><span>澄川日报</span></div>",
    ],
)
def test_info_lines_in_the_block_of_the_text_are_none_of_it(info: str) -> None:
    article = read(f"<div><h1>{TITLE}</h1>{info}<p>{ONE}</p><p>{TWO}</p></div>").article
    assert ((article.published_at or "")[:10], article.source) == ("2024-03-05", "澄川日报")
    assert article.body == f"{ONE}\n{TWO}"


def test_a_first_sentence_that_begins_with_a_date_is_of_the_text() -> None:
    text = "<p>2024年3月4日，园区开工。</p>"
    assert read(f"<div><h1>{TITLE}</h1>{text}<p>{ONE}</p></div>").article.body == f"2024年3月4日，园区开工。\n{ONE}"


def test_what_systems_write_for_no_date_is_none() -> None:
    head = "<meta name=PubDate content='1970-01-01 08:00:00'>"
    body = f"<h1>{TITLE}</h1><p>发布时间：1900-01-01 来源：澄川日报</p><div id=zoom><p>{ONE}</p></div>"
    assert read(body, head, "http://kfq.test/news/4247.html").article.dates == ()
    assert read(body, "<meta name=PubDate content=0000000000>", "http://kfq.test/news/4247.html").article.dates == ()


def test_a_title_that_only_a_tag_of_another_kind_tells_is_read() -> None:
    text = f"<p>发布时间：2024-03-05</p><div id=zoom><p>{ONE}</p></div>"
    head = f"<title>{SITE}</title><meta property=og:title content='{TITLE}_{SITE}'>"
    reading = read(text, head)
    assert (reading.article.title, reading.told["title"].rule) == (TITLE, "meta og:title")


@pytest.mark.parametrize(
    "number",
    [
        "云开管发〔2024〕12号",
        "云开办函[2024]第3号",
        "云开管规（2024） 7 号",
        "云岭市人民政府令第12号",
        "云岭管委会公告 第三号",
    ],
)
def test_the_number_that_a_document_prints_as_a_line_is_its_number(number: str) -> None:
    text = f"<p align=center>{number}</p><p>各有关单位：</p><p>{ONE}</p>"
    article = read(f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom>{text}</div>").article
    assert (article.document_number, article.body) == (number, f"{number}\n各有关单位：\n{ONE}")


def test_an_order_prints_its_number_below_its_name() -> None:
    text = f"<div id=t><p>云岭市人民政府令</p><p>（第12号）</p></div><p>{ONE}</p>"
    reading = read(f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom>{text}</div>")
    assert reading.article.document_number == "云岭市人民政府令第12号"
    place = reading.told["document_number"].at
    assert isinstance(place, HtmlElement) and place.get("id") == "t"


def test_digits_of_a_number_are_read_in_full_width_too() -> None:
    about = "<p>索引号：ＫＦＱ－００１２　文号：云开管发〔２０２４〕１２号　发布日期：２０２４－０３－０５</p>"
    article = read(f"<h1>{TITLE}</h1>{about}<div id=zoom><p>{ONE}</p></div>").article
    assert (article.index_number, article.document_number) == ("KFQ-0012", "云开管发〔2024〕12号")


def test_a_number_in_a_sentence_is_not_that_of_the_document() -> None:
    text = (
        f"<p>根据云开管发〔2024〕12号</p><p>现废止云开管发〔2010〕3号文件。</p><p>{ONE}</p><p>云开管发〔2020〕1号</p>"
    )
    assert read(f"<h1>{TITLE}</h1><div id=zoom>{text}</div>").article.document_number is None


def test_a_table_of_metadata_above_the_title_in_the_container_is_no_text() -> None:
    cells = [
        ("索引号：", "KFQ-2024-1", "文号：", "云开管发〔2024〕12号"),
        ("成文日期：", "2024-02-28", "发布日期：", "2024-03-05"),
    ]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    text = f"<p>各有关单位：</p><p>{ONE}</p>"
    article = read(f"<div class=TRS_Editor><table>{rows}</table><h1>{TITLE}</h1>{text}</div>").article
    assert (article.body, article.document_number) == (f"各有关单位：\n{ONE}", "云开管发〔2024〕12号")
    assert (article.published_at, article.written_at) == ("2024-03-05", "2024-02-28")


def test_who_wrote_edited_and_reviewed_a_text_is_read_above_and_below_it() -> None:
    body = (
        f"<h1>{TITLE}</h1><p>时间：2024-03-05 来源：澄川日报 作者：甲文</p><div id=zoom><p>{ONE}</p>"
        "<p>（编辑：张三　初审：李四　终审：王五）</p></div>"
    )
    article = read(body).article
    assert (article.author, article.editor, article.reviewer) == ("甲文", "张三", "李四、王五")
    assert article.body == ONE


def test_all_who_reviewed_a_text_are_named_in_a_line_each_too() -> None:
    ends = "<p>编辑：赵六</p><p>一审：张三</p><p>二审：李四</p><p>三审：王五</p>"
    body = f"<h1>{TITLE}</h1><p>发布时间：2024-03-05 审核：张三</p><div id=zoom><p>{ONE}</p>{ends}</div>"
    article = read(body).article
    assert (article.editor, article.reviewer, article.body) == ("赵六", "张三、李四、王五", ONE)


def test_what_stands_in_several_lines_is_told_with_the_element_around_them() -> None:
    ends = "<p>一审：张三</p><p>二审：李四</p>"
    body = f"<div id=t><p>云岭经开区一季度签约</p>\n<p>项目十二个</p></div><div id=zoom><p>{ONE}</p>{ends}</div>"
    told = read(body, f"<title>{TITLE}</title>").told
    assert isinstance(told["title"].at, HtmlElement) and isinstance(told["reviewer"].at, HtmlElement)
    assert (told["title"].at.get("id"), told["reviewer"].at.get("id")) == ("t", "zoom")


def test_a_page_that_prints_no_date_has_none() -> None:
    reading = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p></div>", url="http://kfq.test/news/4247.html")
    assert (reading.article.published_at, reading.article.published_text) == (None, None)
    assert [problem.field for problem in reading.problems] == ["published_at"]


def test_a_date_of_the_address_alone_has_no_printed_text() -> None:
    article = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p></div>").article
    assert (article.published_at, article.published_text) == ("2024-03-05", None)


def test_a_source_without_label_is_known_by_its_element() -> None:
    info = "<div><span class=date>2024-03-05 10:00</span><a class=source href=//a.test>园区财经</a></div>"
    body = f"<h1>{TITLE}</h1>{info}<p>{ONE}</p>"
    assert read(body).article.source == "园区财经"


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("2024-03-05 08:18 来源：<a href=/>园区网</a><a href=#c>参与互动</a>", "园区网"),
        ("<a href=/f>财经</a><span class=a_source><a href=/>园区网</a></span><span>2024-03-05 08:18</span>", "园区网"),
        ("<span class=date-source><i>2024-03-05 08:18</i><a class='source ent' href=/>园区网</a></span>", "园区网"),
        ("2024-03-05 08:18 来源：<a href=/>园区网-园区日报</a> <a href=/m>订阅</a>", "园区网-园区日报"),
        ("<i>来源：<a href=/>园区网</a> 2024-03-05 08:18</i>", "园区网"),
        ("来源：园区网 | 2024-03-05 08:18", "园区网"),
    ],
)
def test_news_sites_put_links_around_the_source(info: str, source: str) -> None:
    article = read(f"<h1>{TITLE}</h1><div>{info}</div><div class=c9><p>{ONE}</p><p>{TWO}</p></div>").article
    assert (article.published_at, article.source) == ("2024-03-05T08:18:00+08:00", source)
    assert article.body == f"{ONE}\n{TWO}"


def test_an_editor_without_a_name_is_none() -> None:
    more = "<p><a href=/x>返回首页，查看更多</a></p>"
    body = f"<h1>{TITLE}</h1><article><p>{ONE}</p>{more}<p>责任编辑：<span></span></p></article>"
    article = read(f"{body}<div>声明：该文观点仅代表作者本人，本站仅提供信息存储空间服务。</div>").article
    assert (article.body, article.editor) == (ONE, None)


def test_source_and_date_right_above_the_title_are_read() -> None:
    article = read(
        f"<div>发布时间：2024-03-05 来源：园区网</div><h1>{TITLE}</h1><div id=zoom><p>{ONE}</p></div>"
    ).article
    assert (article.published_at, article.source) == ("2024-03-05", "园区网")


@pytest.mark.parametrize("second", ["<h2>——园区高质量发展纪实</h2>", "<h2>园区高质量发展纪实</h2>"])
def test_a_subtitle_below_the_title_is_not_the_title(second: str) -> None:
    body = f"<h1>{TITLE}</h1>{second}<div>2024-03-05 来源：澄川日报</div><div class=con><p>{ONE}</p><p>{TWO}</p></div>"
    assert read(body).article.title == TITLE


@pytest.mark.parametrize("head", [f"<title>{SITE}</title>", f"<meta name=ArticleTitle content={SITE}>", ""])
@pytest.mark.parametrize("emblem", [f"<a href=/><img src=/logo.png alt={SITE}></a>", f"<a href=/index.html>{SITE}</a>"])
def test_the_name_of_the_site_is_no_title_even_as_a_heading(head: str, emblem: str) -> None:
    main = f"<h2>{TITLE}</h2><p>发布时间：2024-03-05</p><div id=zoom><p>{ONE}</p><p>{TWO}</p></div>"
    assert read(f"{emblem}<h1>{SITE}</h1><div>{main}</div>", head).article.title == TITLE


def test_a_name_that_does_not_end_like_one_is_no_title_either() -> None:
    main = f"<div><h2>{TITLE}</h2><p>发布时间：2024-03-05</p><div id=zoom><p>{ONE}</p></div></div>"
    body = f"<a href=/>魅力云岭</a><h1>魅力云岭</h1>{main}"
    assert read(body, "<title>魅力云岭</title>").article.title == TITLE


def test_a_title_that_ends_like_a_name_stays_where_nothing_leads_home_by_it() -> None:
    name = "关于设立云岭经济技术开发区"
    text = f"<div id=zoom><p>{ONE}</p></div>"
    assert read(f"<h1>{name}</h1>{text}", f"<title>{name}</title>").article.title == name


def test_a_section_that_is_one_text_has_its_name_for_a_title() -> None:
    path = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/gk/>园区概况</a></div>"
    body = f"{path}<h1>园区概况</h1><div id=zoom><p>{ONE}</p><p>{TWO}</p></div>"
    assert read(body, f"<title>园区概况_{SITE}</title>").article.title == "园区概况"
    menu = "<div>网站导航</div><ul style='display:none'><li>区域人口</li></ul>"
    body = f"{path}{menu}<div>园区概况</div><div id=zoom><p>{ONE}</p><p>{TWO}</p></div>"
    assert read(body, "<title>园区概况</title>").article.title == "园区概况"


def test_a_path_that_ends_with_the_title_does_not_take_it_away() -> None:
    path = f"<div>当前位置：<a href=/>首页</a> &gt; <a href=/yw/>园区要闻</a> &gt; {TITLE}</div>"
    body = f"{path}<div class=a1>{TITLE}</div><p>发布时间：2024-03-05</p><div id=zoom><p>{ONE}</p></div>"
    article = read(body, f"<title>{SITE}</title>").article
    assert (article.title, article.section) == (TITLE, "园区要闻")


@pytest.mark.parametrize("date", ["(2024年03月06日)", " 2024-03-06", "【2024-03-06】"])
def test_a_date_behind_the_title_is_no_part_of_it_where_the_page_tells_it_without(date: str) -> None:
    body = f"<h1>{TITLE}<small>{date}</small></h1><p>来源：澄川日报</p><div id=zoom><p>{ONE}</p></div>"
    article = read(body, f"<title>{TITLE}_{SITE}</title>").article
    assert (article.title, article.published_at) == (TITLE, "2024-03-06")
    printed = read(body, f"<title>{SITE}</title>").article.title
    assert printed == f"{TITLE}{date}"


def test_markup_in_the_title_of_the_page_is_no_part_of_it() -> None:
    head = f"<title><h1 style='text-align: center'>{TITLE}</h1></title>"
    assert read(f"<p>发布时间：2024-03-05</p><div id=zoom><p>{ONE}</p></div>", head).article.title == TITLE


@pytest.mark.parametrize("label", ["标　题：", "名称", "信息名称："])
def test_a_table_tells_the_title_where_it_is_printed_nowhere_else(label: str) -> None:
    table = f"<table><tr><td>{label}</td><td>{TITLE}</td></tr><tr><td>发布日期：</td><td>2024-03-05</td></tr></table>"
    article = read(f"{table}<div id=zoom><p>{ONE}</p></div>", f"<title>{SITE}</title>").article
    assert (article.title, article.published_at, article.body) == (TITLE, "2024-03-05", ONE)


@pytest.mark.parametrize(
    ("last", "source", "author"),
    [
        ("（来源：澄川日报）", "澄川日报", None),
        ("来源：澄川日报 记者：甲文", "澄川日报", "甲文"),
        ("（文/图 甲文）", None, "甲文"),
        ("（记者 甲文 通讯员 乙武）", None, "甲文"),
        ("（作者：甲文，系园区研究员）", None, "甲文"),
        ("记者：您怎么看今年的招商形势？", None, None),
        ("文件自印发之日起施行", None, None),
    ],
)
def test_the_end_of_a_text_tells_source_and_author_and_stays(last: str, source: str | None, author: str | None) -> None:
    body = f"<h1>{TITLE}</h1><div>发布时间：2024-03-05</div><div id=zoom><p>{ONE}</p><p>{TWO}</p><p>{last}</p></div>"
    article = read(body).article
    assert (article.source, article.author) == (source, author)
    assert article.body.endswith(last)


@pytest.mark.parametrize(
    ("printed", "tagged", "source"),
    [
        (
            "综合自澄川日报、云岭经济技...",
            "综合自澄川日报、云岭经济技术开发区微信",
            "综合自澄川日报、云岭经济技术开发区微信",
        ),
        ("澄川日报", "澄川日报社", "澄川日报"),
    ],
)
def test_a_source_that_is_printed_cut_short_is_taken_whole_from_its_tag(printed: str, tagged: str, source: str) -> None:
    head = f"<meta name=ContentSource content={tagged}>"
    article = read(f"<h1>{TITLE}</h1><div>时间：2024-03-05 来源：{printed}</div><p>{ONE}</p>", head).article
    assert article.source == source


@pytest.mark.parametrize("tagged", ["澄川日报", "李四", "某公司提供技术支持，http://x.test"])
def test_a_tag_that_calls_source_editor_or_maker_the_author_names_none(tagged: str) -> None:
    head = f"<meta name=Author content='{tagged}'>"
    body = f"<h1>{TITLE}</h1><div>时间：2024-03-05 来源：澄川日报</div><p>{ONE}</p><p>责任编辑：李四</p>"
    assert read(body, head).article.author is None
