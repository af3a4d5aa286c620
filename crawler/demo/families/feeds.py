"""No family: a site whose lists a browser draws from what nobody can read, and that has a sitemap and a feed."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from crawler.demo.families.section import Item, Style
from crawler.demo.families.site import Answer, FamilySite, fixed
from crawler.demo.render import page

_FED = 10  # newest articles that the feed has and the sitemap not yet


def site() -> FamilySite:
    """The site. Its robots.txt names a sitemap of three parts: two list articles, one what is none."""
    site = FamilySite("feeds.test", "", has_lists=False)
    style = Style(article="/detail/{hex}.html", file="/files/{key}.{suffix}", image="/files/{key}.{suffix}")
    news = site.section("新区要闻", "/#/news", style, "news", 24, 1101)
    notices = site.section("通知公告", "/#/notices", style, "notices", 12, 1001)
    site.add_articles(news, "families/feeds/article.html")
    site.add_articles(notices, "families/feeds/article.html")
    site.add("/", site.page("families/feeds/home.html"))
    robots = f"User-agent: *\nDisallow: /admin/\nSitemap: http://{site.host}/sitemapindex.xml\n"
    site.add("/robots.txt", fixed("text/plain", robots.encode()))
    site.add("/sitemapindex.xml", _xml(site, "sitemapindex.xml", parts=("news", "notices", "pages")))
    site.add("/sitemap-news.xml", _xml(site, "sitemap.xml", items=news.items[_FED:], pages=()))
    site.add("/sitemap-notices.xml", _xml(site, "sitemap.xml", items=notices.items, pages=()))
    site.add("/sitemap-pages.xml", _xml(site, "sitemap.xml", items=(), pages=("/", "/sitemap.html")))
    site.add("/rss/news.xml", _xml(site, "rss.xml", items=news.items[:_FED], mail_date=_mail_date, section=news))
    return site


def _xml(site: FamilySite, template: str, **context: Any) -> Answer:
    text = page(f"families/feeds/{template}", zone=site.zone, **context)
    return fixed("application/xml; charset=utf-8", text.encode())


def _mail_date(item: Item) -> str:
    """A date as RSS writes it."""
    return format_datetime(datetime.fromisoformat(f"{item.story.date}+08:00"))
