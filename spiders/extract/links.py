"""The links of a page that a crawler may follow, each with what its address and its place look like."""

import re
from dataclasses import replace
from functools import lru_cache

from archive.records import Link
from archive.urls import canonical
from spiders.extract.anchors import hrefs, one_line, resolve, resolved, shown_text, tooltip
from spiders.extract.included import footer_urls
from spiders.extract.page import Doc, places
from spiders.extract.pager import hidden, is_step, others
from spiders.extract.shapes import is_denied, shape

# Copies and tools that no address gives away.
_TOOL = re.compile(
    r"打印.{0,4}|关闭.{0,4}|返回顶部|收藏.{0,4}|加入收藏|设为首页|(?:用户)?(?:登录|登陆|注册|退出)|繁体.{0,4}|繁體.{0,4}|english|手机版"
    r"|移动版|触屏版|无障碍.{0,6}|长者.{0,6}|关怀.{0,4}|适老.{0,6}|简体.{0,4}|rss.{0,4}|高级搜索|搜索",
    re.IGNORECASE,
)
_FIRST_PAGE = re.compile(r"(?:网站)?(?:首|主)页|返回.{0,4}|home", re.IGNORECASE)  # leads home more often than to page 1
_REFRESH = re.compile(
    r"\s{0,9}\d{0,6}(?:\.\d{0,3})?\s{0,9}[;,]\s{0,9}url\s{0,9}=\s{0,9}['\"]?\s{0,9}([^'\"\s>]{1,500})", re.IGNORECASE
)
_SCRIPT_MOVE = re.compile(
    r"(?:(?:window|self|top|document)\.)?location(?:\.href)?\s*=\s*[\"']([^\"']{1,500})[\"']"
    r"|location\.(?:replace|assign)\s*\(\s*[\"']([^\"']{1,500})[\"']"
)
_FEED = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.IGNORECASE)
# Most feeds are linked like a page: /rss/news.xml, /xwzx/rss.xml?siteId=7, /rss/
_FEED_ADDRESS = re.compile(
    r"(?:/(?:rss|feeds?)/[^?]{0,200}|/[^/?]{0,60}(?:rss|atom|feed)[^/?]{0,60})\.xml(?:\?|$)|/(?:rss|feeds?)/(?:\?|$)|\.rss(?:\?|$)"
)
_SHELL_TEXT = 100  # characters: a page that only sends on says no more
_HEADLINE = 10  # characters: names of sections are shorter


def links(doc: Doc, *, of_article: bool = False) -> tuple[Link, ...]:
    """Every address that the page links, once, in the order of the document, on other sites too.

    Kinds: "article", "section" and "file" by the shape of the address, "page" for a step of a pager, "other" for
    what neither address nor text tells. Printing, mobile, foreign-script and login pages, searches and counters are
    left out. Frames, and where a page sends its visitors on by itself, count as sections; what the footer comes from
    is a "footer", what a page calls its feed, or looks like one, a "feed". Where the pager of a list leads that a
    script draws is not looked for on an article; pages that it loads one after the other are left out.
    """
    found = {url: Link(url=url, text="", kind="footer") for url in footer_urls(doc)}
    found |= {url: Link(url=url, text="", kind="feed") for url in _feeds(doc)}
    found |= {url: Link(url=url, text="", kind="page") for url in (() if of_article else others(doc))}
    for url in _sent_to(doc):
        found.setdefault(url, Link(url=url, text="", kind="file" if shape(url) == "file" else "section"))
    root, _ = places(doc.base_url)
    unseen = None if of_article else hidden(doc)
    for element, href in hrefs(doc):
        # The text of most links is as it stands in the tree; what else they are called counts only where there is none.
        text = shown_text(element) if len(element) else element.text or ""
        title = tooltip(element) if not text or text.isspace() else ""
        base = root if href[:1] == "/" != href[1:2] else doc.base_for(href)  # most need no closer look
        link = _link(base, href, doc.charset, text, title)
        if link is None or (unseen is not None and link.url.startswith(unseen)):
            continue
        known = found.get(link.url)
        if known is None:
            found[link.url] = link
        elif not known.text and link.text:
            found[link.url] = link if known.kind == "other" else replace(link, kind=known.kind)
    return tuple(found.values())


@lru_cache(maxsize=8192)  # the links of a site's navigation come again on each of its pages
def _link(base: str, href: str, charset: str, text: str, title: str) -> Link | None:
    """A link by all that it depends on; None for one that is not to be followed."""
    url, text = resolved(base, href, charset), one_line(text)
    if url is None or is_denied(url := _spelled(url)):
        return None
    if _is_feed(url):
        return Link(url=url, text=text, kind="feed")
    if _TOOL.fullmatch(text):
        return None
    text = text or one_line(title)
    return Link(url=url, text=text, kind=_kind(url, text))


def _is_feed(url: str) -> bool:
    lower = url.lower()
    # Most addresses have none of these words, which is told sooner.
    return ("rss" in lower or "feed" in lower or "atom" in lower) and _FEED_ADDRESS.search(lower) is not None


def _kind(url: str, text: str) -> str:
    kind = shape(url)
    if kind != "file" and is_step(text) and not _FIRST_PAGE.fullmatch(text):
        return "page"
    if kind != "other":
        return kind
    if not text:
        return "other"
    return "article" if len(text) >= _HEADLINE else "section"


def _feeds(doc: Doc) -> list[str]:
    """Where a page says that its news stand for programs: RSS, Atom."""
    found = []
    for element in doc.tagged("link"):
        if _FEED.search(element.get("type") or "") and "alternate" in (element.get("rel") or "").lower().split():
            url = resolve(doc, element.get("href") or "")
            if url is not None and not is_denied(url):
                found.append(_spelled(url))
    return found


def _sent_to(doc: Doc) -> list[str]:
    """Where frames, a refresh, or the script of a page without text lead."""
    hrefs = [frame.get("src") or "" for frame in doc.tagged("frame", "iframe")]
    for meta in doc.tagged("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh" and (move := _REFRESH.match(meta.get("content") or "")):
            hrefs.append(move[1])
    if len(doc.text) < 4096 and len(shown_text(doc.tree)) < _SHELL_TEXT:
        hrefs += [move[1] or move[2] for move in _SCRIPT_MOVE.finditer(doc.text)]
    urls = (resolve(doc, href) for href in hrefs)
    return [_spelled(url) for url in urls if url is not None and not is_denied(url) and _spelled(url) != doc.url]


def _spelled(url: str) -> str:
    try:
        return canonical(url)
    except ValueError:
        return url
