"""What the lines around a text say of it: above it, below it, and in a table above the title."""

import re
from collections.abc import Sequence
from dataclasses import replace

from spiders.extract import infoline
from spiders.extract.infoline import Info
from spiders.extract.labels import labels
from spiders.extract.layout import Layout
from spiders.extract.outline import Line
from spiders.extract.said import Place, Said, around

_SOURCE = re.compile(r"(?:^|[\s_-])(?:source|origin|media|laiyuan)(?:$|[\s_-])", re.IGNORECASE)
_NAME = 200  # characters of class and id that are looked at
_BARE_BELOW = 4  # lines below a text in which a date needs no label
_LAST, _SIGNATURE = 3, 60  # lines of a text that may say who it is from, and their characters
_SENTENCE = re.compile("[。；！？]")
_STARTS = "（(【[〔「 "
_PERSON = r"(?!通讯员|记者|摄影|摄像|编辑|审核)[\u3400-\u9fff·]{2,4}"
# 文/图 张三, 记者 张三 通讯员 李四: without a colon.
_WHO = re.compile(
    rf"(文/图|图/文|文图|图文|文|供稿|撰稿|作者|(?:本[报网]|全媒体|见习)?记者|通讯员)[\s/／|:：]{{1,3}}({_PERSON}(?:[\s、/／]{_PERSON}){{0,4}})(?=\W|$)"
)
# 云开管发〔2024〕12号, as documents print it below their title, in whatever brackets.
_NUMBER = re.compile(
    r"(?!根据|依据|按照|参照)[\u3400-\u9fff]{2,16}\s?[〔［\[（(【﹝]\s?\d{4}\s?[〕］\]）)】﹞]\s?第?\s?\d{1,4}\s?号"
)
_ISSUED = r"[\u3400-\u9fff]{2,24}(?:令|公告|通告)"  # 云岭市人民政府令
_ORDINAL = r"[(（]?第\s?[\d一二三四五六七八九十百〇零]{1,6}\s?号[)）]?"
_ORDER = re.compile(rf"{_ISSUED}\s?{_ORDINAL}")
_ORDER_NAME, _ORDER_NUMBER = re.compile(_ISSUED), re.compile(_ORDINAL)
_FIRST = 3  # lines of a text among which it may stand
_OF_TABLE = ("title", "published", "source", "publisher", "issuer", "index", "number", "written")


def facts(parts: Layout) -> Info:
    """What stands above the text; of what that leaves open, what stands below it, or in a table above the title."""
    info = _read(parts.head)
    if info.source is None and "source" not in info.kinds:
        info.unlabelled_source = info.unlabelled_source or _named_source(parts.head)
    below = _read(parts.foot, _BARE_BELOW)
    below.title = None  # of a form to answer
    if info.published or info.dated or info.bare:
        below.published = below.dated = below.bare = None
    info = info.over(parts.credits).over(_signed(parts.text)).over(below)
    table = _read(parts.table, bare=0)
    table.number = table.number or _numbered((*parts.head, *parts.text[:_FIRST]))
    return info.over(Info(**{name: getattr(table, name) for name in _OF_TABLE}))


def _numbered(lines: Sequence[Line]) -> Said | None:
    """The number of a document that is a line by itself, or two: 云岭市人民政府令 above 第12号."""
    for line, below in zip(lines, (*lines[1:], None), strict=False):
        if _NUMBER.fullmatch(line.text) or _ORDER.fullmatch(line.text):
            return _number(line.text, line)
        if below is not None and _ORDER_NAME.fullmatch(line.text) and _ORDER_NUMBER.fullmatch(below.text):
            return _number(line.text + below.text.strip("()（）"), around(line, below))
    return None


def _number(text: str, at: Place) -> Said | None:
    number = infoline.code(text)
    return Said(number, "line alone", at) if number else None


def _signed(text: Sequence[Line]) -> Info:
    """What the last lines of a text say of source and author: （来源：澄川日报）, （文/图 张三）. They stay in it."""
    info = Info()
    for line in text[-_LAST:]:
        said = line.text.lstrip(_STARTS)
        if len(said) > _SIGNATURE or _SENTENCE.search(said):
            continue
        if (who := _WHO.match(said)) is not None:
            info = info.over(Info(author=Said(who[2], f"label {who[1]}", line)))
        first = next(iter(labels(said)), None)
        if first is not None and first.start == 0 and first.kind in ("source", "author"):
            told = infoline.read([said.rstrip("）)】]〕」 ")], bare=0, places=[line])
            author = replace(told.author, value=told.author.value.partition("，")[0]) if told.author else None
            info = info.over(Info(source=told.source, author=author))
    return info


def _read(lines: Sequence[Line], bare: int = 1000) -> Info:
    shown = [line for line in lines if not line.hidden]
    return infoline.read([_apart(line) if line.linked else line.text for line in shown], bare, shown)


def _apart(line: Line) -> str:
    """A line with a bar after each link, for what a link names ends with it: 来源：<a>园区网</a><a>参与互动</a>."""
    if len(line.pieces) == 1 or all(piece[1] is None for piece in line.pieces[:-1]):
        return line.text
    parts, before = [], None
    for text, link, _ in line.pieces:
        parts.append(f" | {text}" if before is not None and link is not before else text)
        before = link
    return " ".join("".join(parts).split())


def _named_source(head: Sequence[Line]) -> Said | None:
    """What stands in an element whose class or id says that it is the source; some news sites print no label."""
    elements = (element for block in dict.fromkeys(line.block for line in head) for element in block.element.iter())
    for element in elements:
        if not _SOURCE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:_NAME]):
            continue
        if name := infoline.name(" ".join("".join(element.itertext()).split())):
            return Said(name, "element called so", element)
    return None
