"""What a page leaves to its scripts: rows that they fetch, a text that they write into an empty element."""

import re
from collections.abc import Iterator

from spiders.extract.page import Doc

_FETCHES = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s?\(|\bfetch\s?\(|\baxios\b|XMLHttpRequest|\bnew Vue\b|\bcreateApp\b"
)
# Attributes of Vue and Angular that name what is to be written into their element.
_BOUND = re.compile(r"\s(?:v-html|v-text|ng-bind(?:-html)?|\[innerhtml\])\s?=", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\$\(\s?['\"]#([\w-]{1,60})['\"]\s?\)\s?\.(?:html|append)\(\s?[^)\s]"
    r"|getElementById\(\s?['\"]([\w-]{1,60})['\"]\s?\)\s?\.innerHTML\s?="
)
_HOLDERS = ("div", "section", "article", "td")  # a <span> is written a count into


def fetches(doc: Doc) -> bool:
    """Whether a page has scripts that fetch something."""
    return any(_FETCHES.search(script) for script in _scripts(doc))


def awaits_text(doc: Doc) -> bool:
    """Whether an element of a page is empty until a script writes into it."""
    if _BOUND.search(doc.text):
        return True
    named = {name for script in _scripts(doc) for found in _WRITTEN.findall(script) for name in found if name}
    return bool(named) and any(
        element.get("id") in named and len(element) == 0 and not (element.text or "").strip()
        for element in doc.tree.iter(*_HOLDERS)
    )


def _scripts(doc: Doc) -> Iterator[str]:
    return (script.text for script in doc.tagged("script") if script.text)
