"""Which of the dates of a page is believed."""

import pytest

from spiders.extract import dates
from spiders.extract.infoline import Info
from spiders.extract.meta import Meta
from spiders.extract.published import published

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
    found = [dates.find(text) if text else None for text in (label, bare_label, bare)]
    info = Info(published=found[0], dated=found[1], bare=found[2])
    assert published(info, Meta(published=tag), url)[:2] == expected


@pytest.mark.parametrize(
    ("printed", "tag", "told"),
    [
        ("2009-09-30", "2023-05-12 23:20", "printed 2009-09-30, tagged 2023-05-12 23:20"),
        ("2024-03-30", "2024-04-02", None),
        ("2024-01-01", "2024-02-01", None),
    ],
)
def test_dates_more_than_a_month_apart_are_a_problem(printed: str, tag: str, told: str | None) -> None:
    problems = published(Info(published=dates.find(printed)), Meta(published=tag), PLAIN)[2]
    assert [problem.message for problem in problems] == ([told] if told else [])
