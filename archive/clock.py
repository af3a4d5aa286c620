"""The one clock that every stored time comes from. It never gives the same time twice."""

import re
import time
from collections.abc import Callable
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
    """Gives the times of one archive, strictly increasing: order by time is order of capture.

    Where the machine's clock stands still or goes back, the next time is one millisecond after the last.
    """

    def __init__(self, read: Callable[[], datetime]) -> None:
        self._read = read
        self._last = datetime.min.replace(tzinfo=UTC)

    @classmethod
    def parse(cls, setting: str) -> "Clock":
        """The clock that a setting names.

        "system" is the machine's; "2026-09-01T08:00:00Z" starts there and runs on; "+3d" and "-2h" (s, m, h, d)
        shift the machine's. ValueError, in one line, for anything else.
        """
        if setting == "system":
            return cls(lambda: datetime.now(UTC))
        if shift := _SHIFT.fullmatch(setting):
            sign, number, unit = shift.groups()
            by = timedelta(**{_UNITS[unit]: int(sign + number)})
            return cls(lambda: datetime.now(UTC) + by)
        try:
            start = datetime.fromisoformat(setting)
        except ValueError:
            start = None
        if start is None or start.tzinfo is None:
            raise ValueError(
                f'CLOCK is {setting!r}; give "system", a time with its zone like "2026-09-01T08:00:00Z", '
                'or a shift like "+3d"'
            )
        begun = time.monotonic()
        return cls(lambda: start.astimezone(UTC) + timedelta(seconds=time.monotonic() - begun))

    def after(self, last: str | None) -> "Clock":
        """This clock, made to give only times after `last` (None: nothing to be after)."""
        if last is not None:
            self._last = max(self._last, datetime.fromisoformat(last))
        return self

    def now(self) -> str:
        """The present time, always later than any given before."""
        read = self._read()
        read = read.replace(microsecond=read.microsecond // 1000 * 1000)
        self._last = read if read > self._last else self._last + _MILLISECOND
        return iso(self._last)
