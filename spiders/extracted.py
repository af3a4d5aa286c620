"""What parse makes of a page, as the JSON object that `scrapy extract` prints."""

import json
from dataclasses import asdict
from typing import Any

from archive.records import Outcome, Page

_KINDS = {
    Outcome.OK: "article",
    Outcome.LISTING: "listing",
    Outcome.BLOCKED: "blocked",
    Outcome.NOT_FOUND: "not_found",
    Outcome.SOFT_404: "not_found",
    Outcome.GONE: "not_found",
}


def records(page: Page) -> dict[str, Any]:
    """All that was read of a page as JSON has it, but its links: they are many, and say little."""
    said: dict[str, Any] = json.loads(json.dumps(asdict(page)))
    del said["links"]
    return said


def answer(file: str, page: Page) -> dict[str, Any]:
    """The answer for the page named `file`. `kind` is "article", "listing", "blocked", "not_found" or "other", and
    `outcome` says it exactly."""
    return {
        "file": file,
        "kind": _KINDS.get(page.outcome, "other"),
        "outcome": page.outcome.value,
        "cms": page.cms,
        "article": asdict(page.article) if page.article is not None else None,
        "footer": asdict(page.footer) if page.footer is not None else None,
        "listing": asdict(page.listing) if page.listing is not None else None,
        "document": asdict(page.file) if page.file is not None else None,
        "readings_removed": page.readings_removed,
        "problems": [asdict(problem) for problem in page.problems],
    }
