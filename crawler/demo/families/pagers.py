"""Pagers that no family has for itself: each section of this TRS site turns its list over in another way."""

from collections.abc import Mapping
from functools import partial

from crawler.demo.families.section import Section, Style
from crawler.demo.families.site import FamilySite, listing
from crawler.demo.families.writer import Kind
from crawler.demo.render import Noise
from crawler.demo.site import Response

_SIZE = 4
_WAS = "/was5/web/search"
_CHANNEL = "240117"


def site() -> FamilySite:
    """The site. Of the pages of 通知公告 two more are declared than there are."""
    site = FamilySite("pagers.test", "trs")
    add = partial(_add, site)
    add("经开要闻", "/jkyw/", "news", 1101, "index_{number}.html", "named")
    add("通知公告", "/tzgg/", "notices", 1201, "index_{number}.html", "plugin", declared=2)
    add("招商动态", "/zsdt/", "investment", 1301, "zsdt_list_{previous}.shtml", "shifted", home="zsdt_list.shtml")
    add("政策文件", "/zcwj/", "policy", 1401, "index_{previous}.html", "variables")
    _add_whole(site, "企业风采", "/qyfc/", "news", 1501, "hidden")
    _add_whole(site, "领导活动", "/ldhd/", "news", 1601, "arrays")
    section = _section(site, "规划计划", "/ghjh/", "policy", 1701, "/ghjh/")
    context = listing(section, 1, (section.home,)) | {"rows": ()}
    site.add(section.home, site.page("families/pagers/listing.html", pager="was", channel=_CHANNEL, **context))
    # Two ways of counting write the same call: which of them a site has shows by asking.
    site.dead |= {"/jkyw/index_1.html", "/tzgg/index_1.html", "/zsdt/zsdt_list_3.shtml"}
    site.add(_WAS, lambda noise, query: _found(site, section, noise, query))
    return site


def _section(site: FamilySite, name: str, folder: str, kind: Kind, first_id: int, home: str) -> Section:
    style = Style(
        article=folder + "{month}/t{day}_{id}.html",
        file="{folder}/P0{day}{digits}.{suffix}",
        image="{folder}/W0{day}{digits}.{suffix}",
    )
    section = site.section(name, home, style, kind, 3 * _SIZE - 1, first_id, page_size=_SIZE)
    site.add_articles(section, "families/trs/article.html")
    return section


def _add(
    site: FamilySite,
    name: str,
    folder: str,
    kind: Kind,
    first_id: int,
    turn: str,
    pager: str,
    home: str = "",
    declared: int = 0,
) -> None:
    """A section whose pages are files; `declared` pages more than these are said to be there."""
    section = _section(site, name, folder, kind, first_id, folder + home)
    count = len(section.pages)
    site.add_listing(section, "families/pagers/listing.html", folder + turn, pager=pager, declared=count + declared)
    for number in range(count + 1, count + declared + 1):
        site.dead.add(folder + turn.format(number=number, previous=number - 1))


def _add_whole(site: FamilySite, name: str, folder: str, kind: Kind, first_id: int, pager: str) -> None:
    """A section of a single page, with all its rows; a script shows a part of them at a time."""
    section = _section(site, name, folder, kind, first_id, folder)
    context = listing(section, 1, (folder,)) | {"rows": section.items}
    site.add(folder, site.page("families/pagers/listing.html", pager=pager, **context))


def _found(site: FamilySite, section: Section, noise: Noise, query: Mapping[str, str]) -> Response:
    """What the search engine WAS finds in a channel."""
    number, size = int(query.get("page", "1")), int(query.get("prepage", "20"))
    rows = section.items[(number - 1) * size : number * size] if query.get("channelid") == _CHANNEL else ()
    found = site.page("families/pagers/was.xml", rows=rows, total=len(section.items))(noise, query)
    assert found is not None
    return Response(headers=(("Content-Type", "text/xml;charset=UTF-8"),), body=found.body)
