"""One execution of one spider: what it asks for next, when it ends, and with which exit code."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from scrapy.exceptions import CloseSpider

from archive.errors import OUT_OF_MEMORY, ArchiveError
from archive.health import Health
from archive.records import Address, Capture, Outcome, Problem, Run, Site
from archive.store import Store
from archive.urls import canonical
from crawler.check import DRIFT, FAILING, Finding, findings
from crawler.files import BAD, USUAL, FileBudget
from crawler.frontier import needs_browser
from crawler.options import Options
from crawler.pipeline import GROUP, Archivist, Taken
from crawler.recheck import EVERYTHING, Budget
from crawler.tally import Tally
from spiders.due import may_retry

log = logging.getLogger(__name__)

BATCH = 50  # addresses; asked for before the frontier is asked again, and under load taken in together
FAILURES = 5  # addresses that fail one after the other, and the site is left alone
FAULT, INTERRUPTED = 1, 11
_SILENT = frozenset({Outcome.REFUSED, Outcome.ROBOTS})  # they say nothing of how the site is
_NO_FAILURE = (404, 410)
_BY_SCRAPY = {
    "finished": 0,
    "shutdown": INTERRUPTED,
    "closespider_timeout": 0,
    "closespider_pagecount": 0,
    "closespider_errorcount": FAILING,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a run ends. `message` is one line for the operator, None where there is nothing to say.

    `findings` is what its numbers show: then they say it, each in a line, and there is no message.
    """

    reason: str
    exit_code: int
    message: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person should look at at this site, for the record."""
        found = self.findings
        if not found and self.exit_code in (FAILING, DRIFT):
            found = (Finding(monitor=self.reason, message=self.message or self.reason, exit_code=self.exit_code),)
        return tuple(Problem(field=finding.monitor, message=finding.message) for finding in found)


class LiveRun:
    """A run under way. The spider asks it for addresses, the capture middleware gives it what came."""

    def __init__(
        self,
        run: Run,
        site: Site,
        store: Store,
        archivist: Archivist,
        now: Callable[[], str],
        options: Options,
        *,
        renders: bool = False,
    ) -> None:
        """`renders`: what is empty without JavaScript is made by a browser."""
        self.run, self.site, self.tally = run, site, Tally()
        self.ending: Ending | None = None
        self.error: Exception | None = None
        self.record: Run | None = None  # the run as it is in the record, once it has ended there
        self.was_found: frozenset[str] = frozenset()  # by monitors, in the run before
        self.left_out: Ending | None = None  # how the run ends if nothing else was to be had
        self.close_spider: Callable[[str], object] = lambda reason: None  # until there is an engine
        self.wait_for_more: Callable[[], object] = lambda: None
        self._store, self._archivist, self._now = store, archivist, now
        self._left, self._full, self._renders = options.max_pages, options.full, renders
        self._asked: set[str] = set()
        self._due_again: set[str] = set()  # asked for in this run, and due in the next
        self._failing: set[str] = set()
        self._shells: dict[str, Capture | None] = {}  # what a browser shall make pages of; None: it has it
        budget = EVERYTHING if options.full else options.recheck_budget
        self._budget = Budget(store, site.id, budget)
        usual = EVERYTHING if options.full else USUAL
        self._files = FileBudget(usual if options.file_budget is None else options.file_budget)

    def next_record(self) -> tuple[str, str]:
        """Id and time of the next capture; both follow from the run, so equal runs make equal archives."""
        at = self._now()
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.run.id}\n{at}").urn, at

    def next_batch(self) -> list[Address]:
        """The next addresses to ask for: due, and not asked for in this run unless it is worth another try."""
        self.flush()
        if self.ending is not None:
            raise CloseSpider(self.ending.reason)
        wanted = min(BATCH, self._left)
        batch = self._due(wanted) if wanted else []
        if wanted and not batch:
            batch = self._fresh(self._budget.rechecks(self._now(), len(self._asked), wanted))
        if wanted and not batch:
            lost = self._store.counts(self.run.id)["lost"]
            batch = self._fresh(self._budget.controls(lost))[: self._left]
        if wanted and not batch:
            batch = self._fresh(self._budget.absent(self._now(), len(self._asked), wanted))
        if wanted and not batch and self._files.left > 0:
            batch = self._due(min(wanted, self._files.left), files=True)
        self._budget.spend(batch)
        self._files.spend(batch)
        self._left -= len(batch)
        self._asked.update(address.url for address in batch)
        return [replace(address, etag=None, last_modified=None) for address in batch] if self._full else batch

    def take(self, capture: Capture, request_headers: tuple[tuple[str, str], ...]) -> None:
        """Archive a capture. What goes wrong ends the run, and is raised so that nothing more is made of the answer."""
        if self.error is not None:
            raise self.error
        try:
            waiting = self._archivist.append(capture, request_headers)
        except Exception as error:
            self.fail(error)
            raise
        is_failure = capture.status is None or (capture.status >= 400 and capture.status not in _NO_FAILURE)
        if waiting >= GROUP or is_failure:
            self.flush()
        elif waiting == 1:
            self.wait_for_more()

    def flush(self) -> None:
        """Take in what waits; what goes wrong ends the run."""
        if self.error is not None:
            return  # what waits is in WARC, and is taken in at the start of the next run
        try:
            taken = self._archivist.flush()
        except Exception as error:
            self.fail(error)
            return
        for one in taken:
            self._learn(one)

    def knows(self, url: str) -> bool:
        """Whether the frontier has an address, those of captures that wait among them."""
        self.flush()
        try:
            return self._store.known(canonical(url)) is not None
        except ValueError:
            return False

    def shell(self, url: str) -> Capture | None:
        """The answer of this run that a browser shall make a page of, once; None where it must be asked for."""
        shell = self._shells.get(url)
        self._shells[url] = None
        return shell

    def waiting(self) -> int:
        """How many addresses are due and were not asked for yet, files left out that this run does not ask for."""
        pages, files = self._store.waiting(self.site.id, self._now())
        return max(0, pages - len(self._due_again)) + min(files, self._files.left)

    def fail(self, error: Exception) -> None:
        """End the run for a fault, the archive's or ours, whatever else ended it: nothing is taken in any more."""
        self.error = error
        if isinstance(error, ArchiveError):
            ending = Ending("archive", error.exit_code, str(error))
        elif isinstance(error, MemoryError):
            ending = Ending("memory", FAULT, OUT_OF_MEMORY)
        else:
            log.error("A fault of the program", exc_info=error)
            ending = Ending("fault", FAULT, f"a fault of the program: {type(error).__name__}: {error}; see the log")
        self.ending = ending
        self.close_spider(ending.reason)

    def stop(self, ending: Ending) -> None:
        """End the run; the first reason is the one that counts."""
        if self.ending is None:
            self.ending = ending
            self.close_spider(ending.reason)

    def closed(self, reason: str) -> None:
        """Scrapy has closed the spider; its reason counts where we have none."""
        if self.ending is None:
            code = _BY_SCRAPY.get(reason, FAULT)
            self.ending = Ending(reason, code, None if code == 0 else f"ended early: {reason}")

    def ended(self, finished_at: str) -> Run:
        """The run as it goes into the record. One that came to its end may yet have found its site failing."""
        ending = self.ending or Ending("shutdown", INTERRUPTED, "interrupted")
        now, before = self._store.health.until(self.run.id)
        self.was_found = frozenset(before[-1].alarms if before else ())
        self.ending = ending = self._judged(ending, now, before) if ending.exit_code == 0 else ending
        run = replace(self.run, finished_at=finished_at, reason=ending.reason, exit_code=ending.exit_code)
        self.record = replace(run, problems=ending.problems)
        return self.record

    def _judged(self, ending: Ending, now: Health, before: list[Health]) -> Ending:
        if self.left_out is not None and not self.tally.read:
            return self.left_out
        if self.tally.failed and self.tally.failed == self.tally.pages:
            return Ending("failing", FAILING, f"{self.site.home} fails: none of {self.tally.failed} attempts succeeded")
        found = findings(now, before)
        if not found:
            return ending
        code = min(finding.exit_code for finding in found)  # where a site fails, that is why it is not read
        return Ending("failing" if code == FAILING else "drift", code, findings=tuple(found))

    def _due(self, wanted: int, *, files: bool = False) -> list[Address]:
        limit = wanted + len(self._due_again)  # these stand before what was found later
        while True:
            found = self._store.due(self.site.id, self._now(), limit, files=files)
            fresh = self._fresh(found)
            if len(fresh) >= wanted or len(found) < limit:
                return fresh[:wanted]
            limit *= 2

    def _fresh(self, addresses: list[Address]) -> list[Address]:
        return [address for address in addresses if address.url not in self._asked]

    def _learn(self, taken: Taken) -> None:
        """Count what came; five addresses that fail in a row end the run."""
        self.tally.add(taken.ingested)
        outcome, address = taken.ingested.page.outcome, taken.address
        if address is None:
            return
        if may_retry(outcome, address.attempts):
            self._asked.discard(address.url)
        elif self._renders and needs_browser(taken.capture, outcome) and address.url not in self._shells:
            self._shells[address.url] = taken.capture
            self._asked.discard(address.url)
        elif address.due_at is not None and address.due_at <= taken.capture.captured_at:
            self._due_again.add(address.url)
        if outcome in _SILENT:
            return
        if address.kind == "file":
            self._files.learn(address, outcome)
            return
        if outcome not in BAD:
            self._failing.clear()
            return
        self._failing.add(address.url)
        if len(self._failing) >= FAILURES:
            what = taken.capture.error or f"status {taken.capture.status}"
            message = f"{self.site.home} fails: {FAILURES} addresses in a row, last {outcome} ({what}); try again later"
            self.stop(Ending("failing", FAILING, message))
