"""`scrapy import-warc`: responses that other programs archived, taken into this archive."""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from archive.clock import Clock, iso
from archive.errors import UsageError
from archive.imports import import_warc
from archive.records import Site
from archive.urls import canonical, host
from crawler.command import Command as BaseCommand
from crawler.reading import Readings, described
from spiders.loader import ProfileLoader
from spiders.profile import Profile
from spiders.profilecheck import nearest

# Scrapy names a command after its module, and a module's file can't have a dash in its name.
__name__ = "crawler.commands.import-warc"

_HOSTS_TOLD = 5


class Command(BaseCommand):
    """Only reads the files; what belongs to a site that has a profile is taken, or to those that --site names."""

    def syntax(self) -> str:
        return "[--site NAME_OR_URL] [--partial] FILE..."

    def short_desc(self) -> str:
        return "Take in WARC files that other programs wrote"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--site",
            action="append",
            default=[],
            metavar="NAME_OR_URL",
            help="take only this site, by its profile or, without one, its home page; may be repeated",
        )
        parser.add_argument(
            "--partial",
            action="store_true",
            help="take what is whole from damaged files, and revisits that have originals",
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        if not args:
            raise UsageError("nothing to import; give WARC files")
        loader = ProfileLoader.from_settings(self._settings)
        site_of = _sites(loader, opts.site)
        readings = Readings(loader.profile_of)
        done = import_warc(
            self.archive_dir,
            map(Path, args),
            site_of,
            _tomorrow(self._settings["CLOCK"]),
            readings.parser_for,
            readings.then,
            partial=opts.partial,
        )
        self.say(f"{self.archive_dir}: {done.captures} captures came in, {done.all_captures} captures in all")
        if done.left_out:
            self.say("left out: " + ", ".join(f"{number} {why}" for why, number in sorted(done.left_out.items())))
        if done.hosts:
            self.say(f"other hosts: {_told(done.hosts)}; take one with --site http://HOST/")
        return 0


def _sites(loader: ProfileLoader, wanted: list[str]) -> Callable[[str], Site | None]:
    """Which site an address belongs to, of those that are wanted; of all that have a profile if none is named."""
    profiles = [_profile(loader, name) for name in wanted or loader.names]
    by_host = {name: described(profile) for profile in reversed(profiles) for name in profile.all_hosts}
    return lambda url: by_host.get(host(url))


def _profile(loader: ProfileLoader, name: str) -> Profile:
    if "://" in name:
        try:
            url = canonical(name)
        except ValueError as error:
            raise UsageError(f"--site {name}: {error}; give http://HOST/ or a profile's name") from error
        return loader.profile_for(url)
    try:
        return loader.profile(name)
    except KeyError:
        raise UsageError(f"--site {name}: there is no such profile; {nearest(name, loader.names)}") from None


def _told(hosts: Counter[str]) -> str:
    first = sorted(hosts.items(), key=lambda pair: (-pair[1], pair[0]))
    more = f" and {len(first) - _HOSTS_TOLD} more" if len(first) > _HOSTS_TOLD else ""
    return ", ".join(f"{name} {number}" for name, number in first[:_HOSTS_TOLD]) + more


def _tomorrow(setting: str) -> str:
    """What no archived page can be later than: clocks of other machines may be some hours ahead."""
    try:
        now = Clock.parse(setting).now()
    except ValueError as error:
        raise UsageError(str(error)) from error
    return iso(datetime.fromisoformat(now) + timedelta(days=1))
