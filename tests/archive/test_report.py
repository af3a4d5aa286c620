"""What the keeper of an archive is told: months, what is missing by name, and the exit code."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive.records import Problem
from archive.report import Month, SiteReport, exit_code, report, site_ids
from archive.store import open_for_reading

if TYPE_CHECKING:
    from tests.archive.conftest import Archive, Visit


def told(archive: Archive) -> SiteReport:
    with closing(open_for_reading(archive.path)) as connection:
        assert site_ids(connection) == ["kfq"]
        return report(connection, "kfq")


def end(visit: Visit, code: int, *problems: Problem) -> None:
    ended = replace(visit.run, finished_at=visit.clock.now(), reason="finished", exit_code=code, problems=problems)
    visit.writer.end(ended)
    with visit.store.transaction():
        visit.store.put_run(ended)


@pytest.mark.parametrize("seed", range(30))
def test_every_address_that_is_missing_is_named_with_its_reason_and_no_other(archive: Archive, seed: int) -> None:
    chance = random.Random(seed)
    pages = [f"/news/{number}.html" for number in range(25)]
    lost: dict[str, str] = {}
    with archive.run() as visit:
        visit.get("/news/", section="新闻", rows=[f"http://kfq.test{page}" for page in pages])
        for page in pages:
            became = chance.choice(["read", "read", "not_found", "error", "blocked", "never asked for"])
            if became != "read":
                lost[f"http://kfq.test{page}"] = became
            if became == "read":
                # As often as not by another spelling of the address than the listing's.
                spelled = chance.choice(["http://kfq.test", "http://www.kfq.test", "https://kfq.test"])
                visit.get(spelled + page, title=page, published_at="2026-09-01", body=page)
            elif became == "not_found":
                visit.status(page, 404)
            elif became == "error":
                visit.fails(page)
            elif became == "blocked":
                visit.get(page, outcome="blocked")
    site = told(archive)
    assert {missing.url: missing.why for missing in site.missing} == lost
    assert sum(month.listed for month in site.months) == len(pages)
    assert sum(month.parsed for month in site.months) == len(pages) - len(lost)
    assert sum(month.blocked for month in site.months) == list(lost.values()).count("blocked")


def test_a_month_counts_what_was_listed_fetched_read_walled_and_failed(archive: Archive) -> None:
    with archive.run() as visit:
        listed = [f"http://kfq.test/{number}.html" for number in range(1, 5)]
        visit.get("/news/", section="新闻", rows=[*listed, "http://other.test/5.html"])
        visit.get("/1.html", title="一", published_at="2026-08-31", body="正文")
        visit.status("/2.html", 404)
        visit.get("/3.html", outcome="js_required")
    assert told(archive).months == (
        Month(month="2026-08", listed=1, fetched=1, parsed=1, blocked=0, failed=0),
        Month(month="2026-09", listed=4, fetched=2, parsed=0, blocked=1, failed=1),
    )
    assert [missing.why for missing in told(archive).missing] == [
        "not_found",
        "js_required",
        "never asked for",
        "on another site",
    ]


def test_health_is_that_of_the_last_run(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get("/1.html", title="一")
    with archive.run(5, killed=True) as visit:
        visit.get("/1.html", title="一")
        visit.get("/2.html", outcome="blocked")
        end(visit, 13, Problem(field="listing", message="no items"))
    site = told(archive)
    assert site.last is not None
    assert (site.last.alarms, site.blocked, site.articles) == ({"listing": "no items"}, 0.5, 1)
    assert site.days_without(date(2026, 9, 11)) == 10
    assert site.exit_code == 13


@pytest.mark.parametrize(
    ("codes", "told_as"), [((None, 0), 0), ((13, 0), 13), ((13, 12, 0), 12), ((3, 12), 3), ((), 0)]
)
def test_a_scheduler_is_told_the_gravest(codes: tuple[int | None, ...], told_as: int) -> None:
    site = SiteReport(
        site_id="kfq",
        name="kfq",
        home="http://kfq.test/",
        last=None,
        exit_code=None,
        last_new=None,
        articles=0,
        months=(),
        missing=(),
        gaps=(),
    )
    assert exit_code([replace(site, exit_code=code) for code in codes]) == told_as


def test_a_run_that_was_interrupted_or_killed_does_not_hide_the_one_before(archive: Archive) -> None:
    with archive.run(1, killed=True) as visit:
        end(visit, 12)
    with archive.run(2, killed=True) as visit:
        end(visit, 11)
    with archive.run(3, killed=True):
        pass
    assert told(archive).exit_code == 12


def test_a_site_that_is_not_there_is_a_key_error(archive: Archive) -> None:
    with archive.run():
        pass
    with closing(open_for_reading(archive.path)) as connection, pytest.raises(KeyError):
        report(connection, "dmo")
