"""Addresses: one spelling for each, one identity for each article, and what belongs to the same site."""

import base64
import hashlib
import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

_PATH_SAFE = "%/:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]{}|"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")

# Session ids and cache busters: the same page under an address that never comes again. Short names (t, r, v, sid)
# are also used for kinds and numbers of pages, so for them the value must look like a time or a random number.
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_SESSION_PARAMETER = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|session_?id|_|timestamp|random(?:id)?|rand|utm_\w+|spm)(?:=.*)?"
    r"|(?:t|r|v|rnd|time|ts)=(?:0\.\d+|\d{9,})"
    r"|sid=[0-9a-z-]{16,}",
    re.IGNORECASE | re.DOTALL,
)
_INDEX = re.compile(r"/index\.(?:html?|shtml)$", re.IGNORECASE)
_INDEXES = ("", "index.html", "index.htm", "index.shtml")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")

# What most addresses are: in their one spelling already.
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/(?:[\w~-]+/)*(?:[\w~-]+(?:\.\w+)*)?", re.ASCII)
_PLAIN_QUERY = re.compile(r"[\w=&.-]{1,2000}", re.ASCII)

_SEEN = 10_000  # addresses of late: each is looked at some ten times, by listings, frontier and tables


def parted(url: str) -> tuple[str, str] | None:
    """The parts before and after "?" of an address that needs no closer look, as most: host and path are plain names
    in their one spelling, and a query has nothing to escape. None for any other.

    >>> parted("http://kfq.test/show.asp?id=7"), parted("http://kfq.test/a/../b.html")
    (('http://kfq.test/show.asp', 'id=7'), None)
    """
    before, mark, query = url.partition("?")
    is_plain = _PLAIN.fullmatch(before) and (not mark or _PLAIN_QUERY.fullmatch(query))
    return (before, query) if is_plain else None


@lru_cache(_SEEN)
def canonical(url: str) -> str:
    """The one spelling of an address that is kept: what a browser would ask for, less what changes by visit.

    Scheme and host in lower case, no default port, user name or fragment, no session id or cache buster, dots
    resolved, what is not ASCII escaped as UTF-8. `/a/index.html` stays as it is: a site may have only one of the
    two. ValueError for what is not an absolute http(s) address.

    >>> canonical("HTTP://KFQ.test:80/新闻/../a.html;jsessionid=1A?id=7&_=1700000000#top")
    'http://kfq.test/a.html?id=7'
    """
    if (plain := parted(url)) is not None:
        return _with_query(*plain)
    # Browsers drop tabs and line breaks inside an address and read a backslash as a slash (WHATWG URL).
    text = re.sub(r"[\t\r\n]", "", url.strip("".join(map(chr, range(33)))))
    before, mark, after = text.partition("?")
    parts = urlsplit(before.replace("\\", "/") + mark + after)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not an http address: {url!r}")
    netloc = _ascii_host(parts.hostname or "", url)
    if parts.port is not None and parts.port != _DEFAULT_PORTS[scheme]:
        netloc += f":{parts.port}"
    path = _escaped(_without_dots(_SESSION_PATH.sub("", parts.path)), _PATH_SAFE)
    return _with_query(f"{scheme}://{netloc}{path}", parts.query)


def _with_query(address: str, query: str) -> str:
    """An address with its query, less what changes by visit."""
    kept = "&".join([pair for pair in query.split("&") if pair and not _SESSION_PARAMETER.fullmatch(pair)])
    return f"{address}?{_escaped(kept, _QUERY_SAFE)}" if kept else address


@lru_cache(_SEEN)
def identity(url: str) -> str:
    """What is equal for all spellings of one page: host without www, path and sorted query.

    `/a/` and `/a/index.html` are one page. ValueError for what is not an absolute http(s) address.

    >>> identity("https://www.kfq.test/news/index.html?b=2&a=1")
    'kfq.test/news/?a=1&b=2'
    """
    address = _ESCAPE.sub(_plain_escape, canonical(url)).partition("://")[2].removeprefix("www.")
    path, mark, query = address.partition("?")
    return _INDEX.sub("/", path) + mark + "&".join(sorted(query.split("&")))


def twins(url: str) -> tuple[str, ...]:
    """The other addresses at which servers give the same page: those of a folder and of its index pages.

    >>> twins("http://kfq.test/news/index.html")
    ('http://kfq.test/news/', 'http://kfq.test/news/index.htm', 'http://kfq.test/news/index.shtml')
    """
    path, mark, query = url.partition("?")
    folder = _INDEX.sub("/", path)
    spelled = (f"{folder}{name}{mark}{query}" for name in _INDEXES if folder.endswith("/"))
    return tuple(twin for twin in spelled if twin != url)


def told_apart(url: str) -> str:
    """The identity of an address; what is none is told apart by its characters."""
    try:
        return identity(url)
    except ValueError:
        return url


def article_id(url: str) -> str:
    """The id of the article at an address: 12 characters, the same for all spellings of the address."""
    return content_id(identity(url))


@lru_cache(_SEEN)
def content_id(*parts: str) -> str:
    """An id that anyone can make again from the same content: 60 bits of SHA-256 as 12 characters of base32."""
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest)[:12].decode("ascii").lower()


def host(url: str) -> str:
    """The host of an address in lower case, without www and port; empty where there is none."""
    try:
        return (urlsplit(canonical(url)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_site(url: str, hosts: Collection[str]) -> bool:
    """Whether an address is on one of these hosts, with or without www. A subdomain is another site."""
    own = host(url)
    return own != "" and any(own == name.lower().removeprefix("www.") for name in hosts)


def _ascii_host(name: str, url: str) -> str:
    name = name.lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii").lower()
        except UnicodeError as error:
            raise ValueError(f"not a host name in {url!r}") from error
    name = f"[{name}]" if ":" in name else name.rstrip(".")
    if not _HOST.fullmatch(name):
        raise ValueError(f"not a host name in {url!r}")
    return name


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4: `.` and `..` resolved; never above the root."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe, encoding="utf-8", errors="surrogatepass")


def _plain_escape(escape: re.Match[str]) -> str:
    """RFC 3986, 6.2.2: letters, digits and -._~ need no escape; the others are written in upper case."""
    character = unquote(escape[0], encoding="latin-1")
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else escape[0].upper()
