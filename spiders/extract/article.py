"""What an article page says, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.records import Article, Attachment, Problem
from archive.text import script
from spiders.extract import infoline
from spiders.extract.attachments import attachments, picture_names
from spiders.extract.infoline import Info
from spiders.extract.layout import Layout, layout
from spiders.extract.meta import meta
from spiders.extract.outline import Line, outline
from spiders.extract.page import Doc
from spiders.extract.paragraphs import paragraphs
from spiders.extract.published import published
from spiders.extract.restore import Restorer
from spiders.extract.rules import Ruled
from spiders.extract.section import path, section
from spiders.extract.tools import is_tool
from spiders.profile import ArticleRules

_BARE_BELOW = 4  # lines below a text in which a date needs no label


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and what could not be read of it."""

    article: Article
    problems: tuple[Problem, ...]


def read(doc: Doc, rules: ArticleRules, restorer: Restorer, site_name: str = "") -> Reading:
    """Read a page as an article. Whether it is one, others judge: of a page without text the body is empty."""
    page, tags = outline(doc), meta(doc)
    ruled = Ruled(doc, page, rules)
    sections = path(page.lines)
    names = [name for name in (site_name, tags.site_name, tags.section, *sections) if name]
    parts = layout(doc, page, tags, names, ruled)
    by_rule = ruled.info()
    info = by_rule.over(_info(parts))
    at, at_text, doubts = published(info, tags, doc.url)
    body, html = paragraphs(doc, list(_kept(parts, ruled)))
    article = Article(
        title=parts.title.text,
        published_at=at,
        published_text=at_text,
        source=info.source or tags.source or info.issuer or info.unlabelled_source,
        author=info.author or tags.author,
        editor=info.editor,
        section=by_rule.section or section(sections, tags, info.section, parts.title.text),
        body=body,
        body_html=html,
        script=script(body or parts.title.text or ""),
        attachments=attachments(doc, parts.container, (*parts.text, *parts.foot)),
    )
    return Reading(_restored(article, restorer), (*_unread(article), *doubts, *_garbled(restorer)))


def _info(parts: Layout) -> Info:
    """What stands above the text, and of what that leaves open, what stands below it."""
    above = infoline.read([line.text for line in parts.head if not line.hidden])
    foot = [line.text for line in parts.foot if not line.hidden]
    below = infoline.read(foot, bare_dates=False)
    beside = infoline.read(foot[:_BARE_BELOW])
    below.bare, below.unlabelled_source = beside.bare, beside.unlabelled_source
    if above.published or above.dated or above.bare:
        below = replace(below, published=None, dated=None, bare=None)
    return above.over(parts.credits).over(below)


def _kept(parts: Layout, ruled: Ruled) -> Iterator[Line]:
    """The lines of the text without what is none of it."""
    # Some systems hide the whole text until a script has run; then nothing in it is hidden in itself.
    hidden = all(line.hidden for line in parts.text)
    names = picture_names(parts.container) if parts.container is not None else frozenset[str]()
    for line in parts.text:
        button = line.linked > 0 and is_tool(line.text)
        if (hidden or not line.hidden) and not button and line.text not in names and not ruled.removed(line):
            yield line


def _restored(article: Article, restorer: Restorer) -> Article:
    """The article as it was before a mirror injected readings; `verbatim` keeps the body as published."""
    if restorer.verdict != "injected":
        return article

    def of(text: str | None) -> str | None:
        return restorer.apply(text)[0] if text else text

    return replace(
        article,
        title=of(article.title),
        published_text=of(article.published_text),
        source=of(article.source),
        author=of(article.author),
        editor=of(article.editor),
        section=of(article.section),
        body=of(article.body) or "",
        body_html=of(article.body_html) or "",
        verbatim=article.body,
        attachments=tuple(_renamed(file, of(file.name) or file.name) for file in article.attachments),
    )


def _renamed(file: Attachment, name: str) -> Attachment:
    return replace(file, name=name)


def _unread(article: Article) -> Iterator[Problem]:
    if article.title is None:
        yield Problem(field="title", message="no title printed or told")
    if not article.body:
        kinds = [name for name in ("image", "file") if any(file.kind == name for file in article.attachments)]
        yield Problem(field="body", message=f"no text; {' and '.join(kinds)} only" if kinds else "no text")


def _garbled(restorer: Restorer) -> Sequence[Problem]:
    if restorer.verdict == "suspect":
        return (Problem(field="body", message="may carry injected readings; the text is kept as published"),)
    return ()
