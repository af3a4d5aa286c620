"""A site as data: one TOML file, loaded and checked once."""

import hashlib
import tomllib
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from archive.urls import canonical, host
from spiders import profilecheck
from spiders.profilecheck import ProfileError

__all__ = ["PROFILES", "ArticleRules", "Layout", "ListingRules", "Profile", "ProfileError", "Section"]

PROFILES = Path(__file__).parent / "profiles"
FAMILIES = Path(__file__).parent / "families"
_CHINA = timezone(timedelta(hours=8))


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

    def over(self, other: "ArticleRules") -> "ArticleRules":
        """These rules, and after each those of another, which count where these select nothing. `body` is left as it
        is: what others say of it is looked at with what the page shows."""
        keys = [key for key in ArticleRules.__struct_fields__ if key != "body"]
        return msgspec.structs.replace(self, **{key: getattr(self, key) + getattr(other, key) for key in keys})


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


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the pages of a site were built up to a day in China, that day included."""

    until: date
    article: ArticleRules = ArticleRules()
    listing: ListingRules = ListingRules()


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One site. `hosts` are further hosts that belong to it, beside the home page's with and without www.

    `name` is the file's name and `digest` a SHA-256 of what a reading of pages depends on; a file gives neither.
    `cms` is the family of the site's system where it is known, `zone` the full name of the national zone whose site it
    is; both are empty where not. `render`: what is empty without JavaScript is made by a browser. `article` and
    `listing` are the rules of today, `layouts` those of earlier days.
    """

    name: str = ""
    title: str = ""
    home: str
    cms: str = ""
    zone: str = ""
    verified: bool = False
    render: bool = False
    hosts: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    article: ArticleRules = ArticleRules()
    listing: ListingRules = ListingRules()
    layouts: tuple[Layout, ...] = ()
    settings: dict[str, int | float | str | bool] = {}
    digest: str = ""

    @classmethod
    def generic(cls, url: str) -> "Profile":
        """The profile of a site that has none: named after its host, without rules."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return cls(name=host, title=host, home=url, digest=hashlib.sha256(b"generic").hexdigest())

    @classmethod
    def load(cls, path: Path) -> "Profile":
        """The profile that a file holds, checked; ProfileError names the file, the key and the remedy."""
        profilecheck.name(path)
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ProfileError(f"{path.name}: {error}; see _template.toml for a file that can be read") from error
        profilecheck.keys(path.name, data, cls)
        profilecheck.settings(path.name, data.get("settings", {}))
        try:
            profile = msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise ProfileError(f"{path.name}: {profilecheck.reworded(str(error))}") from error
        profilecheck.system(path.name, profile.cms, [family.stem for family in FAMILIES.glob("*.toml")])
        profilecheck.addresses(path.name, profile.home, profile.hosts, profile.starts)
        profilecheck.zone(path.name, profile.zone)
        rules = [("article", profile.article), ("listing", profile.listing)]
        for layout in profile.layouts:
            rules += [("layouts.article", layout.article), ("layouts.listing", layout.listing)]
        for table, values in rules:
            profilecheck.selectors(path.name, table, msgspec.structs.asdict(values))
        return msgspec.structs.replace(
            profile, name=path.stem, title=profile.title or path.stem, digest=_digest(profile)
        )

    def as_of(self, at: str) -> "Profile":
        """The profile with the rules of a time, UTC, by the day that it is in China; today's where none is given."""
        if not self.layouts or not at:
            return self
        day = datetime.fromisoformat(at).astimezone(_CHINA).date()
        old = [layout for layout in self.layouts if day <= layout.until]
        if not old:
            return self
        layout = min(old, key=lambda layout: layout.until)
        return msgspec.structs.replace(self, article=layout.article, listing=layout.listing)

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Every host of the site, without www."""
        return tuple(dict.fromkeys(name.lower().removeprefix("www.") for name in (host(self.home), *self.hosts)))

    @property
    def starts(self) -> tuple[str, ...]:
        """Where a crawl begins: home, seeds and sections, each address once."""
        return tuple(dict.fromkeys((self.home, *self.seeds, *(section.url for section in self.sections))))


def _digest(profile: Profile) -> str:
    """Equal for files that differ in comments, in who checked them and in how politely a site is asked."""
    read: dict[str, Any] = msgspec.structs.asdict(profile)
    for key in ("name", "digest", "verified", "render", "settings"):
        del read[key]
    home = {"home": canonical(profile.home)}
    return hashlib.sha256(msgspec.json.encode(read | home, order="deterministic")).hexdigest()
