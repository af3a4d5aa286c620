"""WebPlus 南京苏迪: /2026/0831/c101a5001/page.htm, pages list2.htm, PDF players, files with `sudyfile-attr`."""

from crawler.demo.families.section import Style
from crawler.demo.families.site import FamilySite
from crawler.demo.families.writer import Kind


def site() -> FamilySite:
    """The site."""
    site = FamilySite("webplus.test", "webplus")
    _add(site, "科创要闻", "/kcyw/", "news", 27, 21001, column=2101)
    _add(site, "通知公告", "/tzgg/", "notices", 12, 20801, column=2103)
    return site


def _add(site: FamilySite, name: str, folder: str, kind: Kind, count: int, first_id: int, column: int) -> None:
    style = Style(
        article=f"/{{year}}/{{month_day}}/c{column}a{{id}}/page.htm",
        file="/_upload/article/files/5e/0a/{key}/{digits}.{suffix}",
        image="/_upload/article/images/5e/0a/{key}/{digits}.{suffix}",
        printed="%Y-%m-%d",
        list_date="%Y-%m-%d",
        has_time=False,
    )
    section = site.section(name, f"{folder}list.htm", style, kind, count, first_id, page_size=9)
    site.add_articles(section, "families/webplus/article.html", column=column)
    site.add_listing(section, "families/webplus/listing.html", folder + "list{number}.htm", column=column)
