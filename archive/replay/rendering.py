"""A captured page as markup that is safe to render: no scripts, forms or frames, and links that stay in the archive."""

from collections.abc import Callable
from html import escape
from urllib.parse import urljoin

import nh3

LIMIT = 20_000  # "<" of one page; the sanitiser takes the square of the depth, and so many take it two seconds at most

_SHOWN = """
    a abbr address article aside b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li link main map area mark nav ol p pre q s
    samp section small span strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr
"""
_GONE = {
    "script",
    "noscript",
    "template",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "textarea",
    "select",
    "title",
}
_LAYOUT = {"id", "class", "style", "title", "align", "valign", "width", "height", "bgcolor", "color", "size", "face"}
_LAYOUT |= {"border", "cellpadding", "cellspacing", "colspan", "rowspan", "lang", "dir", "alt"}
_LOADED = {("img", "src"), ("link", "href"), ("a", "href"), ("area", "href")}

_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<style>#zone-archive{{all:initial;display:block;position:sticky;top:0;z-index:99999;padding:8px 16px;background:#23211e;
color:#fbfaf6;font:14px/1.6 sans-serif;overflow-wrap:anywhere}}</style></head>
<body><div id="zone-archive">{notice}</div>
{body}
</body></html>
"""


def rendered(html: str, url: str, captured_at: str, place: Callable[[str], str]) -> str:
    """A page of ours around what a captured page shows. `place` gives the address of the archive's copy of another.

    What the page would load or lead to is asked of the archive; addresses of other schemes go. ValueError for a page
    of more tags than LIMIT, which is to be shown as text.
    """
    if html.count("<") > LIMIT:
        raise ValueError(f"more than {LIMIT} tags")

    def placed(tag: str, attribute: str, value: str) -> str | None:
        if tag == "link" and attribute == "rel":
            return "stylesheet" if value.strip().lower() == "stylesheet" else None
        if (tag, attribute) not in _LOADED:
            return value
        try:
            absolute = urljoin(url, value.strip())
        except ValueError:
            return None
        return place(absolute) if absolute.lower().startswith(("http://", "https://")) else None

    body = nh3.clean(
        html,
        tags=set(_SHOWN.split()),
        clean_content_tags=_GONE,
        attributes={
            "*": _LAYOUT,
            "a": {"href"},
            "area": {"href", "shape", "coords"},
            "img": {"src"},
            "link": {"href", "rel"},
        },
        attribute_filter=placed,
        url_schemes={"http", "https"},
        link_rel=None,  # the policy of the answer says what it would
    )
    notice = escape(
        f"{url} · {captured_at} · archived copy without scripts, forms and frames · 存档副本，已去除脚本、表单和框架"
    )
    return _PAGE.format(title=escape(url), notice=notice, body=body)
