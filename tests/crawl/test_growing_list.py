"""A list whose pages are numbered from the last down (VSB): all their addresses hold other rows when it grows."""

from pathlib import Path

import pytest

from tests.faults.crawling import crawl, one, oracle, rows
from tests.faults.hostile import Answer, Hostile, article, reply

pytestmark = pytest.mark.slow

SIZE = 5


def path_of(number: int) -> str:
    return f"/info/1021/{number}.htm"


def answers(count: int) -> dict[str, Answer]:
    """A site with so many articles, and the pages of their list: news.htm, news/N-1.htm down to news/1.htm."""
    newest_first = list(range(count, 0, -1))
    groups = [newest_first[start : start + SIZE] for start in range(0, count, SIZE)]
    told: dict[str, Answer] = {path_of(number): reply(article(number)) for number in newest_first}
    told["/"] = reply("<html><body><a href=/news.htm>园区要闻</a></body></html>".encode())
    for place, group in enumerate(groups, 1):
        path = "/news.htm" if place == 1 else f"/news/{len(groups) - place + 1}.htm"
        told[path] = reply(page(group, place, len(groups), count).encode())
    return told


def page(group: list[int], place: int, pages: int, count: int) -> str:
    items = "".join(
        f'<li id="line_u9_{n}"><a href="{path_of(number)}">第{number}号项目开工</a><span>2026-08-01</span></li>'
        for n, number in enumerate(group)
    )
    title = "<title>园区要闻</title><div>当前位置：<a href=/>首页</a> &gt; 园区要闻</div>"
    return f"<html><body>{title}<ul>{items}</ul><p>共{count}条 {place}/{pages}</p></body></html>"


def test_new_rows_are_found_though_every_page_has_shifted(tmp_path: Path) -> None:
    with Hostile(answers(23)) as site:
        assert crawl(site, tmp_path).code == 0
        assert one(tmp_path, "SELECT count(*) FROM articles") == 23
        site.answers.update(answers(35))  # seven pages instead of five
        before = len(site.requests)
        assert crawl(site, tmp_path, CLOCK="2026-09-02T08:00:00+08:00").code == 0
        asked = [request.path for request in site.requests[before:]]
    assert one(tmp_path, "SELECT count(*) FROM articles") == 35
    assert asked.count("/news.htm") == 1
    assert {path for path in asked if path.startswith("/news/")} >= {"/news/6.htm", "/news/5.htm"}
    assert rows(tmp_path, "SELECT name FROM sections") == [("园区要闻",)]
    assert one(tmp_path, "SELECT count(*) FROM sightings") == 35
    assert one(tmp_path, "SELECT cms FROM sites") == "vsb"
    assert oracle(tmp_path) == []
