"""What files are called, by answers and addresses as servers write them."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.filenames import of_address, of_header, read

NAME = "申报协议（一）.doc"
GBK = NAME.encode("gb18030")


def as_header(value: bytes) -> str:
    """A header value as a capture holds it: one character a byte."""
    return value.decode("latin-1")


@pytest.mark.parametrize(
    "value",
    [
        b"attachment; filename=" + GBK,
        b'attachment; filename="' + GBK + b'"',
        b'attachment;filename="' + NAME.encode() + b'"; size=7',
        b'attachment; filename="' + quote(NAME).encode() + b'"',
        b"attachment; filename=" + quote(GBK).encode(),
        b"attachment; filename=x.doc; filename*=UTF-8''" + quote(NAME).encode(),
        b"attachment; FileName*=gbk'zh-CN'" + quote(GBK).encode(),
        b'inline; filename="=?GBK?B?' + base64.b64encode(GBK) + b'?="',
        b'attachment; filename="C:\\docs\\' + NAME.encode() + b'"',
    ],
)
def test_a_name_is_read_however_the_server_writes_it(value: bytes) -> None:
    assert of_header(as_header(value)) == NAME


@pytest.mark.parametrize("value", [None, "", "attachment", "inline; filename=", 'attachment; filename=""'])
def test_a_header_without_a_name_gives_none(value: str | None) -> None:
    assert of_header(value) is None


def test_a_short_name_in_gbk_is_not_taken_for_utf_8() -> None:
    assert "一.doc".encode("gb18030").decode("utf-8") == "һ.doc"  # what it would be by chance
    assert of_header(as_header(b"attachment; filename=" + "一.doc".encode("gb18030"))) == "一.doc"


def test_a_declared_charset_that_fits_is_believed() -> None:
    assert of_header("attachment; filename*=UTF-8''caf%C3%A9.doc") == "café.doc"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/x", "x"),
        ("a\0b.doc", "ab.doc"),
        ("CON", "CON"),
        ("%2e%2e%2fx.doc", "x.doc"),
        ("report\u202ecod.exe", "reportcod.exe"),
        ("甲" * 300 + ".doc", "甲" * 255),
    ],
)
def test_a_hostile_name_is_a_value_and_leads_nowhere(said: str, name: str) -> None:
    assert of_header(as_header(b'attachment; filename="' + said.encode() + b'"')) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://kfq.test/upfile/%B8%BD%BC%FE.doc", "附件.doc"),
        ("http://kfq.test/upfile/%E9%99%84%E4%BB%B6.doc?v=1", "附件.doc"),
        ("http://kfq.test/upfile/附件.doc", "附件.doc"),
        ("http://kfq.test/downfile.jsp?classid=0&filename=2f3a.pdf&showname=%B8%BD%BC%FE.pdf", "附件.pdf"),
        ("http://kfq.test/download.jsp?wbfileid=7", "download.jsp"),
        ("http://kfq.test/folder/", "http://kfq.test/folder/"),
        ("http://[not-an-address/a.doc", "http://[not-an-address/a.doc"),
    ],
)
def test_an_address_gives_a_name_where_nothing_else_does(url: str, name: str) -> None:
    assert of_address(url) == name


@given(st.text(st.characters(categories=(), include_characters="关于印发申报指南的通知附件（一）123.doc"), min_size=2))
def test_names_in_both_charsets_are_read_back(name: str) -> None:
    if not name.isascii():
        assert read(name.encode("utf-8")) == name
    assert read(name.encode("gb18030"), "GBK") == name


@given(st.binary(max_size=60))
def test_any_header_and_any_bytes_give_a_name_or_none(value: bytes) -> None:
    of_header(as_header(b"attachment; filename=" + value))
    of_header(as_header(value))
    read(value)
