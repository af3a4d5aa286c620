"""A footer that a page does not hold itself: a script that writes it, a frame, a fragment that is loaded into it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from spiders.extract.anchors import resolve
from spiders.extract.page import Doc

# How such a file is called: foot.js, bottom_2021.html, /common/footer/index.html. The names of all scripts are looked
# at, so a part of a longer word does not count.
_WORDS = ("foot", "bottom", "copyright", "dibu", "weibu", "yejiao")
_NAMED = re.compile(rf"(?:^|[/_.-]|\d)(?:\w{{0,12}}foot(?:er|s)?|{'|'.join(_WORDS[1:])})(?=[\d/_.-]|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:js|s?html?|jsp|aspx?|php|inc|txt)$", re.IGNORECASE)
# $("#footer").load("/common/foot.html"), $.get('/foot.html', …)
_LOADED = re.compile(r"(?:\.load|\.get)\(\s{0,9}[\"']([^\"'\s<>]{1,300})[\"']")
_WRITES = re.compile(
    r"\bdocument\.write(?:ln)?\s{0,9}\(|\.(?:html|append|prepend|after|before)\s{0,9}\("
    r"|\.(?:inner|outer)HTML\s{0,9}\+?=(?!=)"
)
_FOOTER = re.compile("主办|承办|备案|标识码|ICP|版权所有")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "\n": "", "0": ""}
_LIMIT = 200_000  # characters of a script
_MOST = 3  # files that a page may bring its footer from


def footer_urls(doc: Doc) -> tuple[str, ...]:
    """Where the footer of a page comes from that does not hold it: the addresses that are called so."""
    hrefs = [href for href in _hrefs(doc) if any(word in href.lower() for word in _WORDS)]
    urls = (resolve(doc, href) for href in hrefs)
    return tuple(dict.fromkeys(url for url in urls if url is not None and brings_footer(url)))[:_MOST]


def brings_footer(url: str) -> bool:
    """Whether an address is called like one from which pages get their footer.

    >>> brings_footer("http://kfq.test/js/foot2021.js"), brings_footer("http://kfq.test/js/jquery.js")
    (True, False)
    """
    path = urlsplit(url).path
    return _SUFFIX.search(path) is not None and _NAMED.search(path) is not None


def is_script(url: str, content_type: str | None) -> bool:
    """Whether a body is a script, by its type or its name."""
    return "javascript" in (content_type or "").lower() or urlsplit(url).path.lower().endswith(".js")


def written(code: str) -> str:
    """The markup that a script writes into a page: the texts in its calls of document.write and the like, joined.

    >>> written("document.write('<p>主办单位：' + name + '<\\/p>');document.writeln(\"<p>\\u7535\\u8bdd\");")
    '<p>主办单位：</p><p>电话'
    """
    code, parts, at = code[:_LIMIT], [], 0
    while (call := _WRITES.search(code, at)) is not None:
        texts, at = _texts(code, call.end(), ")" if call[0].endswith("(") else ";")
        parts += texts
    return "".join(parts)


def written_footer(doc: Doc) -> str:
    """The markup that scripts in the page itself write, where that tells whose site it is; empty for none."""
    codes = (script.text[:_LIMIT] for script in doc.tagged("script") if script.text)
    return "".join(markup for code in codes if _FOOTER.search(code) and _FOOTER.search(markup := written(code)))


def _hrefs(doc: Doc) -> Iterator[str]:
    for element in doc.tagged("script", "iframe"):
        if src := element.get("src"):
            yield src
        elif element.tag == "script" and element.text and "foot" in element.text.lower():
            yield from (loaded[1] for loaded in _LOADED.finditer(element.text[:_LIMIT]))


def _texts(code: str, at: int, close: str) -> tuple[list[str], int]:
    """The string literals from `at` up to a bracket that closes one opened before, or up to the end of a statement, and
    where that is."""
    texts, depth = [], 1
    while at < len(code) and depth:
        character = code[at]
        if character in "\"'`":
            end = _end(code, at)
            texts.append(unescaped(code[at + 1 : end]))
            at = end
        elif close == ";":
            depth -= character == ";"
        else:
            depth += (character == "(") - (character == ")")
        at += 1
    return texts, at


def _end(code: str, start: int) -> int:
    """Where a string literal that begins at `start` ends; the end of the script where it does not."""
    at = start + 1
    while at < len(code) and code[at] != code[start]:
        at += 2 if code[at] == "\\" else 1
    return at


def unescaped(literal: str) -> str:
    """A text as a script has it between quotes, its escapes undone."""
    return _ESCAPE.sub(_unescaped, literal)


def _unescaped(escape: re.Match[str]) -> str:
    if code := escape[1] or escape[2]:
        return chr(int(code, 16))
    return _CONTROLS.get(escape[3], escape[3])
