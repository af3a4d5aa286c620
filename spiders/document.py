"""A page that has become a document: an article or a listing, and what either says besides."""

from dataclasses import replace

from archive.records import Article, Footer, Link, Listing, Outcome, Page, Problem
from spiders.extract import article as articles
from spiders.extract import jsonrows, lists
from spiders.extract.footer import footer
from spiders.extract.included import written_footer
from spiders.extract.kind import is_clear, kind_of
from spiders.extract.links import links
from spiders.extract.listing import listing, section_name
from spiders.extract.meta import meta
from spiders.extract.origins import origins
from spiders.extract.outline import outline
from spiders.extract.page import Doc, document
from spiders.extract.pager import needs_form
from spiders.extract.restore import Restorer
from spiders.profile import Profile


def read(doc: Doc, profile: Profile, last_modified: str | None) -> Page:
    """All that a page says by the rules of a profile; `last_modified` is what its server says of its file."""
    shown = shown_text(doc)
    restorer = Restorer.for_page(shown)
    reading = articles.read(doc, profile.article, restorer, profile.title, last_modified)
    outcome, rows, more = _kind(doc, profile, reading.article)
    is_article = outcome is Outcome.OK
    removed = restorer.apply(shown)[1]
    article = reading.article
    if is_article:
        article = replace(article, readings_removed=removed, origins=origins(doc, reading.told))
    return Page(
        outcome=outcome,
        article=article if is_article else None,
        listing=None if is_article else rows,
        footer=_footer(doc, restorer),
        site_name=meta(doc).site_name,
        links=(*links(doc, of_article=is_article), *more),
        problems=reading.problems if is_article else _untold(doc, rows),
        readings_removed=removed,
    )


def _footer(doc: Doc, restorer: Restorer) -> Footer | None:
    """The footer that a page shows, or else one that its own script writes."""
    found = footer(doc, restorer)
    if found is not None and found.raw_text:
        return found
    markup = written_footer(doc)
    return (footer(document(markup, doc.url), restorer) if markup else None) or found


def opened(doc: Doc) -> Page:
    """A page without content of its own: the rows in its script, or the lists that it fetches, if it is known which."""
    told = jsonrows.embedded(doc)
    rows, more = lists.completed(doc, Listing(rows=told, section=section_name(doc)) if told else None)
    if rows is None and not more:
        return Page(outcome=Outcome.JS_REQUIRED)
    return Page(outcome=Outcome.LISTING, listing=rows, links=(*links(doc), *more))


def shown_text(doc: Doc) -> str:
    """What a page shows, a line each."""
    return "\n".join(line.text for line in outline(doc).lines)


def _kind(doc: Doc, profile: Profile, article: Article) -> tuple[Outcome, Listing | None, tuple[Link, ...]]:
    """What a page is, its listing, which is not looked for where it makes no difference, and lists that it opens."""
    if is_clear(doc, article):
        return Outcome.OK, None, ()
    rows, more = lists.completed(doc, listing(doc, profile.listing))
    return kind_of(doc, article, rows, opens_lists=bool(more)), rows, more


def _untold(doc: Doc, rows: Listing | None) -> tuple[Problem, ...]:
    """What a listing does not tell to those who send no forms."""
    if rows is None or rows.next_url is not None or not needs_form(doc):
        return ()
    return (Problem(field="listing", message="its next pages come by a form, which is not sent"),)
