"""A page that stands at three addresses is no article, and what was made of the first two is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive.ingest import Parse
from archive.rebuild import rebuild
from archive.records import Outcome
from archive.search import match_query
from archive.store import logical_dump
from archive.verify import verify

if TYPE_CHECKING:
    from tests.archive.conftest import Archive, Visit

WALL = {"title": "温馨提示", "body": "系统繁忙，请稍后再来。"}
URLS = [f"http://kfq.test/news/{number}.html" for number in range(1, 6)]


def real(number: int) -> dict[str, str]:
    return {"title": f"通知{number}", "body": f"第{number}号。", "published_at": "2026-08-30"}


def outcomes(archive: Archive) -> list[str]:
    return archive.column("captures", "outcome", "captured_at")


@pytest.fixture(autouse=True)
def rebuilt(archive: Archive, read: Parse) -> object:
    """Whatever a test did, its captures alone say the same."""
    yield
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))
    assert verify(archive.folder).findings == ()


def test_two_twins_stay_and_a_third_withdraws_them(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(URLS[0], **WALL)
        visit.get(URLS[1], **WALL)
        assert len(archive.rows("articles")) == 2
        ingested = visit.get(URLS[2], **WALL)
        assert ingested.page.outcome is Outcome.QUARANTINED
        assert (ingested.article_id, sorted(ingested.withdrawn)) == (None, URLS[:2])
        assert visit.get(URLS[3], **WALL).withdrawn == ()
    assert outcomes(archive) == ["quarantined"] * 4
    for table in ("articles", "versions", "events", "addresses"):
        assert archive.rows(table) == []
    assert archive.find(match_query("繁忙")) == []
    assert (archive.one("runs")["new"], archive.one("runs")["problems"]) == (0, 4)


def test_articles_that_a_wall_stood_before_are_as_they_were(archive: Archive) -> None:
    with archive.run(1) as visit:
        for number in range(3):
            visit.get(URLS[number], **real(number))
        before = list(logical_dump(archive.path))
    with archive.run(2) as visit:
        for url in URLS[:3]:
            visit.get(url, **WALL, noise=url)
    assert outcomes(archive)[3:] == ["quarantined"] * 3
    kept = [line for line in before if line.startswith(('["articles"', '["versions"', '["events"', '["words"'))]
    after = set(logical_dump(archive.path))
    assert set(kept) <= after
    assert archive.rows("runs", "started_at")[1]["edited"] == 0


def test_what_came_back_between_is_one_version_again(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URLS[0], **real(0))
    with archive.run(2) as visit:
        visit.get(URLS[0], **WALL)
    with archive.run(3) as visit:
        assert visit.get(URLS[0], **real(0)).event == "edited"
    with archive.run(4) as visit:
        visit.get(URLS[1], **WALL)
        visit.get(URLS[2], **WALL)
    assert archive.one("articles")["title"] == "通知0"
    assert archive.one("versions")["number"] == 1
    assert archive.column("events", "kind") == ["new"]
    assert archive.find(match_query("通知")) == ["通知0"]


def test_a_wall_does_not_bring_a_missing_article_back(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URLS[0], **real(0))
    with archive.run(2) as visit:
        visit.status(URLS[0], 404)
    with archive.run(3) as visit:
        for url in URLS[:3]:
            visit.get(url, **WALL)
    article = archive.one("articles")
    assert (article["status"], article["misses"]) == ("missing", 1)
    assert archive.column("events", "kind", "at") == ["new", "missing"]


def test_repetitions_of_a_wall_are_withdrawn_with_it(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URLS[0], **WALL)
    with archive.run(2) as visit:
        visit.get(URLS[0], **WALL)
        visit.status(URLS[0], 304)
        visit.get(URLS[1], **WALL)
        visit.get(URLS[2], **WALL)
    assert outcomes(archive) == ["quarantined"] * 5


def test_titles_or_dates_of_their_own_make_twins_genuine(archive: Archive) -> None:
    with archive.run() as visit:
        for number, url in enumerate(URLS):
            visit.get(url, title=f"来信{number}", body="您好，已转有关部门办理。")
        for number, url in enumerate(URLS):
            visit.get(f"{url}?id=2", title="通知", body="停水。", published_at="2026-08-30", noise=number)
    assert set(outcomes(archive)) == {"ok"}
    assert len(archive.rows("articles")) == 10


def dated(origin: str, number: int) -> dict[str, object]:
    """A page of a day of its own, which something tells."""
    day = f"2026-08-{10 + number}"
    return {"published_at": day, "dates": [{"origin": origin, "at": day, "text": day}]}


def test_a_date_that_only_the_address_tells_is_not_the_page_s_own(archive: Archive) -> None:
    with archive.run(1) as visit:
        for number, url in enumerate(URLS[:3]):
            visit.get(url, **WALL, **dated("address", number))
        assert outcomes(archive) == ["quarantined"] * 3
        for number, url in enumerate(URLS[:3]):
            visit.get(f"{url}?id=2", **WALL | {"body": "停水通知。"}, **dated("printed", number))
    assert outcomes(archive)[3:] == ["ok"] * 3


def test_nor_is_one_that_a_list_tells(archive: Archive) -> None:
    rows = [{"url": url, "title": "—", "published_at": f"2026-08-1{number}"} for number, url in enumerate(URLS[:3])]
    with archive.run() as visit:
        visit.get("/news/", rows=rows, section="新闻")
        for number, url in enumerate(URLS[:3]):
            visit.get(url, **WALL, noise=number)
    assert outcomes(archive) == ["listing", *["quarantined"] * 3]


def test_pages_with_files_of_their_own_or_nothing_but_pictures_are_told_apart_by_a_borrowed_date(
    archive: Archive,
) -> None:
    with archive.run() as visit:
        for number, url in enumerate(URLS[:4]):
            day = dated("address", number)
            visit.get(url, title="公示", body="详见附件。", attachments=[{"url": f"{url}.pdf", "name": "附件"}], **day)
            visit.get(f"{url}?id=2", title="图解", body="", body_kind="image", **day, noise=number)
    assert set(outcomes(archive)) == {"ok"}


def test_a_wall_that_is_dated_by_addresses_is_held_and_found_out_over_days(archive: Archive) -> None:
    with archive.run(1) as visit:
        for number, url in enumerate(URLS[:3]):
            visit.get(url, **real(number) | {"body": f"第{number}号。" * 40})
    for day in (2, 3):
        with archive.run(day) as visit:
            for number, url in enumerate(URLS[:2]):
                visit.get(url, **WALL, **dated("address", number), noise=day)
    with archive.run(4) as visit:
        visit.get(URLS[2], **WALL, **dated("address", 2), noise=4)
    assert [version["number"] for version in archive.rows("versions")] == [1, 1, 1]
    assert "edited" not in archive.column("events", "kind")


def test_the_same_bytes_are_quarantined_even_with_a_date(archive: Archive) -> None:
    with archive.run() as visit:
        for url in URLS[:3]:
            visit.get(url, **WALL, published_at="2026-08-30")
    assert set(outcomes(archive)) == {"quarantined"}


def test_spellings_of_one_address_are_one_address(archive: Archive) -> None:
    with archive.run() as visit:
        for url in ("http://kfq.test/a/", "https://www.kfq.test/a/index.html", "http://kfq.test/a/?_=1"):
            visit.get(url, **WALL)
    assert "quarantined" not in outcomes(archive)


def test_another_site_may_say_the_same(archive: Archive) -> None:
    from archive.records import Site

    def two(visit: Visit, host: str) -> None:
        for number in range(2):
            visit.get(f"http://{host}/{number}.html", **WALL)

    for day, host in ((1, "one.test"), (2, "two.test")):
        with archive.run(day, site=Site(id=host, name=host, home=f"http://{host}/")) as visit:
            two(visit, host)
    assert set(outcomes(archive)) == {"ok"}
