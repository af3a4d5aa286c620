"""Article pages in the shapes of the content management systems of government sites. All content is invented."""

import pytest

from spiders.profile import ArticleRules
from tests.extract.pages import ONE, TITLE, TWO, read


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


def test_of_several_containers_of_one_class_that_with_the_most_text_is_it() -> None:
    notice = f"<div class=TRS_Editor><p>{TWO}</p></div>"
    text = f"<div class=TRS_Editor><p>{ONE}</p><p>{ONE}</p><p>{TWO}</p></div>"
    assert read(f"<h1>{TITLE}</h1>{notice}{text}{notice}").article.body == f"{ONE}\n{ONE}\n{TWO}"


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


@pytest.mark.parametrize("title", [TITLE, "任前公示", "李四"])
@pytest.mark.parametrize("last", ["{}", "<a href=/t.html>{}</a>"])
@pytest.mark.parametrize("info", ["<div>发布时间：2024-03-05 来源：澄川日报</div>", ""])
@pytest.mark.parametrize("head", ["<title>{}_云岭经济技术开发区</title>", "<meta name=ArticleTitle content={}>"])
def test_the_title_is_one_also_where_the_path_ends_in_it(title: str, last: str, info: str, head: str) -> None:
    path = f"<div>当前位置：<a href=/>首页</a> &gt; <a href=/a>园区要闻</a> &gt; {last.format(title)}</div>"
    article = read(f"{path}<h1>{title}</h1>{info}<p>{ONE}</p><p>{TWO}</p>", head.format(title)).article
    assert (article.title, article.section, article.body) == (title, "园区要闻", f"{ONE}\n{TWO}")


def test_a_section_that_heads_its_articles_is_no_title() -> None:
    path = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/a>园区要闻</a></div><h2>园区要闻</h2>"
    info = "<div>发布时间：2024-03-05 来源：澄川日报</div>"
    article = read(f"{path}<div>{TITLE}</div>{info}<p>{ONE}</p><p>{TWO}</p>", "<title>园区要闻</title>").article
    assert (article.title, article.section) == (TITLE, "园区要闻")


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
