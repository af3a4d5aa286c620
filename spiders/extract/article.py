"""What an article page says, field by field."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from archive.dating import chosen
from archive.records import Article, Problem
from archive.text import script
from spiders.extract import instead, metatable
from spiders.extract.attachments import attachments, picture_names
from spiders.extract.crumbs import Path, crumbs
from spiders.extract.facts import facts
from spiders.extract.infoline import Info
from spiders.extract.layout import Layout, layout
from spiders.extract.meta import TAGS, Meta, meta
from spiders.extract.origins import body_rule
from spiders.extract.outline import Line, Outline, outline, restored
from spiders.extract.page import Doc
from spiders.extract.paragraphs import paragraphs
from spiders.extract.parts import part
from spiders.extract.published import candidates, dated
from spiders.extract.restore import Restorer
from spiders.extract.rules import Ruled
from spiders.extract.said import Said, value
from spiders.extract.section import section, title_in
from spiders.extract.sharing import is_sharing
from spiders.extract.sitename import names_of_home
from spiders.extract.title import TAG, is_site, key
from spiders.extract.tools import is_tool
from spiders.profile import ArticleRules

# What a site calls itself where it names a source.
_ITSELF = re.compile(r"(?:本网站?|本站|本平台|本门户网站)(?:讯|原创|编辑部?|整理|发布)?|原创")
_TITLE = 500  # characters of <title> that are looked at
_SHORT = 12  # characters of a title that may be the name of a site, whatever it ends with
_TELLING = 500  # characters that tell in which script a text is


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, where each of its fields was read, and what could not be read of it."""

    article: Article
    told: dict[str, Said]
    problems: tuple[Problem, ...]


def read(
    doc: Doc, rules: ArticleRules, restorer: Restorer, site_name: str = "", last_modified: str | None = None
) -> Reading:
    """Read a page as an article. Whether it is one, others judge: of a page without text the body is empty.

    A page that a mirror injected with readings is restored before anything is read from it. `site_name` is what the
    site is called, `last_modified` what its server says of the page.
    """
    page, tags, restore = outline(doc), meta(doc), _restore(restorer)
    if restorer.verdict == "injected":
        page, tags = restored(page, restore), tags.mapped(restore)
    ruled = Ruled(doc, page, rules if doc.family is None else rules.over(doc.family.article), restore)
    path = crumbs(page)
    title_element = next(doc.tree.iter("title"), None)
    parts = _parts(page, tags, restore(_shown_title(title_element)), (site_name, tags.site_name), path, ruled)
    by_rule = ruled.info()
    info = by_rule.over(facts(parts))
    told = _told(info, tags, parts)
    told["title"] = _title(parts, tags, title_element) or info.title
    told["section"] = by_rule.section or section(path, tags, info.section, value(told["title"]))
    dates = candidates(info, tags, doc.url)
    all_dates = dated(dates, last_modified)
    date = chosen(all_dates)
    told |= {f"dates.{origin}": said for origin, said in dates.items()}
    told["published_at"] = dates[date.at.origin] if date.at else None
    told["published_text"] = dates[date.text.origin] if date.text else None
    kept = list(_kept(parts, ruled))
    body, html = paragraphs(doc, kept)
    if body and parts.container is not None:
        told["body"] = Said(body, body_rule(parts.rule, parts.container), parts.container)
    originals = [line.original for line in kept if line.original is not None]
    files = tuple(
        replace(file, name=restore(file.name)) for file in attachments(doc, parts.container, (*parts.text, *parts.foot))
    )
    source_text = value(told["source_text"])
    article = Article(
        title=value(told["title"]),
        published_at=date.at.at if date.at else None,
        published_text=value(told["published_text"]),
        source=_own_name(source_text, tags, site_name),
        source_text=source_text,
        author=value(told["author"]),
        editor=value(told["editor"]),
        reviewer=value(told["reviewer"]),
        section=value(told["section"]),
        index_number=value(told["index_number"]),
        document_number=value(told["document_number"]),
        issuer=value(told["issuer"]),
        written_at=info.written.iso if info.written else None,
        body=body,
        body_html=html,
        body_kind="text" if body else instead.kind(doc, files, parts.container),
        verbatim=paragraphs(doc, originals)[0] if restorer.verdict == "injected" else None,
        script=script("".join(line.text for line in originals or kept)[:_TELLING] or parts.title.text or ""),
        attachments=files,
        dates=all_dates,
        part=part(doc),
    )
    told["source"] = told["source_text"]
    frame = instead.frame(doc, parts.container) if not body else None
    problems = (*_unread(article, frame), *((date.problem,) if date.problem else ()), *_garbled(restorer))
    return Reading(article, {field: said for field, said in told.items() if said is not None}, problems)


def _restore(restorer: Restorer) -> Callable[[str], str]:
    return lambda text: restorer.apply(text)[0]


def _shown_title(element: HtmlElement | None) -> str:
    """What <title> says; some templates write markup into it."""
    return " ".join(TAGS.sub(" ", "".join(element.itertext())[:_TITLE]).split()) if element is not None else ""


def _parts(page: Outline, tags: Meta, title: str, site: Sequence[str | None], path: Path, ruled: Ruled) -> Layout:
    """The parts of a page. The name of its site is never its title; that of a section is where there is no other: of a
    section that is one text (园区概况), of an article that stands in its own path."""
    known = [name for name in site if name]
    own = title_in(path, tags, title, page.lines)
    titles = (title, own or "", metatable.title(page.lines) or "")
    sections = [*(name for name in (tags.section,) if name), *(path.names[:-1] if own else path.names)]
    parts = layout(page, tags, titles, [*known, *sections], ruled)
    if parts.title.text is None and sections:
        sections = [*path.names[:-1]]
        parts = layout(page, tags, (*titles, *path.names[-1:]), [*known, *sections], ruled)
    if parts.title.text is not None and (is_site(parts.title.text) or len(parts.title.text) <= _SHORT):
        of_home = {key(name) for name in names_of_home(ruled.doc)}
        if key(parts.title.text) in of_home:
            parts = layout(page, tags, titles, [*known, *sections, parts.title.text], ruled)
    return parts


def _told(info: Info, tags: Meta, parts: Layout) -> dict[str, Said | None]:
    """The fields that info lines and tags tell. Who put a document on the site is its issuer where no other is told."""
    is_document = info.index or info.number or info.written
    source = _whole(info.source, tags.said("source")) or info.publisher or info.contributor or info.unlabelled_source
    return {
        "source_text": source,
        "author": info.author or _tagged_author(tags, source, info.editor),
        "editor": info.editor,
        "reviewer": info.reviewer,
        "index_number": info.index,
        "document_number": info.number,
        "issuer": info.issuer or (info.publisher if is_document else None),
        "written_at": info.written,
    }


def _whole(printed: Said | None, tagged: Said | None) -> Said | None:
    """A printed source; the tag's where that is the whole of what is printed cut short, or where none is printed."""
    if printed is None or tagged is None:
        return printed or tagged
    stem = printed.value.rstrip(".…")
    return tagged if stem != printed.value and tagged.value.startswith(stem) else printed


def _tagged_author(tags: Meta, source: Said | None, editor: Said | None) -> Said | None:
    """Who a tag calls the author, unless that is the page's source or its editor: systems file texts under them."""
    author = tags.said("author")
    others = [said.value for said in (source, editor) if said is not None]
    return author if author is not None and author.value not in others else None


def _title(parts: Layout, tags: Meta, page_title: HtmlElement | None) -> Said | None:
    title = parts.title
    if title.text is None:
        return None
    if title.rule == TAG and (said := tags.said("article_title") or tags.said("title")) is not None:
        return replace(said, value=title.text)
    if title.block is None:
        return Said(title.text, title.rule, page_title)
    return Said(title.text, title.rule, title.around.element if title.around else None)


def _own_name(source: str | None, tags: Meta, site_name: str) -> str | None:
    """A source; the site's own name for 本网, where that is known. A site without a profile is called as its host."""
    if source is None or not _ITSELF.fullmatch(source):
        return source
    return (site_name if not site_name.isascii() else None) or tags.site_name or source


def _kept(parts: Layout, ruled: Ruled) -> Iterator[Line]:
    """The lines of the text without what is none of it."""
    # Some systems hide the whole text until a script has run; then nothing in it is hidden in itself.
    hidden = all(line.hidden for line in parts.text)
    names = picture_names(parts.container) if parts.container is not None else frozenset[str]()
    for line in parts.text:
        button = (line.linked > 0 and is_tool(line.text)) or is_sharing(line)
        if (hidden or not line.hidden) and not button and line.text not in names and not ruled.removed(line):
            yield line


def _unread(article: Article, frame: str | None) -> Iterator[Problem]:
    if article.title is None:
        yield Problem(field="title", message="no title printed or told")
    if not article.body:
        kinds = {"image": "pictures only", "file": "files only", "video": "a player only"}
        shown = kinds.get(article.body_kind or "") or (f"a frame shows {frame}" if frame else None)
        yield Problem(field="body", message=f"no text; {shown}" if shown else "no text")


def _garbled(restorer: Restorer) -> Iterator[Problem]:
    if restorer.lost:
        yield Problem(field="body", message=f"characters destroyed before publication: {restorer.lost}")
    elif restorer.verdict == "suspect":
        yield Problem(field="body", message="may carry injected readings; the text is kept as published")
