"""What a page says of itself in <meta> tags: the tags of the government site standard and their relatives."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from spiders.extract.page import Doc
from spiders.extract.said import Said

# Where the standard's tag is missing, these say the same: jcms and the older news sites of gov.cn, VSB, people.com.cn.
_TITLE = ("articletitle", "og:title", "pagetitle")
_PUBLISHED = ("pubdate", "firstpublishedtime", "publishdate", "article:published_time", "publish_time")
_SOURCE = ("contentsource", "source")
_SECTION = ("columnname", "lanmu")
_TOLD = {
    "article_title": ("articletitle",),
    "title": _TITLE,
    "published": _PUBLISHED,
    "source": _SOURCE,
    "author": ("author",),
    "section": _SECTION,
}

_NOTHING = frozenset(("", "null", "undefined", "none", "无", "-", "--", "/"))
_LABEL = re.compile(r"^(?:文章|信息|稿件)?来源\s*[：:]\s*")
# Accounts that content management systems file articles under.
_ACCOUNT = re.compile(r"管理员|系统|admin|技术支持|://|www\.", re.IGNORECASE)
_LINKED = re.compile(r"\"(?:pubDate|datePublished)\"\s{0,9}:\s{0,9}\"([^\"]{8,40})\"")  # JSON-LD, schema.org and Baidu
_GOV_CN = re.compile(r"^(\d{4}-\d\d-\d\d)-(?=\d\d:)")  # 2007-08-20-23:59:59
TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")  # markup in a value
_LENGTH = 300  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The values, on one line each; None where a tag is missing, empty, or says "null"."""

    article_title: str | None = None  # ArticleTitle itself: a page that has it is an article
    title: str | None = None  # the same, or what other systems call it
    published: str | None = None
    source: str | None = None
    author: str | None = None
    section: str | None = None
    site_name: str | None = None
    is_made_anew: bool = False  # UCAP: what is `published` is when the page was made (页面生成时间), perhaps anew
    elements: Mapping[str, HtmlElement] = field(default_factory=dict)  # by field, where its value stands

    def mapped(self, change: Callable[[str], str]) -> "Meta":
        """The same with every value changed by a function."""
        values = {name: getattr(self, name) for name in self.__slots__}
        changed: dict[str, Any] = {name: change(value) for name, value in values.items() if isinstance(value, str)}
        return replace(self, **changed)

    def rule(self, field: str) -> str:
        """What gave a field: "meta" and the name of the tag as the page writes it."""
        element = self.elements.get(field)
        if element is not None and element.tag == "script":
            return "JSON-LD"
        return "meta" if element is None else f"meta {(element.get('name') or element.get('property') or '').strip()}"

    def said(self, field: str) -> Said | None:
        """A field with where it stands."""
        value: str | None = getattr(self, field)
        return Said(value, self.rule(field), self.elements.get(field)) if value is not None else None


@lru_cache(maxsize=1)
def meta(doc: Doc) -> Meta:
    """The tags of a page. Names are compared without case; of several tags of one name the first filled one counts."""
    values: dict[str, str] = {}
    elements: dict[str, HtmlElement] = {}
    for element in doc.tagged("meta"):
        name = element.get("name") or element.get("property")
        if name and (value := one_value(element.get("content") or "")):
            elements.setdefault(name.strip().lower(), element)
            values.setdefault(name.strip().lower(), value)
    if "ld+json" in doc.text and not any(tag in values for tag in _PUBLISHED):
        for script in doc.tagged("script"):
            if "ld+json" in (script.get("type") or "") and (found := _LINKED.search(script.text or "")):
                elements.setdefault("pubdate", script)
                values.setdefault("pubdate", found[1])
    source = _first(values, _SOURCE)
    author = values.get("author")
    published = _first(values, _PUBLISHED)
    told = {name: next((elements[tag] for tag in tags if tag in elements), None) for name, tags in _TOLD.items()}
    return Meta(
        article_title=values.get("articletitle"),
        title=_first(values, _TITLE),
        published=_GOV_CN.sub(r"\1 ", published or "") or None,
        source=(_LABEL.sub("", source) or None) if source else None,
        author=None if author is None or author.isascii() or _ACCOUNT.search(author) else author,
        section=_first(values, _SECTION),
        site_name=values.get("sitename"),
        is_made_anew=published is not None and published in values.get("others", ""),
        elements={name: element for name, element in told.items() if element is not None},
    )


def one_value(content: str) -> str | None:
    """A value on one line, entities escaped twice undone, without markup; None for what templates leave in an empty
    field."""
    value = " ".join(unescape(content[:_LENGTH]).split())
    if "<" in value:
        value = TAGS.sub("", value).strip()
    return None if value.lower() in _NOTHING or "<" in value else value


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if name in values), None)
