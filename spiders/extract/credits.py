"""Lines that name who edited and checked a text: （责编：张三、李四）, 初审：王五 复审：赵六."""

import re

from spiders.extract import infoline
from spiders.extract.infoline import Info
from spiders.extract.labels import labels
from spiders.extract.outline import Line

_LENGTH = 120  # characters
_STARTS = "（(【[〔「 \u3000"
_OTHERS = {"undated", "written", "title", "index", "number", "issuer", "other"}
_OF_TEMPLATE = re.compile("(?:文章|信息|稿件|新闻|本文)来源")
_SENTENCE = re.compile("[。；！？]")
# 责任编辑 张三, 编辑/张三: without a colon.
_WITHOUT_COLON = re.compile(
    r"(责任编辑|责编|编辑|审核|校对|初审|复审|终审)(?:\s?[/／|｜]\s?|\s)(?=[\u3400-\u9fff]{2,4}(?:\s|[、/／，,)）】\]]|$))"
)


def credits(line: str, at: Line | None = None) -> Info | None:
    """What a line says that is nothing but credits, with staff among them; None for other lines.

    A line that names only a source or an author stays in the text, which often ends with its author's office, but for
    a source that is named as templates do (文章来源：).

    >>> credits("（责编：张三、李四）").editor.value
    '张三、李四'
    """
    if len(line) > _LENGTH or _SENTENCE.search(line):
        return None
    line = _WITHOUT_COLON.sub(r"\1：", line.lstrip(_STARTS))
    found = list(labels(line))
    kinds = {label.kind for label in found}
    is_told = kinds & {"editor", "reviewer", "staff"} or (kinds == {"source"} and _OF_TEMPLATE.match(line))
    if not found or found[0].start > 0 or not is_told or kinds & _OTHERS:
        return None
    return infoline.read([line], bare=0, places=[at])
