"""An archive opened for one run, and closed whatever happens: lock, recovery, clock, WARC file, rows."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version

from archive.clock import Clock, iso
from archive.errors import ArchiveError, UsageError
from archive.filesystem import refuse_if_full
from archive.lock import lock
from archive.poison import Watch, watching
from archive.records import Outcome, Run
from archive.recover import recover
from archive.store import Store
from archive.upgrade import open_store
from archive.urls import content_id
from archive.warc import Writer
from crawler.check import FAILING
from crawler.frontier import starts
from crawler.options import Options
from crawler.pipeline import Archivist
from crawler.reading import Readings, described
from crawler.retryafter import LONGEST_WAIT, WAIT_WITHIN_RUN
from crawler.run import Ending, LiveRun
from spiders.loader import ProfileLoader
from spiders.parse import parse
from spiders.profile import Profile

log = logging.getLogger(__name__)

SOFTWARE = f"zone-archive/{version('zone-archive')} scrapy/{version('scrapy')} warcio/{version('warcio')}"
# What a reader of the files can't know otherwise: Scrapy hands us headers parsed and bodies put together.
_ASKED_TO_WAIT = (Outcome.ERROR, Outcome.BLOCKED, Outcome.MAINTENANCE)
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)  # more than clocks that run well differ
NOT_KEPT = "case and order of header lines, reason phrases, chunk framing of bodies"


@contextmanager
def opened(options: Options, profile: Profile, loader: ProfileLoader, about: Mapping[str, str]) -> Iterator[LiveRun]:
    """A run that may begin; it is ended and recorded when the block is left.

    `about` says more of the run to readers of its WARC files. Errors of the archive carry their exit codes; the
    lock is taken before anything else is touched.
    """
    with lock(options.archive_dir):
        refuse_if_full(options.archive_dir)
        readings = Readings(loader.profile_of)
        store = open_store(options.archive_dir, readings.parser_for, readings.then)
        try:
            recovered = recover(options.archive_dir, store, readings.parser_for, readings.then)
            if recovered.captures or recovered.orphans:
                log.warning("A run was killed; %d captures of it were taken in now", recovered.captures)
            with watching(options.archive_dir) as watch:
                yield from _running(options, profile, store, watch, about)
        finally:
            store.close()


def _running(
    options: Options, profile: Profile, store: Store, watch: Watch, about: Mapping[str, str]
) -> Iterator[LiveRun]:
    clock = _clock(options, store.last_time())
    site = described(profile)
    started_at = clock.now()
    run = Run(id=content_id("run", site.id, started_at), site_id=site.id, started_at=started_at)
    info = {"software": SOFTWARE, "clock": options.clock_setting, "not-kept": NOT_KEPT, **about}
    writer = Writer(options.archive_dir, site, run, info)
    with store.transaction():
        store.put_site(site)
        store.put_run(run)
        store.add(starts(profile, site.id, started_at))
        if options.full:
            _make_all_due(store, site.id, started_at)
    archivist = Archivist(store, writer, watch.over(partial(parse, profile=profile)), profile)
    live = LiveRun(run, site, store, archivist, clock.now, options, renders=profile.render)
    soon = iso(datetime.fromisoformat(started_at) + timedelta(seconds=WAIT_WITHIN_RUN))
    if (until := store.quiet_until(site.id, soon)) is not None:
        said = f"{site.home} asked to be left alone until {until}; run again after that"
        live.stop(Ending("retry_after", FAILING, said))
    try:
        yield live
    except Exception as error:
        live.fail(error)
    finally:
        _end(live, clock.now(), writer, store)
        if abs(jump := clock.jumped()) > A_MINUTE:
            way = "back" if jump < timedelta(0) else "forward"
            log.warning("The machine's clock was set %s by %s; the run's times did not follow it", way, _told(jump))


def _clock(options: Options, last: str | None) -> Clock:
    """The clock of a run, after all that the archive has; UsageError where that is a day ahead of it, or more.

    Nothing would come due then, for as long as the one that is wrong stays wrong.
    """
    behind = options.clock.behind(last)
    if behind > A_DAY:
        raise UsageError(
            f"the archive has something of {last}, {behind.days} days ahead of the clock; set the clock, or, if that "
            "time is wrong, move the WARC file of its run away and run `scrapy rebuild`"
        )
    if behind > A_MINUTE:
        log.warning("The clock is %s behind the archive; times follow its last one until it catches up", _told(behind))
    return options.clock.after(last)


def _told(by: timedelta) -> timedelta:
    """A difference of clocks as people want it: without its sign, in seconds."""
    return timedelta(seconds=round(abs(by).total_seconds()))


def _end(live: LiveRun, now: str, writer: Writer, store: Store) -> None:
    """Record how a run ended. After a fault it stays without an end, as if killed, and its file open.

    For what is in WARC may not all be in the tables then; the next run begins by taking it in.
    """
    live.close_spider = lambda reason: None  # it is closed
    live.flush()
    if live.error is not None:
        return
    try:
        with store.transaction():  # for its errors: what the tables say of the run is looked at
            ended = live.ended(now)
        writer.end(ended)
        with store.transaction():
            store.put_run(ended)
        writer.close()
    except ArchiveError as error:
        live.fail(error)


def _make_all_due(store: Store, site_id: str, now: str) -> None:
    """Make every known address due. What a site asked to leave alone for a while (Retry-After) stays so."""
    until = iso(datetime.fromisoformat(now) + timedelta(seconds=LONGEST_WAIT))
    soon = [*store.due(site_id, until, -1), *store.due(site_id, until, -1, files=True)]  # -1: SQLite's word for all
    store.make_due(site_id, now)
    for address in soon:
        if address.last_outcome in _ASKED_TO_WAIT and address.due_at is not None and address.due_at > now:
            store.note(address)
