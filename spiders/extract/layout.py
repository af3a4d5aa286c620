"""Where on an article page its parts stand: title, the lines about the text above and below it, and the text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from spiders.extract import edges
from spiders.extract import title as titles
from spiders.extract.body import Finder, Region
from spiders.extract.infoline import Info, is_info
from spiders.extract.instead import holder
from spiders.extract.labels import sole_label
from spiders.extract.meta import Meta
from spiders.extract.outline import Line, Outline
from spiders.extract.rules import Ruled
from spiders.extract.title import Title
from spiders.extract.tools import heads_others, is_foot

_ABOVE = 8  # lines above a text whose title is not printed, or stands far away
_LONG_TITLE = 3  # lines of a title
_BELOW = 25  # lines below a text among which the info line may stand if it stands there
_TABLE = 30  # lines of a table of metadata, each cell a line
_FAR = 40  # lines between title and text: more is a navigation


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a page. `table` are the lines above the title, where documents have a table of metadata; `head`
    are those between title and text, `text` those of the text as they stand, `foot` those below it up to the site's
    footer; `credits` is what lines at the end of the text say of its editors. `container` holds the text and its
    pictures, None where the page has neither; `rule` is what found it."""

    title: Title
    table: Sequence[Line]
    head: Sequence[Line]
    text: Sequence[Line]
    foot: Sequence[Line]
    credits: Info
    container: HtmlElement | None
    rule: str = ""


def layout(page: Outline, meta: Meta, page_titles: Sequence[str], names: Sequence[str], ruled: Ruled) -> Layout:
    """Find title and text. `page_titles` are what <title> says and, where it tells the title, the path; `names` are
    those of site and sections: no titles."""
    lines = page.lines
    title = ruled.title()
    if title.text is None:
        title = titles.told(lines, meta.article_title, (*page_titles, meta.title or ""), names)
    region = ruled.region() or Finder(page, title.end, title.block, ruled.doc.family).find()
    if title.text is None:
        title = _above(lines, region, names)
        if title.text is None:
            title = _unprinted(meta, page_titles[0], names)
        else:
            region = _below(page, title, region, ruled)
    title = titles.undated(title, (meta.article_title, titles.without_suffix(page_titles[0], names)))
    if region is None:
        return _without_text(lines, title)
    below = title.start if title.dated else title.end
    head = max(below, region.start - _FAR) if title.end else max(0, region.start - _ABOVE)
    found = edges.text(lines, region, dated=any(is_info(line.text) for line in lines[head : region.start]))
    return Layout(
        title=title,
        table=lines[max(0, title.start - _TABLE) : title.start],
        head=lines[head : found.start],
        text=lines[found.start : found.end],
        foot=lines[found.end : _foot(lines, found.end)],
        credits=found.credits,
        container=region.block.element,
        rule=region.rule,
    )


def _unprinted(meta: Meta, page_title: str, names: Sequence[str]) -> Title:
    """The title that a page only tells: in a tag such as og:title, else in <title>."""
    for told, rule in ((meta.title, titles.TAG), (page_title, titles.PAGE_TITLE)):
        if told and (text := titles.without_suffix(told, names)) is not None:
            return Title(text=text, rule=rule)
    return Title(rule=titles.PAGE_TITLE)


def _below(page: Outline, title: Title, region: Region | None, ruled: Ruled) -> Region | None:
    """The region of the text once its title is known: columns beside the two drop out."""
    if region is None or region.rule == "density":
        found = Finder(page, title.end, title.block, ruled.doc.family).find()
        if found is not None and (region is None or region.block in found.block.chain()):
            region = found
    return replace(region, start=max(region.start, title.end)) if region is not None else None


def _above(lines: Sequence[Line], region: Region | None, names: Sequence[str]) -> Title:
    """The title above the text or the info line, wherever that stands; of a page without text, above the info line."""
    if region is None:
        info = next((number for number, line in enumerate(lines, 1) if is_info(line.text)), 0)
        return titles.above(lines, info, names)
    first = next((number for number in range(region.start, region.end) if region.weights[number]), region.start)
    top = range(region.start, min(first + _LONG_TITLE, region.end))  # a long title counts as prose itself
    told = next((number for number in top if _tells(lines[number].text)), None)
    title = Title() if told is None else titles.above(lines, told + 1, names)
    return title if title.text is not None else titles.above(lines, first, names)


def _tells(line: str) -> bool:
    """Whether a line is an info line, or the first cell of one."""
    return is_info(line) or sole_label(line) in ("published", "source")


def _without_text(lines: Sequence[Line], title: Title) -> Layout:
    """The parts of a page without text, and what it shows in its place."""
    end = _foot(lines, title.end)
    return Layout(
        title=title,
        table=lines[max(0, title.start - _TABLE) : title.start],
        head=lines[title.end : end] if title.end else (),
        text=(),
        foot=(),
        credits=Info(),
        container=holder(title.block),
    )


def _foot(lines: Sequence[Line], end: int) -> int:
    """Where what belongs to the article ends below its text: at lists of other articles, at the site's footer."""
    for number in range(end, min(end + _BELOW, len(lines))):
        text = lines[number].text
        if is_foot(text) or heads_others(text):
            return number
    return min(end + _BELOW, len(lines))
