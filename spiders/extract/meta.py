"""What a page says of itself in <meta> tags: the tags of the government site standard and their relatives."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from html import unescape

from spiders.extract.page import Doc

# Where the standard's tag is missing, these say the same: jcms and the older news sites of gov.cn, VSB, people.com.cn.
_TITLE = ("articletitle", "og:title", "pagetitle")
_PUBLISHED = ("pubdate", "firstpublishedtime", "publishdate", "article:published_time", "publish_time")
_SOURCE = ("contentsource", "source")
_SECTION = ("columnname", "lanmu")

_NOTHING = frozenset(("", "null", "undefined", "none", "无", "-", "--", "/"))
_LABEL = re.compile(r"^(?:文章|信息|稿件)?来源\s*[：:]\s*")
# Accounts that content management systems file articles under.
_ACCOUNT = re.compile("管理员|系统|admin", re.IGNORECASE)
_GOV_CN = re.compile(r"^(\d{4}-\d\d-\d\d)-(?=\d\d:)")  # 2007-08-20-23:59:59
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

    def mapped(self, change: Callable[[str], str]) -> "Meta":
        """The same with every value changed by a function."""
        return Meta(**{name: value and change(value) for name, value in asdict(self).items()})


@lru_cache(maxsize=1)
def meta(doc: Doc) -> Meta:
    """The tags of a page. Names are compared without case; of several tags of one name the first filled one counts."""
    values: dict[str, str] = {}
    for element in doc.tree.iter("meta"):
        name = element.get("name") or element.get("property")
        if name and (value := one_value(element.get("content") or "")):
            values.setdefault(name.strip().lower(), value)
    source = _first(values, _SOURCE)
    author = values.get("author")
    return Meta(
        article_title=values.get("articletitle"),
        title=_first(values, _TITLE),
        published=_GOV_CN.sub(r"\1 ", _first(values, _PUBLISHED) or "") or None,
        source=(_LABEL.sub("", source) or None) if source else None,
        author=None if author is None or author.isascii() or _ACCOUNT.search(author) else author,
        section=_first(values, _SECTION),
        site_name=values.get("sitename"),
    )


def one_value(content: str) -> str | None:
    """A value on one line, entities escaped twice undone; None for what templates leave in an empty field."""
    value = " ".join(unescape(content[:_LENGTH]).split())
    return None if value.lower() in _NOTHING or "<" in value else value


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if name in values), None)
