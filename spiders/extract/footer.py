"""What a page's footer says of who runs the site: sponsor, address, numbers, records."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from archive.records import Footer, Phone
from spiders.extract.contacts import emails, phones
from spiders.extract.footer_labels import Entry, entries, key
from spiders.extract.footer_lines import Lines
from spiders.extract.footer_records import code_of_badge, icp_number, psb_number, psb_number_of_badge, site_id_code
from spiders.extract.footer_region import region
from spiders.extract.outline import outline, restored
from spiders.extract.page import Doc
from spiders.extract.restore import Restorer

# A name or an address ends at a cell, a bar, a wider space, or where the next item begins without a label.
_END = re.compile(
    r"\t|\||｜| {2,}|版权所有|copyright|©|[\u4e00-\u9fa5]?ICP\s?[备证]|[\u4e00-\u9fa5]公网安备|备案号|网站标识码|标识码"
    r"|网站地图|站点地图|联系我们|关于我们|技术支持|地址:|邮编|邮政编码|推荐使用|建议使用|;|。",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"(?:政府|委员会|委|办公室|局|厅|院|部|署|处|科|室|站|中心|集团|公司|社|会|馆|所|校|区|县|市)$"
)
_LEADING = re.compile(r"^(?:(?:本?网站|本站|本网)?由|本?网站|本站|本网)")
_MARKS = " \t\r\n，,;；。、:：|·-—"
_TRIM = _MARKS + "(（[【"
_PAIR = re.compile(r"[(（][^()（）]{1,40}[)）]|[\[【][^\[\]【】]{1,40}[\]】]")  # (东校区)云岭大道18号


def footer(doc: Doc, restorer: Restorer | None = None) -> Footer | None:
    """The footer of a page; None where it has none and no badge tells a number of the site.

    On an injected page the fields are read from the restored text; `raw_text` is always as published.
    """
    lines = _lines(doc, restorer)
    found = region(lines)
    said = _said(tuple(map(lines.text, found)))
    code = said.site_id_code or code_of_badge(doc)
    number = said.psb_number or psb_number_of_badge(doc)
    if not found and not code and not number:
        return None
    return replace(
        said,
        site_id_code=code,
        psb_number=number,
        raw_text="\n".join(map(lines.raw, found)),
    )


@lru_cache(maxsize=256)  # a site's pages have their footer in common
def _said(texts: tuple[str, ...]) -> Footer:
    """What the lines of a footer say."""
    values = _entries(texts)
    numbers = _phones(values, "phone")
    # 监督举报电话 is another office's; the one for what stands on the site comes first.
    reports = sorted(_phones(values, "report"), key=lambda phone: "信息" not in key(phone.label))
    sponsor, organizer = _named_after(values)
    return Footer(
        sponsor=_first(values, "sponsor", _name) or sponsor,
        organizer=_first(values, "organizer", _name) or organizer,
        address=_first(values, "address", _address),
        phones=tuple(dict.fromkeys(numbers + _unlabelled(values) + reports[1:])),
        email=_first(values, "email", _email) or _first(values, "", _email) or _first(values, "phone", _email),
        report_phone=reports[0].number if reports else None,
        report_email=_first(values, "report", _email),
        site_id_code=site_id_code(texts),
        icp_number=icp_number(texts),
        psb_number=psb_number(texts),
    )


def _lines(doc: Doc, restorer: Restorer | None) -> Lines:
    page = outline(doc)
    if restorer is None or restorer.verdict != "injected":
        return Lines(page)

    def restore(text: str) -> str:
        return restorer.apply(text)[0]

    return Lines(restored(page, restore), restore)


def _entries(texts: Sequence[str]) -> list[Entry]:
    """All labels and values of a footer; a label alone on its line has the line below as its value."""
    values: list[Entry] = []
    for text in texts:
        items = entries(text)
        if values and not values[-1].value and values[-1].kind and items[0].value:
            values[-1] = Entry(values[-1].label, values[-1].kind, items.pop(0).value)
        values += items
    return values


def _first(values: Sequence[Entry], kind: str, read: Callable[[Entry], str | None]) -> str | None:
    return next((value for entry in values if entry.kind == kind and (value := read(entry))), None)


def _name(entry: Entry) -> str | None:
    """An organisation's name. One space may stand between two that act together, as in 「某县委 某县人民政府」."""
    first, *further = _cut(entry.value).split(" ")
    others = takewhile(lambda part: _ORGANISATION.search(key(part)), further)
    name = re.sub("[主承][办辦]$", "", " ".join((first, *others)))
    return name if 2 <= len(name) <= 60 and not name.isdigit() else None


def _address(entry: Entry) -> str | None:
    address = _cut(entry.value)
    return address if len(address) >= 4 and "@" not in address and "://" not in address else None


def _cut(value: str) -> str:
    value = value.strip(_TRIM) if _PAIR.match(value.lstrip(_MARKS)) is None else value.lstrip(_MARKS)
    end = _END.search(key(value))
    return (value[: end.start()] if end else value).rstrip(_TRIM)


def _email(entry: Entry) -> str | None:
    return next(iter(emails(entry.value, announced=entry.kind in {"email", "report"})), None)


def _phones(values: Sequence[Entry], kind: str) -> list[Phone]:
    labelled = ((entry.label, phones(entry.value)) for entry in values if entry.kind == kind)
    return [Phone(label=label, number=number) for label, numbers in labelled for number in numbers]


def _unlabelled(values: Sequence[Entry]) -> list[Phone]:
    """Numbers without a label: only those that an area code and a dash tell from all other numbers."""
    return [
        Phone(label="", number=number)
        for entry in values
        if entry.kind == ""
        for number in phones(entry.value)
        if number.startswith("0") and number in key(entry.value)
    ]


def _named_after(values: Sequence[Entry]) -> tuple[str | None, str | None]:
    """Sponsor and organizer where the word follows the name: 「某县人民政府办公室主办 某县信息中心承办」."""
    names: dict[str, str] = {}
    for entry in values:
        rest = "" if entry.kind else entry.value
        for word in ("主办", "承办"):
            before, hit, after = _partition(rest, word)
            if hit and not key(after).startswith(("单位", "方")):
                *others, last = re.split(r"[\s|｜，,]+", before.strip(_TRIM))
                together = [*takewhile(lambda part: _ORGANISATION.search(key(part)), reversed(others))]
                name = " ".join([*reversed(together), last])
                names.setdefault(word, _LEADING.sub("", name, count=1).strip(_TRIM))
                rest = after
    return names.get("主办") or None, names.get("承办") or None


def _partition(text: str, word: str) -> tuple[str, bool, str]:
    at = key(text).find(word)
    return (text, False, "") if at < 0 else (text[:at], True, text[at + len(word) :])
