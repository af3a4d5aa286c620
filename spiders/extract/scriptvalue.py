"""Values that a page's script has been given as JSON, in an object that may not be JSON itself."""

import re
from typing import TypeVar

import msgspec

T = TypeVar("T")

_LIMIT = 4_000_000  # characters of a value: a tree of sections or a text has some hundred thousand
_ESCAPE = re.compile(r"\\\\|\\(?=[^\"\\/bfnrtu])")  # a pair, or a mark before what needs none: \'
_CONTROL = re.compile(r"[\x00-\x1f]")


def value(text: str, name: str, shape: type[T]) -> T | None:
    """The value of a name such as `TREE`, in the shape of a struct or of a list of them; None for none that fits."""
    found = re.search(rf"\b{name}['\"]?\s{{0,9}}:\s{{0,9}}(?=[\[{{])", text)
    if found is None:
        return None
    json = _bracketed(text, found.end())
    for spelled in (json, _CONTROL.sub(" ", _ESCAPE.sub(lambda mark: mark[0] if len(mark[0]) == 2 else "", json))):
        try:
            return msgspec.json.decode(spelled, type=shape)
        except (msgspec.MsgspecError, RecursionError):
            continue
    return None


def _bracketed(text: str, start: int) -> str:
    """From a bracket to the one that closes it; empty where none does."""
    depth, in_string, escaped = 0, False, False
    for place in range(start, min(len(text), start + _LIMIT)):
        character = text[place]
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth == 0:
                return text[start : place + 1]
    return ""
