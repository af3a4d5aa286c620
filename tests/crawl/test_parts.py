"""A crawl of an article that a site tells in three pages."""

from pathlib import Path

import pytest

from tests.faults.crawling import crawl, one, oracle, rows
from tests.faults.hostile import Hostile, article, listing, path_of, reply

pytestmark = pytest.mark.slow

PATHS = [path_of(7), *(path_of(7).replace(".html", f"_{number}.html") for number in (1, 2))]


def page(number: int) -> bytes:
    stem = Path(PATHS[0]).stem
    script = f'<script>createPageHTML({len(PATHS)}, {number}, "{stem}", "html");</script>'
    return article(7).replace("开工建设。</p>".encode(), f"开工建设，见第{number}页。</p>".encode()) + script.encode()


def test_its_pages_are_fetched_and_told_together(tmp_path: Path) -> None:
    pages = {path: reply(page(number)) for number, path in enumerate(PATHS)}
    with Hostile({"/": reply(listing(PATHS[:1])), **pages}) as site:
        assert crawl(site, tmp_path).code == 0
        asked = [request.path for request in site.pages_asked()]
    assert asked == ["/", *PATHS]
    assert rows(tmp_path, "SELECT url, versions FROM articles") == [(f"http://trap.test{PATHS[0]}", 1)]
    body = one(tmp_path, "SELECT body FROM articles")
    assert [body.count(f"见第{number}页") for number in range(3)] == [8, 8, 8]
    assert rows(tmp_path, "SELECT DISTINCT kind, depth FROM frontier WHERE url LIKE '%t20260801%'") == [("article", 1)]
    assert oracle(tmp_path) == []
