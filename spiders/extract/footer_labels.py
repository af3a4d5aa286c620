"""The labels of a footer, and what stands after each: 「主办单位：某某办公室　地址：某某路1号邮编：112000」."""

import re
from dataclasses import dataclass
from functools import cache

from archive.text import simplified
from spiders.extract.contacts import HALF_WIDTH

# What a label means, by the words in it; the first that fits.
_KINDS = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("report", "举报|不良信息"),
        ("fax", "^传真|^fax"),
        ("other", "(?:网站|网页|访问|本站|ip|域名)地址|网址|技术支持|微信|公众号|qq"),
        ("email", "邮箱|邮件|信箱|电邮|e-?mail"),
        ("address", "地址|办公地点|^add(?:ress)?$"),
        ("phone", "电话|热线|专线|手机|座机|总机|联系方式|^tel|^phone"),
        ("sponsor", "主办"),
        ("organizer", "承办"),
    )
)
# Labels by their last words. One that is glued to the value before it is cut there: 「某某路11号邮编：」.
_KNOWN = re.compile(
    r"(?:(?:互联网|网络|涉未成年人?)?(?:违法(?:违规)?)?[和与及、]?(?:不良信息)?(?:投诉)?举报(?:受理)?(?:电话|热线|邮箱|邮件|信箱|电子邮箱|方式)?"
    r"|(?:网站)?(?:主管|主办|承办|协办|维护|运维|运营|管理|建设|责任|版权)(?:单位|部门|方)?|技术支持|版权所有"
    r"|(?:联系|咨询|服务|办公|监督|投诉|值班|客服)?(?:电话号码|电话|热线|专线|手机|联系方式)|传真|邮政编码|邮编"
    r"|(?:联系|通讯|通信|办公|单位|详细)?地址|(?:电子|投稿|联系|值班|服务)?(?:邮箱|邮件|信箱|电邮)|e-?mail|tel|fax|add"
    r"|(?:政府)?(?:网站)?标识码|(?:网站|工信部|公安|公网安|网警|公安机关)?备案(?:序|编)?号?|许可证(?:编)?号?码?|ICP证|网址|域名|微信|公众号|QQ)$",
    re.IGNORECASE,
)
_RUN = re.compile(r"[A-Za-z\u4e00-\u9fff/、&-]{1,24}$")
_REMARK = re.compile(r"[(][^()]{0,12}[)]$")
_EDGE = re.compile(
    r":(?!//)|(?:电话|热线|专线|传真|Tel|TEL|Fax|FAX)(?=\.?\s{0,3}[(]?0?\d)|邮编(?=\s?\d)|(?:邮箱|mail)(?=\s{0,3}[\w.-]{1,64}@)"
)
_IN_VALUES = frozenset("0123456789.@")  # before the last letters of an address: kfq@example.com举报电话
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, what it means (None for a label of something else, "" for text before the first), and its value."""

    label: str
    kind: str | None
    value: str


def key(text: str) -> str:
    """A text for matching, character by character the same length: simplified, half width, tabs kept."""
    return text.translate(_matching())


@cache
def _matching() -> dict[int, str]:
    return simplified() | HALF_WIDTH


def kind_of(label: str) -> str | None:
    """What a label means; None for one that is of no interest here."""
    return next((kind for kind, words in _KINDS if words.search(label)), None)


def entries(text: str) -> list[Entry]:
    """A line's labels and values, in order; the first one holds what stands before any label.

    >>> [(entry.label, entry.value) for entry in entries("地址：某某路11号邮编：112000 企业服务电话 024-72690124")][1:]
    [('地址', '某某路11号'), ('邮编', '112000'), ('企业服务电话', '024-72690124')]
    """
    line = key(text)
    found: list[Entry] = []
    label, begin = "", 0
    kind: str | None = ""
    for edge in _EDGE.finditer(line):
        stop = edge.start() if edge[0] == ":" else edge.end()
        start = _label_start(line, begin, stop)
        if start is None:
            continue
        found.append(Entry(label, kind, text[begin:start].strip()))
        label = _REMARK.sub("", line[start:stop].strip())
        kind, begin = kind_of(label), edge.end()
    found.append(Entry(label, kind, text[begin:].strip()))
    return found


def _label_start(line: str, floor: int, stop: int) -> int | None:
    """Where the label that ends at `stop` begins; None if no label ends there, as in 8:30."""
    base = max(floor, stop - _LONGEST_LABEL)
    piece = _REMARK.sub("", line[base:stop].rstrip())
    run = _RUN.search(piece)
    if run is None:
        return None
    start = base + run.start()
    known = _KNOWN.search(piece)
    if known is None:
        return start if 2 <= len(run[0]) <= 12 else None
    # Letters before the known words belong to the label (企业服务+电话), unless a value runs into it.
    follows = floor > 0 and not line[floor:start].strip()  # the colon of the label before
    glued = follows or line[start - 1 : start] in _IN_VALUES or start == base > floor
    return base + known.start() if glued or known.start() < run.start() else start
