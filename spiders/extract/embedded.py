"""Articles that stand in a script of their page, for a browser to write out."""

import re
from collections.abc import Callable, Mapping
from html import escape

import msgspec

from spiders.extract.lists.asked import day, moment
from spiders.extract.scriptvalue import value
from spiders.family import Family, ScriptName

WRITTEN = "written-out"  # the element around what is written out: it is not in the page as received
BEHIND = "behind"  # its attribute where it stands right behind what holds the text
_SHOWN = re.compile(r"class=[\"']?article-content")


class _Detail(msgspec.Struct):
    title: str = ""
    content: str = ""
    publisher: str | None = None
    document_number: str | None = None
    identifier: str | None = None
    first_publish_time: int | str | None = None
    create_time: int | str | None = None
    date: int | str | None = None


def written_out(text: str, family: Family | None) -> str:
    """A page's markup with the article written out that its script holds; the markup itself where there is none."""
    for name in family.article.script if family is not None else ():
        if markup := _SCRIPTS[name](text):
            return text.replace("</body>", f"{markup}</body>", 1) if "</body>" in text else text + markup
    return text


def _detail(text: str) -> str:
    """gkmlpt: window._CONFIG = {…, DETAIL: {"title": …, "content": "<p>…", …}}, unless the page shows it as well."""
    if "DETAIL" not in text or _SHOWN.search(text):
        return ""
    detail = value(text, "DETAIL", _Detail)
    if detail is None or not detail.content:
        return ""
    table = {
        "索引号": detail.identifier,
        "发布机构": detail.publisher,
        "文号": detail.document_number,
        "成文日期": day(detail.date),
        "发布日期": moment(detail.create_time) or moment(detail.first_publish_time),
    }
    cells = "".join(f"<tr><td>{name}：</td><td>{escape(said)}</td></tr>" for name, said in table.items() if said)
    title = f"<h1>{escape(detail.title)}</h1>" if detail.title else ""
    return f'<{WRITTEN}><table>{cells}</table>{title}<div class="article-content">{detail.content}</div></{WRITTEN}>'


_SCRIPTS: Mapping[ScriptName, Callable[[str], str]] = {"detail": _detail}
