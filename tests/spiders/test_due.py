"""When addresses are due again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clock import iso
from archive.records import Outcome
from spiders.due import day_of, is_repeated, kind_learned, may_retry, next_due

NOW = "2026-09-01T08:00:00.000Z"


EARLY = 8 / 24  # of a day: as much sooner may the next run come to an address than the one before did


def days(kind: str, outcome: Outcome, first_seen: str | None = None, attempts: int = 0) -> float | None:
    return passed(next_due(kind, outcome, NOW, first_seen, attempts))


def passed(due: str | None, since: str = NOW) -> float | None:
    if due is None:
        return None
    return (datetime.fromisoformat(due) - datetime.fromisoformat(since)) / timedelta(days=1)


@pytest.mark.parametrize("kind", ["home", "section"])
@pytest.mark.parametrize("outcome", [Outcome.LISTING, Outcome.UNCHANGED, Outcome.JS_REQUIRED])
def test_home_and_sections_are_asked_in_each_run(kind: str, outcome: Outcome) -> None:
    assert days(kind, outcome) == 0


@pytest.mark.parametrize("outcome", [Outcome.FILE, Outcome.UNCHANGED, Outcome.REDIRECT])
def test_what_brings_the_footer_is_asked_for_in_each_run(outcome: Outcome) -> None:
    assert days("footer", outcome) == 0
    assert kind_learned("footer", outcome) == "footer"


def test_a_section_that_only_redirects_is_asked_weekly_and_the_home_page_in_each_run() -> None:
    assert days("section", Outcome.REDIRECT) == pytest.approx(7 - EARLY)
    assert days("home", Outcome.REDIRECT) == 0


def test_further_pages_of_a_listing_are_asked_weekly() -> None:
    assert days("page", Outcome.LISTING) == days("page", Outcome.UNCHANGED) == pytest.approx(7 - EARLY)


def test_each_section_has_its_day_of_the_week() -> None:
    for section in ("a", "b", "c", "d"):
        next_days = [
            day_of(section, f"2026-09-{day:02}T{hour}:00:00.000Z") for day in range(1, 8) for hour in ("00", "23")
        ]
        assert {date.fromisoformat(due[:10]).weekday() for due in next_days} == {
            date.fromisoformat(next_days[0][:10]).weekday()
        }
        assert {due[10:] for due in next_days} == {"T00:00:00.000Z"}
        assert all(0 < (passed(day_of(section, NOW)) or 0) <= 7 for _ in next_days)
    assert len({day_of(str(section), NOW) for section in range(50)}) == 7


def test_a_sitemap_is_asked_weekly_and_one_that_is_not_there_three_times() -> None:
    assert days("sitemap", Outcome.LISTING) == days("sitemap", Outcome.UNCHANGED) == days("page", Outcome.LISTING)
    misses = [days("sitemap", outcome, attempts=n) for n, outcome in enumerate([Outcome.SOFT_404] * 3, 1)]
    assert misses == [7, 30, None]


@pytest.mark.parametrize(
    ("first_seen", "expected"),
    [
        (None, 1 - EARLY),
        ("2026-09-01T08:00:00.000Z", 1 - EARLY),
        ("2026-08-26T08:00:00.000Z", 1 - EARLY),
        ("2026-08-20T08:00:00.000Z", 7 - EARLY),
        ("2026-07-01T08:00:00.000Z", 30),
        ("2024-07-01T08:00:00.000Z", 365),
    ],
)
def test_an_article_is_looked_at_less_as_it_ages(first_seen: str | None, expected: float) -> None:
    waits = [days("article", outcome, first_seen) for outcome in (Outcome.OK, Outcome.UNCHANGED)]
    assert waits == [pytest.approx(expected)] * 2


def test_an_article_that_lists_is_asked_like_a_section() -> None:
    assert days("article", Outcome.LISTING) == 0


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.GONE, Outcome.SOFT_404, Outcome.REDIRECT_HOME])
def test_what_is_missing_is_looked_for_1_3_7_and_14_days_after_it_went(outcome: Outcome) -> None:
    def looks(asked_on: Iterable[float]) -> list[float]:
        """When it is due after each of these days, counted from the first miss."""
        times = [datetime.fromisoformat(NOW) + timedelta(days=day) for day in asked_on]
        dues = [next_due("article", outcome, iso(time), NOW, number, None, NOW) for number, time in enumerate(times, 1)]
        return [passed(due) or 0 for due in dues]

    hour = 1 / 24
    due = [1 - EARLY, 3 - EARLY, 7 - EARLY, 14 - hour]
    assert looks([0, 1, 3, 7]) == pytest.approx(due)
    assert looks([0, 2, 6, 13]) == pytest.approx(due), "however late each look came"
    assert looks([14]) == [44]


def test_an_address_at_which_nothing_ever_was_is_given_up() -> None:
    for kind in ("article", "section", "page"):
        assert [days(kind, Outcome.NOT_FOUND, None, attempts) for attempts in (1, 2, 3)] == [7, 30, None]


def test_a_missing_section_is_not_given_up() -> None:
    assert passed(next_due("section", Outcome.NOT_FOUND, NOW, None, 9, None, "2026-01-01T00:00:00.000Z")) == 30
    assert days("home", Outcome.NOT_FOUND, None, 9) == 0


def test_failures_of_one_kind_are_counted_together() -> None:
    assert is_repeated("not_found", Outcome.GONE)
    assert is_repeated("error", Outcome.TRUNCATED)
    assert is_repeated("parse_limit", Outcome.PARSE_LIMIT)
    assert not is_repeated("error", Outcome.NOT_FOUND)
    assert not is_repeated("error", Outcome.DRIFT)
    assert not is_repeated(None, Outcome.ERROR)


def test_what_failed_is_tried_twice_more_in_the_run_and_then_in_the_next() -> None:
    assert [days("article", Outcome.ERROR, None, attempts) for attempts in (1, 2, 3, 50)] == [0, 0, 0, 0]
    assert [may_retry(Outcome.ERROR, attempts) for attempts in (1, 2, 3)] == [True, True, False]
    assert may_retry(Outcome.TRUNCATED, 1)
    assert not may_retry(Outcome.BLOCKED, 1)
    assert not may_retry(Outcome.OK, 0)


def test_who_is_blocked_waits_a_day() -> None:
    waits = [days("section", Outcome.BLOCKED, None, 1), days("home", Outcome.MAINTENANCE, None, 1)]
    assert waits == pytest.approx([1 - EARLY] * 2)


def test_what_robots_txt_forbids_is_asked_about_in_the_next_run() -> None:
    assert days("article", Outcome.REFUSED, None, 1) == 0


def test_poison_is_never_due() -> None:
    assert days("file", Outcome.POISON) is days("article", Outcome.POISON) is None


def test_a_file_is_asked_for_again_after_a_year() -> None:
    outcomes = (Outcome.FILE, Outcome.UNCHANGED, Outcome.REDIRECT, Outcome.TOO_LARGE)
    assert [days("file", outcome) for outcome in outcomes] == [365] * 4
    assert days("article", Outcome.FILE) == 365, "what turned out to be one"


def test_a_file_that_fails_is_tried_twice_more_and_then_less_and_less() -> None:
    waits = [days("file", Outcome.ERROR, None, attempts) for attempts in (1, 2, 3, 4, 99)]
    assert waits == [0, 0, 3, 4, 30]
    assert days("file", Outcome.BLOCKED, None, 1) == 1
    assert days("file", Outcome.REFUSED, None, 1) == 30


def test_a_file_that_never_was_there_is_given_up() -> None:
    assert [days("file", Outcome.SOFT_404, None, attempts) for attempts in (1, 2, 3)] == [7, 30, None]


def test_a_page_that_reads_oddly_is_looked_at_again_within_the_day() -> None:
    assert 0 < (days("article", Outcome.DRIFT, NOW) or 0) < 1


def test_a_page_that_goes_on_reading_oddly_is_asked_less_and_less() -> None:
    waits = [days("article", Outcome.QUARANTINED, NOW, attempts) or 0 for attempts in range(1, 12)]
    assert waits == sorted(waits)
    assert (waits[1], waits[-1]) == (1, 7)


def test_an_address_is_what_it_turned_out_to_be() -> None:
    assert kind_learned("article", Outcome.LISTING) == "section"
    assert kind_learned("section", Outcome.OK) == "article"
    assert kind_learned("page", Outcome.LISTING) == "page"
    assert kind_learned("article", Outcome.NOT_FOUND) == "article"
    assert kind_learned("section", Outcome.FILE) == "file"


@given(
    st.sampled_from(("home", "section", "page", "article", "file")),
    st.sampled_from(list(Outcome)),
    st.none() | st.just("2026-08-30T00:00:00.000Z"),
    st.integers(0, 100),
)
def test_nothing_is_due_before_it_was_asked(kind: str, outcome: Outcome, first_seen: str | None, attempts: int) -> None:
    due = next_due(kind, outcome, NOW, first_seen, attempts)
    assert due is None or (due >= NOW and due.endswith("Z") and len(due) == len(NOW))


def test_an_article_that_was_old_when_it_was_found_is_asked_like_an_old_one() -> None:
    printed = (None, "2026-08-31", "2026-08-10", "2026-01-05T10:00:00+08:00", "2019-03-05", "2026-12-31", "no date")
    waits = [passed(next_due("article", Outcome.OK, NOW, NOW, 0, published_at)) for published_at in printed]
    day, week = 1 - EARLY, 7 - EARLY
    assert waits == pytest.approx([day, day, week, 30, 365, day, day])
