"""The date of an article by what lists say of it as well: they are other pages, read before it."""

from collections.abc import Sequence
from dataclasses import replace

from archive.dating import chosen
from archive.records import Article, Capture, Dated, Origin, Outcome, Page, Problem
from archive.store import Known, Store
from archive.store.articles import own_id


def dated_by_list(store: Store, capture: Capture, page: Page, known: Known | None, way: Sequence[str]) -> Page:
    """A page with the date of its article believed anew, beside what a list says; `way` are its addresses.

    Of a known article only what was listed when it was first read counts: else a list that is read later would look
    like an edit.
    """
    article = page.article
    if page.outcome not in (Outcome.OK, Outcome.TRUNCATED) or article is None:
        return page
    if article.published_at is not None and not article.dates:
        return page  # it does not say what tells its date
    found = store.sections.dated(map(own_id, way), known.first_seen if known else capture.captured_at)
    if found is None:
        return page
    row, listing = found
    origin = "listed without year" if row.year_inferred else "listed"
    date = Dated(origin=origin, at=row.published_at or "", text=row.date_text or "")
    place = Origin(field=f"dates.{origin}", rule=f"list {listing}")
    article, problem = _dated(replace(article, dates=(*article.dates, date), origins=(*article.origins, place)))
    problems = [other for other in page.problems if other.field != "published_at"]
    return replace(page, article=article, problems=(*problems, problem) if problem else tuple(problems))


def _dated(article: Article) -> tuple[Article, Problem | None]:
    """An article with the date that its dates give, and what is doubtful about them."""
    now = chosen(article.dates)
    places = {origin.field: origin for origin in article.origins}
    kept = [origin for origin in article.origins if origin.field not in ("published_at", "published_text")]
    for field, date in (("published_at", now.at), ("published_text", now.text)):
        if date is not None and (place := places.get(f"dates.{date.origin}")) is not None:
            kept.append(replace(place, field=field))
    told = replace(
        article,
        published_at=now.at.at if now.at else None,
        published_text=now.text.text if now.text else None,
        origins=tuple(kept),
    )
    return told, now.problem
