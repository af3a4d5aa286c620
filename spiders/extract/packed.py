"""A text that a page carries along for its script to show: in a <textarea> out of sight, in a string of a script."""

import re
from collections.abc import Iterator
from html import unescape

from spiders.extract.embedded import BEHIND, WRITTEN
from spiders.extract.included import unescaped

_BEGINS = {tag: re.compile(rf"<{tag}\b[^<>]{{0,300}}>", re.IGNORECASE) for tag in ("textarea", "script")}
_ENDS = {tag: re.compile(rf"</{tag}\s{{0,9}}>", re.IGNORECASE) for tag in ("textarea", "script")}
_STRING = re.compile(r"\"((?:[^\"\\\n]++|\\.)*+)\"|'((?:[^'\\\n]++|\\.)*+)'|`((?:[^`\\]++|\\.)*+)`", re.DOTALL)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|div|br|span|table|section)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST = 40  # Chinese characters of a text
_LIMIT = 1_000_000  # characters of a page that are looked through


def written_out(text: str) -> str:
    """A page's markup with the longest such text written out behind what holds it, or at its end if that stands in its
    head; the markup itself where there is none. To be asked for a page that shows no text: others carry their templates
    along."""
    found = max(_packed(text[:_LIMIT]), key=lambda one: len(one[1]), default=None)
    if found is None:
        return text
    end, markup = found
    body, mark = _BODY.search(text), f" {BEHIND}"
    if body is not None and end < body.start():
        end, mark = (text.rfind("</body>") if "</body>" in text else len(text)), ""
    return f"{text[:end]}<{WRITTEN}{mark}><div>{markup}</div></{WRITTEN}>{text[end:]}"


def _packed(text: str) -> Iterator[tuple[int, str]]:
    """Where what holds a text ends, and the text as markup."""
    for end, held in _held(text, "textarea"):
        markup = held if "<" in held else unescape(held)
        if _is_text(markup):
            yield end, markup
    for end, held in _held(text, "script"):
        for string in _STRING.finditer(held):
            if string.end() - string.start() > _LEAST and _is_text(markup := unescaped(string[string.lastindex or 0])):
                yield end, markup


def _held(text: str, tag: str) -> Iterator[tuple[int, str]]:
    """Where each element of a tag ends, and what it holds."""
    at = 0
    while (begin := _BEGINS[tag].search(text, at)) and (end := _ENDS[tag].search(text, begin.end())):
        yield end.end(), text[begin.end() : end.start()]
        at = end.end()


def _is_text(markup: str) -> bool:
    return _MARKUP.search(markup) is not None and len(_HAN.findall(markup)) >= _LEAST
