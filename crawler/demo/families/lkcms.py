"""LKCMS 龙讯: pages /content/column/{id}?pageIndex=2, and lists of public information that are labels of a template."""

from collections.abc import Mapping

from crawler.demo.families.section import Section, Style
from crawler.demo.families.site import FamilySite, listing
from crawler.demo.render import Noise
from crawler.demo.site import Response

_SITE, _ORGAN, _CATALOGUE, _COLUMN = "6781977", "7071", "49948391", "6792011"
_LABEL = "/site/label/8888"
_COLUMN_PAGE = f"/content/column/{_COLUMN}"


def site() -> FamilySite:
    """The site. The page of the public information has no rows: a script puts the label's answer there."""
    site = FamilySite("lkcms.test", "lkcms")
    news = site.section("园区要闻", "/xwzx/yqyw/index.html", _style("/xwzx/yqyw/{id}.html"), "news", 25, 150021101)
    public = site.section(
        "部门文件",
        f"/public/column/{_ORGAN}?type=4&action=list",
        _style(f"/public/{_ORGAN}/{{id}}.html"),
        "policy",
        15,
        150020201,
        page_size=6,
    )
    site.add_articles(news, "families/lkcms/article.html")
    site.add_articles(public, "families/lkcms/article.html")
    for path in (news.home, _COLUMN_PAGE):
        site.add(path, lambda noise, query: _column(site, news, noise, query))
    ids = {"site": _SITE, "organ": _ORGAN, "catalogue": _CATALOGUE}
    site.add(public.home, site.page("families/lkcms/public.html", section=public, ids=ids))
    site.add(_LABEL, lambda noise, query: _label(site, public, noise, query))
    return site


def _style(article: str) -> Style:
    stored = "/group6/M00/04/3A/{key}.{suffix}"
    return Style(article=article, file=stored, image=stored)


def _column(site: FamilySite, section: Section, noise: Noise, query: Mapping[str, str]) -> Response | None:
    number = query.get("pageIndex", "1")
    if not number.isdecimal() or not 1 <= int(number) <= len(section.pages):
        return None
    context = listing(section, int(number), (section.home,))
    return site.page("families/lkcms/listing.html", **context, column=_COLUMN)(noise, query)


def _label(site: FamilySite, section: Section, noise: Noise, query: Mapping[str, str]) -> Response | None:
    """The rows of a page of a catalogue, without a page around them; nothing for ids that don't belong together."""
    wanted = {"labelName": "publicInfoList", "siteId": _SITE, "organId": _ORGAN, "catId": _CATALOGUE}
    number, size = int(query.get("pageIndex", "1")), min(int(query.get("pageSize", "15")), section.page_size)
    fits = all(query.get(name) == value for name, value in wanted.items()) and query.get("file")
    rows = section.items[(number - 1) * size : number * size] if fits else ()
    pages = -(-len(section.items) // size)
    return site.page("families/lkcms/label.html", rows=rows, number=number, pages=pages)(noise, query)
