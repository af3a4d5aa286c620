"""jcms/jpage 大汉: rows in a script of the page as XML, the further ones by dataproxy.jsp or by ?uid=…&pageNum=…"""

from collections.abc import Mapping
from urllib.parse import quote

from crawler.demo import files
from crawler.demo.families.section import Item, Section, Style, linked
from crawler.demo.families.site import FamilySite, fixed, listing, moved
from crawler.demo.render import Noise
from crawler.demo.site import Response

_WEB = 12
_PROXY = "/module/web/jpage/dataproxy.jsp"


def site() -> FamilySite:
    """The site. Of the news the page shows one group of rows and the proxy all of them, that one once more.

    The page of the notices is made for each number. Those of the news is a file: what its query says changes nothing.
    """
    site = FamilySite("jcms.test", "jcms")
    news = site.section("高新要闻", "/col/col101/index.html", _style(101), "news", 26, 50301, page_size=9)
    notices = site.section("公示公告", "/col/col102/index.html", _style(102, "[%Y-%m-%d]"), "notices", 16, 50201)
    for section, column in ((news, 101), (notices, 102)):
        site.add_articles(section, "families/jcms/article.html", web=_WEB, column=column)
        _add_downloads(site, section)
    context = {**listing(news, 1, (news.home,)), **_numbers(101)}
    site.add(news.home, site.page("families/jcms/listing.html", next_group=_group(site, 101, 1), pages=None, **context))
    site.add(notices.home, lambda noise, query: _numbered(site, notices, 102, noise, query))
    site.add(_PROXY, lambda noise, query: _proxy(site, {"101": news, "102": notices}, noise, query))
    return site


def _style(column: int, list_date: str = "%Y-%m-%d") -> Style:
    return Style(
        article=f"/art/{{year}}/{{m}}/{{d}}/art_{column}_{{id}}.html",
        file="/module/download/downfile.jsp?classid=0&filename={key}.{suffix}",
        image="/picture/0/s{digits}.{suffix}",
        list_date=list_date,
        files_in_text=True,
    )


def _numbers(column: int) -> dict[str, int]:
    return {"web": _WEB, "column": column, "unit": column * 61}


def _add_downloads(site: FamilySite, section: Section) -> None:
    """The address that a page links sends on to that of the file."""
    for item in section.items:
        for name, label in linked(item.story):
            if (address := item.file(name)).startswith("/module/"):
                real = f"/attach/0/{address.rpartition('=')[2]}"
                site.add(real, fixed(*files.content(name, label)))
                site.add(address, moved(real))


def _numbered(
    site: FamilySite, section: Section, column: int, noise: Noise, query: Mapping[str, str]
) -> Response | None:
    number = query.get("pageNum", "1")
    pages = len(section.pages)
    if not number.isdecimal() or not 1 <= int(number) <= pages:
        return None
    context = {**listing(section, int(number), (section.home,)), **_numbers(column)}
    return site.page("families/jcms/listing.html", next_group=None, pages=pages, **context)(noise, query)


def _proxy(
    site: FamilySite, sections: Mapping[str, Section], noise: Noise, query: Mapping[str, str]
) -> Response | None:
    """A group of rows: page N, or those from `startrecord` to `endrecord`; none for ids that don't belong together."""
    column = query.get("columnid", "")
    section = sections.get(column)
    rows: tuple[Item, ...] = ()
    number = int(query.get("page", "1"))
    if (
        section is not None
        and query.get("unitid") == str(_numbers(int(column))["unit"])
        and query.get("webid") == str(_WEB)
    ):
        size = section.page_size
        start = int(query.get("startrecord", (number - 1) * size + 1))
        rows = section.items[start - 1 : int(query.get("endrecord", start + size - 1))]
    pages = len(section.pages) if section else 0
    return site.page(
        "families/jcms/dataproxy.xml",
        rows=rows,
        total=len(section.items) if section else 0,
        pages=pages,
        next_group=_group(site, int(column), number + 1) if "page" in query and number < pages else None,
    )(noise, query)


def _group(site: FamilySite, column: int, number: int) -> str:
    # The name of the site is escaped twice, and appid comes twice: so they do it.
    name, unit = quote(quote(site.zone.name)), _numbers(column)["unit"]
    return (
        f"{_PROXY}?page={number}&appid=1&appid=1&webid={_WEB}&path=/&columnid={column}&unitid={unit}"
        f"&webname={name}&permissiontype=0"
    )
