"""F: a machine's clock that is wrong, or set while a run goes on; time zones; a site that is wrong about the day."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from archive.store import NAME
from tests.faults.crawling import Crawled, command, crawl, oracle, rows, run, unguarded
from tests.faults.hostile import HOME, HTML, Answer, Hostile, article, path_of, reply, site_of
from tests.faults.kept import said
from tests.faults.ledger import Ledger

PAGES: dict[str, Answer] = {path_of(number): reply(article(number)) for number in range(1, 12)}
DELAY = 0.2
LATE = 0.1  # seconds by which a busy machine may note a request later than it came

# The clock is set once some captures are there.
SET = """
import archive.clock as clock
from datetime import timedelta
from archive.warc import Writer
wall, append, written = clock._wall, Writer.append, []
def counted(self, *given):
    written.append(given)
    return append(self, *given)
Writer.append = counted
clock._wall = lambda: wall() + timedelta(days=DAYS if len(written) > 5 else 0)
"""
FOLLOWING = "clock.Clock._read = lambda self: clock._wall()"


def test_f18_times_only_grow_whatever_the_clock_is_set_to(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F18", "a clock set a day back or ten years on, time zones, a site with wrong dates") as row:
        for days, way in ((-1, "back by 1 day"), (3650, "forward by 3650 days")):
            folder = tmp_path / f"set-{days}"
            begun = datetime.now(UTC)
            ended, pauses = _crawled_while_set(folder, SET.replace("DAYS", str(days)))
            fits = ended.code == 0 and way in ended.err and _grows(folder, begun, datetime.now(UTC))
            row.tried(fits and min(pauses) >= DELAY - LATE and _is_whole(folder), (days, ended.err, min(pauses)))
        for what, fits in _between_runs(tmp_path / "between"):
            row.tried(fits, what)
        with Hostile(site_of(PAGES)) as site:
            crawl(site, tmp_path / "plain")
        plain = said(tmp_path / "plain" / NAME)
        for zone in ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"):
            folder, begun = tmp_path / zone.replace("/", "-"), datetime.now(UTC)
            with Hostile(site_of(PAGES)) as site:
                run(command(HOME, folder, CRAWL_PROXY=site.proxy_url, CLOCK="system"), {"TZ": zone})
            row.tried(_grows(folder, begun, datetime.now(UTC)) and said(folder / NAME) == plain, zone)
        for date in ("Thu, 01 Jan 1970 00:00:00 GMT", "Tue, 01 Sep 2099 08:00:00 GMT", "yesterday"):
            folder, begun = tmp_path / f"date-{date[12:16]}", datetime.now(UTC)
            dated = [HTML, ("Date", date), ("Last-Modified", date)]
            pages = {path_of(number): reply(article(number), *dated) for number in range(1, 12)}
            with Hostile(site_of(pages)) as site:
                crawl(site, folder, CLOCK="system")
                crawl(site, folder, "full=1", CLOCK="system")
            row.tried(_grows(folder, begun, datetime.now(UTC)) and _is_whole(folder), date)
        _crawled_while_set(tmp_path / "following", SET.replace("DAYS", "3650") + FOLLOWING)
        last = rows(tmp_path / "following", "SELECT max(captured_at) FROM captures")[0][0]
        later = (datetime.now(UTC) + timedelta(days=3000)).isoformat()
        row.red("all that comes later is dated ten years on", last > later)


def _crawled_while_set(folder: Path, code: str) -> tuple[Crawled, list[float]]:
    """A crawl with the clock set meanwhile, and the seconds between its requests."""
    with Hostile(site_of(PAGES)) as site:
        arguments = command(HOME, folder, CRAWL_PROXY=site.proxy_url, CLOCK="system", DOWNLOAD_DELAY=DELAY)
        ended = run(unguarded(arguments, code))
        return ended, [after.at - before.at for before, after in pairwise(site.requests)]


def _grows(folder: Path, begun: datetime, over: datetime) -> bool:
    """Whether times are UTC, of the time in which the crawls went on, and each is later than the one before it."""
    found = rows(folder, "SELECT captured_at FROM captures ORDER BY warc_file, warc_offset")
    times = [datetime.fromisoformat(at) for (at,) in found]
    slack = timedelta(seconds=1)
    return times == sorted(set(times)) and begun - slack < times[0] and times[-1] < over + slack


def _is_whole(folder: Path) -> bool:
    one_each = rows(folder, "SELECT count(*) FROM articles WHERE versions = 1") == [(len(PAGES),)]
    return oracle(folder) == [] and one_each


def _between_runs(folder: Path) -> list[tuple[str, bool]]:
    """Runs whose clock is behind the archive: by less than a day they go on after it, by more they do not begin."""
    edited = {path_of(1): reply(article(1, "<p>补充说明：项目名称更正。</p>"))}
    with Hostile(site_of(PAGES)) as site:
        crawl(site, folder, CLOCK="2026-09-02T08:00:00Z")
        kept = said(folder / NAME)
        refused = crawl(site, folder, CLOCK="2026-08-31T08:00:00Z")
        is_told = refused.err.count("\n") == 1 and "days ahead of the clock" in refused.err
        unchanged = said(folder / NAME) == kept
        site.answers |= edited
        behind = crawl(site, folder, "full=1", CLOCK="2026-09-01T09:00:00Z")
    versions = rows(folder, "SELECT article_id, number FROM versions ORDER BY article_id, seen_at")
    in_order = versions == sorted(versions) and [number for _, number in versions].count(2) == 1
    is_said = behind.code == 0 and "behind the archive" in behind.err
    times = [at for (at,) in rows(folder, "SELECT captured_at FROM captures ORDER BY warc_file, warc_offset")]
    return [
        ("two days behind", refused.code == 2 and is_told and unchanged),
        ("a day behind", is_said and in_order and times == sorted(set(times)) and oracle(folder) == []),
    ]
