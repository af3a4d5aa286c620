"""Whether a parsed page is an article or a listing, by signs that each say a little."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from archive.records import Article, Listing, Outcome
from spiders.extract.drawn import awaits_text, fetches
from spiders.extract.outline import outline
from spiders.extract.page import Doc
from spiders.extract.pager import place
from spiders.extract.shapes import is_home, shape

# What stands around a text, and around no list: its own line of source and date, tools to print and enlarge it.
# Each word in full, so that all branches begin with a character of their own: that is found ten times as fast.
_INFO_WORDS = r"""
    发布时间 发布日期 发表时间 发表日期 更新时间 更新日期 录入时间 录入日期 时间 日期
    信息来\s*源 文章来\s*源 稿件来\s*源 来\s*源 作者 责任编辑 编辑 发布者 发布人 供稿
"""
_COUNTERS = "浏览(?:次数|量|数) 阅读(?:次数|量|数) 点击(?:次数|量|数) 访问(?:次数|量|数)"
_INFO_LABELS = re.compile("|".join((*(rf"{word}\s*[：:]" for word in _INFO_WORDS.split()), *_COUNTERS.split())))
_TOOLS = re.compile(r"字体|字号|打印|关闭(?:窗口|本页|页面)?|分享到|上一[篇条]|下一[篇条]|责任编辑|扫一扫")
_TEXT_LIMIT = 60  # characters: labels and tools stand in short texts, sentences that mention them in long ones
_MANY_LABELS = 6  # the same label in each row of a list

_LONG_BODY, _SOME_BODY, _NO_BODY = 300, 80, 20  # characters
_MANY_ROWS, _SOME_ROWS = 8, 3
_MOST_OF_ROWS, _PAGER = 2.5, 1.0  # what rows with dates count against an article at most, and a pager
_FIELDS = 3  # of a form to be filled in; a search has one or two
_TYPED = ("text", "email", "tel", "number", "date")
_BETWEEN = "\0"  # what no text has, nor any expression takes for a space


def kind_of(doc: Doc, article: Article | None, listing: Listing | None, *, opens_lists: bool = False) -> Outcome:
    """OK for an article, LISTING for the home page, a section, or any page whose matter is its links.

    An article stays one with related links beside it, and with no text at all where title and date say what it is
    (pictures, sound and film), unless its scripts write a text into it. A page of which nothing can be told is
    JS_REQUIRED at an article's address, and where its scripts fetch what it would show, unless it `opens_lists` that we
    fetch as well; else it is an empty section.
    """
    if is_home(doc.url) or (listing is not None and not listing.rows):  # whose rows are fetched
        return Outcome.LISTING
    body = len(article.body) if article is not None else 0
    if listing is None and body < _NO_BODY and not _is_told(doc, article):
        is_empty = shape(doc.url) != "article" and (opens_lists or not fetches(doc))
        return Outcome.LISTING if is_empty else Outcome.JS_REQUIRED
    if body == 0 and shape(doc.url) == "article" and _is_told(doc, article) and _waits(doc, article):
        return Outcome.JS_REQUIRED
    if article is not None and _is_form(doc, article):
        return Outcome.LISTING
    signs = _meta(doc) + _address(doc) + _around_text(doc) + _body(article, listing) - _rows(listing)
    # A pager turns lists over, unless it is known to turn over the pages of an article.
    is_turned = (article is None or article.part is None) and place(doc) is not None
    return Outcome.OK if signs - (_PAGER if is_turned else 0.0) > 0 else Outcome.LISTING


def _is_form(doc: Doc, article: Article) -> bool:
    """Whether a page is there to be filled in: a letter, an application, with a word on how to write it."""
    if article.published_at is not None or len(article.body) >= _LONG_BODY or shape(doc.url) == "article":
        return False
    if "<form" not in doc.text and "<FORM" not in doc.text:
        return False
    return any(sum(map(_is_filled_in, form.iter("input", "textarea"))) >= _FIELDS for form in doc.tree.iter("form"))


def _is_filled_in(field: HtmlElement) -> bool:
    return field.tag == "textarea" or (field.get("type") or "text").lower() in _TYPED


def is_clear(doc: Doc, article: Article) -> bool:
    """Whether a page is an article whatever it lists besides, so that its listing needs no looking for.

    That is most of them: a text of some length that is no list of links, with signs that outweigh any rows and pager.
    """
    if is_home(doc.url) or len(article.body) < _SOME_BODY or article.body_html.count("<a ") >= _SOME_ROWS:
        return False
    if _is_form(doc, article):
        return False
    told = _meta(doc) + _address(doc) + _text(article, is_alone=False) - _MOST_OF_ROWS - _PAGER
    return told > 0 or told + _around_text(doc) > 0  # what stands around a text only speaks for it


def _is_told(doc: Doc, article: Article | None) -> bool:
    """Whether a page without text has what an article has besides: a title, and a date or files of its own."""
    if article is None or not article.title:
        return False
    return bool(article.published_at or article.attachments) and (shape(doc.url) != "section" or _meta(doc) > 0)


def _waits(doc: Doc, article: Article | None) -> bool:
    """Whether a page shows nothing in place of a text, and leaves an element to its scripts."""
    return article is not None and article.body_kind is None and awaits_text(doc)


def _meta(doc: Doc) -> float:
    """The tags of the official standard: on articles ArticleTitle is filled in, on lists it is left empty."""
    tags: dict[str, str] = {}
    for meta in doc.tagged("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name and not tags.get(name):
            tags[name] = (meta.get("content") or "").strip()
    title = tags.get("articletitle")
    if title is not None and (not title or title in ("null", tags.get("columnname"), tags.get("sitename"))):
        return -1.0
    if title or tags.get("og:type", "").lower() == "article":
        return 3.0
    return -0.5 if "columnname" in tags else 0.0


def _address(doc: Doc) -> float:
    return {"article": 2.0, "section": -2.0}.get(shape(doc.url), 0.0)


@lru_cache(maxsize=1)  # asked for once without a listing and, where that leaves doubt, once with it
def _around_text(doc: Doc) -> float:
    shown = _BETWEEN.join(
        [text for line in outline(doc).lines for text, _, _ in line.pieces if len(text) <= _TEXT_LIMIT]
    )
    found = _INFO_LABELS.findall(shown)
    labels = set(found)
    info = 0.0 if len(found) >= _MANY_LABELS and len(labels) == 1 else min(len(labels), 3) * 0.7
    return info + min(len(set(_TOOLS.findall(shown))), 3) * 0.5


def _body(article: Article | None, listing: Listing | None) -> float:
    if article is None:
        return -1.5
    if listing is not None and article.body:
        titles = [row.title for row in listing.rows if len(row.title) >= 4]
        inside = sum(title in article.body for title in titles)
        if titles and inside * 2 > len(titles) and inside >= _SOME_ROWS:
            return -2.0  # what was taken for the text is the list
    return _text(article, is_alone=listing is None)


def _text(article: Article, is_alone: bool) -> float:
    dated = 0.5 if article.published_at else -0.5
    size = len(article.body)
    if size >= _LONG_BODY:
        return dated + (3.5 if is_alone else 2.0)  # one text and no list: 简介 at a section's address
    return dated + (1.0 if size >= _SOME_BODY else -0.5)


def _rows(listing: Listing | None) -> float:
    if listing is None:
        return 0.0
    dated = sum(row.date_text is not None for row in listing.rows)
    if dated >= _SOME_ROWS:
        return _MOST_OF_ROWS if dated >= _MANY_ROWS else 1.5
    if dated == len(listing.rows):
        return 1.0
    return 0.5 if len(listing.rows) >= _SOME_ROWS else 0.0
