"""A CMS family as data: one TOML file each, loaded and checked once; what sites made with one system have in common."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from spiders import profilecheck
from spiders.profile import FAMILIES, ArticleRules
from spiders.profilecheck import ProfileError

ApiName = Literal["dataproxy", "unit", "tree", "search", "label", "was"]
ScriptName = Literal["detail"]
TurnName = Literal["reverse", "page_index", "ajax_page", "loaded"]
# A container of text is named by a tag, a class, an id or the start of one: that is told without searching the tree.
CONTAINER = re.compile(r'(?P<tag>[\w-]+)|\.(?P<classed>[\w-]+)|#(?P<id>[\w-]+)|\[id\^="(?P<start>[\w-]+)"\]')


class Fingerprint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a page is recognised by: each of these alone is enough.

    `article` and `listing` are patterns of addresses, of the path in lower case, or, with a `\\?` in them, of path
    and query. `markup` are texts that the markup has.
    """

    article: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


class FamilyArticle(ArticleRules, frozen=True, forbid_unknown_fields=True):
    """Rules as a profile has them, but for `body`: containers of the text, of which the first that holds it counts.

    They are looked for on pages of no family as well; those of `shared_body` have names that elsewhere mean
    something else. `between` are pairs of comments with the text between them. `script` are functions of
    spiders/extract/embedded.py that write out an article which only a script of the page holds.
    """

    shared_body: tuple[str, ...] = ()
    between: tuple[tuple[str, str], ...] = ()
    script: tuple[ScriptName, ...] = ()

    @property
    def containers(self) -> tuple[str, ...]:
        """Every container, the surest first."""
        return (*self.body, *self.shared_body)


class FamilyListing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CSS selectors of a listing's items, or of their links, and of the link to the next page.

    `pager` are functions of spiders/extract/turns.py that find the next page where it has no link. `attribute` are
    attributes that hold the address of a step, and `last` what stands there where it leads nowhere.
    """

    row: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    pager: tuple[TurnName, ...] = ()
    attribute: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


class FileRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How pages link files where the address has no extension.

    `address` are patterns of paths that serve files. `attribute` are attributes that hold a file's address, `picture`
    a picture's and `name` what a file is called; `call` are functions of scripts that are called with a file's
    address. `ornament` are patterns of the addresses of pictures that are none of the text.
    """

    address: tuple[str, ...] = ()
    attribute: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    ornament: tuple[str, ...] = ()


class Api(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An interface that pages fetch their rows from: a module of spiders/extract/lists/, and the pattern of its
    addresses, of path and query in lower case."""

    name: ApiName
    address: str


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One family. `name` is the file's name; of two that a page's markup could be of, the lower `rank` counts."""

    name: str = ""
    title: str
    rank: int
    fingerprint: Fingerprint
    article: FamilyArticle = FamilyArticle()
    listing: FamilyListing = FamilyListing()
    files: FileRules = FileRules()
    api: tuple[Api, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "Family":
        """The family that a file holds, checked; ProfileError names the file, the key and the remedy."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ProfileError(f"{path.name}: {error}; compare it with the others of its folder") from error
        profilecheck.keys(path.name, data, cls)
        try:
            family = msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise ProfileError(f"{path.name}: {profilecheck.reworded(str(error))}") from error
        family._check(path.name)
        return msgspec.structs.replace(family, name=path.stem)

    def _check(self, file: str) -> None:
        rules = msgspec.structs.asdict(self.article)
        profilecheck.selectors(file, "article", {key: rules[key] for key in rules if key not in ("between", "script")})
        profilecheck.selectors(file, "listing", {"row": self.listing.row, "next": self.listing.next})
        fingerprint = {"article": self.fingerprint.article, "listing": self.fingerprint.listing}
        profilecheck.patterns(file, "fingerprint", fingerprint)
        profilecheck.patterns(file, "api", {"address": tuple(api.address for api in self.api)})
        profilecheck.patterns(file, "files", {"address": self.files.address, "ornament": self.files.ornament})
        for container in self.article.containers:
            if not CONTAINER.fullmatch(container):
                raise ProfileError(
                    f'{file}: [article] `body` has {container!r}; name a tag, a .class, an #id or an [id^="start"]'
                )


@cache
def families() -> tuple[Family, ...]:
    """All families by rank; ProfileError where a file has a mistake."""
    return tuple(sorted(map(Family.load, sorted(FAMILIES.glob("*.toml"))), key=lambda family: family.rank))


def family_named(name: str) -> Family | None:
    """The family of a name; None for a system that we have no file of."""
    return next((family for family in families() if family.name == name), None)


@lru_cache(maxsize=4096)
def api_at(url: str) -> Api | None:
    """The interface at an address; None for any other page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    address = f"{parts.path}?{parts.query}".lower()
    return next((api for family in families() for api in family.api if re.search(api.address, address)), None)
