"""From bytes to text: which charset a page is really in, and its text without what no page may contain."""

import re

GB18030 = "gb18030"

# Only these labels are taken at their word: other names that Python knows (punycode, zlib, hex) are no charsets of
# pages, and decoding 320 KB as punycode takes 23 s. GB18030 stands for its subsets because pages that declare gb2312
# use characters outside it (㎡, 镕), as browsers do; so does Big5-HKSCS for Big5.
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(
        (
            "gb18030",
            "gbk",
            "x-gbk",
            "gb2312",
            "gb_2312",
            "gb_2312-80",
            "gb-2312",
            "csgb2312",
            "euc-cn",
            "cp936",
            "ms936",
        ),
        GB18030,
    ),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
}
# A byte order mark is stronger than what is declared, and the only way that a page in UTF-16 is known.
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_HEAD = 4096  # where browsers look for a declaration, four times over: CMS templates put scripts before it
_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,400}?\b(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,30})", re.IGNORECASE
)
_DECLARED = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,30})", re.IGNORECASE)
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_PLAIN = bytes(range(256)).translate(None, bytes((*range(9), 11, *range(14, 32), 127)))


def charset(data: bytes, declared: str | None) -> str:
    """The Python codec to read a page with; never fails. `declared` is the label of the Content-Type header.

    By byte order mark; as UTF-8 where that decodes to Chinese, whatever is declared (bytes of another charset do
    not form it by chance); as the header says, then as the page says, then UTF-8, then GB18030, where that decodes
    strictly. If nothing does, what loses the fewest characters.
    """
    return _decoded(data, declared)[1]


def text(data: bytes, declared_content_type: str | None) -> tuple[str, str]:
    """The text of a page and the codec it was read with: what parsing, replay and search all start from.

    Bytes that can't be read come out as U+FFFD; control characters other than tab and line breaks, and byte order
    marks, are left out, since neither trees nor tables take them.
    """
    label = _DECLARED.search(declared_content_type or "")
    decoded, codec = _decoded(data, label[1] if label else None)
    # Most pages have none of them, which their bytes tell at once; only UTF-16 has such bytes in other characters.
    has_any = codec.startswith("utf-16") or data.translate(None, _PLAIN) or "\ufeff" in decoded
    return shown(decoded) if has_any else decoded, codec


def shown(text: str) -> str:
    """A text without control characters other than tab and line breaks, and without byte order marks."""
    return _CONTROL.sub("", text)


def _decoded(data: bytes, declared: str | None) -> tuple[str, str]:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data.decode(marked, "replace"), marked
    as_utf8 = _strictly(data, "utf-8")
    if as_utf8 is not None and _CHINESE.search(as_utf8):
        return as_utf8, "utf-8"
    meta = _META.search(data, 0, _HEAD)
    labels = (declared, meta[1].decode("ascii", "replace") if meta else None, "utf-8", GB18030)
    codecs = list(dict.fromkeys(codec for label in labels if label and (codec := _CODECS.get(label.strip().lower()))))
    for codec in codecs:
        if (decoded := as_utf8 if codec == "utf-8" else _strictly(data, codec)) is not None:
            return decoded, codec
    return min(((data.decode(codec, "replace"), codec) for codec in codecs), key=lambda read: read[0].count("\ufffd"))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
