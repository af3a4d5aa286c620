"""What a run's counts showed goes into its end record, and comes out of a rebuild."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.rebuild import rebuild
from archive.records import Problem
from archive.store import logical_dump

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Archive, Visit

FOUND = Problem(field="listing", message="http://kfq.test/news/ shows no items, and had 20")


def end(visit: Visit, *problems: Problem) -> None:
    """End a run as the crawl does: the WARC file first, then the tables."""
    ended = replace(visit.run, finished_at=visit.clock.now(), reason="drift", exit_code=13, problems=problems)
    visit.writer.end(ended)
    with visit.store.transaction():
        visit.store.put_run(ended)


def test_findings_of_a_run_are_problems_and_come_out_of_a_rebuild(archive: Archive, tmp_path: Path) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/a.html", title="题", problems=[{"field": "published_at", "message": "no date"}])
        end(visit, FOUND)
    assert [(row["field"], row["capture_id"] is None) for row in archive.rows("problems")] == [
        ("published_at", False),
        ("listing", True),
    ]
    assert archive.one("runs")["problems"] == 2
    again = tmp_path / "again.db"
    rebuild(archive.folder, again, lambda _: archive.read)
    assert list(logical_dump(again)) == list(logical_dump(archive.path))


def test_an_end_that_is_told_twice_counts_once(archive: Archive) -> None:
    with archive.run(killed=True) as visit:
        visit.get("/a.html", title="题")
        end(visit, FOUND)
        end(visit, FOUND)
    with archive.run(day=2):
        assert [row["problems"] for row in archive.rows("runs")] == [1, 0], "its file was open, so it was read again"
    assert archive.one("problems")["message"] == FOUND.message


def test_a_listing_has_its_number_of_items(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/news/", section="新闻", rows=["/a.html", "/b.html"])
        visit.get("/a.html", title="题")
    assert [(row["outcome"], row["rows"]) for row in archive.rows("captures")] == [
        ("listing", 2),
        ("ok", None),
    ]
