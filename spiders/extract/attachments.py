"""The files that an article links, and the pictures in it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from archive.records import Attachment
from spiders.extract.outline import Line
from spiders.extract.page import Doc
from spiders.extract.sharing import shares
from spiders.extract.tools import is_tool
from spiders.extract.words import Words
from spiders.family import families

_DOCUMENT = r"pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|rtf|csv|txt|zip|rar|7z|ceb|mp[34]|m4[av]|wav|wm[av]|avi|flv|mov"
_PICTURE = r"jpe?g|png|gif|bmp|webp|tiff?"
_PICTURES = re.compile(rf"\.(?:{_PICTURE})(?:$|[?#])", re.IGNORECASE)
_PATH = re.compile(rf"\.(?:{_DOCUMENT}|{_PICTURE})$", re.IGNORECASE)
# Addresses without an extension that serve files; those of one system alone stand with its family.
_SERVERS = (r"/(?:download|downloadfile|downloadattach\w*)\.\w+$",)
_NAMED = re.compile(rf"\.(?:{_DOCUMENT})\s?(?:[\[(（【].{{0,20}}[\])）】])?$", re.IGNORECASE)
_TITLED = re.compile(r"""['"]title['"]\s?:\s?['"]([^'"]{1,200})""")
_NAMELESS = re.compile(r"(?:点击|立即|请|我要)?(?:下载|查看|预览|打开)?(?:附件|文件)?\s?(?:下载|查看|全文)?\s?[：:]?")
_SIZE = re.compile(
    r"[\s\[(（【]{0,3}\d[\d.,]{0,12}\s?(?:[KMG]B?|字节|bytes)[\])）】\s]{0,3}|[（(【\[]?(?:已?下载|点击)\s?[:：]?\s?\d{0,9}\s?次?[】）)\]]?",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?:相关)?附\s?件\s?\d{0,2}\s?[：:.、]?\s?\d{0,2}[.、．]?")

# Pictures of the template: icons of file types, counters, spacers.
_ORNAMENTS = (
    r"/icons?\d{0,3}[_/]|/sysimages?/|spacer|blank\.gif|loading\.gif|^data:|^about:|^file:",
    rf"/(?:(?:file_?)?icon_?)?(?:{_DOCUMENT}|jpg|file)\d{{0,3}}\.(?:gif|png)$",
)
_LAZY = ("data-src", "data-original")  # where the picture's address stands until it is scrolled to
_BESIDE = 60  # characters beside links in a line of files: heading, size, counter
_LIMIT = 500  # attachments of one article


def attachments(doc: Doc, container: HtmlElement | None, lines: Iterable[Line]) -> tuple[Attachment, ...]:
    """Files linked in `lines`, then files, players and pictures of the `container` of the text; each address once."""
    found: dict[str, Attachment] = {}
    for url, name, kind in (*_linked(doc, lines), *_contained(doc, container)):
        if len(found) < _LIMIT:
            found.setdefault(url, Attachment(url=url, name=name, kind=kind))
    return tuple(found.values())


def is_file_line(line: Line) -> bool:
    """Whether a line is links to files, with at most a heading and their size beside them."""
    links = _links((line,))
    if not links or not all(is_file(link.get("href") or "", _text(link)) for link in links):
        return False
    beside = "".join(piece[0] for piece in line.pieces if piece[1] is None).strip()
    return len(beside) <= _BESIDE and not _HEAD.sub("", _SIZE.sub("", beside)).strip(" ;；,，、。")


def link_names(line: Line) -> frozenset[str]:
    """What the links of a line are called: their texts and tooltips."""
    return frozenset(name for link in _links((line,)) for name in (_text(link), link.get("title")) if name)


@lru_cache(maxsize=4096)  # the same links stand below each article of a site
def is_file(href: str, name: str = "") -> bool:
    """Whether a link leads to a file, by the extension of its path, or of its name where the path has none."""
    try:
        path = urlsplit(href).path
    except ValueError:
        return False
    if _PATH.search(path) or _served().search(path):
        return True
    return bool(_NAMED.search(name)) and not href.lower().startswith(("javascript:", "#", "mailto:"))


def picture_names(container: HtmlElement) -> frozenset[str]:
    """What pictures call themselves when it is no words: file names, which editors print below them."""
    names: set[str] = set()
    for image in container.iter("img"):
        for value in (image.get("title"), image.get("alt"), (image.get("src") or "").rsplit("/", 1)[-1]):
            if value and value.isascii():
                names.update((value.strip(), value.strip().rpartition(".")[0]))
    return frozenset(names - {""})


def _linked(doc: Doc, lines: Iterable[Line]) -> Iterator[tuple[str, str, str]]:
    yield from _files(doc, _links(lines))


def _contained(doc: Doc, container: HtmlElement | None) -> Iterator[tuple[str, str, str]]:
    if container is None:
        return
    yield from _files(doc, container.iter("a"))
    for element in container.iter("embed", "iframe", "object", "video", "audio", "source", "div"):
        href = next(filter(None, map(element.get, (*_of_families("attribute"), "src", "data"))), None)
        href = _viewed(href) or href if href else None
        if href and is_file(href) and (url := doc.absolute(href)):
            yield url, " ".join((element.get("title") or _told(element)).split()), "file"
    if _calls().found(doc.text):
        for href in _called().findall(doc.text):
            if url := doc.absolute(href):
                yield url, "", "file"
    for image in container.iter("img"):
        sources = (*_LAZY, *_of_families("picture"), "src")
        src = next((value for name in sources if (value := (image.get(name) or "").strip())), "")
        if (
            src
            and not _ornament().search(src)
            and not shares(image)
            and not _is_button(image)
            and (url := doc.absolute(src))
        ):
            yield url, " ".join((image.get("alt") or image.get("title") or "").split()), "image"


def _is_button(image: HtmlElement) -> bool:
    """Whether a picture is that of a button to print or close the page."""
    parent = image.getparent()
    text = _text(parent) if parent is not None and parent.tag == "a" else ""
    return bool(text) and is_tool(text)


def _viewed(href: str) -> str | None:
    """The file that a viewer in the page shows: /pdf/web/viewer.html?file=/files/a.pdf; None for any other address."""
    values = (value for _, value in parse_qsl(href.partition("?")[2])) if "file=" in href or "url=" in href else ()
    return next((value for value in values if is_file(value)), None)


def _links(lines: Iterable[Line]) -> list[HtmlElement]:
    return list(
        dict.fromkeys(piece[1] for line in lines if line.linked for piece in line.pieces if piece[1] is not None)
    )


def _files(doc: Doc, links: Iterable[HtmlElement]) -> Iterator[tuple[str, str, str]]:
    for link in links:
        href = link.get("href") or ""
        text = _text(link)
        tooltip = link.get("title") or _told(link)
        if is_file(href, text or tooltip) and (url := doc.absolute(href)):
            yield url, _name(text, tooltip), "image" if _PICTURES.search(url) else "file"


def _name(text: str, tooltip: str) -> str:
    """What a link calls its file: its text, or its tooltip where the text is a name made by a machine.

    Empty where it only says 点击下载.
    """
    names = [name for name in (text, " ".join(tooltip.split())) if name and not _NAMELESS.fullmatch(name)]
    return next((name for name in names if not name.isascii()), names[0] if names else "")


def _told(link: HtmlElement) -> str:
    """What an attribute of a family's own calls the file: 附件.docx, or {'title':'附件.docx'}."""
    values = filter(None, map(link.get, _of_families("name")))
    told = (match[1] if (match := _TITLED.search(value)) else value for value in values)
    return next((name for name in told if not name.startswith("{")), "")


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


@cache
def _of_families(key: str) -> tuple[str, ...]:
    """What the families say under one key of `files`, each once."""
    return tuple(dict.fromkeys(value for family in families() for value in getattr(family.files, key)))


@cache
def _served() -> re.Pattern[str]:
    return re.compile("|".join((*_SERVERS, *_of_families("address"))), re.IGNORECASE)


@cache
def _ornament() -> re.Pattern[str]:
    return re.compile("|".join((*_ORNAMENTS, *_of_families("ornament"))), re.IGNORECASE)


@cache
def _calls() -> Words:
    return Words(_of_families("call"))


@cache
def _called() -> re.Pattern[str]:
    names = "|".join(map(re.escape, _of_families("call")))
    return re.compile(rf"(?:{names})\(\s?[\"']([^\"']{{1,500}})[\"']")
