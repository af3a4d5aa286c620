"""Times that only grow, from a clock that can be set."""

from collections.abc import Callable
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


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Sets the machine's clock by so much."""

    def set_by(shift: timedelta) -> None:
        monkeypatch.setattr("archive.clock._wall", lambda: datetime.now(UTC) + shift)

    return set_by


def test_no_time_comes_twice() -> None:
    clock = Clock.parse("system")
    times = [clock.now() for _ in range(5000)]
    assert times == sorted(set(times))


@pytest.mark.parametrize("setting", ["system", "+3d"])
@pytest.mark.parametrize("shift", [timedelta(days=-1), timedelta(days=3650)])
def test_setting_the_machines_clock_changes_no_time_of_a_run_and_is_told(
    setting: str, shift: timedelta, wall: Callable[[timedelta], None]
) -> None:
    clock = Clock.parse(setting)
    before = datetime.fromisoformat(clock.now())
    assert abs(clock.jumped()) < timedelta(seconds=5)
    wall(shift)
    assert timedelta(0) < datetime.fromisoformat(clock.now()) - before < timedelta(seconds=5)
    assert abs(clock.jumped() - shift) < timedelta(seconds=5)


def test_a_clock_tells_how_far_it_is_behind_an_archive() -> None:
    clock = Clock.parse("2026-09-01T08:00:00Z")
    assert timedelta(hours=15) < clock.behind("2026-09-02T00:00:00.000Z") <= timedelta(hours=16)
    assert clock.behind("2026-09-01T08:00:00.000Z") <= timedelta(0)
    assert clock.behind(None) == timedelta(0)


def test_a_new_run_is_after_all_that_an_archive_has() -> None:
    clock = Clock.parse("2026-09-01T08:00:00Z").after("2027-01-01T00:00:00.000Z").after(None)
    assert clock.now() == "2027-01-01T00:00:00.001Z"
    assert Clock.parse("2026-09-01T08:00:00Z").after("2020-01-01T00:00:00.000Z").now() < "2026-09-02"


@pytest.mark.parametrize("setting", ["", "now", "2026-09-01", "2026-09-01T08:00:00", "+3", "+3w", "2026-13-01T00:00Z"])
def test_a_setting_that_is_no_clock_is_told_in_one_line(setting: str) -> None:
    with pytest.raises(ValueError, match=r"^CLOCK is .*system") as told:
        Clock.parse(setting)
    assert "\n" not in str(told.value)
