"""The dates of the rows of a list, understood. The day of the capture is 1 September 2026."""

from datetime import date

import pytest

from archive.records import Row
from spiders.extract.listdates import understood

DAY = date(2026, 9, 1)


def dates(*texts: str | None, day: date | None = DAY) -> list[str | None]:
    rows = [Row(url=f"http://kfq.test/{n}.html", title="题", date_text=text) for n, text in enumerate(texts)]
    found = understood(rows, day)
    printed = [row.published_at is not None and not row.year_inferred for row in found]
    return [f"{row.published_at}{'' if year else '?'}" for row, year in zip(found, printed, strict=True)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2026-08-30", "2026年8月29日 10:12"], ["2026-08-30", "2026-08-29T10:12:00+08:00"]),
        (["[08-30]", "(08-29)"], ["2026-08-30?", "2026-08-29?"]),
        (["08-30", "01-05", "12-28", "03-01"], ["2026-08-30?", "2026-01-05?", "2025-12-28?", "2025-03-01?"]),
        (["03-05", "01-10", "11-20", "08-30"], ["2026-03-05?", "2026-01-10?", "2025-11-20?", "2025-08-30?"]),
        (["12-28"], ["2025-12-28?"]),
        (["03-12", "08-30", "08-29"], ["2026-03-12?", "2026-08-30?", "2026-08-29?"]),  # the first is pinned
        (["08-29", "08-30", "08-28"], ["2026-08-29?", "2026-08-30?", "2026-08-28?"]),
        (["2019-03-05", "01-02", "12-30"], ["2019-03-05", "2019-01-02?", "2018-12-30?"]),
        (["03/10 2025", "28 2023-09"], ["2025-03-10", "2023-09-28"]),
        ([None, "昨天", "08-30"], ["None?", "None?", "2026-08-30?"]),
    ],
)
def test_a_day_without_a_year_is_of_the_newest_that_keeps_the_order(texts: list[str], expected: list[str]) -> None:
    assert dates(*texts) == expected


def test_no_year_is_inferred_where_the_day_of_the_capture_is_not_known() -> None:
    assert dates("08-30", "2026-08-29", day=None) == ["None?", "2026-08-29"]
