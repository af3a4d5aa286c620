"""Article pages that tests put together: what stands around an article on every page. All content is invented."""

from spiders.extract.article import Reading
from spiders.extract.article import read as read_article
from spiders.extract.outline import outline
from spiders.extract.page import document
from spiders.extract.restore import Restorer
from spiders.profile import ArticleRules

URL = "http://kfq.test/xwzx/202403/t20240305_1024.html"
TITLE = "云岭经开区一季度签约项目十二个"
ONE = "近日，云岭经济技术开发区举行一季度重点项目集中签约仪式，十二个项目落户园区，协议总投资三十六亿元。"
TWO = "会议指出，要坚持项目为王，优化营商环境，推动签约项目早落地、早开工、早投产。"
NAVIGATION = (
    "<ul class=nav><li><a href=/>首页</a></li><li><a href=/xwzx/>新闻</a></li><li><a href=/gg/>公告</a></li></ul>"
)
COLUMNS = "".join(f"<a href=/s{n}/>栏目{n}</a>" for n in range(20))
PARAGRAPH = "<p>开发区管委会有关负责人表示，将继续优化营商环境，落实各项惠企政策，推动重点项目早日建成投产。</p>"
FOOTER = (
    "<div class=footer><p>主办单位：云岭经济技术开发区管理委员会 地址：澄川市云岭大道18号，邮编：100000</p>"
    "<p>网站标识码：9999010001 澜ICP备09990001号-1</p></div>"
)


def read(body: str, head: str = "", url: str = URL, rules: ArticleRules | None = None) -> Reading:
    html = f"<html><head>{head}</head><body>{NAVIGATION}{body}{FOOTER}</body></html>"
    doc = document(html, url)
    shown = "\n".join(line.text for line in outline(doc).lines)
    return read_article(doc, rules or ArticleRules(), Restorer.for_page(shown))
