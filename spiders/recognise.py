"""Which CMS family made a page: told by its address, else by its markup."""

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

from spiders.extract.words import Words
from spiders.family import Family, families


def looks_like(url: str, text: str) -> Family | None:
    """The family whose pages look like this one; None where nothing tells.

    The address goes first, for a page may have been moved here with the markup of the system that it was made by.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return _by_markup(text)
    return _by_address(parts.path.lower(), parts.query.lower()) or _by_markup(text)


@lru_cache(maxsize=1024)
def _by_address(path: str, query: str) -> Family | None:
    address = f"{path}?{query}"
    return next((family for family, of in _addresses() if of.search(path) or (query and of.search(address))), None)


def _by_markup(text: str) -> Family | None:
    families_by_mark, marks = _marks()
    return min((families_by_mark[number] for number in marks.found(text)), key=lambda of: of.rank, default=None)


@cache
def _marks() -> tuple[tuple[Family, ...], Words]:
    """The texts that pages are recognised by, and the family that each is of."""
    told = [(family, mark) for family in families() for mark in family.fingerprint.markup]
    return tuple(family for family, _ in told), Words([mark for _, mark in told])


@cache
def _addresses() -> tuple[tuple[Family, re.Pattern[str]], ...]:
    told = ((family, (*family.fingerprint.article, *family.fingerprint.listing)) for family in families())
    return tuple((family, re.compile("|".join(patterns))) for family, patterns in told if patterns)
