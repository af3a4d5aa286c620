"""What a monitor is, and what it finds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.health import Health

FAILING, DRIFT = 12, 13  # exit codes: the site does not give its pages; they came, and are not read as before


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a person should look at: which monitor found it, what it is in one line, and the exit code."""

    monitor: str
    message: str
    exit_code: int


# A monitor looks at a run and at the ones before it, the earliest first, and says what is wrong; nothing when all
# is well. Of the runs before, those are left out in which it found something itself: they are not what is usual.
Monitor = Callable[[Health, Sequence[Health]], Iterator[str]]
