"""gkmlpt 广东政府信息公开平台: a page that draws itself from window._CONFIG, its rows by an API of JSON."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from crawler.demo.families.section import Item, Section, Style, epoch
from crawler.demo.families.site import Answer, FamilySite, as_json
from crawler.demo.families.writer import Kind
from crawler.demo.render import Noise
from crawler.demo.site import Response

_ROOT = "/btgyy/gkmlpt"
_SID = "766101"
_SIZE = 12  # rows; the real ones give a hundred
_FOLDER = 5300  # holds the columns, and no rows of its own
_DAY = 24 * 60 * 60


def site() -> FamilySite:
    """The site. Its columns count more texts than they list; one leads elsewhere, and so does a row of another."""
    site = FamilySite("gkmlpt.test", "gkmlpt")
    columns = {
        5301: _section(site, 5301, "政策文件", "policy", 27, 2456101),
        5302: _section(site, 5302, "通知公告", "notices", 9, 2455201),
        5305: _section(site, 5305, "工作动态", "news", 14, 2454301),
    }
    for number, section in columns.items():
        site.add_articles(section, "families/gkmlpt/article.html", config=partial(_detail, site, number))
        site.add(f"{_ROOT}/api/all/{number}", _api(site, number, section))
    site.add(f"{_ROOT}/api/all/{_FOLDER}", lambda noise, query: as_json(_found(_FOLDER, "法定主动公开内容", [], 0)))
    site.add(f"{_ROOT}/index", site.page("families/gkmlpt/index.html", config=_config(site, TREE=_tree(columns))))
    return site


def _section(site: FamilySite, number: int, name: str, kind: Kind, count: int, first_id: int) -> Section:
    style = Style(
        article=f"{_ROOT}/content/2/{number // 2}/post_{{id}}.html",
        file=f"/attachment/0/{number}/{number}07/{{key}}.{{suffix}}",
        image=f"/img/0/{number}/{number}07/{{id}}.{{suffix}}",
        printed="%Y-%m-%d",
        has_time=False,
        has_credits=False,
    )
    return site.section(name, f"{_ROOT}/index#{number}", style, kind, count, first_id, page_size=_SIZE)


def _tree(columns: Mapping[int, Section]) -> list[dict[str, Any]]:
    told = [{"id": number, "name": one.name, "jump_url": "", "children": []} for number, one in columns.items()]
    elsewhere = {"id": 5309, "name": "政府公报", "jump_url": "https://www.example.com/gazette/", "children": []}
    return [{"id": _FOLDER, "name": "法定主动公开内容", "jump_url": "", "children": [*told, elsewhere]}]


def _config(site: FamilySite, **more: Any) -> str:
    """What the page's script starts with: no JSON, for its names have no quotes and a text has single ones."""
    told = {"SITE_NAME": site.zone.name, "PUBLIC_NAME": f"{site.zone.name}管理委员会", **more}
    parts = [f"    {name}: {json.dumps(value, ensure_ascii=True)}" for name, value in told.items()]
    return "window._CONFIG = {\n" + ",\n".join([f"    SID: '{_SID}'", "    DEPT: 'btgyy'", *parts]) + "\n};"


def _detail(site: FamilySite, number: int, item: Item) -> str:
    content = "".join(f"<p>{line}</p>" for block in item.body for line in block.lines)
    return _config(site, DETAIL={**_row(site, number, item), "content": content})


def _api(site: FamilySite, number: int, section: Section) -> Answer:
    own = [_row(site, number, item) for item in section.items]
    rows = own[:2] + [_elsewhere(*row) for row in section.extra_rows] + own[2:]

    def answer(noise: Noise, query: Mapping[str, str]) -> Response | None:
        page = query.get("page", "1")
        start = (int(page) - 1) * _SIZE if page.isdecimal() else -1
        if query.get("sid") != _SID or not 0 <= start < len(rows):
            return None
        return as_json(_found(number, section.name, rows[start : start + _SIZE], len(rows), start))

    return answer


def _found(number: int, name: str, rows: list[dict[str, Any]], total: int, offset: int = 0) -> dict[str, Any]:
    classify = {"id": number, "name": name, "post_count": total * 3, "jump_url": ""}
    return {"classify": classify, "articles": rows, "total": total, "offset": offset}


def _row(site: FamilySite, number: int, item: Item) -> dict[str, Any]:
    at = epoch(item.story)
    return {
        "id": int(item.story.id),
        "title": item.story.title,
        "type": "normal",
        "url": f"http://{site.host}{item.path}",
        "post_url": f"http://{site.host}{item.path}",
        "publisher": item.story.source,
        "document_number": item.story.number,
        "identifier": item.story.index,
        "classify_main_id": number,
        "create_time": at,
        "date": at - 9 * _DAY,  # 成文日期
        "created_at": at + 40 * _DAY,  # when the platform took it in
        "first_publish_time": at,
        "display_publish_time": item.printed,
    }


def _elsewhere(url: str, title: str, day: str) -> dict[str, Any]:
    return {"id": 1, "title": title, "type": "url", "url": url, "post_url": url, "display_publish_time": day}
