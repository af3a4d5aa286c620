"""Bodies decoded, whether they came whole, and the charset they are in."""

import gzip
import importlib
import sys
import time
import zlib
from collections.abc import Callable
from functools import partial

import brotli  # type: ignore[import-untyped,unused-ignore]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.payload import LIMIT, Payload, charset, decode, text
from archive.records import Capture

zstd = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")

Encode = Callable[[bytes], bytes]


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


ENCODINGS: dict[str, tuple[str, Encode]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", partial(brotli.compress, quality=1)),
    "zstd": ("zstd", zstd.compress),
}
encodings = pytest.mark.parametrize("encoding", ENCODINGS)


def decoded(body: bytes, *encoding: str, status: int = 200, truncated: str | None = None) -> Payload:
    headers = tuple(("Content-Encoding", name) for name in encoding)
    capture = Capture(
        record_id="urn:x",
        run_id="r",
        site_id="s",
        url="http://kfq.test/",
        captured_at="2026-09-01T08:00:00.000Z",
        status=status,
        headers=headers,
        body=body,
        truncated=truncated,
    )
    return decode(capture)


@encodings
@given(data=st.binary(max_size=300))
def test_what_was_encoded_is_decoded_whole(encoding: str, data: bytes) -> None:
    label, encode = ENCODINGS[encoding]
    assert decoded(encode(data), label) == Payload(data=data)


@encodings
@given(data=st.binary(min_size=1, max_size=300), share=st.floats(0, 1, exclude_max=True))
def test_what_is_cut_at_any_point_is_told_as_not_whole(encoding: str, data: bytes, share: float) -> None:
    label, encode = ENCODINGS[encoding]
    body = encode(data)
    payload = decoded(body[: int(len(body) * share)], label)
    assert not payload.whole
    assert payload.why
    assert data.startswith(payload.data)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "nonsense"]))
def test_no_bytes_make_decoding_fail(body: bytes, encoding: str) -> None:
    assert isinstance(decoded(body, encoding).data, bytes)


def test_a_wrong_checksum_is_told_and_costs_no_text() -> None:
    body = bytearray(gzip.compress("经济技术开发区".encode() * 500))
    body[-6] ^= 1
    payload = decoded(bytes(body), "gzip")
    assert not payload.whole
    assert payload.data == "经济技术开发区".encode() * 500


def test_members_are_joined_and_bytes_after_them_are_left_out() -> None:
    two = gzip.compress(b"one ") + gzip.compress(b"two")
    assert decoded(two, "gzip") == Payload(data=b"one two")
    assert decoded(two + b"\0\0", "gzip") == Payload(data=b"one two")
    odd = decoded(two + b"garbage", "gzip")
    assert (odd.data, odd.whole, odd.why) == (b"one two", True, "bytes after the end of gzip")
    assert not decoded(two[:-3], "gzip").whole


def test_layers_are_undone_from_the_last_to_the_first() -> None:
    assert decoded(brotli.compress(gzip.compress(b"x")), "gzip", "identity, br") == Payload(data=b"x")


def test_plain_bytes_under_a_gzip_label_are_read_as_they_are() -> None:
    assert decoded(b"<html>", "gzip") == Payload(data=b"<html>", why="declared gzip, sent plain")


def test_an_empty_redirect_may_declare_gzip_and_an_empty_page_may_not() -> None:
    assert decoded(b"", "gzip", status=302).whole
    assert not decoded(b"", "gzip", status=200).whole


def test_an_encoding_that_nobody_knows_leaves_the_body_and_says_so() -> None:
    payload = decoded(b"abc", "compress")
    assert (payload.data, payload.whole, payload.why) == (b"abc", False, "no means to undo compress")


def test_a_body_that_came_cut_is_not_whole() -> None:
    payload = decoded(b"<html>", truncated="disconnect")
    assert (payload.data, payload.whole, payload.why) == (b"<html>", False, "cut short: disconnect")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_a_bomb_is_stopped_at_the_limit(encoding: str) -> None:
    _, encode = ENCODINGS[encoding]
    bomb = encode(bytes(4 * LIMIT))
    begun = time.monotonic()
    payload = decoded(bomb, encoding)
    assert (len(payload.data), payload.too_large, payload.whole) == (LIMIT, True, False)
    assert time.monotonic() - begun < 2


def test_a_page_larger_than_the_limit_is_cut() -> None:
    payload = decoded(bytes(LIMIT + 1))
    assert (len(payload.data), payload.too_large, payload.whole) == (LIMIT, True, False)


CHINESE = "辽宁铁岭经济技术开发区管理委员会关于招商引资工作的通知"


@pytest.mark.parametrize(
    ("data", "declared", "codec"),
    [
        (CHINESE.encode(), None, "utf-8"),
        (CHINESE.encode(), "gb2312", "utf-8"),
        (CHINESE.encode("gbk"), None, "gb18030"),
        (CHINESE.encode("gbk"), "utf-8", "gb18030"),
        (CHINESE.encode("gbk"), "iso-8859-1", "gb18030"),
        ("朱镕基㎡".encode("gb18030"), "gb2312", "gb18030"),
        ("經濟技術開發區".encode("big5"), "big5", "big5hkscs"),
        (b"<meta charset=big5>" + "經濟技術".encode("big5"), None, "big5hkscs"),
        (b'<META http-equiv=x content="text/html; charset=gb2312">' + CHINESE.encode("gbk"), None, "gb18030"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "gbk", "utf-8"),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le"), "utf-8", "utf-16-le"),
        (b"plain", "punycode", "utf-8"),
        (b"plain", None, "utf-8"),
        (b"", None, "utf-8"),
    ],
)
def test_a_page_is_read_in_the_charset_it_is_in(data: bytes, declared: str | None, codec: str) -> None:
    assert charset(data, declared) == codec


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "zlib", "hex", "bz2", "rot13", "utf-7", "unicode_escape", "undefined"]
)
def test_labels_that_are_no_charsets_are_passed_over_in_no_time(label: str) -> None:
    page = f"<meta charset={label}>".encode() + CHINESE.encode() * 4000
    begun = time.monotonic()
    assert text(page, f"text/html; charset={label}") == (page.decode(), "utf-8")
    assert time.monotonic() - begun < 1


def test_a_broken_character_does_not_turn_the_whole_page() -> None:
    said, codec = text((CHINESE * 20).encode() + b"\xe4\xb8", "text/html")
    assert codec == "utf-8"
    assert said == CHINESE * 20 + "\ufffd"


def test_controls_and_marks_are_left_out_of_the_text() -> None:
    assert text(b"\xef\xbb\xbfa\0b\x08c\td\r\ne\x7f", None)[0] == "abc\td\r\ne"


@given(st.binary(max_size=200), st.none() | st.text(max_size=30))
def test_any_bytes_have_a_text(data: bytes, declared: str | None) -> None:
    said, codec = text(data, declared)
    assert isinstance(said, str)
    assert codec in {"utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"}
    assert "\0" not in said
