"""Telephone numbers and e-mail addresses as footers print them."""

import re

# One character to one: full-width forms, and every dash as "-".
HALF_WIDTH = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "－–—―‐‑−"), "-")
)

# Local numbers start with 2 to 8, area codes have three digits for the largest cities and four elsewhere: by that
# "02412345678" is taken apart. Where a dash or a bracket does it, any digits will do.
_LANDLINE = re.compile(
    r"(?=\d)(?<![\d.])(?:"
    r"(?:86[\s-]{1,2}(?P<abroad>10|2\d|[3-9]\d\d)|(?P<area>0\d{2,3}))(?:\s?-{1,2}\s?|\s?[)）]\s?-?)(?P<number>\d{7,8}|12\d{3})"
    r"|(?P<code>010|02\d|0[3-9]\d\d)?\s?(?P<local>[2-8]\d{6,7})"
    r")(?!\d)(?:\s?(?P<joint>-|转)\s?(?P<extension>\d{1,5})(?![\d-]))?"
)
_OTHER = re.compile(
    r"(?=[1489])(?<![\d-])(?:(?P<mobile>1[3-9]\d{9})"
    r"|(?P<service>[48]00)[\s-]?(?P<first>\d{3})[\s-]?(?P<last>\d{4})"
    r"|(?P<short>12\d{3}|9[56]\d{3,4}|11[0249]))(?![\d-])"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:[a-z]{2,6}(?![a-z])|[A-Z]{2,6}(?![A-Za-z]))"
)
# "@" as people hide it from robots. Safe only where a label announced an address.
_HIDDEN_AT = re.compile(
    r"(?<=[A-Za-z0-9])\s?(?:[(（\[【]\s?(?:at|AT|a|@|#)\s?[)）\]】]|#|\{at\})\s?(?=[A-Za-z0-9-]{1,63}\.[a-z])"
)


def phones(text: str) -> list[str]:
    """All numbers of a text, as area-number; a number after another one, without area code, has that one's.

    >>> phones("024—72690124 72690254"), phones("（0100）1234567转801")
    (['024-72690124', '024-72690254'], ['0100-1234567转801'])
    """
    line = text.translate(HALF_WIDTH)
    numbers: list[tuple[int, str]] = [(found.start(), _other(found)) for found in _OTHER.finditer(line)]
    area: str | None = None
    for found in _LANDLINE.finditer(line):
        area = found["area"] or found["code"] or (f"0{found['abroad']}" if found["abroad"] else area)
        local = found["number"] or found["local"]
        extension = f"{found['joint']}{found['extension']}" if found["extension"] else ""
        numbers.append((found.start(), (f"{area}-{local}" if area else local) + extension))
    return list(dict.fromkeys(number for _, number in sorted(numbers)))


def emails(text: str, announced: bool = False) -> list[str]:
    """All e-mail addresses of a text. With `announced`, "（at）" and "#" are read as @: a label said that one follows.

    >>> emails("kfq@example.comICP证"), emails("kfq（at）example.com", announced=True)
    (['kfq@example.com'], ['kfq@example.com'])
    """
    line = text.translate(HALF_WIDTH)
    if announced and "@" not in line:
        line = _HIDDEN_AT.sub("@", line, count=1)
    return list(dict.fromkeys(found[0].lstrip(".-") for found in _EMAIL.finditer(line)))


def _other(found: re.Match[str]) -> str:
    if found["service"]:
        return f"{found['service']}-{found['first']}-{found['last']}"
    return found["mobile"] or found["short"]
