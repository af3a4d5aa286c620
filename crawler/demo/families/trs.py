"""TRS WCM 拓尔思: folders by month, links relative to them, and a pager that a script draws, counting from 0."""

from crawler.demo.families.section import Section, Style
from crawler.demo.families.site import FamilySite


def site() -> FamilySite:
    """The site; of the notices two pages more are declared than there are."""
    site = FamilySite("trs.test", "trs")
    news = site.section("园区要闻", "/xwzx/yqyw/", _style("/xwzx/yqyw/"), "news", 24, 5101)
    notices = site.section("通知公告", "/xxgk/tzgg/", _style("/xxgk/tzgg/", "%m-%d"), "notices", 12, 4201)
    _add(site, news, declared=None)
    _add(site, notices, declared=4)
    site.dead |= {"/xxgk/tzgg/index_2.html", "/xxgk/tzgg/index_3.html"}
    return site


def _style(home: str, list_date: str = "%Y-%m-%d") -> Style:
    return Style(
        article=home + "{month}/t{day}_{id}.html",
        file="{folder}/P0{day}{digits}.{suffix}",
        image="{folder}/W0{day}{digits}.{suffix}",
        list_date=list_date,
    )


def _add(site: FamilySite, section: Section, declared: int | None) -> None:
    site.add_articles(section, "families/trs/article.html", further="_1.html")
    site.add_listing(section, "families/trs/listing.html", section.home + "index_{previous}.html", declared=declared)
    site.add(f"{section.home}index.html", site.routes[section.home])
