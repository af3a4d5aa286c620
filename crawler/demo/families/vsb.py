"""VSB 博达: /info/{section}/{id}.htm, and listings whose pages are numbered backwards."""

from crawler.demo.families.section import Style
from crawler.demo.families.site import FamilySite
from crawler.demo.families.writer import Kind


def site() -> FamilySite:
    """The site. A row of each listing leads to a text that nobody may read yet; it answers 200 and says so in words."""
    site = FamilySite("vsb.test", "vsb")
    site.add("/content.jsp", site.page("removed.html"))
    _add(site, "新闻动态", "xwdt", "news", 25, tree=1021)
    _add(site, "通知公告", "tzgg", "notices", 11, tree=1033)
    return site


def _add(site: FamilySite, name: str, slug: str, kind: Kind, count: int, tree: int) -> None:
    """A section; `tree` is its number in the system's tree of columns."""
    style = Style(
        article=f"/info/{tree}/{{id}}.htm",
        file="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1582563814&wbfileid={digits}",
        image="/__local/3/9A/5C/{key}.{suffix}",
        printed="%Y年%m月%d日 %H:%M",
    )
    unread = f"/content.jsp?urltype=news.NewsContentUrl&wbtreeid={tree}&wbnewsid={tree * 2 + count}"
    row = (unread, f"{site.zone.short}有关工作情况通报", "2026-08-31")
    section = site.section(name, f"/{slug}.htm", style, kind, count, tree * 2, rows=(row,))
    site.add_articles(section, "families/vsb/article.html")
    site.add_listing(section, "vsb/listing.html", f"/{slug}/{{reverse}}.htm")
