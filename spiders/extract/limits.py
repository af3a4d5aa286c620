"""What no page may contain: markup made to exhaust a parser. Told by counting, before anything is parsed."""

import re

_TAGS = 200_000  # "<" of one page; the largest real pages have some 20,000
_TAG_LENGTH = 64 * 1024  # characters of one tag, unless it carries a file as a data: address
_VALUES = 2_000  # "=" in one tag: libxml2 compares each attribute with all before it
_WORDS = 2 * _VALUES  # attributes need no value

# A tag ends at the first ">" outside quotes. Possessive, so that no text makes it look twice at a character.
_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+""")


class ParseLimit(Exception):
    """A page that is beyond a limit; the message names it."""


def check(text: str) -> None:
    """Raise ParseLimit for markup that is beyond a limit; linear. Depth is limited where the tree is walked.

    A page as short as one tag may be is let through: the worst takes a third of a second to parse.
    """
    if text.count("<") > _TAGS:
        raise ParseLimit(f"more than {_TAGS} tags")
    if len(text) <= _TAG_LENGTH:
        return
    for tag in _TAG.findall(_without_scripts(text)):
        if len(tag) > _TAG_LENGTH and "data:" not in tag:
            raise ParseLimit(f"a tag longer than {_TAG_LENGTH} characters")
        if len(tag) > _VALUES and (tag.count("=") > _VALUES or len(tag.split()) > _WORDS):
            raise ParseLimit(f"more than {_VALUES} attributes in one tag")


def _without_scripts(text: str) -> str:
    """The markup without what scripts hold, where "<" is no tag; a script that never ends takes the rest."""
    kept, position = [], 0
    for start, end in _scripts(text):
        kept.append(text[position:start])
        position = end
    return "".join([*kept, text[position:]])


def _scripts(text: str) -> list[tuple[int, int]]:
    spans = []
    opening, closing = re.compile("<script", re.IGNORECASE), re.compile("</script", re.IGNORECASE)
    position = 0
    while start := opening.search(text, position):
        end = closing.search(text, start.end())
        position = end.start() if end else len(text)
        spans.append((start.start(), position))
    return spans
