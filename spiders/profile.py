"""A site as data: one TOML file, loaded and checked once."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

PROFILES = Path(__file__).parent / "profiles"


class ProfileError(ValueError):
    """A profile that cannot be used; the message names file, key and remedy."""


class ArticleRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CSS selectors of an article page, tried in order; with none, the general extractor decides."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class ListingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CSS selectors of a listing; `link`, `title` and `date` are looked for inside `row`."""

    row: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section 栏目 by name and first page."""

    name: str
    url: str


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One site. `hosts` are further hosts that belong to it, beside the home page's with and without www."""

    name: str = ""
    title: str = ""
    home: str
    verified: bool = False
    hosts: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    article: ArticleRules = ArticleRules()
    listing: ListingRules = ListingRules()
    settings: dict[str, int | float | str | bool] = {}
    digest: str = ""

    @classmethod
    def generic(cls, url: str) -> "Profile":
        """The profile of a site that has none: named after its host, without rules."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return cls(name=host, title=host, home=url, digest=hashlib.sha256(b"generic").hexdigest())
