"""What the operator gave, checked once: every mistake is one line that names the setting and the remedy."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from archive.clock import Clock
from archive.errors import UsageError
from archive.urls import canonical
from crawler.guard import Guard
from crawler.notify import NOBODY, Operator
from crawler.proxy import Proxy
from spiders.profilecheck import nearest

PROGRAM = f"ZoneArchive/{version('zone-archive')}"
MAX_PAGES = 20_000  # addresses a run asks for, unless told: a site that makes up pages without end is left by then

# Settings that a crawl can't begin with unless they are numbers of this least value; whole where it is.
_NUMBERS: dict[str, float] = {
    "DOWNLOAD_DELAY": 0.0,
    "DOWNLOAD_TIMEOUT": 0.001,
    "DOWNLOAD_MAXSIZE": 1,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "REDIRECT_MAX_TIMES": 0,
    "MEMUSAGE_LIMIT_MB": 0,
    "FILE_MAXSIZE": 1,
    "FILE_TIMEOUT": 0.001,
}
_ARGUMENTS = ("url", "full", "max_pages")
_OF_SCRAPYD = ("_job", "_version")  # it tells every crawl which of its jobs this is
_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """A crawl as it was asked for. `clock_setting` is how the clock was given, for the record.

    `recheck_budget` is how many articles that were well a run may ask for again; None: a share of them.
    `file_budget` is how many files it may ask for; None: as many as is usual, or all in a full run.
    """

    archive_dir: Path
    clock: Clock
    clock_setting: str
    contact: str
    operator: Operator = NOBODY
    recheck_budget: int | None = None
    file_budget: int | None = None
    full: bool = False
    max_pages: int = MAX_PAGES

    @classmethod
    def of(cls, settings: BaseSettings, arguments: Mapping[str, str]) -> "Options":
        """The options of settings and of -a arguments; UsageError for what can't be."""
        for name, least in _NUMBERS.items():
            _number(name, settings.get(name), least, whole=isinstance(least, int))
        Guard.parse(settings.get("GUARD_ALLOW", ""))
        Proxy.parse(settings.get("CRAWL_PROXY", ""))
        for name in arguments:
            if name not in _ARGUMENTS and name not in _OF_SCRAPYD:
                raise UsageError(f"-a {name} is not known; {nearest(name, _ARGUMENTS)}")
        try:
            clock = Clock.parse(settings["CLOCK"])
        except ValueError as error:
            raise UsageError(str(error)) from error
        return cls(
            archive_dir=Path(settings["ARCHIVE_DIR"]),
            clock=clock,
            clock_setting=settings["CLOCK"],
            contact=_contact(settings.get("CONTACT", "")),
            operator=Operator.parse(settings.get("NOTIFY_COMMAND", ""), settings.get("NOTIFY_URL", "")),
            recheck_budget=_budget("RECHECK_BUDGET", settings),
            file_budget=_budget("FILE_BUDGET", settings),
            full=_truth(arguments.get("full", "0")),
            max_pages=int(_number("-a max_pages", arguments.get("max_pages", str(MAX_PAGES)), 1, whole=True)),
        )


def site_url(arguments: Mapping[str, str]) -> str:
    """The address that `scrapy crawl site` needs; UsageError without one."""
    url = arguments.get("url", "")
    try:
        return canonical(url)
    except ValueError:
        given = f"-a url={url} is no http address" if url else "no address is given"
        raise UsageError(f"{given}; say which site, like: scrapy crawl site -a url=http://www.kfq.test/") from None


def user_agent(contact: str) -> str:
    """The program by name, and whom to write to about it.

    >>> user_agent("archive@kfq.test").partition(" ")[2]
    '(+archive@kfq.test)'
    """
    return f"{PROGRAM} (+{contact})" if contact else PROGRAM


def _contact(text: str) -> str:
    contact = text.strip()
    if not contact.isascii() or not contact.isprintable():
        raise UsageError("CONTACT has characters that no HTTP header may have; give an e-mail or web address")
    return contact


def _number(name: str, value: Any, least: float, *, whole: bool = False) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (math.isfinite(number) and number >= least) or (whole and number != int(number)):
        kind = "a whole number" if whole else "a number"
        raise UsageError(f"{name} is {value!r}; give {kind}, {least:g} or more")
    return number


def _budget(name: str, settings: BaseSettings) -> int | None:
    value = settings.get(name)
    return None if value in (None, "") else int(_number(name, value, 0, whole=True))


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise UsageError(f"-a full={text} is neither yes nor no; give full=1 to ask for every known address")
    return _TRUTHS[text.lower()]
