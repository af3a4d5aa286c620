"""A newer extractor reads the old captures: what the older one made of them is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archive.ingest import Parse
from archive.rebuild import rebuild
from archive.records import Capture, Outcome, Page, Site
from archive.store import logical_dump
from crawler.commands.rebuild import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.archive.conftest import Archive

ONE, TWO = "http://kfq.test/1.html", "http://kfq.test/2.html"


def always(parse: Parse) -> Callable[[Site], Parse]:
    return lambda site: parse


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    with archive.run(1) as visit:
        visit.get(ONE, title="甲", body="会议。", source="来源：办公室", published_at="2026-08-30")
        visit.get(TWO, title="乙", body="通知。", source="来源：招商局", published_at="2026-08-30")
        visit.get("/menu.html", title="导航", body="首页 新闻")
    return archive


@pytest.fixture
def newer(read: Parse, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Parse]:
    """Later extractors: each drops the label of the source and writes its own name after it."""

    def of(name: str) -> Parse:
        monkeypatch.setattr("archive.store.articles.EXTRACTOR", f"zone-archive {name}")

        def parse(capture: Capture) -> Page:
            page = read(capture)
            if page.article is None or page.article.source is None:
                return page if page.article is None else Page(outcome=Outcome.LISTING)
            source = page.article.source.removeprefix("来源：") + name
            return replace(page, article=replace(page.article, source=source))

        return parse

    return of


def test_old_values_are_kept_with_the_extractor_that_read_them(crawled: Archive, newer: Callable[[str], Parse]) -> None:
    old = set(crawled.column("versions", "extractor"))
    parse = newer("2")
    rebuilt = rebuild(crawled.folder, crawled.path, always(parse))
    assert rebuilt.differ == {"title": 1, "source": 2, "body": 1}
    readings = [row for row in crawled.rows("readings") if row["field"] == "source"]
    assert {(row["value"], row["number"]) for row in readings} == {("来源：办公室", 1), ("来源：招商局", 1)}
    assert {row["extractor"] for row in readings} == old
    assert crawled.column("versions", "source", "seen_at") == ["办公室2", "招商局2"]
    assert {row["value"] for row in crawled.rows("readings") if row["field"] == "title"} == {"导航"}


def test_a_rebuild_says_which_fields_are_read_otherwise_in_how_many_articles(
    crawled: Archive, newer: Callable[[str], Parse]
) -> None:
    to = crawled.path
    assert list(told(to, rebuild(crawled.folder, to, always(newer("2"))))) == [
        f"{to}: made anew from 3 captures",
        "title: read otherwise than before in 1 articles; the old values are in `readings`",
        "source: read otherwise than before in 2 articles; the old values are in `readings`",
        "body: read otherwise than before in 1 articles; the old values are in `readings`",
    ]
    again = rebuild(crawled.folder, to, always(newer("2")))
    assert list(told(to, again))[1:] == ["all fields are read as before"]
    assert list(told(to, replace(again, differ=None, bodiless=2)))[1:] == [
        "2 captures lack their body, which stood in a file that is gone: see `scrapy verify`",
        "there was no earlier database to compare it with",
    ]


def test_what_was_kept_survives_further_rebuilds(crawled: Archive, newer: Callable[[str], Parse]) -> None:
    for parse in map(newer, ("2", "2", "3")):
        rebuild(crawled.folder, crawled.path, always(parse))
    kept = [(row["number"], row["value"]) for row in crawled.rows("readings", "number") if row["field"] == "source"]
    assert sorted(kept) == sorted([(1, "来源：办公室"), (1, "来源：招商局"), (2, "办公室2"), (2, "招商局2")])
    again = rebuild(crawled.folder, crawled.folder / "again.db", always(newer("3")))
    assert again.differ == {}
    assert list(logical_dump(crawled.folder / "again.db")) == list(logical_dump(crawled.path))


def test_a_lost_or_damaged_database_leaves_nothing_to_compare(crawled: Archive, read: Parse) -> None:
    crawled.path.write_bytes(b"damaged")
    assert rebuild(crawled.folder, crawled.path, lambda site: read).differ is None
    crawled.path.unlink()
    assert rebuild(crawled.folder, crawled.path, lambda site: read).differ is None


def test_the_same_bytes_make_no_version_whoever_reads_them(crawled: Archive, newer: Callable[[str], Parse]) -> None:
    crawled.read = newer("2")
    with crawled.run(2) as visit:
        for url in (ONE, ONE.replace("http://", "https://www.")):
            ingested = visit.get(url, title="甲", body="会议。", source="来源：办公室", published_at="2026-08-30")
            assert ingested.page.outcome is Outcome.UNCHANGED
    assert len(crawled.rows("versions")) == 3
