"""From text to tree: what browsers forgive, and what no page may contain."""

import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.limits import ParseLimit, check
from spiders.extract.outline import outline
from spiders.extract.page import absolute, document

URL = "http://kfq.test/news/1.html"
TEXT = "<p>" + "正文，" * 40_000 + "</p>"


def shown(html: str) -> list[str]:
    return [line.text for line in outline(document(html, URL)).lines]


def test_text_after_an_early_end_of_the_page_is_read() -> None:
    assert shown("<html><body><p>页眉</p></body></html><div>正文</div></html>") == ["页眉", "正文"]


def test_a_second_document_inside_the_first_is_read() -> None:
    assert shown("<p>一</p><!DOCTYPE html><html><head><title>x</title></head><body><p>二</p></body></html>") == [
        "一",
        "二",
    ]


def test_a_text_around_a_comment_is_one_line() -> None:
    assert shown("<td>发布日期：<!--begin-->2019-03-06<!--end--> 编辑</td>") == ["发布日期：2019-03-06 编辑"]


@pytest.mark.parametrize("html", ["", " ", "<!-- x -->", "\x00", "<", "</p>", "<?xml version='1.0' encoding='gbk'?>"])
def test_a_page_of_nothing_is_an_empty_page(html: str) -> None:
    assert "".join(shown(html)).strip("<") == ""


def test_relative_links_start_from_the_base_that_a_page_declares() -> None:
    doc = document("<base href='/files/'><a href=1.pdf>x</a>", URL)
    assert doc.absolute("1.pdf") == "http://kfq.test/files/1.pdf"


@pytest.mark.parametrize(
    "href", ["", "#top", "javascript:void(0)", "mailto:a@b.test", "ftp://b.test/", "http://[", "data:x"]
)
def test_what_is_no_web_address_leads_nowhere(href: str) -> None:
    assert document("", URL).absolute(href) is None


@given(
    st.sampled_from(
        ("", "//", "/", "?id=1", "http:", "http://", "https://b.test", "HTTP://b.test/", "../", "./a", "a/b")
    ),
    st.text(alphabet="a/.:?#;[=", max_size=6),
    st.sampled_from((URL, "http://kfq.test", "http://kfq.test/a/b;c?d=/e/#f/g", "https://kfq.test:8/?/", "/a/b", "x")),
)
def test_every_link_leads_where_the_standard_library_says(start: str, end: str, base: str) -> None:
    href = (start + end).strip()
    try:
        url = urljoin(base, href)
    except ValueError:
        url = ""
    leads_on = href and not href.startswith("#") and url.lower().startswith(("http://", "https://"))
    assert document("", base).absolute(href) == (url if leads_on else None)


def test_a_base_that_is_no_address_is_left_out() -> None:
    assert document("<base href='http://['>", URL).base_url == URL


def test_elements_nested_beyond_what_browsers_nest_are_a_limit() -> None:
    with pytest.raises(ParseLimit, match="nested"):
        outline(document("<div>" * 600 + "x", URL))


def test_three_hundred_unclosed_font_tags_are_read() -> None:
    assert shown("<font>" * 300 + "正文") == ["正文"]


@pytest.mark.parametrize(
    ("html", "limit"),
    [
        ("<b>" * 200_001, "tags"),
        ("<p title='" + "x" * 70_000 + "'>", "longer"),
        ("<p " + " ".join(f"a{n}=1" for n in range(5_000)) + ">" + TEXT, "attributes"),
        ("<p " + " ".join(f"a{n}" for n in range(8_000)) + ">" + TEXT, "attributes"),
        ("<p " + " ".join(f"a{n}='>'" for n in range(4_000)) + ">" + TEXT, "attributes"),
    ],
)
def test_markup_made_to_exhaust_a_parser_is_a_limit(html: str, limit: str) -> None:
    with pytest.raises(ParseLimit, match=limit):
        check(html)


@pytest.mark.parametrize(
    "html",
    [
        "<img src='data:image/png;base64," + "A" * 90_000 + "'>",
        "<script>" + "if (a<b) c='x=y';" * 10_000 + "</script><p>x</p>",
        TEXT,
    ],
)
def test_long_pages_of_ordinary_markup_are_no_limit(html: str) -> None:
    check(html)


@pytest.mark.parametrize("piece", ["<a '", '<a "', "<a b=", "<script", "<script></script", "</body", "<<", "a=b "])
def test_counting_takes_time_in_proportion_to_the_page(piece: str) -> None:
    start = time.process_time()
    with suppress(ParseLimit):
        check(piece * (1_000_000 // len(piece)))
    assert time.process_time() - start < 0.5


@given(
    st.sampled_from(["http://kfq.test", "http://kfq.test/a/b/", "http://kfq.test/a//b/", "http://kfq.test/a/b.html"]),
    st.lists(st.sampled_from(["..", ".", "", "a", "b.html", "s.asp?id=7", "?", "http:", "k-1", "新"]), max_size=5),
)
def test_a_link_that_is_plain_to_see_leads_where_all_others_do(base: str, parts: list[str]) -> None:
    href = "/".join(parts)
    expected = urljoin(base, href)
    assert absolute(base, href, "utf-8") == (
        expected if href and expected.startswith(("http://", "https://")) else None
    )


WITHOUT_MEMORY = """
import resource
from pathlib import Path
from spiders.extract.page import document
document("<p>1</p>", "http://kfq.test/")
page = "<p>" + "开发区招商引资。" * 200_000
has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (has + 8_000_000, has + 8_000_000))
try:
    document(page, "http://kfq.test/")
except MemoryError:
    print("no memory")
"""


@pytest.mark.slow
def test_memory_that_ends_while_a_page_is_parsed_is_no_fault_of_the_page() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_MEMORY], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("no memory\n", "")
