"""What can be wrong with a profile, said so that one knows which file to open, where, and what to write."""

import difflib
import re
from collections.abc import Collection, Container, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from archive.urls import canonical, same_site
from archive.zones import zones

# What a site may need of Scrapy, and the least that is allowed: a profile makes a crawl gentler, never bolder.
SETTINGS: dict[str, tuple[type, float]] = {
    "DOWNLOAD_DELAY": (float, 0),
    "DOWNLOAD_TIMEOUT": (float, 1),
    "DOWNLOAD_MAXSIZE": (int, 1),
    "RETRY_TIMES": (int, 0),
    "REDIRECT_MAX_TIMES": (int, 0),
    "FILE_BUDGET": (int, 0),
    "FILE_MAXSIZE": (int, 1),
    "DOWNLOADER_CLIENT_TLS_CIPHERS": (str, 0),
}
_GIVEN_BY_US = {"name": "the file's name is the profile's", "digest": "it is computed"}
_NAME = re.compile(r"_?[a-z0-9][a-z0-9-]*")
_TAKEN = ("site",)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", re.IGNORECASE)


class ProfileError(ValueError):
    """A profile that cannot be used; the message names file, key and remedy."""


def name(path: Path) -> None:
    """Refuse a file whose name can't be a spider's. One with a dot would look like a site that has no profile."""
    if path.stem in _TAKEN or not _NAME.fullmatch(path.stem):
        raise ProfileError(f"{path.name}: name the file with small letters, digits and hyphens, and not `site`")


def keys(
    file: str, data: Mapping[str, Any], shape: type[msgspec.Struct], table: str = "", above: Container[str] = ()
) -> None:
    """Refuse a key that no profile has, naming the nearest that one has; `above` are the keys of the file itself."""
    known = {field.name: field.type for field in msgspec.structs.fields(shape)}
    if not table:
        known = {name: kind for name, kind in known.items() if name not in _GIVEN_BY_US}
    for key, value in data.items():
        if not table and key in _GIVEN_BY_US:
            raise ProfileError(f"{file}: `{key}` is not given in a profile: {_GIVEN_BY_US[key]}; leave it out")
        if key not in known:
            remedy = "put it above the first [table]" if table and key in above else nearest(key, known)
            raise ProfileError(f"{file}: {f'[{table}] ' if table else ''}has no key `{key}`; {remedy}")
        inner = known[key]
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict) and (struct := _struct(inner)) is not None:
                keys(file, entry, struct, key, above or known)


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy for a word that is not one of the known ones."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=2)
    return f"did you mean `{'` or `'.join(close)}`?" if close else f"it may have: {', '.join(names)}"


def reworded(message: str) -> str:
    """What msgspec found wrong, with the key as it stands in the file.

    >>> reworded("Expected `array`, got `str` - at `$.article.title`")
    '[article] `title`: expected a list, got a text; write title = ["..."]'
    """
    text, _, place = message.partition(" - at `$.")
    inside = bool(re.search(r"\[\d+\]`$", place))
    names = [part for part in re.sub(r"\[[^][]*\]", "", place.rstrip("`")).split(".") if part]
    if missing := re.search(r"missing required field `(\w+)`", text):
        where = f"[{names[0]}] " if names else ""
        return f"{where}has no `{missing[1]}`; " + _EXAMPLES.get(missing[1], f"add {missing[1]} = ...")
    key = names[-1] if names else ""
    where = ("each entry of " if inside else "") + (f"[{names[0]}] `{key}`" if len(names) > 1 else f"`{key}`")
    for word, plain in _TYPES.items():
        text = text.replace(f"`{word}`", plain)
    text = text.replace("Expected", "expected")
    forms = _LIST_FORMS if inside else _FORMS
    remedy = next((form.format(key=key) for word, form in forms.items() if f"expected {_TYPES[word]}" in text), "")
    return f"{where}: {text}" + (f"; write {remedy}" if remedy else "")


def system(file: str, cms: str, known: Collection[str]) -> None:
    """Refuse a CMS that is no family of ours: a name that is not spelled like its file would help nobody."""
    if cms and cms not in known:
        raise ProfileError(f"{file}: `cms` is {cms!r}; {nearest(cms, known)}, or leave it out")


def addresses(file: str, home: str, hosts: Collection[str], starts: Iterable[str]) -> None:
    """Refuse addresses that are none, and ones outside the site."""
    for name in hosts:
        if not _HOST.fullmatch(name):
            raise ProfileError(f'{file}: `hosts` has {name!r}; give bare host names, like "xxgk.kfq.test"')
    try:
        site = [canonical(home).split("/")[2].partition(":")[0], *hosts]
    except ValueError:
        raise ProfileError(f"{file}: `home` is {home!r}; {_EXAMPLES['home']}") from None
    for url in starts:
        try:
            canonical(url)
        except ValueError:
            raise ProfileError(f"{file}: {url!r} is no http address; give it whole, from http:// on") from None
        if not same_site(url, site):
            raise ProfileError(f"{file}: {url} is on another host than `home`; add its host to `hosts`")


def zone(file: str, name: str) -> None:
    """Refuse a zone that is none of the national ones."""
    if name and name not in zones():
        close = difflib.get_close_matches(name, zones(), n=1, cutoff=0.5)
        remedy = (
            f'did you mean "{close[0]}"?' if close else "give its full name as in archive/zones.csv, or leave it out"
        )
        raise ProfileError(f"{file}: `zone` is {name!r}, which is no national zone; {remedy}")


def selectors(file: str, table: str, rules: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse what is not CSS."""
    for key, values in rules.items():
        for value in values:
            try:
                CSSSelector(value)
            except SelectorError as error:
                remedy = (
                    "a rule selects elements; leave out what follows ::"
                    if "::" in value
                    else "mend it, or try it in a browser's console with document.querySelectorAll"
                )
                raise ProfileError(f"{file}: [{table}] `{key}` has {value!r}: not CSS ({error}); {remedy}") from None


def patterns(file: str, table: str, rules: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse what is no regular expression."""
    for key, values in rules.items():
        for value in values:
            try:
                re.compile(value)
            except re.error as error:
                remedy = "mend it; a literal . ? ( [ needs a \\ before it"
                raise ProfileError(f"{file}: [{table}] `{key}` has {value!r}: no pattern ({error}); {remedy}") from None


def settings(file: str, given: object) -> None:
    """Refuse a setting that a profile may not change, and a value that it cannot have."""
    if not isinstance(given, dict):
        raise ProfileError(f"{file}: `settings` is {given!r}; write [settings] and its keys below")
    for key, value in given.items():
        if key not in SETTINGS:
            raise ProfileError(f"{file}: [settings] may not have `{key}`; {nearest(key, SETTINGS)}")
        kind, least = SETTINGS[key]
        fits = isinstance(value, str) if kind is str else isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or (kind is int and not isinstance(value, int)):
            raise ProfileError(f"{file}: [settings] `{key}` is {value!r}; give {_KINDS[kind]}")
        if isinstance(value, int | float) and value < least:
            raise ProfileError(f"{file}: [settings] `{key}` is {value!r}; give {least:g} or more")


def _struct(annotation: Any) -> type[msgspec.Struct] | None:
    """The table that a key holds, or that its entries are; None for a plain value."""
    candidates = (annotation, *getattr(annotation, "__args__", ()))
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


_TYPES = {
    "array": "a list",
    "str": "a text",
    "object": "a table",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "bool | int | float | str": "one plain value",
}
_FORMS = {
    "array": '{key} = ["..."]',
    "bool": "{key} = true",
    "str": '{key} = "..."',
    "object": "[{key}] and its keys below",
}
_LIST_FORMS = {"str": '{key} = ["...", "..."]', "object": "[[{key}]] and its keys below"}
_EXAMPLES = {
    "home": 'give the home page, like home = "http://www.kfq.test/"',
    "url": 'give the first page, like url = "http://www.kfq.test/news/"',
    "name": 'give what the site calls it, like name = "园区要闻"',
    "until": "give the last day, like until = 2023-05-01",
}
_KINDS = {float: "a number", int: "a whole number", str: "a text"}
