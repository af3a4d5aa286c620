"""The ways in which the sample site can misbehave, and what the ones that are only another answer say."""

from datetime import date
from enum import StrEnum

from crawler.demo.render import Noise, page
from crawler.demo.site import HTML, Response

Header = tuple[str, str]


class Fault(StrEnum):
    """One way of going wrong. Up to `OUTAGE_END` they are another answer; after it, what happens on the wire."""

    # Refusals and outages
    STATUS_403 = "status-403"
    STATUS_404 = "status-404"
    STATUS_410 = "status-410"
    STATUS_429 = "status-429"  # Retry-After: 3
    STATUS_500 = "status-500"
    STATUS_503 = "status-503"  # Retry-After: an HTTP-date long past
    RETRY_AFTER_GARBAGE = "retry-after-garbage"  # 429 and "soon"
    RETRY_AFTER_NEGATIVE = "retry-after-negative"  # 503 and "-5"
    RETRY_AFTER_HUGE = "retry-after-huge"  # 503 and a million million seconds
    # Pages that stand in an article's place
    CHALLENGE_200 = "challenge-200"
    CHALLENGE_412 = "challenge-412"
    CHALLENGE_521 = "challenge-521"
    CAPTCHA = "captcha"
    SOFT_404 = "soft-404"
    MAINTENANCE = "maintenance"
    INTERSTITIAL = "interstitial"  # the same unknown page, with status 200, wherever one asks
    REDESIGN = "redesign"  # a new template, the text by script
    EMPTY_BODY = "empty-body"
    # Redirects
    REDIRECT_HOME = "redirect-home"
    REDIRECT_LOOP = "redirect-loop"
    REDIRECT_GROWING = "redirect-growing"  # the query grows with each hop
    REDIRECT_LOOPBACK = "redirect-loopback"  # to 127.0.0.2
    REDIRECT_FILE = "redirect-file"  # to file:///etc/hostname
    # robots.txt
    ROBOTS_FORBID = "robots-forbid"
    ROBOTS_HTML = "robots-html"  # 200 and a page, as soft 404s are
    ROBOTS_DELAY = "robots-delay"  # Crawl-delay: 2
    # Labels that lie
    CHARSET_LIE = "charset-lie"  # GB18030 bytes said to be utf-8
    CHARSET_PUNYCODE = "charset-punycode"
    CHARSET_UNKNOWN = "charset-unknown"
    MIME_IMAGE = "mime-image"  # a page said to be a picture
    # Bombs for parsers
    NESTING = "nesting"  # 100 000 open <div>
    ATTRIBUTES = "attributes"  # one <p> with 100 000 attributes
    TITLE = "title"  # of a million characters

    # On the wire
    DROP = "drop"  # closed before the first byte
    RESET = "reset"  # RST in the middle of the body
    HANG = "hang"  # accepted, never answered
    SHORT_LENGTH = "short-length"  # Content-Length promised more
    UNENDED_CHUNKS = "unended-chunks"
    CUT_AT_CLOSE = "cut-at-close"  # no length at all, closed half-way
    WHOLE_AT_CLOSE = "whole-at-close"  # no length, closed at the end: fine, and old
    TRUNCATE_GZIP = "truncate-gzip"  # half a gzip stream whose Content-Length is right
    TRUNCATE_DEFLATE = "truncate-deflate"
    BAD_CRC = "bad-crc"
    GZIP_BOMB = "gzip-bomb"
    NESTED_GZIP = "nested-gzip"  # Content-Encoding: gzip, gzip: odd, but whole
    TWO_MEMBERS = "two-members"  # two gzip members: odd, but whole
    SLOW_BODY = "slow-body"  # a byte every 0.3 s
    ENDLESS_BODY = "endless-body"
    HUGE_HEADER = "huge-header"  # one header of a megabyte
    ENDLESS_HEADERS = "endless-headers"
    FORGED_HEADER = "forged-header"  # a bare CR and control characters in a header's value


ON_THE_WIRE = frozenset(list(Fault)[list(Fault).index(Fault.DROP) :])

# Status and further headers of the faults that a status tells.
_STATUSES: dict[Fault, tuple[int, tuple[Header, ...]]] = {
    Fault.STATUS_403: (403, ()),
    Fault.STATUS_404: (404, ()),
    Fault.STATUS_410: (410, ()),
    Fault.STATUS_429: (429, (("Retry-After", "3"),)),
    Fault.STATUS_500: (500, ()),
    Fault.STATUS_503: (503, (("Retry-After", "Tue, 01 Sep 2015 00:00:00 GMT"),)),
    Fault.RETRY_AFTER_GARBAGE: (429, (("Retry-After", "soon"),)),
    Fault.RETRY_AFTER_NEGATIVE: (503, (("Retry-After", "-5"),)),
    Fault.RETRY_AFTER_HUGE: (503, (("Retry-After", "1000000000000"),)),
}

# Status, template and further headers of the pages that stand in an article's place.
_PAGES: dict[Fault, tuple[int, str, tuple[Header, ...]]] = {
    Fault.CHALLENGE_200: (200, "challenge-200", ()),
    Fault.CHALLENGE_412: (412, "challenge-412", (("Set-Cookie", "FSSBBIl1UgzbN7N80S=sample; Path=/"),)),
    Fault.CHALLENGE_521: (521, "challenge-521", (("Set-Cookie", "__jsluid_s=sample; Path=/"),)),
    Fault.CAPTCHA: (200, "captcha", ()),
    Fault.SOFT_404: (200, "soft-404", ()),
    Fault.MAINTENANCE: (200, "maintenance", ()),
    Fault.INTERSTITIAL: (200, "interstitial", ()),
    Fault.REDESIGN: (200, "redesign", ()),
}

_CHARSETS = {
    Fault.CHARSET_LIE: "utf-8",
    Fault.CHARSET_PUNYCODE: "punycode",
    Fault.CHARSET_UNKNOWN: "x-sample-unknown",
}

_ROBOTS = {
    Fault.ROBOTS_FORBID: "User-agent: *\nDisallow: /\n",
    Fault.ROBOTS_DELAY: "User-agent: *\nCrawl-delay: 2\n",
}


def substitute(fault: Fault, response: Response, path: str) -> Response:
    """The answer that a fault gives in place of `response`; a fault on the wire gives the same answer."""
    if fault in _STATUSES:
        status, headers = _STATUSES[fault]
        return _page(f"<html><body><h1>{status}</h1></body></html>", status, headers)
    if fault in _PAGES:
        status, template, headers = _PAGES[fault]
        return _page(page(f"faults/{template}.html", noise=Noise(visit=0, today=date(2026, 9, 1))), status, headers)
    if fault in _ROBOTS:
        return Response(headers=(("Content-Type", "text/plain"),), body=_ROBOTS[fault].encode())
    if fault in _CHARSETS:
        text = response.body.decode("utf-8" if response.header("Content-Type") == HTML else "gb18030")
        data = text.encode("gb18030") if fault is Fault.CHARSET_LIE else response.body
        return Response(headers=(("Content-Type", f"text/html; charset={_CHARSETS[fault]}"),), body=data)
    match fault:
        case Fault.EMPTY_BODY:
            return _page("")
        case Fault.ROBOTS_HTML:
            return _page("<!DOCTYPE html><html><body><p>User-agent: *<br>Disallow: /</p></body></html>")
        case Fault.MIME_IMAGE:
            return Response(status=response.status, headers=(("Content-Type", "image/png"),), body=response.body)
        case Fault.NESTING:
            return _page("<html><body>" + "<div>" * 100_000 + "深处" + "</div>" * 100_000 + "</body></html>")
        case Fault.ATTRIBUTES:
            return _page("<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">正文</p></body></html>")
        case Fault.TITLE:
            return _page(f"<html><head><title>{'题' * 1_000_000}</title></head><body><p>正文</p></body></html>")
        case _ if fault in _TARGETS:
            return Response(
                status=302,
                headers=(
                    ("Location", _TARGETS[fault].format(path=path, mark="&" if "?" in path else "?")),
                    ("Content-Type", HTML),
                ),
            )
        case _:
            return response


_TARGETS = {
    Fault.REDIRECT_HOME: "/",
    Fault.REDIRECT_LOOP: "{path}",
    Fault.REDIRECT_GROWING: "{path}{mark}more=1",
    Fault.REDIRECT_LOOPBACK: "http://127.0.0.2/",
    Fault.REDIRECT_FILE: "file:///etc/hostname",
}


def _page(markup: str, status: int = 200, headers: tuple[Header, ...] = ()) -> Response:
    return Response(status=status, headers=(("Content-Type", HTML), *headers), body=markup.encode())
