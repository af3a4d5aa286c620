"""What a browser would run or load of a page, by the elements and attributes that a parser finds."""

import base64
import hashlib
import re
from html.parser import HTMLParser

_KINDS = {
    *("script", "style", "iframe", "frame", "object", "embed", "applet", "base", "svg", "math", "link", "meta", "form"),
    *(
        "img",
        "image",
        "video",
        "audio",
        "source",
        "track",
        "picture",
        "portal",
        "template",
        "marquee",
        "noscript",
        "xmp",
    ),
}
_LOADING = {"src", "srcset", "poster", "data", "background", "ping", "manifest", "codebase"}
_LEADING = {"href", "action", "formaction", "xlink:href"}
_META = {"viewport", "color-scheme", "robots"}
_BLANK = re.compile(r"[\x00-\x20]")  # a browser looks past these in an address
_STYLE = re.compile(r"""@import|expression\(|url\((?!\s*["']?data:image)""")  # what a style may load or run
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Elements(HTMLParser):
    """Each element with its attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}, ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and self.found:
            tag, attributes, code = self.found[-1]
            self.found[-1] = (tag, attributes, code + data)


def active(html: str, policy: str = "") -> list[str]:
    """What could run in a page, or change where it leads.

    Not what its own program puts there: files of ours, forms to us, Datasette's scripts that the policy names by their
    digests, and inline styles where the policy has them.
    """
    return [
        f"<{tag} {attributes}> {code[:60]}"
        for tag, attributes, code in Elements(html).found
        if not (
            _is_harmless(attributes, code, policy) and (tag not in _KINDS or _is_ours(tag, attributes, code, policy))
        )
    ]


def loads(html: str) -> list[str]:
    """What a page loads from elsewhere without being asked, and links to sites that tell where from."""
    wrong = []
    for tag, attributes, code in Elements(html).found:
        if attributes.get("rel") == "alternate" or attributes.get("href") == "https://datasette.io/":
            continue  # the same in JSON; who made the server
        names = _LOADING | ({"href"} if tag in ("link", "image", "use") else set())
        is_loading = any(is_elsewhere(value) for name, value in attributes.items() if name in names)
        is_styled = _STYLE.search(attributes.get("style", "") + code) is not None
        is_told = is_elsewhere(attributes.get("href", "")) and "noreferrer" not in attributes.get("rel", "")
        if is_loading or is_styled or (tag == "a" and is_told):
            wrong.append(f"<{tag} {attributes}> {code[:60]}")
    return wrong


def is_elsewhere(address: str) -> bool:
    """Whether an address is another host's, or no address of the web."""
    plain = _BLANK.sub("", address)
    return plain.startswith(("//", "/\\", "\\")) or bool(_SCHEME.match(plain))


def _is_harmless(attributes: dict[str, str], code: str, policy: str) -> bool:
    style = attributes.get("style", "") + code
    return not (
        any(name.startswith("on") or name == "srcdoc" for name in attributes)
        or ("style" in attributes and "style-src 'self' 'unsafe-inline'" not in policy)
        or _STYLE.search(style) is not None
        or any(_runs(value) for name, value in attributes.items() if name in _LEADING)
        or any(is_elsewhere(value) for name, value in attributes.items() if name in _LOADING)
    )


def _runs(address: str) -> bool:
    return is_elsewhere(address) and not _BLANK.sub("", address).lower().startswith(("http:", "https:"))


def _is_ours(tag: str, attributes: dict[str, str], code: str, policy: str) -> bool:
    match tag:
        case "script" if "src" in attributes:
            return attributes["src"].startswith("/-/static")
        case "script":
            return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" in policy
        case "style":
            return "style-src 'self' 'unsafe-inline'" in policy
        case "link":
            return not is_elsewhere(attributes.get("href", "")) or attributes.get("rel") == "alternate"
        case "meta":
            return "charset" in attributes or attributes.get("name") in _META
        case "form":
            return not is_elsewhere(attributes.get("action", ""))
    return False
