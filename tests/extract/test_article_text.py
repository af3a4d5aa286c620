"""The text of an article: what belongs to it, and what does not. All content is invented."""

from dataclasses import replace

import pytest

from spiders.extract.article import read as read_article
from spiders.extract.page import document
from spiders.extract.restore import Restorer
from spiders.family import family_named
from spiders.profile import ArticleRules
from tests.extract.pages import FOOTER, NAVIGATION, ONE, TITLE, TWO, URL, read


def test_a_text_in_two_elements_is_read_whole() -> None:
    body = f"<div><h1>{TITLE}</h1><div><div><p>{ONE}{ONE}</p></div><div><p>{TWO}</p></div></div></div>"
    assert read(body).article.body == f"{ONE}{ONE}\n{TWO}"


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


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_numbers() -> None:
    items = "<ol start=3><li>签约</li><li>开工</li></ol><ol start=x><li>投产</li></ol>"
    article = read(f"<h1>{TITLE}</h1><div id=zoom>{ONE}{items}</div>").article
    assert article.body == f"{ONE}\n3. 签约\n4. 开工\n1. 投产"
    assert '<ol start="3"><li>签约</li>' in article.body_html and "<ol><li>投产</li></ol>" in article.body_html


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
        "<p>附件：<a href='./P020240305.PDF?x=1'>1.项目清单.pdf</a></p><p><img src=/icons/icon_pdf.gif>"
        "<img src=/images/icon16/xls.gif><img src=/style/file_icon_doc.png></p></div>"
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
        ("<iframe src=/js/player.html?id=1></iframe>", "video"),
        ("<div id=p></div><script>new Aliplayer({id: 'p', source: x})</script>", "video"),
        ("<div id=p></div><script>var pdfData = 'JVBERi0xLjQK'; show(pdfData)</script>", "file"),
        ("<iframe src=/content/1024.html></iframe>", None),
        ("<iframe src=/delivery/players-list.html></iframe>", None),
        ("<iframe src=/v/1024.html></iframe>", "video"),
        ("", None),
    ],
)
def test_what_stands_in_place_of_a_text_is_told(inside: str, kind: str | None) -> None:
    article = read(f"<div><h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom>{inside}</div></div>").article
    assert (article.body, article.body_kind) == ("", kind)


def test_a_page_of_film_has_no_text_and_says_so() -> None:
    reading = read(f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div id=zoom><iframe src=//v.test/1></iframe></div>")
    assert [problem.message for problem in reading.problems] == ["no text; a player only"]
    assert reading.article.body_kind == "video"


def test_a_frame_that_holds_the_text_is_told() -> None:
    frame = "<iframe src=/content/1024.html></iframe>"
    reading = read(f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p><div>{frame}</div>")
    assert [problem.message for problem in reading.problems] == [
        "no text; a frame shows http://kfq.test/content/1024.html"
    ]


def test_the_emblem_of_a_site_is_no_picture_of_a_page_without_text() -> None:
    emblem, code = "<div class=top><img src=/logo.png></div>", "<div class=share><img src=/qr.png></div>"
    text = "<p><a href=/files/a.pdf>关于签约的通知.pdf</a></p>"
    for inside, expected in ((text, "a.pdf"), ("<p><img src=/1.jpg></p>", "1.jpg")):
        for main in (f"<h1>{TITLE}</h1><p>发布时间：2024-03-05</p>{inside}", f"<div><h1>{TITLE}</h1></div>{inside}"):
            article = read(f"{emblem}<div>{main}{code}</div>", f"<title>{TITLE}</title>").article
            assert [file.url.rpartition("/")[2] for file in article.attachments] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "今日停水一天。",
        "进入面试人员名单：<br>张三　李四　王五<br>赵六　钱七　孙八",
        "<img src=/1.jpg><br>图为签约现场",
    ],
)
def test_a_text_too_short_to_be_prose_is_known_by_its_place(text: str) -> None:
    beside = f"<div class=side><h3>园区简介</h3><p>{TWO * 3}</p></div>"
    about = "<p>发布时间：2024-03-05 来源：澄川日报</p>"
    page = (
        f"<div><div><h1>{TITLE}</h1>{about}<div>{text}</div><p>上一篇：<a href=1.html>某某</a></p></div>{beside}</div>"
    )
    printed = "\n".join(text.replace("\u3000", " ").removeprefix("<img src=/1.jpg><br>").split("<br>"))
    assert read(page).article.body == printed


def test_what_stands_beside_an_article_without_text_is_none() -> None:
    menu = "<div><h3>通知公告</h3><ul><li><a href=/gg/1.html>关于统计工作的通知</a></li></ul></div>"
    beside = f"<div class=sidebar><h3>园区简介</h3><p>{TWO * 3}</p></div>"
    head = f"<div><h1>{TITLE}</h1><p>发布时间：2024-03-05</p></div>"
    assert read(f"<div>{head}{menu}</div>").article.body == ""
    assert read(f"<div>{head}{beside}</div>").article.body == ""
    assert read(f"<div class=side><h1>{TITLE}</h1><p>{ONE}</p></div>").article.body == ONE


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


@pytest.mark.parametrize("mark", ["class=share", "class='bdsharebuttonbox x'", "id=qrcode", "class=social-share"])
def test_what_passes_a_page_on_is_none_of_it(mark: str) -> None:
    box = f"<div {mark}>甲站：<a href=#>乙站</a> <p><img src=/code.png>收藏到丙站</p></div>"
    article = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p>{box}<p>{TWO}</p></div>").article
    assert (article.body, article.attachments) == (f"{ONE}\n{TWO}", ())


def test_a_paragraph_in_what_is_called_so_stays() -> None:
    assert (
        read(f"<h1>{TITLE}</h1><div class=share-content><div id=zoom>{ONE}{TWO}</div></div>").article.body == ONE + TWO
    )


def test_words_that_lead_on_end_a_text_only_where_little_follows() -> None:
    lines = [ONE, "相关链接", f"第一条 {ONE}", f"第二条 {TWO}"]
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<h1>{TITLE}</h1><div id=zoom>{body}</div>").article.body.split("\n") == lines


@pytest.mark.parametrize(
    ("href", "name"),
    [("/x?id=9", "附件1.申报表.docx"), ("/d/9f3a", "名单.pdf（12KB）"), ("/file.do?id=7", "汇总表.XLS")],
)
def test_a_link_without_an_extension_is_a_file_by_its_name(href: str, name: str) -> None:
    text = f"<p>{ONE}</p><p><a href={href}>{name}</a></p><p><a href=/x.html>解读</a><a href=#>示例.doc</a></p>"
    files = read(f"<h1>{TITLE}</h1><div id=zoom>{text}</div>").article.attachments
    assert [(file.url, file.name, file.kind) for file in files] == [(f"http://kfq.test{href}", name, "file")]


def test_headings_in_brackets_and_captions_stay_in_the_text() -> None:
    lines = ["【基本案情】", ONE, "签约现场", TWO, "（记者 甲文）", "2024年3月5日"]
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<h1>{TITLE}</h1><div id=zoom>{body}</div>").article.body.split("\n") == lines


def test_a_copy_of_the_text_for_printing_is_read_once() -> None:
    text = f"<p>{ONE}</p><p>{TWO}</p>"
    copy = f"<div id=printArea><h2>{TITLE}</h2><div>{text}</div></div>"
    body = f"<h1>{TITLE}</h1><div>发布时间：2024-03-05 来源：管委会</div><div class=con>{text}</div>{copy}"
    assert read(body).article.body == f"{ONE}\n{TWO}"


def test_a_dialog_that_waits_unseen_is_no_text_of_a_page_that_is_a_file() -> None:
    dialog = "<div style='display:none'><p>您访问的链接即将离开云岭经济技术开发区网站，是否继续？</p></div>"
    link = "<p><a href=/files/2024.pdf>2024年工作年度报表.pdf</a></p>"
    article = read(f"<h1>{TITLE}</h1><div>发布时间：2024-03-05</div>{link}{dialog}").article
    assert (article.body, article.body_kind) == ("", "file")
    assert [file.name for file in article.attachments] == ["2024年工作年度报表.pdf"]


def test_a_picture_in_a_button_is_none_of_the_text() -> None:
    button = "<a href=javascript:window.print()><img src=/print.png>【打印】</a>"
    picture = r"<a href=javascript:void(0)><img src=\files\1.jpg></a>"
    article = read(f"<h1>{TITLE}</h1><div id=zoom><p>{ONE}</p>{picture}{button}</div>").article
    assert [file.url for file in article.attachments] == ["http://kfq.test/files/1.jpg"]


def test_a_dialog_that_is_not_marked_as_hidden_is_no_text_of_a_picture() -> None:
    dialog = "<div class=modal><p>您访问的链接即将离开“<span></span>”门户网站 是否继续？</p></div>"
    picture = "<div class=TRS_UEDITOR><p><img src=a.jpg></p></div>"
    article = read(f"<h1>{TITLE}</h1><p>日期：2024-03-05</p>{picture}{dialog}").article
    assert (article.body, article.body_kind) == ("", "image")


def test_credits_with_bars_go_together() -> None:
    credits = "<p>来源 | 经济发展局</p><p>综合 | 管委会办公室</p><p>编辑 | 李四</p>"
    article = read(f"<h1>{TITLE}</h1><p>{ONE}</p><p>{TWO}</p>{credits}").article
    assert (article.body, article.editor) == (f"{ONE}\n{TWO}", "李四")


def test_a_hidden_copy_above_the_text_is_not_read_in_its_place() -> None:
    text = f"<p>{ONE}</p><p>{TWO}</p>"
    copy = f"<div id=printArea style='display:none'><h2>{TITLE}</h2>{text}</div>"
    body = f"<div><h1>{TITLE}</h1><div>发布时间：2024-03-05</div>{copy}<div class=con>{text}</div></div>"
    assert read(body, f"<title>{TITLE}</title>").article.body == f"{ONE}\n{TWO}"


def test_a_sentence_that_a_text_says_twice_is_no_copy() -> None:
    body = f"<h1>{TITLE}</h1><div>发布时间：2024-03-05</div><div class=con><p>{ONE}</p><p>{TWO}</p><p>{ONE}</p></div>"
    assert read(body).article.body == f"{ONE}\n{TWO}\n{ONE}"


def test_a_long_column_beside_title_and_text_is_no_text() -> None:
    beside = f"<div class=right><h3>园区简介</h3><p>{TWO * 3}</p></div>"
    text = f"<div class=con><p>{ONE}</p><p>{TWO}</p></div>"
    main = f"<div class=main><h1>{TITLE}</h1><div>发布时间：2024-03-05</div>{text}</div>"
    assert read(main + beside).article.body == f"{ONE}\n{TWO}"


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
