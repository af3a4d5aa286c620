"""`scrapy report`: how each site is, what was covered month by month, and what is missing."""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from typing import Any

from archive.clock import Clock
from archive.errors import UsageError
from archive.gaps import Gap
from archive.report import SiteReport, exit_code, report, site_ids
from archive.store import NAME, open_for_reading
from crawler.command import Command as BaseCommand
from spiders.profilecheck import nearest

NAMED = 10  # missing addresses of a site; --json has all
MONTHS = 12
_COUNTS = ("listed", "fetched", "parsed", "blocked", "failed")


class Command(BaseCommand):
    """Only reads; it may run beside a crawl. Its exit code is that of the last run, of the gravest where many are."""

    def syntax(self) -> str:
        return "[NAME...] [--json]"

    def short_desc(self) -> str:
        return "Tell how each site is, what was covered and what is missing"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object, with all that is missing")

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        try:
            now = Clock.parse(self._settings["CLOCK"]).now()
        except ValueError as error:
            raise UsageError(str(error)) from error
        with closing(open_for_reading(self.archive_dir / NAME)) as connection:
            sites = site_ids(connection)
            for name in args:
                if name not in sites:
                    raise UsageError(f"there is nothing of {name} in {self.archive_dir}; {nearest(name, sites)}")
            reports = [report(connection, name) for name in args or sites]
        code = exit_code(reports)
        if opts.json:
            told = [as_json(site, now) for site in reports]
            self.say(json.dumps({"at": now, "exit_code": code, "sites": told}, ensure_ascii=False))
        for line in () if opts.json else lines(reports, now):
            self.say(line)
        return code


def as_json(site: SiteReport, now: str) -> dict[str, Any]:
    """All that is known of a site, as JSON takes it."""
    told = {name: value for name, value in asdict(site).items() if name not in ("last", "months")}
    return told | {
        "days_without_new": site.days_without(date.fromisoformat(now[:10])),
        "blocked": site.blocked,
        "run": asdict(site.last) if site.last else None,
        "coverage": [asdict(month) for month in site.months],
    }


def lines(reports: Sequence[SiteReport], now: str) -> Iterator[str]:
    """The same for people to read, the latest months only."""
    for number, site in enumerate(reports):
        if number:
            yield ""
        yield f"{site.site_id}  {site.name}  {site.home}"
        yield f"  last run: {_run(site)}"
        yield f"  articles: {site.articles}; {_new(site, now)}"
        for monitor, message in (site.last.alarms if site.last else {}).items():
            yield f"  found: {monitor}: {message}"
        if site.months:
            yield "  " + "month".ljust(8) + "".join(name.rjust(9) for name in _COUNTS)
        for month in site.months[-MONTHS:]:
            yield "  " + month.month.ljust(8) + "".join(str(getattr(month, name)).rjust(9) for name in _COUNTS)
        if site.missing:
            yield f"  listed and not read: {len(site.missing)}"
        for missing in site.missing[-NAMED:]:
            yield f"    {missing.url}  {missing.why}  {missing.title}"
        if len(site.missing) > NAMED:
            yield f"    and {len(site.missing) - NAMED} more; --json names all"
        if site.gaps:
            yield f"  gaps: {len(site.gaps)}"
        for gap in site.gaps[:NAMED]:
            yield f"    {_gap(gap)}"
        if len(site.gaps) > NAMED:
            yield f"    and {len(site.gaps) - NAMED} more; --json names all"


def _gap(gap: Gap) -> str:
    if gap.kind == "page":
        return f"{gap.within}: page {gap.url}  {gap.why}"
    span = gap.first if gap.first == gap.last else f"{gap.first} to {gap.last}" if gap.last else f"from {gap.first} on"
    if gap.kind == "pages":
        return f"{gap.within}: {gap.count} pages that it says it has, {span}  {gap.why}"
    if gap.kind == "months":
        return f"no article of {span}"
    return f"{gap.within}: no address with {span}"


def _run(site: SiteReport) -> str:
    run = site.last
    if run is None:
        return "none"
    how = "goes on, or was killed" if run.finished_at is None else f"{run.reason}, exit code {run.exit_code}"
    walls = "" if site.blocked is None else f", {site.blocked:.1%} blocked"
    counts = f"{run.pages} pages{walls}, {run.new.articles} new, {run.edited} edited, {run.gone} gone"
    return f"{run.started_at[:16].replace('T', ' ')} UTC ({how}): {counts}"


def _new(site: SiteReport, now: str) -> str:
    days = site.days_without(date.fromisoformat(now[:10]))
    return "none was ever found" if days is None else f"the last new one was found {days} days ago"
