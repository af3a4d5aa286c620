"""One spelling for each address, one id for each article."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.urls import article_id, canonical, content_id, host, identity, same_site, twins


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("HTTP://KFQ.TEST:80", "http://kfq.test/"),
        ("https://kfq.test:443/a", "https://kfq.test/a"),
        ("http://kfq.test:8080/a", "http://kfq.test:8080/a"),
        ("http://kfq.test/a/../b/./c#top", "http://kfq.test/b/c"),
        ("http://kfq.test/../../a/..", "http://kfq.test/"),
        (
            "http://kfq.test/新闻.html?标题=经济",
            "http://kfq.test/%E6%96%B0%E9%97%BB.html?%E6%A0%87%E9%A2%98=%E7%BB%8F%E6%B5%8E",
        ),
        ("http://kfq.test/a.jsp;jsessionid=1A2B?id=3", "http://kfq.test/a.jsp?id=3"),
        ("http://kfq.test/a?id=3&PHPSESSID=x&_=1&t=1700000000000&r=0.123&utm_source=x", "http://kfq.test/a?id=3"),
        ("http://kfq.test/list?t=3&v=2&r=1&sid=12&time=2018", "http://kfq.test/list?t=3&v=2&r=1&sid=12&time=2018"),
        ("http://kfq.test/a/index.html", "http://kfq.test/a/index.html"),
        ("http:\\\\kfq.test\\a\\b", "http://kfq.test/a/b"),
        (" \thttp://kf\nq.test/a b\r", "http://kfq.test/a%20b"),
        ("http://user:secret@kfq.test/", "http://kfq.test/"),
        ("http://kfq.test./a", "http://kfq.test/a"),
        (
            "http://经济.test/",
            "http://xn--h6qp78r.test/" if False else "http://" + "经济.test".encode("idna").decode() + "/",
        ),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://kfq.test/a?b=%e4%B8", "http://kfq.test/a?b=%e4%B8"),
    ],
)
def test_an_address_is_kept_in_one_spelling(url: str, kept: str) -> None:
    assert canonical(url) == kept


@pytest.mark.parametrize(
    "url",
    ["", "/a", "kfq.test/a", "javascript:void(0)", "file:///etc/passwd", "data:,x", "mailto:a@b", "http://", "http:///a",
     "http://a b/", "http://[::1/", "http://kfq.test:99999/", "http://kfq.test:port/", "http://a%00b/"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        canonical(url)


@given(st.text(alphabet="aB1/._~-%;?=&", max_size=12))
def test_an_address_that_is_plain_at_first_sight_is_spelled_like_all_others(rest: str) -> None:
    assert canonical(f"http://kfq.test/{rest}") == canonical(f"HTTP://kfq.test/{rest}")


@given(st.text(max_size=60))
def test_canonical_is_idempotent_and_in_plain_characters(rest: str) -> None:
    try:
        once = canonical("http://kfq.test/" + rest)
    except ValueError:
        return
    assert canonical(once) == once
    assert re.fullmatch(r"[!-~]+", once)
    assert identity(once) == identity("https://www." + once.removeprefix("http://"))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        assert canonical(text).startswith(("http://", "https://"))
    except ValueError:
        assert host(text) == ""


@pytest.mark.parametrize(
    "twin",
    [
        "https://kfq.test/news/?a=1&b=2",
        "http://www.kfq.test/news/index.html?b=2&a=1",
        "http://KFQ.test:80/news/index.shtml?a=1&b=2#x",
        "http://kfq.test/n%65ws/index.htm?a=1&b=2&_=17",
    ],
)
def test_twins_have_one_identity(twin: str) -> None:
    assert identity(twin) == "kfq.test/news/?a=1&b=2"
    assert article_id(twin) == article_id("http://kfq.test/news/?a=1&b=2")


def test_a_folder_and_its_index_pages_are_twins() -> None:
    spelled = [f"http://kfq.test/a/{name}?p=2" for name in ("", "index.html", "index.htm", "index.shtml")]
    assert [{url, *twins(url)} for url in spelled] == [set(spelled)] * 4
    assert twins("http://kfq.test/a") == twins("http://kfq.test/a/1.html") == ()


@pytest.mark.parametrize("other", ["http://kfq.test/news", "http://m.kfq.test/news/", "http://kfq.test/news/?page=2"])
def test_other_pages_have_other_identities(other: str) -> None:
    assert identity(other) != identity("http://kfq.test/news/")


def test_ids_are_twelve_characters_that_follow_from_the_content() -> None:
    assert article_id("http://kfq.test/news/4247.html") == "q6o65yy4acb6"
    assert re.fullmatch(r"[a-z2-7]{12}", content_id("a", "b"))
    assert content_id("a", "b") != content_id("a", "c")


def test_a_site_is_its_host_with_and_without_www() -> None:
    assert same_site("https://www.kfq.test/a", ["kfq.test"])
    assert same_site("http://kfq.test/a", ["WWW.kfq.test"])
    assert not same_site("http://m.kfq.test/a", ["kfq.test"])
    assert not same_site("http://kfq.test.evil.test/", ["kfq.test"])
    assert not same_site("javascript:void(0)", ["", "kfq.test"])
