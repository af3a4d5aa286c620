"""Which of the dates of a page is believed."""

import pytest

from archive.dating import chosen
from archive.records import Dated
from spiders.extract import dates
from spiders.extract.infoline import Info
from spiders.extract.meta import Meta
from spiders.extract.published import candidates, dated
from spiders.extract.said import Said

URL = "http://kfq.test/202309/t20230928_1.html"
PLAIN = "http://kfq.test/news/4247.html"


@pytest.mark.parametrize(
    ("label", "tag", "bare_label", "bare", "url", "expected"),
    [
        ("2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08", URL, ("2024-03-05", "2024-03-05")),
        (None, "2024-03-06", "2024-03-07", "2024-03-08", URL, ("2024-03-06", "2024-03-06")),
        (None, None, "2024-03-07", "2024-03-08", URL, ("2024-03-07", "2024-03-07")),
        (None, None, None, "2024年3月8日", URL, ("2024-03-08", "2024年3月8日")),
        (None, None, None, None, URL, ("2023-09-28", None)),
        (None, None, None, None, PLAIN, (None, None)),
        ("2024年3月5日", "2024-03-05 09:30", None, None, URL, ("2024-03-05T09:30:00+08:00", "2024年3月5日")),
        (None, "2024-03-05", "2024/03/05 09:30", None, URL, ("2024-03-05T09:30:00+08:00", "2024/03/05 09:30")),
    ],
)
def test_dates_are_believed_in_order_and_a_time_of_the_same_day_completes_them(
    label: str | None,
    tag: str | None,
    bare_label: str | None,
    bare: str | None,
    url: str,
    expected: tuple[str | None, str | None],
) -> None:
    found = [said(text) for text in (label, bare_label, bare)]
    date = chosen(told(Info(published=found[0], dated=found[1], bare=found[2]), tag, url))
    assert (date.at.at if date.at else None, date.text.text if date.text else None) == expected


def test_the_text_is_that_of_the_page_itself_where_a_list_says_the_same() -> None:
    date = chosen((listed("2024-03-05", "2024-03-05"), listed("2024-03-05", "2024年3月5日", "dated")))
    assert (date.at and date.at.origin, date.text and date.text.text) == ("listed", "2024年3月5日")


def said(text: str | None) -> Said | None:
    found = dates.find(text) if text else None
    return Said(found.text, iso=found.iso) if found else None


def told(info: Info, tag: str | None, url: str, header: str | None = None) -> tuple[Dated, ...]:
    return dated(candidates(info, Meta(published=tag), url), header)


def listed(at: str, text: str, origin: str = "listed") -> Dated:
    return Dated(origin=origin, at=at, text=text)


@pytest.mark.parametrize(
    ("printed", "tag", "problem"),
    [
        ("2009-09-30", "2023-05-12 23:20", "printed 2009-09-30, tagged 2023-05-12 23:20"),
        ("2024-03-30", "2024-04-02", None),
        ("2024-01-01", "2024-02-01", None),
        ("2024-01-01", "2024-02-02", "printed 2024-01-01, tagged 2024-02-02"),
    ],
)
def test_dates_more_than_a_month_apart_are_a_problem(printed: str, tag: str, problem: str | None) -> None:
    found = chosen(told(Info(published=said(printed)), tag, PLAIN)).problem
    assert (found.message if found else None) == problem


def test_an_address_of_another_year_is_a_problem() -> None:
    found = chosen(told(Info(published=said("2009-09-30")), None, URL)).problem
    assert found is not None and found.message == "printed 2009-09-30, address 2023-09-28"


def test_all_dates_are_kept_with_what_tells_them() -> None:
    info = Info(published=said("2024年3月5日"), bare=said("2024-03-06"))
    found = told(info, "2024-03-05 09:30", URL, "Tue, 01 Sep 2026 00:00:00 GMT")
    assert [(one.origin, one.at, one.text) for one in found] == [
        ("printed", "2024-03-05", "2024年3月5日"),
        ("tagged", "2024-03-05T09:30:00+08:00", "2024-03-05 09:30"),
        ("unlabelled", "2024-03-06", "2024-03-06"),
        ("address", "2023-09-28", "2023-09-28"),
        ("header", "2026-09-01T08:00:00+08:00", "Tue, 01 Sep 2026 00:00:00 GMT"),
    ]


def test_a_list_is_believed_before_a_tag_and_after_a_label() -> None:
    dates = told(Info(), "2023-05-12 23:20", PLAIN)
    date = chosen([*dates, listed("2009-09-30", "2009-09-30")])
    assert date.at is not None and date.at.origin == "listed"
    assert date.problem is not None and date.problem.message == "listed 2009-09-30, tagged 2023-05-12 23:20"
    labelled = chosen([*told(Info(published=said("2009-10-01")), None, PLAIN), listed("2009-09-30", "2009-09-30")])
    assert labelled.at is not None and labelled.at.origin == "printed"


def test_a_listed_day_without_its_year_is_believed_last_and_conflicts_with_nothing() -> None:
    inferred = listed("2025-09-30", "09-30", "listed without year")
    date = chosen([*told(Info(bare=said("2009-09-30")), None, PLAIN), inferred])
    assert date.at is not None and date.at.origin == "unlabelled" and date.problem is None
    alone = chosen([inferred])
    assert alone.at == inferred and alone.text == inferred


def test_what_a_server_says_of_its_file_is_never_believed() -> None:
    date = chosen(told(Info(), None, PLAIN, "Tue, 01 Sep 2026 00:00:00 GMT"))
    assert date.at is None and date.problem is not None and date.problem.message == "no date printed"


@pytest.mark.parametrize(
    ("tag", "at"), [("1693900800", "2023-09-05"), ("1693900800000", "2023-09-05"), ("20230905", None)]
)
def test_tags_may_tell_seconds(tag: str, at: str | None) -> None:
    date = chosen(told(Info(), tag, PLAIN))
    assert (date.at.at[:10] if date.at else None) == at


def test_a_tag_that_tells_when_the_page_was_made_counts_where_nothing_tells_another_day() -> None:
    made = Meta(published="2023-11-10 15:33:34", is_made_anew=True)
    assert list(candidates(Info(dated=said("2021-09-06")), made, PLAIN)) == ["dated"]
    assert list(candidates(Info(), made, PLAIN)) == ["tagged"]
    assert list(candidates(Info(dated=said("2023-11-10")), made, PLAIN)) == ["tagged", "dated"]
