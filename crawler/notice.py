"""What of a crawl the operator is told: changes of what the monitors find, and every fault."""

from archive.errors import ArchiveError, ArchiveLocked, UsageError
from archive.records import Problem
from crawler.notify import Notice, is_news
from crawler.run import INTERRUPTED, LiveRun

_SEEN = (UsageError, ArchiveLocked)  # of these whoever starts a crawl learns at once


def of_run(run: LiveRun) -> Notice | None:
    """What to tell of a run that has ended; None for one that went like the last, or that somebody interrupted.

    A fault is told whenever it comes: the archive can't remember that it was told.
    """
    ending = run.ending
    if ending is None or ending.exit_code == INTERRUPTED:
        return None
    record = run.record
    if run.error is not None or record is None or not (ending.problems or ending.exit_code == 0):
        fault = Problem(field=ending.reason, message=ending.message or ending.reason)
        return Notice(site_id=run.site.id, reason=ending.reason, exit_code=ending.exit_code, problems=(fault,))
    if not is_news({problem.field for problem in record.problems}, run.was_found):
        return None
    return Notice(
        site_id=run.site.id,
        reason=ending.reason,
        exit_code=ending.exit_code,
        problems=record.problems,
        before=tuple(sorted(run.was_found)),
        run_id=record.id,
        finished_at=record.finished_at,
    )


def of_fault(site_id: str, error: ArchiveError) -> Notice | None:
    """What to tell where a run could not begin."""
    if isinstance(error, _SEEN):
        return None
    fault = Problem(field="archive", message=str(error))
    return Notice(site_id=site_id, exit_code=error.exit_code, reason="archive", problems=(fault,))
