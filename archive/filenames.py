"""What files are called: by the header of their answer, by their address, by the archive that they are packed in.

A name is only ever a value of a column: nothing is written under it.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_to_bytes, urlsplit

_EXTENDED = re.compile(r"filename\*\s{0,9}=\s{0,9}\"?([\w-]{1,20})'[^']{0,20}'([^;\"\s]{1,2000})", re.IGNORECASE)
# Without RFC 9110's escapes: a backslash is the second byte of many characters of GBK.
_PLAIN = re.compile(r"filename\s{0,9}=\s{0,9}(?:\"([^\"]{1,2000})|([^;\"]{1,2000}))", re.IGNORECASE)
# Among them those that turn letters around: with U+202E cod.exe reads exe.doc.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)  # 202E makes exe.doc of cod.exe
_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_SHOWN = ("showname", "realname", "displayname", "filename", "name")  # jcms and others: parameters that name a file
_LONGEST = 255  # characters


def of_header(disposition: str | None) -> str | None:
    """The name that a Content-Disposition gives (RFC 6266), None for none; `disposition` has one character a byte.

    Servers send it as RFC 8187 says, or as it is in UTF-8 or GBK, or escaped like in addresses or in mail.

    >>> of_header("attachment; filename*=GBK''%B8%BD%BC%FE.doc")
    '附件.doc'
    """
    if disposition is None:
        return None
    if extended := _EXTENDED.search(disposition):
        return tidy(read(unquote_to_bytes(extended[2]), extended[1]))
    plain = _PLAIN.search(disposition)
    if plain is None:
        return None
    name = (plain[1] or plain[2]).strip(" \t")  # U+0085 is half a character of GBK, and white space
    if name.startswith("=?"):
        return tidy(_mail(name))
    raw = name.encode("latin-1", "replace")
    return tidy(read(unquote_to_bytes(raw) if raw.isascii() else raw))


def of_address(url: str) -> str:
    """The name that an address gives: its parameter that names a file, else the last part of its path.

    >>> of_address("http://kfq.test/download.jsp?id=7&showname=%B8%BD%BC%FE.doc"), of_address("http://kfq.test/a/b.pdf")
    ('附件.doc', 'b.pdf')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    pairs = [pair.partition("=")[::2] for pair in parts.query.split("&")]
    values = {name.lower(): read(unquote_to_bytes(value.replace("+", " "))) for name, value in pairs}
    shown = next((values[name] for name in _SHOWN if _EXTENSION.search(values.get(name, ""))), None)
    return tidy(shown or read(unquote_to_bytes(parts.path.rpartition("/")[2]))) or url


def read(name: bytes, declared: str = "") -> str:
    """A name in the charset that its bytes are in: the one declared if it fits, else UTF-8 or GBK.

    Characters of two bytes in UTF-8 may be GBK by chance, as the bytes of 一.doc are those of һ.doc; longer ones not.
    """
    decoded = {charset: text for charset in ("utf-8", "gb18030") if (text := _strictly(name, charset)) is not None}
    charset = "gb18030" if declared.lower().startswith("gb") else declared.lower()
    if charset in decoded:
        return decoded[charset]
    as_utf8 = decoded.get("utf-8")
    if as_utf8 is not None and (as_utf8.isascii() or max(as_utf8) >= "\u0800"):
        return as_utf8
    return decoded.get("gb18030") or as_utf8 or name.decode("gb18030", "replace")


def _mail(name: str) -> str:
    """A name as mail escapes it (RFC 2047)."""
    try:
        parts = decode_header(name)
    except HeaderParseError:
        return name
    return "".join(part if isinstance(part, str) else read(part, charset or "") for part, charset in parts)


def _strictly(name: bytes, charset: str) -> str | None:
    try:
        return name.decode(charset)
    except UnicodeDecodeError:
        return None


def tidy(name: str) -> str | None:
    """The last part of a path, on one line, without what cannot be seen or turns the letters around."""
    leaf = _UNSEEN.sub("", re.split(r"[/\\]", name)[-1])
    return " ".join(leaf.split())[:_LONGEST] or None
