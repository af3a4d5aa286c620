"""The first text of a profile, from a first look at its site."""

import json
from collections.abc import Iterable

from archive.zones import zones
from spiders.survey import Survey

_HEAD = """\
# Drafted from a first look at the site: look it over, and take out what is not wanted. _template.toml has every key.
"""
_SECTIONS = """
# The sections that were found to be lists of articles. With these given only they are crawled, so add what is missing;
# with all of them taken out, everything that is linked is crawled.
"""
_NOT_ASKED = """\
# What looks like a section too, and was not looked at. To crawl one, take away its #.
"""


def draft(survey: Survey) -> str:
    """A profile as TOML: what the site is called and whose it is, its home page, its software, its feeds, and the
    sections that are lists. Those that were not looked at stand there as comments."""
    assert survey.home is not None  # a look begins with it
    name = survey.site_name or survey.profile.title
    lines = [_HEAD, f"title = {_text(name)}\n", f"home = {_text(survey.home.capture.url)}\n"]
    if zone := next((zone for zone in zones() if zone in name), None):
        lines.append(f"zone = {_text(zone)}\n")
    if survey.cms:
        lines.append(f"cms = {_text(survey.cms)}\n")
    lines.append("verified = false  # not yet verified live\n")
    if survey.hosts:
        lines.append(
            f"# Linked, and below the site's host: those that are parts of the site.\n# hosts = {_list(survey.hosts)}\n"
        )
    if survey.seeds:
        lines.append(f"seeds = {_list(survey.seeds)}\n")
    if survey.listings:
        lines.append(_SECTIONS)
        lines += [_section(seen.label, seen.capture.url) for seen in survey.listings]
        if survey.not_asked:
            lines.append(_NOT_ASKED)
            lines += [_section(link.text or link.url, link.url, mark="# ") for link in survey.not_asked]
    return "".join(lines).rstrip("\n") + "\n"


def _section(name: str, url: str, mark: str = "") -> str:
    return f"{mark}[[sections]]\n{mark}name = {_text(name)}\n{mark}url = {_text(url)}\n\n"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """A TOML basic string; JSON's escapes are among its own (TOML 1.0, String)."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
