"""Captures of what articles link as files: which file stands where, and pages that came in place of one."""

from collections.abc import Sequence
from dataclasses import replace

from archive.records import Capture, File, Outcome, Page, Problem
from archive.store import Store
from archive.store.files import Standing
from archive.urls import content_id

_NO_PAGE = frozenset({Outcome.FILE, Outcome.UNCHANGED, Outcome.TRUNCATED, Outcome.TOO_LARGE, Outcome.POISON})
_SAYS_WHAT_IT_IS = frozenset({Outcome.SOFT_404, Outcome.BLOCKED, Outcome.MAINTENANCE, Outcome.ERROR})


def put_file(store: Store, capture: Capture, file: File, way: Sequence[str]) -> None:
    """A file that stands at the address of a capture, and at those that redirected to it: they are `way`."""
    store.files.put(file, capture)
    standing = Standing(file.digest, file.name, content_id(capture.record_id))
    store.files.stand(standing, way, capture.captured_at)


def confirm_file(store: Store, capture: Capture, way: Sequence[str]) -> None:
    """An address that answered that it is as it was: the file that stood there does so still."""
    if (standing := store.files.standing(capture.url)) is not None:
        store.files.stand(standing, way, capture.captured_at)


def in_place_of_file(store: Store, capture: Capture, page: Page, way: Sequence[str]) -> Page:
    """A page, but one that came with status 200 where only a file is linked: that is no article but a way to say no.

    Servers send people who do not come from the article, or come too late, to a page that says so, or to their home.
    """
    asked = way[-1]
    is_home = page.outcome is Outcome.LISTING and asked != capture.url
    if capture.status != 200 or page.outcome in _NO_PAGE or is_home:
        return page
    if not store.files.is_linked(asked):
        return page
    if store.articles.find(capture.url) is not None or any(map(store.sections.lists, (asked, capture.url))):
        return page
    problem = Problem(field="attachment", message="a page came where a file is linked")
    outcome = page.outcome if page.outcome in _SAYS_WHAT_IT_IS else Outcome.SOFT_404
    return replace(page, outcome=outcome, problems=(*page.problems, problem))
