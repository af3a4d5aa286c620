"""What lacks between months, between numbers, and behind the pages of a list that were read."""

import random

import pytest

from archive.gaps import Gap, Paged, months, numbers, paging


def test_a_month_without_an_article_is_told_where_there_always_were_some() -> None:
    usual = {f"2025-{month:02}": 7 for month in range(1, 13)}
    assert list(months(usual)) == []
    assert [(gap.first, gap.last) for gap in months(usual | {"2025-05": 0, "2025-06": 0})] == [("2025-05", "2025-06")]
    del usual["2025-07"]
    assert [(gap.first, gap.last, gap.count) for gap in months(usual)] == [("2025-07", "2025-07", 1)]


@pytest.mark.parametrize(
    "quiet",
    [{}, {"2026-01": 1}, {"2024-12": 2, "2025-02": 3}, {"2019-01": 1, "2026-01": 30}, {"2025-01": 9, "2026-01": 0}],
)
def test_months_of_a_site_that_publishes_little_are_no_gap(quiet: dict[str, int]) -> None:
    assert list(months(quiet)) == []


@pytest.mark.parametrize("seed", range(10))
def test_numbers_that_no_address_has_are_told_as_spans(seed: int) -> None:
    chance = random.Random(seed)
    lacking = set(chance.sample(range(4001, 4198), 12))
    urls = [
        f"http://kfq.test/news/2026-08-{number % 28 + 1:02}/{number}.html"
        for number in range(4000, 4200)
        if number not in lacking
    ]
    told = {number for gap in numbers(urls) for number in range(int(gap.first or 0), int(gap.last or 0) + 1)}
    assert told == lacking
    assert {gap.within for gap in numbers(urls)} <= {"kfq.test/news/*/*.html"}


def test_numbers_that_are_used_for_more_than_articles_tell_nothing() -> None:
    assert list(numbers(f"http://kfq.test/{number * 3}.html" for number in range(100))) == []
    assert list(numbers(f"http://kfq.test/{number}.html" for number in range(19))) == []
    assert list(numbers(["http://kfq.test/", "http://kfq.test/news/"])) == []


def section(following: dict[str, str | None], declared: int | None, **unread: str) -> Paged:
    return Paged(name="要闻", first="1", following=following, declared=declared, unread=unread)


def test_pages_that_a_list_says_it_has_are_numbered_where_nothing_led_to_them() -> None:
    whole: dict[str, str | None] = {"1": "2", "2": "3", "3": None}
    for declared in (None, 1, 3):
        assert list(paging(section(whole, declared))) == []
    (gap,) = paging(section(whole, 7))
    assert (gap.first, gap.last, gap.count) == ("4", "7", 4)
    named, behind = paging(section({"1": "2", "2": "3"}, 7, **{"3": "error"}))
    assert named == Gap(kind="page", within="要闻", url="3", why="error")
    assert (behind.first, behind.last, behind.count) == ("4", "7", 4)


def test_where_pages_behind_a_gap_were_read_only_its_beginning_is_known() -> None:
    (gap,) = paging(section({"1": "2", "2": "3", "8": "9", "9": None}, 9))
    assert (gap.first, gap.last, gap.count) == ("3", None, 5)


def test_a_list_that_follows_itself_is_walked_once() -> None:
    (gap,) = paging(section({"1": "2", "2": "1"}, 5))
    assert (gap.first, gap.last) == ("3", "5")
