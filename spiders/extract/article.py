"""What an article page says, field by field."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from archive.records import Article, Problem
from archive.text import script
from spiders.extract import infoline
from spiders.extract.attachments import attachments, picture_names
from spiders.extract.crumbs import crumbs
from spiders.extract.infoline import Info
from spiders.extract.layout import Layout, layout
from spiders.extract.meta import meta
from spiders.extract.outline import Line, outline, restored
from spiders.extract.page import Doc
from spiders.extract.paragraphs import paragraphs
from spiders.extract.parts import part
from spiders.extract.published import published
from spiders.extract.restore import Restorer
from spiders.extract.rules import Ruled
from spiders.extract.section import section
from spiders.extract.tools import is_tool
from spiders.profile import ArticleRules

_SOURCE = re.compile(r"(?:^|[\s_-])(?:source|origin|media|laiyuan)(?:$|[\s_-])", re.IGNORECASE)
_NAME = 200  # characters of class and id that are looked at
_TITLE = 500  # characters of <title> that are looked at
_TELLING = 2000  # characters that tell in which script a text is
_BARE_BELOW = 4  # lines below a text in which a date needs no label


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and what could not be read of it."""

    article: Article
    problems: tuple[Problem, ...]


def read(doc: Doc, rules: ArticleRules, restorer: Restorer, site_name: str = "") -> Reading:
    """Read a page as an article. Whether it is one, others judge: of a page without text the body is empty.

    A page that a mirror injected with readings is restored before anything is read from it.
    """
    page, tags, restore = outline(doc), meta(doc), _restore(restorer)
    if restorer.verdict == "injected":
        page, tags = restored(page, restore), tags.mapped(restore)
    ruled = Ruled(doc, page, rules if doc.family is None else rules.over(doc.family.article), restore)
    sections = crumbs(page)
    names = [name for name in (site_name, tags.site_name, tags.section, *sections) if name]
    parts = layout(page, tags, restore(_page_title(doc)), names, ruled)
    by_rule = ruled.info()
    info = by_rule.over(_info(parts))
    at, at_text, doubts = published(info, tags, doc.url)
    kept = list(_kept(parts, ruled))
    body, html = paragraphs(doc, kept)
    originals = [line.original for line in kept if line.original is not None]
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
        verbatim=paragraphs(doc, originals)[0] if restorer.verdict == "injected" else None,
        script=script("".join(line.text for line in originals or kept)[:_TELLING] or parts.title.text or ""),
        attachments=tuple(
            replace(file, name=restore(file.name))
            for file in attachments(doc, parts.container, (*parts.text, *parts.foot))
        ),
        part=part(doc),
    )
    return Reading(article, (*_unread(article, parts.container), *doubts, *_garbled(restorer)))


def _restore(restorer: Restorer) -> Callable[[str], str]:
    return lambda text: restorer.apply(text)[0]


def _page_title(doc: Doc) -> str:
    element = next(doc.tree.iter("title"), None)
    return " ".join("".join(element.itertext())[:_TITLE].split()) if element is not None else ""


def _info(parts: Layout) -> Info:
    """What stands above the text; of what that leaves open, what stands below it, or in a table above the title."""
    info = infoline.read(_shown(parts.head))
    if info.source is None and "source" not in info.kinds:
        info.unlabelled_source = info.unlabelled_source or _named_source(parts.head)
    below = infoline.read(_shown(parts.foot), _BARE_BELOW)
    if info.published or info.dated or info.bare:
        below.published = below.dated = below.bare = None
    info = info.over(parts.credits).over(below)
    if info.published and info.source:
        return info
    table = infoline.read(_shown(parts.table), bare=0)
    return info.over(Info(published=table.published, source=table.source, issuer=table.issuer))


def _shown(lines: Sequence[Line]) -> list[str]:
    return [_apart(line) if line.linked else line.text for line in lines if not line.hidden]


def _apart(line: Line) -> str:
    """A line with a bar after each link, for what a link names ends with it: 来源：<a>园区网</a><a>参与互动</a>."""
    parts, before = [], None
    for text, link, _ in line.pieces:
        parts.append(f" | {text}" if before is not None and link is not before else text)
        before = link
    return " ".join("".join(parts).split())


def _named_source(head: Sequence[Line]) -> str | None:
    """What stands in an element whose class or id says that it is the source; some news sites print no label."""
    elements = (element for block in dict.fromkeys(line.block for line in head) for element in block.element.iter())
    named = (e for e in elements if _SOURCE.search(f"{e.get('class') or ''} {e.get('id') or ''}"[:_NAME]))
    return next(filter(None, (infoline.name(" ".join("".join(e.itertext()).split())) for e in named)), None)


def _kept(parts: Layout, ruled: Ruled) -> Iterator[Line]:
    """The lines of the text without what is none of it."""
    # Some systems hide the whole text until a script has run; then nothing in it is hidden in itself.
    hidden = all(line.hidden for line in parts.text)
    names = picture_names(parts.container) if parts.container is not None else frozenset[str]()
    for line in parts.text:
        button = line.linked > 0 and is_tool(line.text)
        if (hidden or not line.hidden) and not button and line.text not in names and not ruled.removed(line):
            yield line


def _unread(article: Article, container: HtmlElement | None) -> Iterator[Problem]:
    if article.title is None:
        yield Problem(field="title", message="no title printed or told")
    if not article.body:
        shown = {"image": "pictures", "file": "files"}
        kinds = [word for kind, word in shown.items() if any(file.kind == kind for file in article.attachments)]
        if (
            container is not None
            and next(container.iter("iframe", "embed", "video", "audio", "object"), None) is not None
        ):
            kinds.append("a player")
        yield Problem(field="body", message=f"no text; {' and '.join(kinds)} only" if kinds else "no text")


def _garbled(restorer: Restorer) -> Iterator[Problem]:
    if restorer.lost:
        yield Problem(field="body", message=f"characters destroyed before publication: {restorer.lost}")
    elif restorer.verdict == "suspect":
        yield Problem(field="body", message="may carry injected readings; the text is kept as published")
