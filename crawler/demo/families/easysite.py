"""EasySite: sections and articles alike in numbered folders, a pager whose buttons keep the addresses in `tagname`."""

from crawler.demo.families.section import Style
from crawler.demo.families.site import FamilySite


def site() -> FamilySite:
    """The site. The news turn to files, the notices to a servlet; the ids of the notices are times."""
    site = FamilySite("easysite.test", "easysite")
    news = site.section(
        "工作动态",
        "/hzbq/gzdt60/302249/index.html",
        _style("/hzbq/gzdt60/302249/{id}/index.html"),
        "news",
        24,
        5712301,
    )
    notices = site.section(
        "通知公告",
        "/hzbq/tzgg49/302266/index.html",
        _style("/hzbq/tzgg49/302266/{day}101213{id}/index.html"),
        "notices",
        12,
        20101,
    )
    site.add_articles(news, "families/easysite/article.html")
    site.add_articles(notices, "families/easysite/article.html")
    site.add_listing(news, "easysite/listing.html", "/hzbq/gzdt60/302249/c0a93305-{number}.html")
    site.add_listing(notices, "easysite/listing.html", "/eportal/ui?pageId=302266&moduleId=7e21c4&currentPage={number}")
    return site


def _style(article: str) -> Style:
    return Style(
        article=article,
        file="/eportal/fileDir/hzbq/resource/cms/{month}/{digits}.{suffix}",
        image="/eportal/fileDir/hzbq/resource/cms/{month}/{digits}.{suffix}",
        printed="%Y年%m月%d日",
        has_time=False,
    )
