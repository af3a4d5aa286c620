"""Readings that are held until they come again, and redesigns that must not look like edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archive.ingest import Parse
from archive.rebuild import rebuild
from archive.records import Outcome
from archive.store import logical_dump
from archive.verify import verify

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

URL = "http://kfq.test/news/1.html"
LONG = "会议强调，要加快推进招商引资工作。" * 20
ARTICLE: dict[str, str | None] = {"title": "推进会", "published_at": "2026-08-30", "source": "办公室", "body": LONG}
SHORT = ARTICLE | {"body": LONG[:50]}
SITE = [f"http://kfq.test/news/{number}.html" for number in range(1, 21)]


@pytest.fixture(autouse=True)
def rebuilt(archive: Archive, read: Parse) -> object:
    """Whatever a test did, its captures alone say the same."""
    yield
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))
    assert verify(archive.folder).findings == ()


def test_a_text_that_shrank_to_less_than_a_third_waits_for_a_second_look(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **ARTICLE)
    with archive.run(2) as visit:
        assert visit.get(URL, **SHORT).page.outcome is Outcome.DRIFT
        assert visit.get(URL, **SHORT, noise=1).page.outcome is Outcome.DRIFT  # too soon
    assert archive.one("articles")["body"] == LONG
    with archive.run(3) as visit:
        assert visit.get(URL, **SHORT, noise=2).event == "edited"
    assert archive.column("versions", "body", "number") == [LONG, LONG[:50]]


def test_a_second_look_that_disagrees_is_held_too(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **ARTICLE)
    for day in (2, 3, 4):
        with archive.run(day) as visit:
            visit.get(URL, **ARTICLE | {"body": LONG[: 10 * day]})
    assert len(archive.rows("versions")) == 1


def test_a_good_answer_between_begins_the_wait_anew(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **ARTICLE)
    for day, says in ((2, SHORT), (3, ARTICLE), (4, SHORT)):
        with archive.run(day) as visit:
            visit.get(URL, **says)
    assert archive.column("captures", "outcome", "captured_at") == ["ok", "drift", "unchanged", "drift"]


def test_a_text_that_lost_a_paragraph_is_an_edit_at_once(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(URL, **ARTICLE)
        assert visit.get(URL, **ARTICLE | {"body": LONG[:140]}).event == "edited"


def test_characters_that_cannot_be_read_make_even_a_first_reading_wait(archive: Archive) -> None:
    broken = ARTICLE | {"body": LONG[:100] + "\ufffd"}
    with archive.run(1) as visit:
        assert visit.get(URL, **broken).page.outcome is Outcome.DRIFT
        assert (
            visit.get("/2.html", **ARTICLE | {"body": LONG + "\ufffd"}).event == "new"
        )  # one in 340 is a typing error
    with archive.run(2) as visit:
        assert visit.get(URL, **broken).event == "new"


def test_a_page_that_may_have_come_in_part_counts_when_it_comes_so_again(archive: Archive) -> None:
    with archive.run(1) as visit:
        assert visit.get(URL, **ARTICLE, partial=True).page.outcome is Outcome.TRUNCATED
    with archive.run(2) as visit:
        assert visit.get(URL, **ARTICLE, partial=True).event == "new"
    assert archive.column("captures", "outcome", "captured_at") == ["truncated", "ok"]


def test_what_was_cut_is_never_read_however_often_it_comes(archive: Archive) -> None:
    for day in (1, 2, 3):
        with archive.run(day) as visit:
            visit.get(URL, outcome="truncated")
    assert archive.rows("articles") == []


@pytest.mark.parametrize(
    "less",
    [{"body": LONG[:150]}, {"body": LONG[:50]}, {"body": ""}, {"published_at": None}, {"source": None}],
    ids=["half", "a sixth", "no text", "no date", "no source"],
)
def test_a_redesign_makes_no_versions_on_any_day(archive: Archive, less: dict[str, str | None]) -> None:
    def says(number: int) -> dict[str, str | None]:
        return ARTICLE | {"title": f"推进会{number}"}

    with archive.run(1) as visit:
        for number, url in enumerate(SITE):
            visit.get(url, **says(number))
    for day in (2, 3, 4):
        with archive.run(day) as visit:
            for number, url in enumerate(SITE if day == 2 else SITE[:3]):
                visit.get(url, **says(number) | less, noise=day)
    assert len(archive.rows("versions")) == len(archive.rows("events")) == 20
    assert set(archive.column("articles", "body")) == {LONG}
    runs = archive.rows("runs", "started_at")
    assert [run["drift"] for run in runs] == [0, 1, 1, 1]
    assert [run["edited"] for run in runs] == [0, 0, 0, 0]
    assert (runs[1]["reread"], runs[1]["lost"]) == (20, 20)


def test_a_few_shortened_pages_of_a_large_site_are_edits(archive: Archive) -> None:
    with archive.run(1) as visit:
        for number, url in enumerate(SITE):
            visit.get(url, **ARTICLE | {"title": f"推进会{number}"})
    with archive.run(2) as visit:
        for number, url in enumerate(SITE):
            visit.get(url, **ARTICLE | {"title": f"推进会{number}", "body": LONG[:150] if number > 16 else LONG})
    assert archive.rows("runs", "started_at")[1]["edited"] == 3


@pytest.mark.parametrize(
    "noise",
    [
        {"body": "  ".join(LONG)},
        {"body": LONG.replace("，", "，\n")},
        {"body": "\u200b" + LONG + "\ufeff"},
        {"title": " 推进\u3000会 "},
        {"source": "办公室\xa0"},
        {"attachments": [{"url": "https://www.kfq.test/a.pdf;jsessionid=77", "name": "附 件"}]},
        {"attachments": [{"url": "http://kfq.test/a.pdf?_=1700000000", "name": "附件"}] * 2},
        {"editor": "王五", "published_text": "2026/8/30", "body_html": "<p>…", "readings_removed": 3},
    ],
)
def test_what_nobody_sees_is_no_edit(archive: Archive, noise: dict[str, object]) -> None:
    attached = ARTICLE | {"attachments": [{"url": "http://kfq.test/a.pdf", "name": "附件"}]}
    with archive.run() as visit:
        visit.get(URL, **attached)
        assert visit.get(URL, **attached | noise).event is None
    assert json.loads(archive.one("versions")["changed"]) == []
