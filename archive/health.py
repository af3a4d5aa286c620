"""A run in numbers: how it found its site, and what it read of the articles that were new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from archive.records import Outcome

FRESH = timedelta(days=21)  # an article that was published longer before it was found is an old one, found late
LONG = 100  # characters: more than a line under a picture
CLOCKS = timedelta(days=2)  # by so much a date may lie in the future: another zone, a clock that is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a new article; `length` is that of its text, in characters."""

    seen_at: str
    title: str | None
    published_at: str | None
    source: str | None
    length: int

    @property
    def age(self) -> timedelta | None:
        """From publication to the first sight; None where no date was read, or one that can't be."""
        if self.published_at is None:
            return None
        age = date.fromisoformat(self.seen_at[:10]) - date.fromisoformat(self.published_at[:10])
        return age if age >= -CLOCKS else None

    @property
    def is_fresh(self) -> bool:
        """Whether it was published lately, as far as can be told."""
        return self.age is None or self.age <= FRESH


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Of some articles, how many had a title (the same one counts once), a date that can be, a source, a text.

    `long` counts texts of a hundred characters or more.
    """

    articles: int = 0
    title: int = 0
    published_at: int = 0
    source: int = 0
    body: int = 0
    long: int = 0

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> "Fields":
        """The counts of these articles."""
        return cls(
            articles=len(readings),
            title=len({reading.title for reading in readings} - {None, ""}),
            published_at=sum(reading.age is not None for reading in readings),
            source=sum(bool(reading.source) for reading in readings),
            body=sum(reading.length > 0 for reading in readings),
            long=sum(reading.length >= LONG for reading in readings),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The first page of a section, or the home page, as a run found it; `rows` is None for what was no listing."""

    outcome: str
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One run in numbers. `alarms` is what monitors found at its end, by their names.

    `new` and `fresh` tell of the articles that it read for the first time: of all, and of those that were published
    lately or show no date. `reread` known articles answered with a page, `lost` of these were read with less, and
    `missing` were not there any more. `newest` is the latest date of publication that was known when it ended.
    """

    run_id: str
    started_at: str
    finished_at: str | None = None
    reason: str | None = None
    exit_code: int | None = None
    alarms: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    charsets: Mapping[str, int] = field(default_factory=dict)
    listings: Mapping[str, Listed] = field(default_factory=dict)
    new: Fields = Fields()
    fresh: Fields = Fields()
    edited: int = 0
    gone: int = 0
    reread: int = 0
    lost: int = 0
    missing: int = 0
    drift: bool = False
    newest: str | None = None

    @property
    def day(self) -> date:
        """The day on which it began, UTC."""
        return date.fromisoformat(self.started_at[:10])

    @property
    def pages(self) -> int:
        """How many answers there were, of whatever kind; robots.txt and what we refused are none."""
        return sum(self.outcomes.values()) - self.count(Outcome.ROBOTS, Outcome.REFUSED)

    def count(self, *outcomes: str) -> int:
        """How many attempts came to one of these."""
        return sum(self.outcomes.get(outcome, 0) for outcome in outcomes)
