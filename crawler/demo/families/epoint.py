"""Epoint 新点: /002001/002001001/20260831/{uuid}.html, listings of numbered pages."""

from crawler.demo.families.section import Style
from crawler.demo.families.site import FamilySite
from crawler.demo.families.writer import Kind


def site() -> FamilySite:
    """The site. Of the news the pages are linked, of the announcements a script fetches them."""
    site = FamilySite("epoint.test", "epoint")
    _add(site, "园区要闻", "/002001/002001001/", "news", 25, 1101, pager="links")
    _add(site, "公示公告", "/002002/002002003/", "notices", 17, 1001, pager="script")
    return site


def _add(site: FamilySite, name: str, folder: str, kind: Kind, count: int, first_id: int, pager: str) -> None:
    style = Style(
        article=folder + "{day}/{uuid}.html",
        file="/attachment/{month}/{key}.{suffix}",
        image="/uploadfile/{month}/{key}.{suffix}",
        list_date="[%Y-%m-%d]",
    )
    section = site.section(name, folder + "1.html", style, kind, count, first_id)
    site.add_articles(section, "families/epoint/article.html")
    site.add_listing(section, "families/epoint/listing.html", folder + "{number}.html", pager=pager)
