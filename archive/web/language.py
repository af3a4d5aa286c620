"""Which language a page speaks, and its words in that language."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

LANGUAGES = {"en": "en", "zh": "zh-Hans"}  # and what the lang attribute says (RFC 5646)
DEFAULT = "en"

_TEXTS: Mapping[str, Mapping[str, str]] = tomllib.loads(files("archive.web").joinpath("texts.toml").read_text("utf-8"))


def choose(asked: str | None, accepted: str | None) -> str:
    """The language asked for in the address, else the one that the browser likes best of those we have.

    `accepted` is an Accept-Language header (RFC 9110, 12.5.4).

    >>> choose(None, "fr, zh-TW;q=0.8, en;q=0.5")
    'zh'
    """
    if asked in LANGUAGES:
        return asked
    liked = [(quality, language) for language, quality in _accepted(accepted or "") if quality > 0]
    return max(liked, key=lambda pair: pair[0])[1] if liked else DEFAULT


def text(language: str, key: str, **values: object) -> str:
    """One text of the pages, with values put in. `n` picks the singular where a language has one (key `en_one`)."""
    forms = _TEXTS[key]
    form = forms.get(f"{language}_one") if values.get("n") == 1 else None
    return (form or forms[language]).format(**values)


def has_text(key: str) -> bool:
    """Whether there is a text of this name; values of the archive are looked up with it."""
    return key in _TEXTS


def _accepted(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        name, _, parameters = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            found.append((language, _quality(parameters)))
    return found


def _quality(parameters: str) -> float:
    name, _, value = parameters.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
