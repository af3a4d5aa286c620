"""JPaaS 大汉: pages without rows, which a unit of the publishing server gives as JSON with markup in it."""

import json
from collections.abc import Mapping

from crawler.demo.families.section import Section, Style, hex_id
from crawler.demo.families.site import FamilySite, as_json
from crawler.demo.families.writer import Kind
from crawler.demo.render import page
from crawler.demo.site import Response

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_KNOWN = {"webId", "pageId", "parseType", "pageType", "tagId", "tplSetId", "editType", "paramJson"}


def site() -> FamilySite:
    """The site. Its unit refuses who does not say from which page he comes, and parameters that it does not know."""
    site = FamilySite("jpaas.test", "jpaas")
    site.with_referer.add(_UNIT)
    sections = dict(
        (
            _add(site, "高新要闻", "/xwzx/gxyw/", "news", 26, 1101),
            _add(site, "通知公告", "/zwgk/tzgg/", "notices", 13, 1001),
        )
    )
    site.add(_UNIT, lambda noise, query: _unit(sections, query))
    return site


def _add(
    site: FamilySite, name: str, folder: str, kind: Kind, count: int, first_id: int
) -> tuple[tuple[str, ...], Section]:
    """A section, and what its page says that the unit must be asked with."""
    style = Style(
        article=folder + "art/{year}/art_{hex}.html",
        file="/cms_files/filemanager/1077841/attach/{month}/{key}.{suffix}",
        image="/cms_files/filemanager/1077841/picture/{month}/{key}.{suffix}",
        printed="%Y-%m-%d %H:%M:%S",
        files_in_text=True,
    )
    section = site.section(name, folder + "index.html", style, kind, count, first_id, page_size=9)
    site.add_articles(section, "families/jpaas/article.html")
    ids = {
        "parseType": "bulidstatic",  # sic
        "webId": hex_id(site.host),
        "tplSetId": hex_id(f"{site.host} templates"),
        "pageType": "column",
        "tagId": f"{name}_分页列表",
        "editType": "null",
        "pageId": hex_id(f"{site.host} {folder}"),
    }
    site.add(section.home, site.page("families/jpaas/listing.html", section=section, ids=ids))
    return (ids["webId"], ids["tplSetId"], ids["tagId"], ids["pageId"]), section


def _unit(sections: Mapping[tuple[str, ...], Section], query: Mapping[str, str]) -> Response:
    section = sections.get(tuple(query.get(name, "") for name in ("webId", "tplSetId", "tagId", "pageId")))
    if section is None or not query.keys() <= _KNOWN or query.get("parseType") not in ("bulidstatic", "buildstatic"):
        return as_json({"success": False, "code": 500, "message": "参数错误", "data": None})
    wanted = json.loads(query.get("paramJson", "{}"))
    number, size = int(wanted.get("pageNo", 1)), min(int(wanted.get("pageSize", section.page_size)), section.page_size)
    markup = page(
        "families/jpaas/unit.html",
        rows=(*(section.pinned if number == 1 else ()), *section.items[(number - 1) * size : number * size]),
        extra_rows=section.extra_rows if number == 1 else (),
        total=len(section.items),
        number=number,
        size=size,
    )
    return as_json({"success": True, "code": 200, "message": "", "data": {"html": markup}})
