"""`scrapy crawl NAME`: one run of one spider into one archive."""

import argparse
import logging
from collections.abc import Mapping

from archive.errors import ArchiveError, UsageError
from crawler.command import Command as BaseCommand
from crawler.command import told
from crawler.interrupt import InterruptibleProcess, interruptible_from_now
from crawler.notice import of_fault, of_run
from crawler.notify import Notice, Operator
from crawler.options import Options, site_url, user_agent
from crawler.render import prepare
from crawler.run import FAULT, Ending, LiveRun
from crawler.session import opened
from spiders.loader import ANY_SITE, ProfileLoader, spider_class
from spiders.profile import Profile
from spiders.profilecheck import nearest

log = logging.getLogger(__name__)

# What these say at INFO is of use to who works on the crawler; -L DEBUG shows it.
_TALKATIVE = ("utils.log", "crawler", "middleware", "addons", "core.engine", "extensions.memusage")


class Command(BaseCommand):
    """Takes the place of Scrapy's own: the archive is opened before the crawl and closed after it."""

    def syntax(self) -> str:
        return "NAME [-a full=1] [-a max_pages=N] [-a url=URL]"

    def short_desc(self) -> str:
        return "Crawl what is due of a site into the archive"

    def long_desc(self) -> str:
        return (
            "NAME is one of `scrapy list`; `site` needs no profile but an address. full=1 asks for every known address "
            "at once, max_pages=N for so many addresses at most."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="url, full or max_pages"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        interruptible_from_now()
        arguments = _arguments(opts.spargs)
        loader = ProfileLoader.from_settings(self._settings)
        profile = _profile(loader, args, arguments)
        contact = Options.of(self._settings, arguments).contact
        self._settings.set("USER_AGENT", user_agent(contact), priority="project")
        if self._settings["LOG_LEVEL"] != "DEBUG":
            for name in _TALKATIVE:
                # A filter, for Scrapy sets the level itself when its process is made.
                logging.getLogger(f"scrapy.{name}").addFilter(lambda record: record.levelno >= logging.WARNING)
        process = InterruptibleProcess(self._settings)
        crawler = process.create_crawler(spider_class(profile))
        options = Options.of(crawler.settings, arguments)  # once more, for a profile may have changed some
        if profile.render:
            prepare(crawler.settings)
        _tell(profile, contact)
        about = {
            "spider": args[0],
            "seed": profile.home,
            "robots": "obey" if crawler.settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": crawler.settings["USER_AGENT"],
        }
        try:
            with opened(options, profile, loader, about) as run:
                process.crawl(crawler, work=run)
                process.start()
                if process.bootstrap_failed:
                    run.stop(
                        Ending("fault", FAULT, "the crawl could not begin, by a fault of the program; see the log")
                    )
        except ArchiveError as error:
            _notify(options.operator, of_fault(profile.name, error))
            raise
        self.say(summary(run))
        assert run.ending is not None  # it is given when the run is left
        _notify(options.operator, of_run(run))
        return _told(run.ending)


def _told(ending: Ending) -> int:
    for line in [ending.message] if ending.message else [finding.message for finding in ending.findings]:
        told(line, ending.exit_code)
    return ending.exit_code


def _notify(operator: Operator, notice: Notice | None) -> None:
    """Tell the operator; that this failed is one line more, and changes nothing else."""
    for failure in operator.tell(notice) if notice is not None else ():
        log.warning("The operator could not be told: %s", failure)


def summary(run: LiveRun) -> str:
    """What a run did, in one line."""
    tally, events = run.tally, run.tally.events
    counts = {
        "new": events["new"],
        "edited": events["edited"],
        "unchanged": tally.unchanged,
        "files": tally.files,
        "missing": events["missing"],
        "gone": events["gone"],
        "blocked": tally.blocked,
        "problems": tally.problems,
    }
    said = ", ".join(f"{number} {name}" for name, number in counts.items())
    return f"{run.site.id}: {tally.pages} pages: {said}; {run.ending.reason if run.ending else 'running'}"


def _arguments(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageError(f"-a {name} has no value; give NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _profile(loader: ProfileLoader, args: list[str], arguments: Mapping[str, str]) -> Profile:
    if len(args) != 1:
        raise UsageError(f"give one spider's name, not {len(args)}; `scrapy list` shows them")
    name = args[0]
    if name == ANY_SITE:
        return Profile.generic(site_url(arguments))
    if "url" in arguments:
        raise UsageError(f"-a url goes with the spider `{ANY_SITE}`; {name} knows its own")
    try:
        return loader.profile(name)
    except KeyError:
        raise UsageError(f"there is no spider {name}; {nearest(name, loader.list())}") from None


def _tell(profile: Profile, contact: str) -> None:
    if not contact:
        log.warning("No contact is set for the user agent; set one with -s CONTACT=you@example.org, or in settings.py")
    if profile.name and not profile.verified and profile.digest != Profile.generic("").digest:
        log.info("The profile %s is not yet verified live: look at what it finds", profile.name)
