"""Invented sites and their nightly runs, in numbers alone: what goes up and down where nothing is broken."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive.health import Fields, Health, Listed, Reading
from crawler.check import Finding, findings

FIRST = date(2026, 8, 17)  # so that 90 nights have the eight days of the national holidays in them
HOLIDAYS = [date(2026, 10, 1) + timedelta(days=day) for day in range(8)]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a site usually is. `daily` are its articles on a working day, `rest` the share of these on others."""

    name: str
    daily: float
    rest: float = 0.1
    sections: int = 8
    backlog: int = 400  # articles that the first run finds
    undated: float = 0.02
    unsourced: float = 0.1
    pictures: float = 0.05  # articles with hardly any text
    by_script: float = 0.0  # of answers
    broken_links: int = 2  # answers of a night that are 404
    errors: int = 2  # answers of a night, at most
    charset: str = "utf-8"


KINDS = (
    Kind(name="zone", daily=3),
    Kind(name="county", daily=9, undated=0.05, unsourced=0.4, broken_links=30),
    Kind(name="city", daily=60, rest=0.5, sections=25, backlog=2000, by_script=0.1, errors=8),
    Kind(name="village", daily=0.15, sections=2, backlog=30, unsourced=1.0),
    Kind(name="mirror", daily=1, sections=3, backlog=150, pictures=0.3, charset="gb18030"),
    Kind(name="park", daily=5, rest=0, unsourced=0.02, pictures=0.15),
)

Break = Callable[[Health, random.Random], Health]


def nights(kind: Kind, seed: int, days: int = 90) -> Iterator[Health]:
    """What each nightly run of a site that is well counts; the first one finds all that was there before."""
    chance = random.Random(f"{kind.name} {seed}")
    newest, rows = FIRST, {f"http://{kind.name}.test/{number}/": 20 for number in range(kind.sections)}
    rows[f"http://{kind.name}.test/0/"] = chance.randint(4, 9)  # a section that is young
    for number in range(days):
        day = FIRST + timedelta(days=number)
        readings = [_article(kind, chance, day, number == 0) for _ in range(_articles(kind, chance, day, number))]
        if number == 50:  # a section that no list named so far, of another kind
            readings += [_old(kind, chance, day) for _ in range(40)]
        dated = [date.fromisoformat(each.published_at[:10]) for each in readings if each.published_at]
        newest = max([newest, *(at for at in dated if at <= day)])
        rows[f"http://{kind.name}.test/0/"] = min(20, rows[f"http://{kind.name}.test/0/"] + chance.choice((0, 0, 1)))
        reread = chance.randint(5, 40)
        yield _night(kind, chance, day, readings, rows, reread, newest)


def judged(runs: Iterable[Health], since: int = 0) -> Iterator[tuple[int, list[Finding]]]:
    """The number of each run with what is found in it; what was found is known to the next.

    Runs before `since` are taken to be well.
    """
    before: list[Health] = []
    for number, run in enumerate(runs):
        found = findings(run, before) if number >= since else []
        code = min((finding.exit_code for finding in found), default=0)
        before.append(replace(run, alarms={finding.monitor: finding.message for finding in found}, exit_code=code))
        yield number, found


def broken(runs: list[Health], at: int, how: Break, seed: int) -> list[Health]:
    """The same runs, from one on as a break makes them."""
    chance = random.Random(seed)
    return [run if number < at else how(run, chance) for number, run in enumerate(runs)]


def _articles(kind: Kind, chance: random.Random, day: date, number: int) -> int:
    if number == 0:
        return kind.backlog
    if day.weekday() >= 5 or day in HOLIDAYS:
        return _poisson(chance, kind.daily * kind.rest)
    return _poisson(chance, kind.daily)


def _poisson(chance: random.Random, mean: float) -> int:
    waited, number = chance.expovariate(1), 0
    while waited < mean:
        waited, number = waited + chance.expovariate(1), number + 1
    return number


def _article(kind: Kind, chance: random.Random, day: date, is_backlog: bool) -> Reading:
    age = chance.randint(0, 700) if is_backlog else chance.choice((0, 0, 0, 0, 1, 1, 2, 9, -1))
    published = day - timedelta(days=age)
    return Reading(
        seen_at=day.isoformat(),
        title="公告" if chance.random() < 0.02 else f"题{chance.random()}",
        published_at=None if chance.random() < kind.undated else published.isoformat(),
        source=None if chance.random() < kind.unsourced else "管委会",
        length=chance.randint(0, 40) if chance.random() < kind.pictures else round(chance.lognormvariate(6, 0.7)),
    )


def _old(kind: Kind, chance: random.Random, day: date) -> Reading:
    published = day - timedelta(days=chance.randint(100, 2000))
    return replace(_article(kind, chance, day, True), published_at=published.isoformat(), source=None)


def _night(
    kind: Kind,
    chance: random.Random,
    day: date,
    readings: list[Reading],
    rows: dict[str, int],
    reread: int,
    newest: date,
) -> Health:
    looked = {
        url: Listed(outcome="unchanged") if chance.random() < 0.1 else Listed(outcome="listing", rows=number)
        for url, number in rows.items()
        if chance.random() > 0.02  # or it failed that night, with all tries
    } | {f"http://{kind.name}.test/": Listed(outcome="listing", rows=chance.randint(30, 60))}
    pages = len(readings) + reread + len(looked)
    outcomes = {
        "robots": 1,
        "ok": len(readings) + 2,
        "unchanged": reread,
        "listing": len(looked),
        "not_found": chance.randint(0, kind.broken_links),
        "error": chance.randint(0, kind.errors) if chance.random() < 0.2 else 0,
        "js_required": round(pages * kind.by_script * chance.uniform(0.7, 1.3)),
        "drift": chance.choice((0, 0, 0, 1)),
        "file": chance.randint(0, 3),
    }
    return Health(
        run_id=f"{kind.name} {day}",
        started_at=f"{day}T22:05:00.000Z",
        outcomes=outcomes,
        charsets={kind.charset: pages} | ({"big5": 1} if chance.random() < 0.05 else {}),
        listings=looked,
        new=Fields.of(readings),
        fresh=Fields.of([reading for reading in readings if reading.is_fresh]),
        edited=chance.randint(0, 2),
        reread=reread,
        lost=chance.choice((0, 0, 1)),
        missing=chance.choice((0, 0, 0, 1, 2)),
        newest=newest.isoformat(),
    )
