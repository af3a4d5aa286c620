"""What stands in place of a text: pictures, files, a player, or a frame that holds it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.records import Attachment
from spiders.extract.attachments import is_file
from spiders.extract.outline import Block
from spiders.extract.page import Doc
from spiders.extract.region import AROUND, weight

FILM = re.compile(r"\.(?:mp[34]|m4[av]|m3u8|wav|wm[av]|avi|flv|f4v|mov|swf)(?:$|[?#])", re.IGNORECASE)
_SHOWN = frozenset(("img", "video", "audio", "object", "embed", "iframe"))
_PLAYERS = ("video", "audio", "object", "embed")
# Players that a script makes, and a PDF that it carries along (base64 of %PDF-).
_CALLS = re.compile(r"(?i:\bAliplayer|ckplayer|CKobject\.embed\w*|jwplayer|DPlayer|TcPlayer|prismplayer|videojs)\s?\(")
_PACKED = re.compile(r"[\"'](?:data:application/pdf;base64,)?JVBERi0")
_PLAYS = re.compile(r"(?:^|[/_.-])(?:\w{0,9}player|videos?|vod|live|play|v)(?=[\d/_.-]|$)", re.IGNORECASE)


def holder(title: Block | None) -> HtmlElement | None:
    """The part of a page without text that shows something below its title; None where nothing does."""
    above = title.element if title is not None else None
    while above is not None:
        parts = [part for part in above.itersiblings() if shows(part) and weight(part) > AROUND]
        if parts:
            is_mixed = any(map(shows, above.itersiblings(preceding=True)))  # with the emblem of the site, at its top
            return parts[0] if len(parts) == 1 or is_mixed else above.getparent()
        above = above.getparent()
    return None


def kind(doc: Doc, files: tuple[Attachment, ...], container: HtmlElement | None) -> str | None:
    """ "video", "file" or "image"; None for nothing."""
    kinds = {"video" if FILM.search(file.url) else file.kind for file in files}
    code = "\n".join(_scripts(container)) if container is not None else ""
    if _PACKED.search(code):
        kinds.add("file")
    if container is not None and "file" not in kinds and (_CALLS.search(code) or _has_player(doc, container)):
        kinds.add("video")
    return next((kind for kind in ("video", "file", "image") if kind in kinds), None)


def frame(doc: Doc, container: HtmlElement | None) -> str | None:
    """The address of a page of the same site that is shown in a frame."""
    frames = container.iter("iframe") if container is not None else ()
    urls = (doc.absolute(element.get("src") or "") for element in frames)
    return next((url for url in urls if url is not None and not _is_player(doc, url)), None)


def _has_player(doc: Doc, container: HtmlElement) -> bool:
    frames = (doc.absolute(element.get("src") or "") for element in container.iter("iframe"))
    return next(container.iter(*_PLAYERS), None) is not None or any(url and _is_player(doc, url) for url in frames)


def _is_player(doc: Doc, url: str) -> bool:
    """Whether what a frame shows is of another site, or called a player."""
    parts = urlsplit(url)
    return parts.netloc != urlsplit(doc.url).netloc or _PLAYS.search(parts.path) is not None


def shows(part: HtmlElement) -> bool:
    """Whether a part of a page shows a picture, a player, a frame or a file."""
    return any(
        element.tag in _SHOWN or (element.tag == "a" and is_file(element.get("href") or "")) for element in part.iter()
    ) or any(_CALLS.search(code) or _PACKED.search(code) for code in _scripts(part))


def _scripts(part: HtmlElement) -> Iterator[str]:
    return (script.text for script in part.iter("script") if script.text)
