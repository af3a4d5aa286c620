"""Values in JSON: of an answer, or of a page's script, where they stand in an object that may not be JSON itself."""

import re
from typing import TypeVar

import msgspec

T = TypeVar("T")

LIMIT = 4_000_000  # characters of a value: a page of a list, a tree of sections or a text has some hundred thousand
_ESCAPE = re.compile(r"\\\\|\\(?=[^\"\\/bfnrtu])")  # a pair, or a mark before what needs none: \'
_CONTROL = re.compile(r"[\x00-\x1f]")


def decoded(text: str, shape: type[T]) -> T | None:
    """The value in the shape of a struct or of a list of them, what else it has left out; None for none that fits."""
    try:
        return msgspec.json.decode(text[:LIMIT], type=shape)
    except (msgspec.MsgspecError, RecursionError):
        return None


def value(text: str, name: str, shape: type[T]) -> T | None:
    """The value of a name such as `TREE`, as `decoded` gives it."""
    found = re.search(rf"\b{name}['\"]?\s{{0,9}}:\s{{0,9}}(?=[\[{{])", text)
    if found is None:
        return None
    json = _bracketed(text, found.end())
    for spelled in (json, _CONTROL.sub(" ", _ESCAPE.sub(lambda mark: mark[0] if len(mark[0]) == 2 else "", json))):
        if (told := decoded(spelled, shape)) is not None:
            return told
    return None


def _bracketed(text: str, start: int) -> str:
    """From a bracket to the one that closes it; empty where none does."""
    depth, in_string, escaped = 0, False, False
    for place in range(start, min(len(text), start + LIMIT)):
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
