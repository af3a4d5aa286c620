"""When an article is missing, when it is gone, and when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from archive.contents import contents
from archive.history import Absence, missed, seen
from archive.records import Article, Attachment

if TYPE_CHECKING:
    from tests.archive.conftest import Archive, Visit

URL = "http://kfq.test/news/1.html"
OTHERS = [f"/news/{number}.html" for number in range(2, 6)]


def first_day(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, title="甲", body="甲")
        others(visit)


def others(visit: Visit) -> None:
    for url in OTHERS:
        visit.get(url, title=url, body="乙")


def kinds(archive: Archive) -> list[str]:
    rows = [row for row in archive.rows("events", "at") if row["kind"] != "new"]
    return [row["kind"] for row in rows]


def told(archive: Archive) -> list[str]:
    return [row["kind"] for row in reversed(archive.rows("changes")) if row["kind"] != "new"]


def test_one_miss_makes_an_article_missing_and_is_not_told_to_readers(archive: Archive) -> None:
    first_day(archive)
    with archive.run(2) as visit:
        assert visit.status(URL, 404).event == "missing"
    assert archive.one("removed")["status"] == "missing"
    with archive.run(3) as visit:
        assert visit.get(URL, title="甲", body="甲").event == "returned"
    assert kinds(archive) == ["missing", "returned"]
    assert told(archive) == []
    assert archive.rows("removed") == []


def test_an_article_is_gone_after_three_misses_in_two_weeks_and_not_before(archive: Archive) -> None:
    first_day(archive)
    events = {}
    for day in range(2, 19):
        with archive.run(day) as visit:
            others(visit)
            events[day] = visit.status(URL, 404).event
    assert {day: event for day, event in events.items() if event} == {2: "missing", 16: "gone"}
    article = {row["url"]: row for row in archive.rows("articles")}[URL]
    assert (article["status"], article["body"]) == ("gone", "甲")
    assert archive.rows("runs", "started_at")[15]["gone"] == 1


def test_what_was_gone_and_comes_back_is_told(archive: Archive) -> None:
    first_day(archive)
    for day in (2, 9, 17):
        with archive.run(day) as visit:
            others(visit)
            visit.status(URL, 410)
    with archive.run(20) as visit:
        assert visit.get(URL, title="甲", body="改了").event == "edited"
    assert sorted(kinds(archive)) == sorted(["missing", "gone", "returned", "edited"])
    assert sorted(told(archive)) == sorted(["gone", "returned", "edited"])


def test_two_misses_in_two_weeks_are_not_enough(archive: Archive) -> None:
    first_day(archive)
    for day in (2, 20):
        with archive.run(day) as visit:
            others(visit)
            visit.status(URL, 404)
    assert kinds(archive) == ["missing"]


def test_nothing_is_gone_while_its_whole_site_answers_not_found(archive: Archive) -> None:
    first_day(archive)
    for day in (2, 9, 17, 25):
        with archive.run(day) as visit:
            for url in (*OTHERS, URL):
                visit.status(url, 404)
    assert "gone" not in kinds(archive)
    assert set(archive.column("articles", "status")) == {"missing"}


def test_errors_between_misses_neither_count_nor_begin_anew(archive: Archive) -> None:
    first_day(archive)
    for day, status in ((2, 404), (5, 503), (9, 404), (17, 404)):
        with archive.run(day) as visit:
            others(visit)
            visit.status(URL, status)
    assert kinds(archive) == ["missing", "gone"]


def test_a_return_begins_the_count_anew(archive: Archive) -> None:
    first_day(archive)
    for day, status in ((2, 404), (9, 404), (10, 304), (17, 404)):
        with archive.run(day) as visit:
            others(visit)
            visit.status(URL, status)
    assert kinds(archive) == ["missing", "returned", "missing"]


def test_an_address_that_never_was_an_article_cannot_be_missed(archive: Archive) -> None:
    with archive.run() as visit:
        assert visit.status("/none.html", 404).event is None
    assert archive.rows("events") == archive.rows("articles") == []


absences = st.builds(
    Absence,
    misses=st.integers(1, 10),
    first_at=st.just("2026-09-01T08:00:00.000Z"),
    last_at=st.integers(1, 30).map("2026-09-{:02}T08:00:00.000Z".format),
    asked=st.integers(0, 20),
    answered=st.integers(0, 20),
)


@given(absences)
def test_gone_needs_all_of_misses_days_and_a_site_that_is_well(absence: Absence) -> None:
    is_gone = missed("missing", absence).status == "gone"
    days = int(absence.last_at[8:10]) - 1
    assert is_gone == (
        absence.misses >= 3 and days >= 14 and absence.asked > 0 and absence.answered >= 0.75 * absence.asked
    )


texts = st.none() | st.text(max_size=5)
articles = st.builds(
    Article,
    title=texts,
    published_at=texts,
    source=texts,
    author=texts,
    editor=texts,
    body=st.text(max_size=5),
    attachments=st.lists(st.builds(Attachment, url=st.sampled_from("abc"), name=st.just("附件")), max_size=4).map(
        tuple
    ),
)


@given(articles, articles)
def test_digests_are_equal_exactly_where_nothing_that_counts_differs(one: Article, other: Article) -> None:
    known, now = contents(one), contents(other)
    change = seen("live", known, now)
    assert change.makes_version == (known.digest() != now.digest()) == bool(change.changed)
    assert not seen("live", known, known).makes_version
