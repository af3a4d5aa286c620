"""A page by its outline, read from the markup without parsing it: enough to tell an error page from content."""

import re
from dataclasses import dataclass
from functools import cached_property

_TAG = re.compile(r"<[^<>]{0,2000}>")
_TITLE = re.compile(r"<title[^<>]{0,100}>([^<]{0,300})", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
# Chinese characters that are shown, with what stands before each. Possessive, so that no text makes it look twice.
_UNSEEN = "|".join(rf"<{tag}\b(?:[^<]++|<(?!/{tag}))*+(?:</{tag}|\Z)" for tag in ("script", "style", "noscript"))
_SHOWN_HAN = rf"(?:[^<\u3400-\u9fff]++|<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)|{_UNSEEN}|<[^<>]{{0,2000}}>)*+[\u3400-\u9fff]"
_MUCH, _SOME = (re.compile(rf"(?is:(?:{_SHOWN_HAN}){{{count}}})") for count in (400, 100))
_BODY = re.compile("<body", re.IGNORECASE)
_MEDIA = re.compile(r"<(?:img|video|audio|embed|object|iframe|frame)\b", re.IGNORECASE)
_ALERT = re.compile(r"\balert\s?\(\s?['\"]([^'\"<>]{1,100})")
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_SILENT = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<noscript", "</noscript"))


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What a page shows. `markup` is the page as decoded."""

    markup: str

    @cached_property
    def says_much(self) -> bool:
        """Whether it shows 400 Chinese characters; told by its beginning, as it goes for most pages."""
        return _MUCH.match(self.markup, self._start) is not None

    @cached_property
    def says_some(self) -> bool:
        """Whether it shows 100 of them, which is told sooner."""
        return _SOME.match(self.markup, self._start) is not None

    @cached_property
    def _start(self) -> int:
        body = _BODY.search(self.markup)
        return body.start() if body else 0

    @cached_property
    def title(self) -> str:
        match = _TITLE.search(self.markup)
        return " ".join(match[1].split()) if match else ""

    @cached_property
    def text(self) -> str:
        """The text of the body on one line, without scripts, styles, comments and tags."""
        shown = self._shown
        body = shown.lower().find("<body")
        return " ".join(_TAG.sub(" ", shown[max(body, 0) :]).split())

    @cached_property
    def alert(self) -> str:
        """What its script shows in a window of its own; empty for nothing."""
        found = _ALERT.search(self.markup)
        return found[1] if found else ""

    @cached_property
    def han(self) -> int:
        """How many Chinese characters it shows."""
        return len(_HAN.findall(self.text))

    @cached_property
    def links(self) -> int:
        return len(_LINK.findall(self._shown))

    @cached_property
    def media(self) -> bool:
        """Whether there are pictures, players or frames, which may be all that a page has to say."""
        return _MEDIA.search(self._shown) is not None

    @cached_property
    def script(self) -> bool:
        return "<script" in self.markup.lower()

    @cached_property
    def _shown(self) -> str:
        shown = self.markup
        for start, end in _SILENT:
            shown = _cut(shown, start, end)
        return shown


def _cut(text: str, start: str, end: str) -> str:
    """Text without what stands between two marks; what is never closed goes to the end."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters have two in lower case, which would shift every place
        lower = text
    kept = []
    position = 0
    while (begin := lower.find(start, position)) >= 0:
        kept.append(text[position:begin])
        close = lower.find(end, begin + len(start))
        if close < 0:
            return " ".join(kept)
        position = close + len(end)
    return " ".join((*kept, text[position:]))
