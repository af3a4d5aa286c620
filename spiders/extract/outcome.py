"""What an attempt came to, judged by its response before anything is read from it."""

import re
from urllib.parse import urljoin, urlsplit

from archive.payload import Payload
from archive.records import Capture, Outcome
from archive.urls import identity
from spiders.extract.magic import is_file, is_saved_by_office
from spiders.extract.shapes import is_home, shape
from spiders.extract.signatures import is_maintenance, is_wall, named_by_words
from spiders.extract.sketch import Sketch

_REFUSALS = frozenset((401, 403, 405, 412, 418, 444, 451, 461, 493, 521))  # who asks is refused, not what is asked
_ERROR_PAGE = re.compile(r"/(?:404|error|errors|notfound|not_found|missing|pagenotfound)(?:[/.]\w*)?$", re.IGNORECASE)
_SHELL = re.compile(
    r"<div[^<>]{0,80}\bid=['\"]?(?:app|root|__nuxt|__next)\b|<(?:app-root|router-view|router-outlet)\b"
    r"|<(?:html|body|div)[^<>]{0,200}\bng-app\b|\{\{[^{}]{1,80}\}\}|<%=|\$\{[^{}]{1,80}\}"
)
_MOVES = ('http-equiv="refresh"', "http-equiv='refresh'", "http-equiv=refresh", "location")
_FEW = 20  # characters: a page that shows fewer, and no picture, waits for its script


def before_parsing(capture: Capture, payload: Payload, text: str | None) -> Outcome | None:
    """The outcome that needs no parsing; None for a page to parse.

    `text` is the decoded page, None where there was nothing to decode. A wall, a "not found" and a notice of
    maintenance are known by their words whatever the status says; a page is none of them because its script or one
    of its sentences sounds like it.
    """
    if capture.status is None:
        return Outcome.REFUSED if (capture.error or "").startswith("refused") else Outcome.ERROR
    if urlsplit(capture.url).path == "/robots.txt":
        return Outcome.ROBOTS
    if (of_status := _of_status(capture, text)) is not None:
        return of_status
    if payload.too_large or capture.truncated == "length":
        return Outcome.TOO_LARGE
    if _is_cut(capture, payload, text):
        return Outcome.TRUNCATED
    if is_file(payload.data, capture.header("Content-Type")):
        words = named_by_words(Sketch(markup=text)) if text and len(text) <= 2000 else None
        return words or Outcome.FILE
    sketch = Sketch(markup=text or "")
    if is_saved_by_office(payload.data) and shape(capture.url) == "file":
        return Outcome.FILE
    return named_by_words(sketch) or (Outcome.JS_REQUIRED if _waits_for_script(sketch) else None)


def _of_status(capture: Capture, text: str | None) -> Outcome | None:
    """What the status code tells; None for one that goes with a page."""
    status = capture.status or 0
    if status == 304:
        return Outcome.UNCHANGED
    if 300 <= status < 400:
        return _of_redirect(capture)
    if status == 404:
        return Outcome.NOT_FOUND
    if status == 410:
        return Outcome.GONE
    if status in _REFUSALS:
        return Outcome.BLOCKED
    if status < 400:
        return None
    sketch = Sketch(markup=(text or "")[:20_000])
    if status >= 500 and is_maintenance(sketch):
        return Outcome.MAINTENANCE
    return Outcome.BLOCKED if status != 429 and is_wall(sketch) else Outcome.ERROR


def _of_redirect(capture: Capture) -> Outcome:
    """A redirect as such, or the way in which sites tell that a page is gone: to the home page, or to an error page.

    From an address that is not an article's, and between spellings of one address, it is a plain redirect.
    """
    location = capture.header("Location")
    if not location:
        return Outcome.ERROR
    try:
        target = urljoin(capture.url, location.strip())
        if identity(target) == identity(capture.url):
            return Outcome.REDIRECT
    except ValueError:
        return Outcome.REDIRECT
    path = urlsplit(target).path
    if _ERROR_PAGE.search(path):
        return Outcome.SOFT_404
    if shape(capture.url) == "article" and (is_home(target) or _holds(path, urlsplit(capture.url).path)):
        return Outcome.REDIRECT_HOME
    return Outcome.REDIRECT


def _holds(folder: str, path: str) -> bool:
    """Whether a folder, or its index page, is one of those above a path."""
    folder = re.sub(r"index\.\w+$", "", folder)
    return folder.endswith("/") and path != folder and path.startswith(folder)


def _is_cut(capture: Capture, payload: Payload, text: str | None) -> bool:
    """Whether a part is missing.

    A page without a stated length ends when the connection does: it is whole where its end tag came.
    """
    if payload.whole and capture.truncated is None:
        return False
    stated = capture.header("Content-Length") is not None or capture.header("Content-Encoding") is not None
    return stated or capture.truncated is None or "</html" not in (text or "")[-2000:].lower()


def _waits_for_script(sketch: Sketch) -> bool:
    if sketch.says_some or sketch.media or sketch.links > 3:
        return False
    shown = len(sketch.text)
    if shown < _FEW:
        # A page that only sends its visitors on is followed, not rendered.
        return not any(move in sketch.markup.lower() for move in _MOVES) and (sketch.script or shown == 0)
    return shown < 5 * _FEW and _SHELL.search(sketch.markup) is not None
