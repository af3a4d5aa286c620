"""B: pages made to exhaust, crash or deceive whoever reads them."""

import codecs
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import etree
from parsel import Selector
from w3lib.encoding import resolve_encoding

from archive import charset
from archive.records import Capture, Outcome, Page
from spiders.parse import parse
from spiders.profile import Profile
from tests.archive.conftest import Archive
from tests.expressions import Expression, attacks, expressions
from tests.faults.hostile import HTML, article
from tests.faults.ledger import Ledger

ROOT = Path(__file__).parents[2]
PROFILE = Profile.generic("http://trap.test/")


def taken(body: bytes, kind: str = HTML[1], path: str = "/news/202608/t20260801_1.html") -> Capture:
    return Capture(
        record_id="urn:x",
        run_id="r",
        site_id="trap.test",
        url=f"http://trap.test{path}",
        captured_at="2026-09-01T00:00:00.000Z",
        status=200,
        headers=(("Content-Type", kind),),
        body=body,
    )


def read(body: bytes, kind: str = HTML[1]) -> Page:
    return parse(taken(body, kind), PROFILE)


def seconds(body: bytes, kind: str = HTML[1]) -> tuple[float, Page]:
    """CPU seconds that reading takes, and what was read."""
    begun = time.process_time()
    page = read(body, kind)
    return time.process_time() - begun, page


def text_of(page: Page) -> str:
    return page.article.body if page.article else ""


def nested(depth: int, tag: str = "div") -> bytes:
    """An article whose text stands so deep."""
    whole = article(1, "</within>").decode()
    opened = whole.replace('<div id="zoom">', f'<div id="zoom">{f"<{tag}>" * depth}', 1)
    return opened.replace("</within>", f"</{tag}>" * depth, 1).encode()


@pytest.mark.quick
def test_b1_what_is_nested_too_deep_is_refused_and_never_read_in_part(ledger: Ledger) -> None:
    with ledger.row("B1", "text nested 260, 2,050 and 100,000 elements deep") as row:
        whole = text_of(read(article(1)))
        for tag in ("div", "font", "span", "table"):
            for depth in (260, 2050, 100_000):
                took, page = seconds(nested(depth, tag))
                is_all = page.outcome is Outcome.OK and text_of(page) == whole
                row.tried(
                    took < 1 and (is_all or page.outcome is Outcome.PARSE_LIMIT), (tag, depth, page.outcome, took)
                )
        deep = Selector("<html><body>" + "<div>" * 2050 + "<p>正文</p>").css("p::text").getall()
        row.red("the text below 2,048 elements is missing, and nothing tells", deep == [])


@pytest.mark.quick
def test_b2_pages_made_to_cost_the_parser_much_are_refused_at_once(ledger: Ledger) -> None:
    whole = article(1).decode()
    bombs = {
        "100,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
        "100,000 bare attributes": "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">",
        "500,000 elements": "<b>x</b>" * 500_000,
        "200,000 open forms": "<p><form>" * 200_000,
        "a tag of a megabyte": "<p title='" + "x" * 2**20 + "'>",
    }
    with ledger.row("B2", "100,000 attributes, 500,000 elements, 200,000 open forms, a tag of a megabyte") as row:
        for name, bomb in bombs.items():
            took, page = seconds(whole.replace('<div id="zoom">', f'<div id="zoom">{bomb}', 1).encode())
            row.tried(took < 0.5 and page.outcome is Outcome.PARSE_LIMIT, (name, took, page.outcome))
        begun = time.process_time()
        etree.fromstring("<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x", etree.HTMLParser(huge_tree=True))
        row.red("30,000 attributes take the parser over half a second", time.process_time() - begun > 0.5)


LABELS = (
    *("punycode", "idna", "zlib", "hex", "bz2", "base64", "rot13", "uu", "quopri", "undefined", "unicode_escape"),
    *("raw_unicode_escape", "utf-7", "x-sample-unknown", "utf-16", "utf-32", "mbcs", "charset", "", "a" * 60),
)
CHARSETS = {"gbk": "gbk", "gb2312": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "big5": "big5"}
SAMPLE = "云岭開發區召開重點項目推進會議"


def test_b3_a_charset_that_is_none_is_not_believed(ledger: Ledger) -> None:
    with ledger.row("B3", "names of codecs that are no charsets, on 320 KB; and the real ones") as row:
        filler = b"<!-- " + b"a-b " * 80_000 + b"-->"
        whole = text_of(read(article(1)))
        for label in LABELS:
            body = article(1).replace(b"</body>", filler + b"</body>")
            took, page = seconds(body, f"text/html; charset={label}")
            row.tried(took < 1 and text_of(page) == whole, (label, took, page.outcome))
        for label, codec in CHARSETS.items():
            body = f"<html><title>{SAMPLE}</title><p>{SAMPLE}</p>".encode(codec)
            row.tried(SAMPLE in charset.text(body, f"text/html; charset={label}")[0], label)
        begun = time.process_time()
        codecs.decode(b"-" + b"b" * 200_000, resolve_encoding("punycode") or "punycode", "replace")
        row.red("200 KB said to be punycode take over a second", time.process_time() - begun > 1)


@pytest.mark.quick
def test_b4_bytes_that_are_not_what_they_are_said_to_be(ledger: Ledger) -> None:
    whole = article(1).decode()
    text = text_of(read(article(1)))
    gbk, utf8 = whole.replace("utf-8", "gbk").encode("gbk"), article(1)
    odd = "\x00\x01\x08\x0b\x1b\x7f"
    cases: dict[str, tuple[bytes, str]] = {
        "gbk said to be utf-8": (gbk, "text/html; charset=utf-8"),
        "utf-8 said to be gbk": (utf8, "text/html; charset=gbk"),
        "gbk of no name": (whole.replace('<meta charset="utf-8">', "").encode("gbk"), "text/html"),
        "utf-8 said to be big5": (utf8, "text/html; charset=big5"),
        "a mark against the header": (codecs.BOM_UTF8 + utf8, "text/html; charset=gb2312"),
        "utf-16": (codecs.BOM_UTF16_LE + whole.encode("utf-16-le"), "text/html; charset=utf-8"),
        "control characters": (whole.replace("项目占地", f"项目{odd}占地").encode(), HTML[1]),
        "NUL in tags": (whole.replace("<p>", "<p\x00>").encode(), HTML[1]),
    }
    with ledger.row("B4", "charsets that lie, control characters, bytes that are no text") as row:
        for name, (body, kind) in cases.items():
            page = read(body, kind)
            got = text_of(page)
            row.tried(page.outcome is Outcome.OK and got == text, (name, page.outcome, got[:40]))
        surrogates = utf8.replace("项目占地".encode(), "项目".encode() + b"\xed\xa0\x80\xff" + "占地".encode())
        got = text_of(read(surrogates))
        row.tried("\ufffd" in got and got.encode("utf-8").count(b"\xed\xa0") == 0, "surrogates and invalid bytes")
        turned = text_of(read(whole.replace("项目占地", "项目\u202e占地").encode()))
        row.tried("\x00" not in turned and len(turned) >= len(text), "right to left")
        blind = gbk.decode("utf-8", "replace")
        row.red("a page in GBK is replacement characters", blind.count("\ufffd") > 0.005 * len(blind))


@pytest.mark.quick
def test_b4_what_cannot_be_read_makes_no_version(tmp_path: Path) -> None:
    kept = Archive(tmp_path / "data", lambda capture: parse(capture, PROFILE))
    broken = article(1).replace("项目占地".encode(), b"\xff\xfe\xff\xff")
    with kept.run(1) as visit:
        visit.take(visit.write("/news/202608/t20260801_1.html", body=article(1), headers=(HTML,)))
    with kept.run(2) as visit:
        visit.take(visit.write("/news/202608/t20260801_1.html", body=broken, headers=(HTML,)))
    assert kept.column("captures", "outcome", "captured_at") == ["ok", "drift"]
    assert len(kept.rows("versions")) == 1


SECRET = Path("/etc/hostname")
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))


@pytest.mark.quick
def test_b5_xml_is_neither_expanded_nor_followed(ledger: Ledger) -> None:
    outside = f"<!DOCTYPE a [<!ENTITY x SYSTEM 'file://{SECRET}'>]>"
    pages = {
        "laughs in a feed": f"<?xml version='1.0'?>{LAUGHS}]><rss><title>&a9;</title></rss>",
        "laughs in a site map": f"<?xml version='1.0'?>{LAUGHS}]><urlset><loc>&a9;</loc></urlset>",
        "a file in a feed": f"<?xml version='1.0'?>{outside}<rss><title>&x;</title></rss>",
        "a file in a page": f"{outside}{article(1).decode().replace('<!DOCTYPE html>', '').replace('8号', '&x;')}",
        "laughs in a page": f"{LAUGHS}]>{article(1).decode().replace('<!DOCTYPE html>', '').replace('由1号', '&a9;')}",
    }
    secret = SECRET.read_text().strip()
    with ledger.row("B5", "entities that grow a thousand million times, entities that are files") as row:
        for name, page in pages.items():
            for kind in ("text/xml", "text/html", "application/rss+xml"):
                took, got = seconds(page.encode(), kind)
                row.tried(took < 1 and secret not in repr(got) and len(repr(got)) < 50_000, (name, kind, took))
        parser = etree.XMLParser(resolve_entities=True, load_dtd=True)
        followed = etree.fromstring(f"{outside}<a>&x;</a>".encode(), parser)
        row.red("a parser of XML puts a file of this machine into the page", secret in (followed.text or ""))


UNITS = ("a", " ", "1", ":", "：", "[((", "（", "<", "a=", "的", "2023-09-", "404", "http://", "&", "\n")


def test_b6_no_text_makes_an_expression_take_more_than_in_proportion(ledger: Ledger) -> None:
    with ledger.row("B6", "every regular expression of the program on the texts that cost it most") as row:
        for each in expressions():
            for before, unit in [*attacks(each.pattern), *(("", unit) for unit in UNITS)]:
                row.tried(each.is_linear(before, unit, 256_000), (each.name, before, unit))
        control = Expression("control", re.compile(r"a*b|a*c"))
        row.red("an expression like a*b takes the square of the time", not control.is_linear("", "a", 256_000))


@pytest.mark.quick
def test_b7_a_reader_that_fails_costs_the_page_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    def fragile(capture: Capture) -> Page:
        if capture.url.endswith("_7.html"):
            raise RecursionError("made to fail")
        return parse(capture, PROFILE)

    with ledger.row("B7", "an extractor that raises, or takes the process with it") as row:
        kept = Archive(tmp_path / "data", fragile)
        with kept.run(1) as visit:
            for number in range(1, 21):
                visit.take(visit.write(f"/news/202608/t20260801_{number}.html", body=article(number), headers=(HTML,)))
        for url, outcome in zip(kept.column("captures", "url"), kept.column("captures", "outcome"), strict=True):
            row.tried(outcome == ("parse_limit" if url.endswith("_7.html") else "ok"), (url, outcome))
        folder = tmp_path / "deadly"
        first, second, third = (deadly(folder) for _ in range(3))
        row.tried((first, second, third) == (139, 0, 0), (first, second, third))
        deaths = {deadly(tmp_path / "unwatched", "unwatched") for _ in range(3)}
        row.red("the process dies at every start", deaths == {139})


DEADLY = """
import os, sys
from pathlib import Path
from archive.poison import watching
from spiders.parse import parse
from tests.archive.conftest import Archive, SITE
from tests.faults.hostile import article
from tests.faults.test_b_parsing import PROFILE, taken
folder = Path(sys.argv[1])
def parse_or_die(capture):
    os._exit(139)
if sys.argv[2] == "unwatched":
    parse_or_die(taken(article(1)))
with watching(folder) as watch:
    page = watch.over(parse_or_die)(taken(article(1)))
sys.exit(0 if page.outcome == "poison" else 1)
"""


def deadly(folder: Path, how: str = "watched") -> int:
    """Parse one capture in a process of its own; how that ended."""
    arguments = [sys.executable, "-c", DEADLY, str(folder), how]
    return subprocess.run(arguments, cwd=ROOT, check=False, timeout=60).returncode


@pytest.mark.quick
def test_b8_what_is_too_long_is_no_fault(ledger: Ledger) -> None:
    whole = article(1).decode()
    links = "".join(f'<a href="/news/{n}.html">第{n}条</a>' for n in range(5_000))
    pages = {
        "titles of nine megabytes": whole.replace("第1号项目开工", "题" * 1_500_000),
        "5,000 links": whole.replace("</body>", f"{links}</body>"),
        "an address of a megabyte": whole.replace("</body>", f'<a href="/{"a" * 2**20}">长</a></body>'),
        "a date of a megabyte": whole.replace("发布时间：", "发布时间：" + "2" * 2**20),
    }
    with ledger.row("B8", "titles, addresses, dates and lists of links beyond all measure") as row:
        for name, page in pages.items():
            took, got = seconds(page.encode())
            row.tried(took < 5 and got.outcome in (Outcome.OK, Outcome.PARSE_LIMIT, Outcome.LISTING), (name, took))
        begun = time.process_time()
        etree.fromstring("<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">x", etree.HTMLParser(huge_tree=True))
        row.red("what is as long, but in one tag, takes its square", time.process_time() - begun > 0.5)
