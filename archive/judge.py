"""Whether a page is what it looks like: what can't be true of an article by all that is known is not believed."""

from dataclasses import dataclass, replace
from datetime import datetime

from archive import history
from archive.clock import iso
from archive.contents import Contents, contents, difference, doubt, lost
from archive.dating import has_own_date
from archive.records import Article, Capture, Outcome, Page, Problem
from archive.store import Known, Store
from archive.urls import article_id

TWINS = 2  # articles that may be alike; with a third, the page is the site's answer to everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A page with the outcome that its history gives it.

    `text_digest` is what other captures are compared with, None where none will be. `withdrawn` are the ids of
    earlier captures that this one unmasks. `is_reread` says that a known article answered with a page, `is_lossy`
    that it was read with less than before.
    """

    page: Page
    text_digest: str | None = None
    withdrawn: tuple[str, ...] = ()
    is_reread: bool = False
    is_lossy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a page says; `shared` tells whether another page says the same, None for one that tells its own date."""

    now: Contents
    shared: str | None = None

    @property
    def digest(self) -> str:
        """Tells whether another answer of its address says the same."""
        return self.shared or self.now.text_digest()


def judged(store: Store, capture: Capture, page: Page, known: Known | None) -> Verdict:
    """What to make of a page, with all captures before it taken in. Problems say why it is not believed."""
    if page.outcome is Outcome.TRUNCATED:
        return _partial(store, capture, page, known)
    if page.outcome is Outcome.UNCHANGED:
        return Verdict(page=page, is_reread=known is not None)
    if page.file is not None and page.outcome is Outcome.FILE:
        before = store.files.standing(capture.url)
        is_same = before is not None and before.digest == page.file.digest
        return Verdict(page=replace(page, outcome=Outcome.UNCHANGED, problems=()) if is_same else page)
    if page.outcome is not Outcome.OK:
        return Verdict(page=page)
    if known and capture.digest is not None and capture.digest == store.last_digest(known.id):
        # Then nothing changed, whoever reads it.
        return Verdict(page=replace(page, outcome=Outcome.UNCHANGED, problems=()), is_reread=True)
    verdict = _by_others(store, capture, page, known)
    return verdict if known is None else replace(verdict, is_reread=verdict.page.outcome is not Outcome.QUARANTINED)


def _by_others(store: Store, capture: Capture, page: Page, known: Known | None) -> Verdict:
    """The verdict of what else the site and this run have shown."""
    said = _said(page.article) if page.article else None
    if said is None or not (said.now.title or said.now.body):
        problem = "neither title nor text was found"
        return Verdict(page=_doubted(page, Outcome.DRIFT, problem, "article"), is_lossy=known is not None)
    if known and not difference(known.contents, said.now):
        return Verdict(page=page, text_digest=said.shared)
    if (twins := _quarantine(store, capture, page, said, known)) is not None:
        return replace(twins, text_digest=said.shared)
    if known and lost(known.contents, said.now):
        return _lossy(store, capture, page, known, said)
    return _held(store, capture, page, known, said) or Verdict(page=page, text_digest=said.shared)


def _said(article: Article) -> _Said:
    now = contents(article)
    if has_own_date(article):
        return _Said(now=now)
    # An address or a list dates whatever comes in an article's place. What has files, or no text, is told by these.
    is_bare = now.published_at is not None and (not now.body or any(file.kind == "file" for file in now.attachments))
    shared = None if is_bare else replace(now, published_at=None).text_digest()
    return _Said(now=now, shared=shared)


def _quarantine(store: Store, capture: Capture, page: Page, said: _Said, known: Known | None) -> Verdict | None:
    """The verdict on a page that stands at three addresses; None for one that does not.

    The same bytes, or the same title and text without a date of its own, are no article but what a site, or
    somebody between, says to every request. Genuine twins have titles or dates of their own.
    """
    alike = store.evidence.alike(capture, said.shared)
    is_caught = any(earlier.outcome == Outcome.QUARANTINED for earlier in alike)
    own = known.id if known else article_id(capture.url)
    articles = {store.articles.find(earlier.url) or article_id(earlier.url) for earlier in alike} - {own}
    if not is_caught and len(articles) < TWINS:
        return None
    withdrawn = () if is_caught else tuple(store.evidence.with_repeats(alike))
    message = "the same page stands at three addresses or more"
    return Verdict(page=_doubted(page, Outcome.QUARANTINED, message, "article"), withdrawn=withdrawn)


def _lossy(store: Store, capture: Capture, page: Page, known: Known, said: _Said) -> Verdict:
    """The verdict on a known article that was read with less: an edit, unless the whole site has lost the like."""
    reread, before = store.evidence.losses(capture.run_id)
    was_one = store.evidence.has_drifted(capture.run_id)
    if history.is_redesign(reread + 1, before + 1, was_one=was_one):
        names = ", ".join(lost(known.contents, said.now))
        seen = () if store.evidence.drifts(capture.run_id) else store.evidence.lossy(capture.run_id)
        store.evidence.note_drift(capture.run_id)
        drifted = _doubted(page, Outcome.DRIFT, f"less was read than before, as all over the site: {names}", "article")
        return Verdict(page=drifted, withdrawn=tuple(earlier.id for earlier in seen), is_lossy=True)
    if known.contents.body and not said.now.body:
        return Verdict(page=_doubted(page, Outcome.DRIFT, "no text where there was some", "body"), is_lossy=True)
    verdict = _held(store, capture, page, known, said)
    return replace(verdict or Verdict(page=page, text_digest=said.shared), is_lossy=True)


def _held(store: Store, capture: Capture, page: Page, known: Known | None, said: _Said) -> Verdict | None:
    """The verdict on a reading that is doubted until another says the same; None for one that is not, or has been."""
    why = doubt(known.contents if known else None, said.now)
    if why is None or _is_confirmed(store, capture, said):
        return None
    return Verdict(page=_doubted(page, Outcome.DRIFT, f"{why}; held until read again", "body"), text_digest=said.digest)


def _partial(store: Store, capture: Capture, page: Page, known: Known | None) -> Verdict:
    """The verdict on a page that came cut short; one that may just lack its end tag counts when it comes so again."""
    said = _said(page.article) if page.article else None
    if said is not None and said.now.body and _is_confirmed(store, capture, said):
        return replace(
            _by_others(store, capture, replace(page, outcome=Outcome.OK), known), is_reread=known is not None
        )
    problem = _doubted(replace(page, article=None), Outcome.TRUNCATED, "the page came cut short", "capture")
    return Verdict(page=problem, text_digest=said.digest if said is not None and said.now.body else None)


def _is_confirmed(store: Store, capture: Capture, said: _Said) -> bool:
    """Whether an earlier answer, at least an hour ago, said the same and nothing else has been believed since."""
    until = datetime.fromisoformat(capture.captured_at) - history.CONFIRMED_AFTER
    earlier = store.evidence.held(capture.url, said.digest, iso(until))
    return earlier is not None and not store.evidence.drifts(earlier.run_id)


def _doubted(page: Page, outcome: Outcome, message: str, field: str) -> Page:
    return replace(page, outcome=outcome, problems=(*page.problems, Problem(field=field, message=message)))
