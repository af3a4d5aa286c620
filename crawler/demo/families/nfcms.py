"""NFCMS 南方网: content/post_{id}.html, absolute links, pages index_2.html."""

from crawler.demo.families.section import Style
from crawler.demo.families.site import FamilySite
from crawler.demo.families.writer import Kind


def site() -> FamilySite:
    """The site. Its texts were taken over from a TRS system, whose container and style sheet they still carry."""
    site = FamilySite("nfcms.test", "nfcms")
    _add(site, "经开动态", "/xwzx/jkdt/", "news", 23, 4501201, category=5211)
    _add(site, "政策法规", "/zwgk/zcfg/", "policy", 13, 4401101, category=5233)
    return site


def _add(site: FamilySite, name: str, home: str, kind: Kind, count: int, first_id: int, category: int) -> None:
    style = Style(
        article=home + "content/post_{id}.html",
        file=f"/attachment/0/{category}/{category}42/{{key}}.{{suffix}}",
        image=f"/img/0/{category}/{category}42/{{id}}.{{suffix}}",
        list_date="%Y-%m-%d",
    )
    section = site.section(name, home, style, kind, count, first_id)
    site.add_articles(section, "families/nfcms/article.html", category=category)
    site.add_listing(section, "families/nfcms/listing.html", home + "index_{number}.html", category=category)
    site.add(f"{home}index.html", site.routes[home])
