"""UCAP 开普: /site/202608/{32 hexadecimal digits}.shtml, pages xxx_list_2.shtml by script, and a search API.

What older ones made is at /n3/n13/c672769/content.html, in lists whose pages are loaded into the first.
"""

from collections.abc import Mapping

from crawler.demo.families.section import Section, Style, epoch, hex_id
from crawler.demo.families.site import FamilySite, as_json
from crawler.demo.render import page
from crawler.demo.site import Response

_OFF = 8 * 60 * 60  # seconds by which publishedTime is wrong: local time taken for UTC


def site() -> FamilySite:
    """The site. The notices' page has no rows: a script asks the search for them; projects are listed as of old."""
    site = FamilySite("ucap.test", "ucap")
    style = Style(
        article="/site/{month}/{hex}.shtml",
        file="/site/{month}/{key}/files/{key}.{suffix}",
        image="/site/{month}/{key}/images/{key}.{suffix}",
        printed="%Y-%m-%d %H:%M:%S",
    )
    news = site.section("高新动态", "/gxdt/gxdt_list.shtml", style, "news", 26, 1101)
    notices = site.section("公示公告", "/zwgk/gsgg/common_list.shtml", style, "notices", 17, 1001, page_size=6)
    older = Style(
        article="/n3/n13/c{id}/content.html",
        file="/n3/n13/c{id}/part/{digits}.{suffix}",
        image="/n3/n13/c{id}/part/{digits}.{suffix}",
        printed="%Y-%m-%d %H:%M:%S",
    )
    projects = site.section("项目建设", "/n3/n13/index.html", older, "investment", 14, 672701, page_size=4)
    site.add_articles(projects, "families/ucap/article.html", channel=hex_id("projects"))
    site.add_listing(projects, "families/ucap/loaded.html", "/n3/n13/index_958_{reverse}.html")
    site.add_articles(news, "families/ucap/article.html", channel=hex_id("news"))
    site.add_articles(notices, "families/ucap/article.html", channel=hex_id("notices"))
    site.add_listing(news, "families/ucap/listing.html", "/gxdt/gxdt_list_{number}.shtml", channel=hex_id("news"))
    site.dead.add("/gxdt/gxdt_list_1.shtml")  # by its pager's call it could be the second page, see pagers.py
    channel = hex_id("notices")
    site.add(notices.home, site.page("families/ucap/search.html", section=notices, channel=channel))
    site.add(f"/searchList/{channel}", lambda noise, query: _search(site, notices, channel, query))
    query = "_isAgg=true&_isJson=true&_pageSize=18&_template=index&page=1"
    site.dead.add(f"/common/search/{channel}?{query}")  # where other sites of this family have their search
    return site


def _search(site: FamilySite, section: Section, channel: str, query: Mapping[str, str]) -> Response:
    number, size = int(query.get("page", "1")), min(int(query.get("_pageSize", "18")), section.page_size)
    results = [
        {
            "manuscriptId": item.story.id,
            "channelId": channel,
            "channelName": section.name,
            "title": item.story.title,
            "subTitle": "",
            "url": f"//{site.host}{item.path}",
            "content": item.body[0].lines[0],
            "contentHtml": page("families/ucap/text.html", item=item),
            "publishedTimeStr": item.printed,
            "publishedTime": 1000 * (epoch(item.story) + _OFF),
            "resList": [],
            "domainMetaList": [],
        }
        for item in section.items[(number - 1) * size : number * size]
    ]
    data = {"page": number, "rows": size, "total": len(section.items), "channelId": channel, "results": results}
    return as_json({"status": 1, "message": "success", "data": data})
