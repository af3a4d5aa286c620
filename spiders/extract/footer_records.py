"""The numbers under which a site is on record: ICP, police, and the code of government sites."""

import re
from collections.abc import Iterable

from spiders.extract.footer_labels import key
from spiders.extract.page import Doc

# 「豫ICP备15021526号-1」: eight digits, or ten with a year before them since 2021; 号 and the part may be missing.
ICP = re.compile(
    r"(?:ICP|icp|Icp)\s?[备证][案字]?[编号第:\s-]{0,6}(?P<number>\d{10}|\d{8})(?!\d)\s{0,3}号?"
    r"(?:\s{0,3}-\s{0,3}(?P<part>\d{1,3})(?!\d))?"
)
_PROVINCE = re.compile(r"(?P<province>[\u4e00-\u9fa5])[)]?\s?$")
# 「豫公网安备 41142402000535号」: fourteen digits, fewer in old numbers; also 「网警备案号：…」, 「郑公备：…」.
PSB = re.compile(
    r"(?P<printed>[\u4e00-\u9fa5]公网安备案?\s{0,3}号?\s{0,3}:?\s{0,3}(?P<number>\d{8,14})(?!\d)\s{0,3}号?)"
    r"|(?:公网|公安|网警|网安|公备)[备案机关部门联网]{0,8}[序编]?号?\s{0,3}:?\s{0,3}(?P<bare>\d{13,14})(?!\d)"
)
# 「网站标识码：4114240001」, of ministries 「bm01000001」.
CODE = re.compile(r"标识码\s{0,3}[:(]?\s{0,3}(?P<code>bm\d{8}|\d{10})(?!\d)", re.IGNORECASE)

# The badge 政府网站找错 carries the site's code, and the police's badge its number.
_CODE_IN_SCRIPT = re.compile(rb"site_?code\s{0,5}=\s{0,5}[\"']?(bm\d{8}|\d{10})(?!\d)")
_CODE_ALONE = re.compile(r"bm\d{8}|\d{10}")
_PSB_MARKS = ("recordcode=", "webSearch?code=")
_PSB_IN_LINK = re.compile(r"(?:recordcode|beian\.mps\.gov\.cn/#/query/webSearch\?code)=(\d{14})(?!\d)")


def icp_number(texts: Iterable[str]) -> str | None:
    """The first ICP record of a footer's lines, as printed, without spaces."""
    for text in texts:
        line = key(text)
        if found := ICP.search(line):
            province = _PROVINCE.search(line[max(0, found.start() - 3) : found.start()])
            return (province["province"] if province else "") + re.sub(r"\s", "", found[0])
    return None


def psb_number(texts: Iterable[str]) -> str | None:
    """The first police record of a footer's lines, as printed."""
    found = next((found for text in texts if (found := PSB.search(key(text)))), None)
    return " ".join((found["printed"] or found["bare"]).split()) if found else None


def psb_number_of_badge(doc: Doc) -> str | None:
    """The police record that the link of the badge tells."""
    if not any(mark in doc.text for mark in _PSB_MARKS):
        return None
    badge = _PSB_IN_LINK.search(doc.text)
    return badge[1] if badge else None


def site_id_code(texts: Iterable[str]) -> str | None:
    """The code that a footer's lines print."""
    found = next((found for text in texts if (found := CODE.search(key(text)))), None)
    return found["code"].lower() if found else None


def code_of_badge(doc: Doc) -> str | None:
    """The code that a site's badge tells; else the head (<meta name="SiteIDCode">)."""
    # As bytes in lower case: ten times as fast, over a whole page, as to ignore case.
    if badge := _CODE_IN_SCRIPT.search(doc.text.encode("utf-8", "replace").lower()):
        return badge[1].decode()
    for meta in doc.tagged("meta"):
        content = (meta.get("content") or "").strip().lower()
        if (meta.get("name") or "").lower() == "siteidcode" and _CODE_ALONE.fullmatch(content):
            return content
    return None
