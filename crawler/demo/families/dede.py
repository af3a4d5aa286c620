"""dedecms 织梦: static pages list_{section}_{n}.html or list.php, in GB18030 that is said to be gb2312."""

from collections.abc import Mapping

from crawler.demo.families.section import Section, Style
from crawler.demo.families.site import FamilySite, listing
from crawler.demo.render import Noise
from crawler.demo.site import Response

_LIST = "/plus/list.php"


def site() -> FamilySite:
    """The site. The news are written as files, the first page under two names; the others are asked for by number."""
    site = FamilySite("dedecms.test", "dedecms", charset="gb18030")
    news = site.section("园区新闻", "/a/yqxw/", _style("/a/yqxw/"), "news", 26, 312)
    projects = site.section(
        "招商引资", f"{_LIST}?tid=5", _style("/a/zsyz/", "%m-%d"), "investment", 14, 201, page_size=7
    )
    site.add_articles(news, "families/dede/article.html", further="_2.html")
    site.add_articles(projects, "families/dede/article.html")
    site.add_listing(news, "families/dede/listing.html", "/a/yqxw/list_3_{number}.html", first="list_3_1.html")
    site.add("/a/yqxw/index.html", site.routes["/a/yqxw/"])
    site.add("/a/yqxw/list_3_1.html", site.routes["/a/yqxw/"])
    for tool in ("stow", "recommend"):
        site.add(f"/plus/{tool}.php", site.page("private.html"))
    site.add(_LIST, lambda noise, query: _listing(site, projects, noise, query))
    return site


def _style(home: str, list_date: str = "%Y-%m-%d") -> Style:
    return Style(
        article=home + "{year}/{month_day}/{id}.html",
        file="/uploads/soft/{month}/{digits}.{suffix}",
        image="/uploads/allimg/{month}/{digits}.{suffix}",
        list_date=list_date,
    )


def _listing(site: FamilySite, section: Section, noise: Noise, query: Mapping[str, str]) -> Response | None:
    number = query.get("PageNo", "1")
    if query.get("tid") != "5" or not number.isdecimal() or not 1 <= int(number) <= len(section.pages):
        return None
    further = f"{_LIST}?tid=5&TotalResult={len(section.items)}&PageNo="
    addresses = tuple(f"{further}{page}" for page in range(1, len(section.pages) + 1))
    context = listing(section, int(number), addresses)
    return site.page("families/dede/listing.html", **context)(noise, query)
