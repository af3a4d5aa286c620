"""Parameters of an address, read and set without touching the others: sites escape them in ways of their own."""

import re
from urllib.parse import quote

_SAFE = "/:,()[]{}!*'"


def value(url: str, name: str) -> str | None:
    """The value of a parameter as it stands in the address; None where it has none."""
    pairs = (pair.partition("=") for pair in url.partition("?")[2].partition("#")[0].split("&"))
    return next((text for key, _, text in pairs if key == name), None)


def number(url: str, name: str) -> int | None:
    """The value of a parameter as a number; None for what is none."""
    text = value(url, name) or ""
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else None


def with_number(url: str, name: str, new: int) -> str:
    """The address with a parameter of this value, in place of an earlier one or behind the others.

    >>> with_number("http://kfq.test/list?page=2&id=7", "page", 3), with_number("http://kfq.test/list", "page", 2)
    ('http://kfq.test/list?page=3&id=7', 'http://kfq.test/list?page=2')
    """
    plain, _, query = url.partition("#")[0].partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    if any(pair.partition("=")[0] == name for pair in pairs):
        pairs = [f"{name}={new}" if pair.partition("=")[0] == name else pair for pair in pairs]
    else:
        pairs.append(f"{name}={new}")
    return f"{plain}?{'&'.join(pairs)}"


def query(**parameters: str | int) -> str:
    """Parameters as an address has them."""
    return "&".join(f"{name}={quote(str(text), safe=_SAFE)}" for name, text in parameters.items())
