"""The first text of a profile, from a first look at its site."""

import json

from spiders.survey import Survey

_HEAD = """\
# Drafted from a first look at the site: look it over, and take out what is not wanted. _template.toml has every key.
"""
_SECTIONS = """
# The sections that were found to be lists of articles. With these given only they are crawled, so add what is missing;
# with all of them taken out, everything that is linked is crawled.
"""


def draft(survey: Survey) -> str:
    """A profile as TOML: what the site is called, its home page, its software, and the sections that are lists."""
    assert survey.home is not None  # a look begins with it
    name = survey.site_name or survey.profile.title
    lines = [_HEAD, f"title = {_text(name)}\n", f"home = {_text(survey.home.capture.url)}\n"]
    if survey.cms:
        lines.append(f"cms = {_text(survey.cms)}\n")
    lines.append("verified = false  # not yet verified live\n")
    if survey.listings:
        lines.append(_SECTIONS)
    for seen in survey.listings:
        listing = seen.page.listing
        label = seen.name or (listing.section if listing else None) or seen.capture.url
        lines.append(f"[[sections]]\nname = {_text(label)}\nurl = {_text(seen.capture.url)}\n\n")
    return "".join(lines).rstrip("\n") + "\n"


def _text(text: str) -> str:
    """A TOML basic string; JSON's escapes are among its own (TOML 1.0, String)."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
