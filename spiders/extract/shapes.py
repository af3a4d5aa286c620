"""What the shape of an address tells of the page behind it, whatever the site.

Each of the content management systems of government sites writes the addresses of articles, of sections and of files
in its own way, and the ways hardly overlap. Those of one system alone stand with its family; here are the others.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import urlsplit

from archive.urls import parted
from spiders.family import families

Shape = Literal["article", "section", "file", "other"]

_PAGE = r"\.(?:[sj]?html?|aspx?|jspx?|php|psp|do|action)"

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|rtf|csv|txt|zip|rar|7z|gz|tar|jpe?g|png|gif|bmp|webp|ico|svg|tiff?"
    r"|mp[34]|m4[av]|wav|wm[av]|avi|flv|f4v|mov|swf|apk|exe|css|js|xml|json|rss)$"
    r"|/(?:download|downloadfile)\.\w+$"
)
_ARTICLE = re.compile(
    rf"/[0-9a-f]{{32}}{_PAGE}$|/[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}{_PAGE}$"
    rf"|/content_\d+{_PAGE}$|/m?post_\d+{_PAGE}$|/item/\d+{_PAGE}$|/info/\d+/\d+{_PAGE}$"
    r"|/\d{12,}/(?:index\.s?html?)?$"
    # a folder for each day or month
    rf"|/(?:19|20)\d\d[-/]?(?:0?[1-9]|1[0-2])(?:[-/]?[0-3]?\d)?/(?!index|list)[^/]+{_PAGE}$"
    rf"|/(?:show|view|detail|details|article|news|read|info)[-_]?\d+(?:[-_]\d+)*{_PAGE}$"
    rf"|/\d{{3,}}{_PAGE}$"
)
_ARTICLE_SCRIPT = re.compile(r"show|view|detail|article|content|read|display|newsinfo")
_ARTICLE_QUERY = re.compile(
    r"[?&](?:(?:a|action|act)=(?:show|view|detail)\b|(?:info|article|news|content|doc|document|archive)_?id=\w)"
)
_SECTION = re.compile(
    r"/(?:index|default|main|home)(?:_\d+)?\.\w+$"
    rf"|/\w*list[-_\d]*{_PAGE}$|/(?:col|node|channel|column|category|class|lanmu)[-_\d]*(?:{_PAGE})?$"
)
# /channels/3961.html beside /contents/216/105954.html: such a number is that of a section.
_NUMBERED_SECTION = re.compile(rf"/(?:channel|column|category|lanmu)s?/\d+{_PAGE}$")
_NAME = re.compile(rf"/[a-z]+(?:_[a-z]+)*{_PAGE}$")  # as VSB gives to sections
_SECTION_QUERY = re.compile(
    r"[?&](?:wbtreeid|channelid|columnid|classid|catid|categorynum|cid|tid|typeid|pageid|node)=[\w-]+"
)
_NUMBERED_FOLDER = re.compile(r"/\d{5,}/(?:index\.s?html?)?$")

# Copies for printing, phones, other scripts and languages; what asks or counts instead of telling; endless calendars.
_DENIED = re.compile(
    r"/(?:print|wap|mobile|m|wza|big5|gb2big5|fanti|en|english|eng|login|logon|signin|register|logout|member|user|admin"
    r"|search|was5|vote|survey|calendar|rili|viewclick|visitcount|dynclicks|addfav|comment|feedback|guestbook)(?=[/.?]|$)"
    r"|/(?:search|print|login|register|vote|survey|viewclick|calendar)\w*\.\w+(?=\?|$)"
    r"|/(?:count|counter|click|hits|visit)\.(?:asp|aspx|jsp|php|do)\b"
    r"|/plus/(?:recommend|stow|diggs|count|ad_js)|[?&]m=(?:search|member)\b"
    r"|[?&](?:wza|print|ui_wza|big5)\b|[?&](?:date|day|riqi|searchword|keywords?|q|redirect|returnurl)="
)


@lru_cache(maxsize=8192)  # the links of a site's navigation come again on each of its pages
def shape(url: str) -> Shape:
    """What an address looks like; "other" where its shape says nothing.

    >>> shape("http://kfq.test/xwzx/202403/t20240305_1024.html"), shape("http://kfq.test/xwzx/")
    ('article', 'section')
    """
    path, query = _parts(url)
    if _FILE.search(path) or _family_file().search(path):
        return "file"
    address = f"{path}?{query}" if query else path
    leaf = path.rpartition("/")[2]
    if query and (_ARTICLE_QUERY.search(address) or (_ARTICLE_SCRIPT.search(leaf) and _names_an_id(query))):
        return "article"
    of_family = _family_article()
    if _NUMBERED_SECTION.search(path):
        return "section"
    if _ARTICLE.search(path) or of_family.search(path) or (query and of_family.search(address)):
        return "article"
    if _NUMBERED_FOLDER.search(path):
        return "other"  # EasySite numbers its sections and its articles alike
    if path.endswith("/") or "." not in leaf or _SECTION.search(path) or _family_listing().search(address):
        return "section"
    is_section = _SECTION_QUERY.search(address) if query else _NAME.search(path)
    return "section" if is_section else "other"


@cache
def _family_article() -> re.Pattern[str]:
    return _any(pattern for family in families() for pattern in family.fingerprint.article)


@cache
def _family_listing() -> re.Pattern[str]:
    return _any(pattern for family in families() for pattern in family.fingerprint.listing)


@cache
def _family_file() -> re.Pattern[str]:
    return _any(pattern for family in families() for pattern in family.files.address)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def is_home(url: str) -> bool:
    """Whether an address is the first page of its host.

    >>> is_home("http://kfq.test/index.html?link=news"), is_home("http://kfq.test/news/")
    (True, False)
    """
    return bool(re.fullmatch(r"/?(?:index|default|main|home)?(?:\.\w{2,5})?", _parts(url)[0]))


@lru_cache(maxsize=8192)
def is_denied(url: str) -> bool:
    """Whether an address leads to a copy, a form or a counter, which a crawler does well to leave alone."""
    path, query = _parts(url)
    return bool(_DENIED.search(f"{path}?{query}" if query else path))


@lru_cache(maxsize=1024)
def _parts(url: str) -> tuple[str, str]:
    """Path and query in lower case; of an address that can't be taken apart, nothing."""
    if (plain := parted(url)) is not None:
        return plain[0][url.index("/", len("https://")) :].lower(), plain[1].lower()
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.path.lower(), parts.query.lower()


def _names_an_id(query: str) -> bool:
    return any(pair.partition("=")[0].endswith("id") and not pair.endswith("=") for pair in query.split("&"))
