"""The one clock that every stored time of a run comes from. It never gives the same time twice, nor goes back."""

import re
import time
from datetime import UTC, datetime, timedelta

_SHIFT = re.compile(r"([+-])(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MILLISECOND = timedelta(milliseconds=1)


def iso(moment: datetime) -> str:
    """ISO 8601, UTC, milliseconds, Z: the form of every stored time, so that times sort as text.

    >>> iso(datetime(2026, 9, 1, 8, tzinfo=UTC))
    '2026-09-01T08:00:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Clock:
    """Gives the times of one run, strictly increasing: order by time is order of capture.

    It starts where it is told and goes on as time passes. Whoever sets the machine's clock meanwhile, or lets it step
    to another year, changes none of these times.
    """

    def __init__(self, start: datetime) -> None:
        self._start, self._begun, self._wall = start, _passing(), _wall()
        self._last = datetime.min.replace(tzinfo=UTC)

    @classmethod
    def parse(cls, setting: str) -> "Clock":
        """The clock that a setting names.

        "system" starts by the machine's; "2026-09-01T08:00:00Z" starts there; "+3d" and "-2h" (s, m, h, d) are a
        shift of the machine's. ValueError, in one line, for anything else.
        """
        if setting == "system":
            return cls(_wall())
        if shift := _SHIFT.fullmatch(setting):
            sign, number, unit = shift.groups()
            return cls(_wall() + timedelta(**{_UNITS[unit]: int(sign + number)}))
        try:
            start = datetime.fromisoformat(setting)
        except ValueError:
            start = None
        if start is None or start.tzinfo is None:
            raise ValueError(
                f'CLOCK is {setting!r}; give "system", a time with its zone like "2026-09-01T08:00:00Z", '
                'or a shift like "+3d"'
            )
        return cls(start.astimezone(UTC))

    def after(self, last: str | None) -> "Clock":
        """This clock, made to give only times after `last` (None: nothing to be after)."""
        if last is not None:
            self._last = max(self._last, datetime.fromisoformat(last))
        return self

    def behind(self, last: str | None) -> timedelta:
        """How far this clock is behind a time (None: no time); negative where it is after it, as it should be."""
        return datetime.fromisoformat(last) - self._read() if last is not None else timedelta(0)

    def jumped(self) -> timedelta:
        """How far the machine's clock was set since this one started, forward or back; near zero where it was not."""
        return _wall() - self._wall - self._passed()

    def now(self) -> str:
        """The present time, always later than any given before."""
        read = self._read()
        read = read.replace(microsecond=read.microsecond // 1000 * 1000)
        self._last = read if read > self._last else self._last + _MILLISECOND
        return iso(self._last)

    def _read(self) -> datetime:
        return self._start + self._passed()

    def _passed(self) -> timedelta:
        return timedelta(seconds=_passing() - self._begun)


def _wall() -> datetime:
    return datetime.now(UTC)


def _passing() -> float:
    """Seconds that nobody can set; where the system has such a clock, those that the machine sleeps are counted."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
