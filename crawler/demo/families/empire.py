"""EmpireCMS 帝国: folders by day, pages index_2.html, counters by /e/public/ViewClick/."""

from crawler.demo.families.section import Style
from crawler.demo.families.site import FamilySite
from crawler.demo.families.writer import Kind


def site() -> FamilySite:
    """The site."""
    site = FamilySite("empirecms.test", "empirecms")
    _add(site, "园区动态", "/ywdt/yqdt/", "news", 24, 8101)
    _add(site, "招商项目", "/zsyz/xm/", "investment", 12, 7301)
    return site


def _add(site: FamilySite, name: str, home: str, kind: Kind, count: int, first_id: int) -> None:
    files = "/d/file/p/{date}/{key}.{suffix}"
    style = Style(article=home + "{date}/{id}.html", file=files, image=files)
    section = site.section(name, home, style, kind, count, first_id)
    site.add_articles(section, "families/empire/article.html", further="_2.html")
    site.add_listing(section, "empire/listing.html", home + "index_{number}.html")
    site.add(f"{home}index.html", site.routes[home])
