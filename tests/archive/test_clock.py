"""Times that only grow, from a clock that can be set."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.clock import Clock


def test_the_system_clock_gives_utc_with_milliseconds() -> None:
    now = Clock.parse("system").now()
    assert abs(datetime.fromisoformat(now) - datetime.now(UTC)) < timedelta(seconds=5)
    assert len(now) == len("2026-09-01T08:00:00.000Z")


def test_a_clock_that_is_set_starts_there() -> None:
    assert Clock.parse("2026-09-01T16:00:00+08:00").now().startswith("2026-09-01T08:00:0")


@pytest.mark.parametrize(("shift", "by"), [("+3d", timedelta(days=3)), ("-2h", timedelta(hours=-2))])
def test_a_clock_can_be_shifted(shift: str, by: timedelta) -> None:
    shifted = datetime.fromisoformat(Clock.parse(shift).now()) - datetime.now(UTC)
    assert abs(shifted - by) < timedelta(seconds=5)


def test_no_time_comes_twice_even_where_the_clock_stands_or_goes_back() -> None:
    readings = iter([datetime(2026, 9, 1, hour, tzinfo=UTC) for hour in (8, 8, 7, 9)])
    clock = Clock(lambda: next(readings))
    assert [clock.now() for _ in range(4)] == [
        "2026-09-01T08:00:00.000Z",
        "2026-09-01T08:00:00.001Z",
        "2026-09-01T08:00:00.002Z",
        "2026-09-01T09:00:00.000Z",
    ]


def test_a_new_run_is_after_all_that_an_archive_has() -> None:
    clock = Clock.parse("2026-09-01T08:00:00Z").after("2027-01-01T00:00:00.000Z").after(None)
    assert clock.now() == "2027-01-01T00:00:00.001Z"
    assert Clock.parse("2026-09-01T08:00:00Z").after("2020-01-01T00:00:00.000Z").now() < "2026-09-02"


@pytest.mark.parametrize("setting", ["", "now", "2026-09-01", "2026-09-01T08:00:00", "+3", "+3w", "2026-13-01T00:00Z"])
def test_a_setting_that_is_no_clock_is_told_in_one_line(setting: str) -> None:
    with pytest.raises(ValueError, match=r"^CLOCK is .*system") as told:
        Clock.parse(setting)
    assert "\n" not in str(told.value)
