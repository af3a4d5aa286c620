"""Monitors: thirty ways in which a site breaks are each found in the first run, and nothing else is found."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from archive.health import Fields, Health, Listed
from crawler.check import DRIFT, FAILING, MONITORS, findings
from tests.crawl.simulated import FIRST, KINDS, Break, Kind, broken, judged, nights

NIGHT = 71  # a Tuesday at the end of October, on which the break comes
SITES: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class Scenario:
    """A site that is well until a night, what then breaks, and which monitor tells.

    `shows` is how many nights go by until that can be told from a quiet time: a list that stands still does so every
    weekend.
    """

    name: str
    site: str
    how: Break
    monitor: str
    shows: int = 0


def lists(only: str = "", rows: int | None = 0, outcome: str = "listing") -> Break:
    """Listings whose address has this in it show so many items."""

    def how(run: Health, _: random.Random) -> Health:
        changed = {url: Listed(outcome=outcome, rows=rows) for url in run.listings if only in url}
        return replace(run, listings={**run.listings, **changed})

    return how


def articles(**counts: int) -> Break:
    """Eight new articles a night, of which so many have these fields."""
    whole = Fields(articles=8, title=8, published_at=8, source=7, body=8, long=8)

    def how(run: Health, _: random.Random) -> Health:
        read = replace(whole, **counts)
        return replace(run, new=read, fresh=read)

    return how


def answers(outcome: str, share: float) -> Break:
    """This share of a night's pages comes to something else."""

    def how(run: Health, _: random.Random) -> Health:
        moved = {name: round(number * (1 - share)) for name, number in run.outcomes.items() if name != "robots"}
        lost = run.pages - sum(moved.values())
        return replace(run, outcomes={"robots": 1, **moved, outcome: moved.get(outcome, 0) + lost})

    return how


def known(**counts: int) -> Break:
    """What became of the known articles that were asked for."""
    return lambda run, _: replace(run, reread=counts["reread"], lost=counts.get("lost", 0), missing=counts["missing"])


def redesigned(run: Health, _: random.Random) -> Health:
    return replace(run, reread=40, lost=35, drift=True)


def charset(name: str, share: float = 1.0) -> Break:
    def how(run: Health, _: random.Random) -> Health:
        pages = sum(run.charsets.values())
        old = next(iter(run.charsets))
        return replace(run, charsets={name: round(pages * share), old: pages - round(pages * share)})

    return how


def still(run: Health, _: random.Random) -> Health:
    """The lists are what they were on the night before, for ever: a cache that nothing clears."""
    day = date.fromordinal(FIRST.toordinal() + NIGHT - 1)
    return replace(run, new=Fields(), fresh=Fields(), newest=min(run.newest or "", day.isoformat()))


def old_dates(run: Health, _: random.Random) -> Health:
    """New articles come, but the date that is read is the one of the template."""
    old = replace(run.new, published_at=run.new.articles)
    return replace(run, new=old, fresh=Fields(), newest="2026-10-20")


def trickle(run: Health, chance: random.Random) -> Health:
    few = Fields() if chance.random() < 0.9 else Fields(articles=1, title=1, published_at=1, source=1, body=1, long=1)
    return replace(run, new=few, fresh=few)


SCENARIOS = [
    Scenario("all listings are empty", "zone", lists(), "listing"),
    Scenario("one listing is empty", "zone", lists("/3/"), "listing"),
    Scenario("the young section's listing is empty", "county", lists("/0/"), "listing"),
    Scenario("a listing is taken for an article", "park", lists("/2/", None, "ok"), "listing"),
    Scenario("a listing is filled by script", "city", lists("/7/", None, "js_required"), "listing"),
    Scenario("a listing is not found", "mirror", lists("/1/", None, "not_found"), "listing"),
    Scenario("a listing says in words that it is not found", "village", lists("/1/", None, "soft_404"), "listing"),
    Scenario("a listing sends to the home page", "zone", lists("/5/", None, "redirect_home"), "listing"),
    Scenario("a listing can't be parsed", "park", lists("/1/", None, "parse_limit"), "listing"),
    Scenario("listings show three items of twenty", "county", lists("/4/", 3), "listing"),
    Scenario("the home page shows five items of fifty", "village", lists(".test/", 5), "listing"),
    Scenario("no title", "zone", articles(title=0), "fields"),
    Scenario("the same title for all", "park", articles(title=1), "fields"),
    Scenario("no date", "county", articles(published_at=0), "fields"),
    Scenario("a date in one template of two", "zone", articles(published_at=2), "fields"),
    Scenario("no source", "park", articles(source=0), "fields"),
    Scenario("no text", "city", articles(body=0, long=0), "fields"),
    Scenario("only a summary as text", "zone", articles(long=0), "fields"),
    Scenario("a site redesigned", "county", redesigned, "drift"),
    Scenario("articles without title and text", "zone", answers("drift", 0.5), "drift"),
    Scenario("articles by script", "park", answers("js_required", 0.6), "drift"),
    Scenario("more articles by script than ever", "city", answers("js_required", 0.7), "drift"),
    Scenario("pages too deep to parse", "mirror", answers("parse_limit", 0.8), "drift"),
    Scenario("challenges for a third", "county", answers("blocked", 0.34), "blocked"),
    Scenario("one page for whatever is asked", "zone", answers("quarantined", 0.5), "blocked"),
    Scenario("errors for a third", "city", answers("error", 0.34), "errors"),
    Scenario("maintenance of a part", "park", answers("maintenance", 0.5), "errors"),
    Scenario("bodies that break off", "mirror", answers("truncated", 0.5), "errors"),
    Scenario("known articles gone for another address scheme", "zone", known(reread=3, missing=20), "missing"),
    Scenario("GBK where there was UTF-8", "county", charset("gb18030"), "charset"),
    Scenario("UTF-8 where there was GBK", "mirror", charset("utf-8", 0.9), "charset"),
    Scenario("a busy list stands still", "city", still, "fewer"),
    Scenario("a list stands still", "park", still, "fewer", shows=14),
    Scenario("a list stands still of a site that says little", "mirror", still, "frozen", shows=40),
    Scenario("all dates are that of the template", "county", old_dates, "frozen", shows=20),
    Scenario("a trickle where there was a stream", "county", trickle, "fewer", shows=14),
    Scenario("nothing that can be read", "village", answers("other", 1.0), "nothing"),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name.replace(" ", "-"))
def test_a_break_is_found_in_the_first_run_that_shows_it(scenario: Scenario) -> None:
    runs = broken(list(nights(SITES[scenario.site], 1, NIGHT + scenario.shows + 1)), NIGHT, scenario.how, 1)
    told = [(number, finding) for number, found in judged(runs, NIGHT - 2) for finding in found]
    assert [number for number, _ in told if number < NIGHT] == [], "nothing before it breaks"
    found = [(number - NIGHT, finding) for number, finding in told if finding.monitor == scenario.monitor]
    assert found, told
    night, finding = found[0]
    assert night <= scenario.shows
    assert finding.exit_code == (FAILING if scenario.monitor in ("blocked", "errors", "missing") else DRIFT)
    assert "\n" not in finding.message


def test_there_are_thirty_breaks_and_every_monitor_is_among_them() -> None:
    assert len(SCENARIOS) >= 30
    assert {scenario.monitor for scenario in SCENARIOS} == set(MONITORS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("seed", range(6))
def test_ninety_quiet_nights_are_quiet(kind: Kind, seed: int) -> None:
    assert [found for _, found in judged(nights(kind, seed)) if found] == []


def test_what_is_broken_is_told_every_night_until_it_is_mended() -> None:
    runs = broken(list(nights(SITES["zone"], 1, 90)), NIGHT, lists("", None, "not_found"), 1)
    mended = [*runs[:80], *list(nights(SITES["zone"], 1, 90))[80:]]
    nights_told = [number for number, found in judged(mended, NIGHT - 2) if found]
    assert nights_told[: 80 - NIGHT] == list(range(NIGHT, 80))
    assert max(nights_told) < 85, "as soon as each listing was looked at again"


@pytest.mark.parametrize("monitor", ["fields", "drift", "blocked", "errors", "missing"])
def test_a_run_that_saw_too_little_is_as_the_one_before(monitor: str) -> None:
    before = Health(run_id="a", started_at="2026-09-01T00:00:00.000Z", alarms={monitor: "as it was"})
    (finding,) = findings(Health(run_id="b", started_at="2026-09-02T00:00:00.000Z"), [before])
    assert (finding.monitor, finding.message) == (monitor, "as it was")


def test_a_listing_that_was_not_asked_for_again_is_as_it_was() -> None:
    url = "http://kfq.test/news/"
    looks: list[dict[str, Listed]] = [
        {url: Listed(outcome="listing", rows=20)},
        {url: Listed(outcome="not_found")},
        {},
        {url: Listed(outcome="error")},
        {url: Listed(outcome="listing", rows=20)},
        {url: Listed(outcome="unchanged")},
    ]
    runs = [
        Health(run_id=str(day), started_at=f"2026-09-{day:02}T00:00:00.000Z", listings=look)
        for day, look in enumerate(looks, 1)
    ]
    assert [number for number, found in judged(runs) if found] == [1, 2, 3]


@pytest.mark.parametrize(("broken_as", "found"), [("not_found", [1]), ("ok", [1, 2])])
def test_a_listing_that_is_as_before_is_as_when_it_had_validators(broken_as: str, found: list[int]) -> None:
    url = "http://kfq.test/news/"
    looks = [Listed(outcome="listing", rows=20), Listed(outcome=broken_as), Listed(outcome="unchanged")]
    runs = [
        Health(run_id=str(day), started_at=f"2026-09-{day:02}T00:00:00.000Z", listings={url: look})
        for day, look in enumerate(looks, 1)
    ]
    assert [number for number, told in judged(runs) if told] == found


def test_another_charset_is_told_once() -> None:
    runs = broken(list(nights(SITES["zone"], 1, 90)), NIGHT, charset("gb18030"), 1)
    assert [number for number, found in judged(runs, NIGHT - 2) if found] == [NIGHT]


def first(**values: object) -> Callable[[], Health]:
    """The first run of a site, with nothing to compare with."""
    return lambda: replace(Health(run_id="first", started_at="2026-09-01T00:00:00.000Z"), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("run", "messages"),
    [
        (first(), []),
        (first(outcomes={"ok": 90, "not_found": 60, "listing": 9}), []),
        (first(new=Fields(articles=10, title=10, body=10)), ["none of 10 new articles has a date"]),
        (first(new=Fields(articles=9, title=9, body=9)), []),
        (first(new=Fields(articles=10, title=10, published_at=9)), ["none of 10 new articles has text"]),
        (first(outcomes={"ok": 20, "drift": 6}), ["6 of 26 article pages can not be read"]),
        (first(outcomes={"ok": 24, "drift": 6}), []),
        (first(outcomes={"drift": 4}), ["none of 4 pages could be read: 4 drift"]),
        (first(outcomes={"redirect": 1}), ["none of 1 pages could be read: 1 redirect"]),
        (first(outcomes={"unchanged": 30, "drift": 6}), []),
        (first(outcomes={"ok": 20, "js_required": 20}), []),
        (first(outcomes={"ok": 20, "blocked": 20}), ["20 of 40 answers were walls in place of pages"]),
        (first(outcomes={"robots": 1, "not_found": 5}), ["none of 5 pages could be read: 5 not_found"]),
    ],
    ids=range(13),
)
def test_a_first_run_is_judged_by_what_no_site_is_like(run: Callable[[], Health], messages: list[str]) -> None:
    assert [finding.message for finding in findings(run(), [])] == messages


def test_an_outage_is_not_taken_for_fewer_articles() -> None:
    runs = list(nights(SITES["county"], 1, 90))
    outage = {"exit_code": FAILING, "new": Fields(), "fresh": Fields()}
    down = [replace(run, **outage) if 60 <= night < 75 else run for night, run in enumerate(runs)]  # type: ignore[arg-type]
    assert [findings(down[night], down[:night]) for night in range(75, 90)] == [[]] * 15
