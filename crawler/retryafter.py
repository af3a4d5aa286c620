"""What a site asks by Retry-After: to be left alone for so long."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ASKS_TO_WAIT = frozenset({429, 503})  # RFC 9110, 10.2.3; RFC 6585, 4
WAIT_WITHIN_RUN = 60.0  # seconds; longer, and the run ends rather than hold the archive's lock
LONGEST_WAIT = 3600.0  # seconds; what a site asks beyond it is left to the next run all the same


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks to wait, at most an hour; None where it asks nothing that can be read.

    >>> retry_after("120", datetime(2026, 9, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Tue, 01 Sep 2026 00:00:30 GMT", datetime(2026, 9, 1, tzinfo=UTC))
    30.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(seconds, LONGEST_WAIT) if seconds > 0 else None
