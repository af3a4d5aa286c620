"""Article pages in the shapes of the content management systems of government sites. All content is invented."""

from dataclasses import replace

import pytest

from spiders.extract.article import Reading
from spiders.extract.article import read as read_article
from spiders.extract.outline import outline
from spiders.extract.page import document
from spiders.extract.restore import Restorer
from spiders.family import family_named
from spiders.profile import ArticleRules

URL = "http://kfq.test/xwzx/202403/t20240305_1024.html"
TITLE = "云岭经开区一季度签约项目十二个"
ONE = "近日，云岭经济技术开发区举行一季度重点项目集中签约仪式，十二个项目落户园区，协议总投资三十六亿元。"
TWO = "会议指出，要坚持项目为王，优化营商环境，推动签约项目早落地、早开工、早投产。"
NAVIGATION = (
    "<ul class=nav><li><a href=/>首页</a></li><li><a href=/xwzx/>新闻</a></li><li><a href=/gg/>公告</a></li></ul>"
)
FOOTER = (
    "<div class=footer><p>主办单位：云岭经济技术开发区管理委员会 地址：澄川市云岭大道18号，邮编：100000</p>"
    "<p>网站标识码：9999010001 澜ICP备09990001号-1</p></div>"
)


def read(body: str, head: str = "", url: str = URL, rules: ArticleRules | None = None) -> Reading:
    html = f"<html><head>{head}</head><body>{NAVIGATION}{body}{FOOTER}</body></html>"
    doc = document(html, url)
    shown = "\n".join(line.text for line in outline(doc).lines)
    return read_article(doc, rules or ArticleRules(), Restorer.for_page(shown))


def test_trs_a_page_with_all_tags_of_the_standard() -> None:
    head = (
        f"<title>{TITLE}_新闻中心_云岭经开区</title><META content='{TITLE}' name=articletitle>"
        "<meta name='PubDate' content='2024-03-05 09:30'><meta name=ContentSource content='经济发展局'>"
        "<meta name=ColumnName content='园区要闻'><meta name=SiteName content='云岭经济技术开发区'>"
    )
    body = (
        f"<h1>{TITLE}</h1><div class=xx>发布日期：2024-03-05　来源：澄川日报</div>"
        f"<div class=TRS_Editor><style>.TRS_Editor P{{margin:0}}</style><p>　　{ONE}</p><p>　　{TWO}</p></div>"
    )
    article = read(body, head).article
    assert article.title == TITLE
    assert (article.published_at, article.published_text) == ("2024-03-05T09:30:00+08:00", "2024-03-05")
    assert (article.source, article.section) == ("澄川日报", "园区要闻")
    assert article.body == f"{ONE}\n{TWO}"
    assert article.body_html == f"<p>{ONE}</p>\n<p>{TWO}</p>"


def test_trs_a_footer_in_a_container_of_the_same_class_is_not_the_text() -> None:
    foot = "<div class=TRS_Editor><p>版权所有：云岭经济技术开发区管理委员会 电话：0386-7210124</p></div>"
    assert read(f"<h1>{TITLE}</h1><div class=TRS_Editor><p>{ONE}</p></div>{foot}").article.body == ONE


def test_jcms_a_page_laid_out_in_cells() -> None:
    body = (
        "<table><tr><td>当前位置：</td><td><a href=/>首页</a></td><td>&gt;<a href=/a>发展改革</a></td>"
        f"<td>&gt;<a href=/b>投资运行</a></td></tr></table><p class=con-title><!--begin-->{TITLE}<!--end--></p>"
        "<div><span>发布日期：2024-03-05</span><span>浏览次数：</span><span>信息来源：<!--b-->发改局<!--e--></span></div>"
        f"<div class=main-txt id=zoom><!--ZJEG_RSS.content.begin--><p>{ONE}</p><p>{TWO}</p></div>"
        "<div><a class=bds_weixin href=#>微信</a><span>打印</span><span>关闭</span></div>"
    )
    article = read(body, f"<title>{TITLE}</title>").article
    assert (article.section, article.source, article.published_at) == ("投资运行", "发改局", "2024-03-05")
    assert article.body == f"{ONE}\n{TWO}"


def test_jpaas_lines_without_paragraphs() -> None:
    article = read(f"<h1>{TITLE}</h1><div id=con_con>　　{ONE}<br><br>&nbsp;&nbsp;{TWO}<br/></div>").article
    assert article.body == f"{ONE}\n{TWO}"


def test_ucap_a_text_that_is_hidden_until_a_script_has_run() -> None:
    body = (
        f"<div class=share-title style=display:none>{TITLE}</div><h1>{TITLE}</h1>"
        f"<div id=UCAP-CONTENT style=display:none><p>{ONE}</p>#PAGE_BREAK#<p>{TWO}</p></div>"
    )
    assert read(body, f"<title>{TITLE}</title>").article.body == f"{ONE}\n{TWO}"


def test_ucap_an_element_of_its_own_and_files_below_it() -> None:
    body = (
        f"<ucaptitle>{TITLE}</ucaptitle><publishtime>2024-03-05 09:30</publishtime>"
        f"<ucapcontent><p>{ONE}</p></ucapcontent>"
        "<div>相关附件</div><ul><li><a href=/files/a.docx>报名表</a></li></ul>"
    )
    article = read(body, f"<title>{TITLE}</title>").article
    assert article.body == ONE
    assert [(file.url, file.name) for file in article.attachments] == [("http://kfq.test/files/a.docx", "报名表")]


def test_vsb_a_form_around_an_article_with_an_empty_source() -> None:
    body = (
        "<div class=position><h2>规章制度</h2>当前位置： <a href=/>网站首页</a>-&gt;<a href=/a>管理</a>-&gt;"
        f"<a href=/b>规章制度</a>-&gt;<a>正文</a></div><form name=_newscontent_fromname><h3>{TITLE}</h3>"
        "<p><span>信息来源：</span><span>发布日期：2024-03-05</span></p>"
        f"<div id=vsb_content_2><div class=v_news_content><p>{ONE}</p><p>管理委员会</p></div></div>"
        "<p>上一条：</p><p>下一条：<a href=4051.htm>园区公告</a></p></form>"
    )
    article = read(body, f"<title>{TITLE}-云岭经开区</title>").article
    assert (article.title, article.source, article.section) == (TITLE, None, "规章制度")
    assert article.body == f"{ONE}\n管理委员会"


def test_easysite_an_added_date_and_a_source() -> None:
    body = (
        f"<div class=content><h1>{TITLE}</h1><div class=content_source><span>文章来源：办公室</span>"
        f"<span>添加时间：2024年03月05日</span></div><div id=content_con><p>{ONE}</p><p>{TWO}</p></div></div>"
    )
    article = read(body).article
    assert (article.source, article.published_at) == ("办公室", "2024-03-05")
    assert article.body == f"{ONE}\n{TWO}"


def test_lkcms_epoint_webplus_and_empire_name_their_containers() -> None:
    for name in (
        "class='j-fontContent newscontnet'",
        "id=zoomcon",
        "class=wp_articlecontent",
        "class=easysite-news-text",
    ):
        assert read(f"<h1>{TITLE}</h1><div {name}><p>{ONE}</p></div>").article.body == ONE


def test_an_unknown_site_is_read_by_where_the_prose_is() -> None:
    aside = (
        "<div class=right><h4>热点</h4><ul>"
        + "".join(f"<li><a href={n}.html>{TWO}</a></li>" for n in range(9))
        + "</ul></div>"
    )
    body = (
        f"<div class=wrap><div class=left><h2>{TITLE}</h2><p>2024-03-05 来源：澄川日报</p><div class=x7><p>{ONE}</p>"
        f"<p>签约现场</p><p>{TWO}</p><p>管委会办公室</p></div>"
        f"<p>分享到：</p><p>上一篇：<a href=/1.html>要闻</a></p></div>{aside}</div>"
    )
    assert read(body, f"<title>{TITLE}--云岭经开区网</title>").article.body == f"{ONE}\n签约现场\n{TWO}\n管委会办公室"


def test_a_text_in_two_elements_is_read_whole() -> None:
    body = f"<div><h1>{TITLE}</h1><div><div><p>{ONE}{ONE}</p></div><div><p>{TWO}</p></div></div></div>"
    assert read(body).article.body == f"{ONE}{ONE}\n{TWO}"


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


def test_a_table_in_the_text_is_a_row_a_line() -> None:
    table = (
        "<table><tr><th>项目</th><th>投资</th></tr><tr><td><p>甲厂</p><p>一期</p></td><td>3亿元</td></tr>"
        "<tr><td colspan=2>合计</td></tr><tr><td>乙厂</td><td></td></tr></table>"
    )
    article = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p>{table}<p>{TWO}</p></div>").article
    assert article.body == f"{ONE}\n项目\t投资\n甲厂 一期\t3亿元\n合计\n乙厂\t\n{TWO}"
    assert '<td colspan="2">' not in article.body_html
    assert "<td>甲厂<br>一期</td><td>3亿元</td>" in article.body_html


def test_lists_in_the_text_are_a_line_an_item_and_keep_their_numbers() -> None:
    items = "<ol><li>签约</li><li>开工</li></ol><ul><li>投产</li></ul>"
    article = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p>{items}</div>").article
    assert article.body == f"{ONE}\n1. 签约\n2. 开工\n投产"
    assert "<ol><li>签约</li>\n<li>开工</li></ol>" in article.body_html


def test_a_line_broken_in_the_source_between_chinese_characters_is_whole() -> None:
    assert read(f"<h1>{TITLE}</h1><div id=zoom><p>云岭经开\n      区{ONE}</p></div>").article.body == f"云岭经开区{ONE}"


def test_links_in_the_text_stay_links_and_nothing_else_stays() -> None:
    link = "<a href=../a.html onclick=x()>办法</a><a href=javascript:y()>按钮</a><img src=1>"
    html = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}<b>重点</b>{link}</p></div>").article.body_html
    assert (
        f'<p>{ONE}<strong>重点</strong><a href="http://kfq.test/xwzx/a.html" rel="noopener noreferrer nofollow">'
        "办法</a>按钮</p>" == html
    )


def test_files_and_pictures_of_the_text_are_attachments() -> None:
    body = (
        f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p><p><img data-src=./W020240305.jpg src=loading.gif alt=签约现场></p>"
        "<p>附件：<a href='./P020240305.PDF?x=1'>1.项目清单.pdf</a></p><p><img src=/icons/icon_pdf.gif></p></div>"
        "<p>【<a href=/module/download/downfile.jsp?id=7>点击下载</a>】</p>"
    )
    article = read(body).article
    assert [(file.kind, file.name, file.url) for file in article.attachments] == [
        ("file", "1.项目清单.pdf", "http://kfq.test/xwzx/202403/P020240305.PDF?x=1"),
        ("file", "", "http://kfq.test/module/download/downfile.jsp?id=7"),
        ("image", "签约现场", "http://kfq.test/xwzx/202403/W020240305.jpg"),
    ]
    assert article.body == f"{ONE}\n附件：1.项目清单.pdf"


def test_a_box_of_files_below_the_text_is_no_part_of_it() -> None:
    box = "<fieldset><legend>项目清单</legend><a href=/d/8f3a.xlsx title=项目清单>8f3a.xlsx</a>(15.43 KB)</fieldset>"
    article = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p>{box}</div>").article
    assert article.body == ONE
    assert [file.name for file in article.attachments] == ["项目清单"]


def test_file_names_of_pictures_below_them_are_no_text() -> None:
    picture = "<p><img src=a.jpg title=W0201606183562><br>W0201606183562</p>"
    body = f"<h1>{TITLE}</h1><div id=zoom>{picture}<p>签约现场</p><p>{ONE}</p></div>"
    assert read(body).article.body == f"签约现场\n{ONE}"


def test_a_page_of_pictures_has_no_text_and_says_so() -> None:
    reading = read(f"<div><h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div><img src=/1.jpg><img src=/2.jpg></div></div>")
    assert (reading.article.body, len(reading.article.attachments)) == ("", 2)
    assert [(problem.field, problem.message) for problem in reading.problems] == [("body", "no text; pictures only")]
    assert reading.article.body_kind == "image"


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("<embed src=/files/a.pdf type=application/pdf>", "file"),
        ("<iframe src='/pdf/web/viewer.html?file=/files/a.pdf'></iframe>", "file"),
        ("<a href=/files/a.doc>关于签约的通知.doc</a>", "file"),
        ("<video src=/v/a.mp4></video>", "video"),
        ("<video><source src=/v/a.mp4></video><img src=/1.jpg>", "video"),
        ("<iframe src=//v.test/1></iframe>", "video"),
        ("", None),
    ],
)
def test_what_stands_in_place_of_a_text_is_told(inside: str, kind: str | None) -> None:
    article = read(f"<div><h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom>{inside}</div></div>").article
    assert (article.body, article.body_kind) == ("", kind)


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


def test_who_wrote_edited_and_reviewed_a_text_is_read_above_and_below_it() -> None:
    body = (
        f"<h1>{TITLE}</h1><p>时间：2024-03-05 来源：澄川日报 作者：甲文</p><div id=zoom><p>{ONE}</p>"
        "<p>（编辑：张三　初审：李四　终审：王五）</p></div>"
    )
    article = read(body).article
    assert (article.author, article.editor, article.reviewer) == ("甲文", "张三", "李四、王五")
    assert article.body == ONE


def test_a_page_of_film_has_no_text_and_says_so() -> None:
    reading = read(f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom><iframe src=//v.test/1></iframe></div>")
    assert [problem.message for problem in reading.problems] == ["no text; a player only"]
    assert reading.article.body_kind == "video"


def test_a_table_of_data_alone_is_a_text() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>企业{n}</td><td>通过</td></tr>" for n in range(1, 6))
    article = read(f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div><table>{rows}</table></div>").article
    assert article.body.split("\n")[:2] == ["1\t企业1\t通过", "2\t企业2\t通过"]


def test_what_leads_on_below_the_text_is_no_part_of_it() -> None:
    after = (
        "<p>版权声明：凡本网注明来源的作品，转载须注明出处，违者必究。</p>"
        "<p>相关链接</p><ul><li><a href=1.html>甲</a></li></ul>"
        "<p>扫一扫在手机打开当前页</p>"
    )
    assert (
        read(f"<div class=a><h1>{TITLE}</h1><p>{ONE}</p><p>{ONE}</p><p>{TWO}</p>{after}</div>").article.body
        == f"{ONE}\n{ONE}\n{TWO}"
    )


def test_headings_in_brackets_and_captions_stay_in_the_text() -> None:
    lines = ["【基本案情】", ONE, "签约现场", TWO, "（记者 甲文）", "2024年3月5日"]
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<h1>{TITLE}</h1><div id=zoom>{body}</div>").article.body.split("\n") == lines


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


def test_a_garbled_page_is_restored_and_kept_as_published() -> None:
    body = (
        "<h1>經(jīng)開區(qū)業(yè)務(wù)簡報</h1>"
        "<p>發(fā)布時(shí)間：2024-03-05 來(lái)源：經(jīng)開區(qū)辦公室</p>"
        "<div id=zoom><p>近日，經(jīng)濟技術(shù)開發(fā)區(qū)招商業(yè)務(wù)取得實(shí)效，"
        "項目隨后落地于園區(qū)。</p></div>"
    )
    article = read(body, "<title>經(jīng)開區(qū)業(yè)務(wù)簡報_云岭</title>").article
    assert (article.title, article.source, article.published_at) == ("经开区业务简报", "经开区办公室", "2024-03-05")
    assert article.body == "近日，经济技术开发区招商业务取得实效，项目随后落地于园区。"
    assert (
        article.verbatim
        == "近日，經(jīng)濟技術(shù)開發(fā)區(qū)招商業(yè)務(wù)取得實(shí)效，項目隨后落地于園區(qū)。"
    )
    assert article.script == "Hant"
    assert "jīng" not in article.body_html


def test_the_rules_of_a_profile_go_before_what_is_found() -> None:
    body = (
        f"<h1>栏目</h1><h2 class=t>{TITLE}</h2>"
        "<div class=i><b>2024年3月5日</b><i>澄川日报</i><u>责任编辑：张三</u></div>"
        "<h6 class=s>要闻</h6>"
        f"<div id=zoom><p>摘要：{TWO}</p></div><div class=b><p>{ONE}</p><p class=ad>广告，{TWO}</p></div>"
    )
    rules = ArticleRules(
        title=(".none", "h2.t"),
        body=("div.b",),
        published=(".i b",),
        source=(".i i",),
        editor=(".i u",),
        section=(".s",),
        remove=(".ad",),
    )
    article = read(body, rules=rules).article
    assert (article.title, article.body) == (TITLE, ONE)
    assert (article.published_at, article.source, article.editor, article.section) == (
        "2024-03-05",
        "澄川日报",
        "张三",
        "要闻",
    )


def test_characters_that_a_mirror_destroyed_are_a_problem() -> None:
    problems = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}新冠??崎T診每天开放。</p></div>").problems
    assert ("body", "characters destroyed before publication: 1") in [
        (problem.field, problem.message) for problem in problems
    ]


def test_a_copy_of_the_text_for_printing_is_read_once() -> None:
    text = f"<p>{ONE}</p><p>{TWO}</p>"
    copy = f"<div id=printArea><h2>{TITLE}</h2><div>{text}</div></div>"
    body = f"<h1>{TITLE}</h1><div>发布时间：2024-03-05 来源：管委会</div><div class=con>{text}</div>{copy}"
    assert read(body).article.body == f"{ONE}\n{TWO}"


def test_a_sentence_that_a_text_says_twice_is_no_copy() -> None:
    body = f"<h1>{TITLE}</h1><div>发布时间：2024-03-05</div><div class=con><p>{ONE}</p><p>{TWO}</p><p>{ONE}</p></div>"
    assert read(body).article.body == f"{ONE}\n{TWO}\n{ONE}"


@pytest.mark.parametrize("second", ["<h2>——园区高质量发展纪实</h2>", "<h2>园区高质量发展纪实</h2>"])
def test_a_subtitle_below_the_title_is_not_the_title(second: str) -> None:
    body = f"<h1>{TITLE}</h1>{second}<div>2024-03-05 来源：澄川日报</div><div class=con><p>{ONE}</p><p>{TWO}</p></div>"
    assert read(body).article.title == TITLE


def test_a_long_column_beside_title_and_text_is_no_text() -> None:
    beside = f"<div class=right><h3>园区简介</h3><p>{TWO * 3}</p></div>"
    text = f"<div class=con><p>{ONE}</p><p>{TWO}</p></div>"
    main = f"<div class=main><h1>{TITLE}</h1><div>发布时间：2024-03-05</div>{text}</div>"
    assert read(main + beside).article.body == f"{ONE}\n{TWO}"


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


def test_a_page_with_a_player_alone_in_a_container_that_many_share_has_no_text() -> None:
    page = (
        f"<div class=content><h1>{TITLE}</h1><p>发布日期：2024-03-05 来源：澄川电视台 浏览次数： 字号：大 中 小</p>"
        "<video src=/v/a.mp4></video><div class=share><a href=#>微信</a><div class=btn><a>取消</a></div></div></div>"
        '<script src="/e/public/ViewClick/?classid=1&id=2"></script>'
    )
    html = f"<html><head><title>{TITLE}</title></head><body>{NAVIGATION}{page}{FOOTER}</body></html>"
    doc = replace(document(html, URL), family=family_named("empirecms"))
    reading = read_article(doc, ArticleRules(), Restorer.for_page(""))
    assert (reading.article.title, reading.article.body, reading.article.body_kind) == (TITLE, "", "video")
    assert reading.article.source == "澄川电视台"
