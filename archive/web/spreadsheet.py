"""CSV that a spreadsheet may open: text that it would run as a formula is marked as text.

What a spreadsheet runs: https://owasp.org/www-community/attacks/CSV_Injection. The values as they are stand in JSON.
"""

import re
from collections.abc import Callable

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # and their full-width forms
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
_FIELD = re.compile(r'"((?:[^"]|"")*)"|[^,\r\n]+')


def escaped(csv: str) -> str:
    """Whole lines of CSV with an apostrophe before each text that a spreadsheet would run; numbers are left alone.

    >>> escaped('1,-2.5,"=1+1, 2",-x\\r\\n')
    '1,-2.5,"\\'=1+1, 2",\\'-x\\r\\n'
    """
    return _FIELD.sub(_escaped_field, csv)


def _escaped_field(found: re.Match[str]) -> str:
    quoted: str | None = found[1]
    value = found[0] if quoted is None else quoted
    if not value.startswith(_RUNS) or _NUMBER.fullmatch(value):
        return found[0]
    return f"'{value}" if quoted is None else f'"\'{value}"'


def escaping() -> Callable[[bytes, bool], bytes]:
    """Escapes a stream: a function that takes a piece, and whether it is the last, and gives what lines are whole."""
    held = b""

    def ready(piece: bytes, is_last: bool) -> bytes:
        nonlocal held
        held += piece
        if not is_last and (not held.endswith(b"\n") or held.count(b'"') % 2):
            return b""  # in the middle of a line, or of a field with line breaks
        lines, held = held, b""
        return escaped(lines.decode("utf-8", "replace")).encode()

    return ready
