"""Items that a list puts where a daily look does not come: dated back, or behind some that are pinned."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from archive.store import NAME
from spiders.profile import Profile
from tests.faults.hostile import article, path_of
from tests.played import Answer, Site, played

pytestmark = pytest.mark.slow

HOME = "http://kfq.test/"
OLD = list(range(1, 16))  # fifteen articles, five to a page
LATE = 99


def pages_of(numbers: list[int]) -> dict[str, str]:
    """The pages of a list, by path."""
    told = {}
    groups = [numbers[start : start + 5] for start in range(0, len(numbers), 5)]
    for place, group in enumerate(groups):
        rows = "".join(
            f'<li><a href="{path_of(number)}">第{number}号项目开工</a><span>2025-08-01</span></li>' for number in group
        )
        following = f'<a href="/news/index_{place + 1}.html">下一页</a>' if place + 1 < len(groups) else ""
        title = "<title>园区要闻_云岭</title><div>当前位置：<a href=/>首页</a> &gt; 园区要闻</div>"
        path = f"/news/index_{place}.html" if place else "/news/index.html"
        told[path] = f"<html><body>{title}<ul>{rows}</ul><p>{following}</p></body></html>"
    return told


def site_of(numbers: list[int]) -> Site:
    pages = {"/": "<html><body><a href=/news/index.html>园区要闻</a></body></html>", **pages_of(numbers)}
    articles = {path_of(number): article(number) for number in numbers}

    def answer(url: str) -> Answer:
        path = "/" + url.removeprefix(HOME)
        if path in articles:
            return 200, articles[path]
        return (200, pages[path].encode()) if path in pages else (404, b"")

    return answer


@pytest.mark.parametrize("place", [5, 14], ids=["behind five that are pinned", "dated back on the last page"])
def test_what_no_first_page_shows_is_found_within_a_week(tmp_path: Path, place: int) -> None:
    profile = Profile(name="kfq", home=HOME)
    played(tmp_path, profile, site_of(OLD), "2026-09-01T08:00:00Z")
    later = site_of([*OLD[:place], LATE, *OLD[place:]])
    asked: Counter[str] = Counter()
    for day in range(2, 9):
        asked += played(tmp_path, profile, later, f"2026-09-{day:02}T08:00:00Z")
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        urls = {url for (url,) in connection.execute("SELECT url FROM articles")}
    assert f"{HOME}{path_of(LATE)[1:]}" in urls
    assert asked[f"{HOME}news/index.html"] == 7, "in each run"
    assert asked[f"{HOME}news/index_2.html"] <= 2, "once a week, and where something new came before it"
