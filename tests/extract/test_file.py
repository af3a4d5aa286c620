"""Files by their bytes: what they are, what they say, and how little a hostile one costs. All content is invented."""

import gzip
import io
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.payload import decode
from archive.records import Capture, File, Outcome
from crawler.demo.files import TYPES, content, sentence
from crawler.demo.packed import document, packed, workbook
from crawler.demo.pdf import pdf
from spiders.extract.file import TEXT, file
from spiders.extracted import answer
from spiders.parse import parse
from spiders.profile import Profile

OFFICE = "application/vnd.openxmlformats-officedocument"


def capture(data: bytes, kind: str = "application/octet-stream", **headers: str) -> Capture:
    more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Capture(
        record_id="1",
        run_id="1",
        site_id="kfq",
        url="http://kfq.test/download.jsp?id=7",
        captured_at="2026-09-01T08:00:00.000Z",
        status=200,
        headers=(("Content-Type", kind), *more),
        body=data,
    )


def read(data: bytes, kind: str = "application/octet-stream") -> File:
    taken = capture(data, kind)
    return file(taken, decode(taken))[0]


def problems(data: bytes) -> list[str]:
    taken = capture(data)
    return [problem.message for problem in file(taken, decode(taken))[1]]


def a_zip(members: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("extension", "mime"),
    [
        ("pdf", "application/pdf"),
        ("doc", "application/msword"),
        ("wps", "application/msword"),
        ("xls", "application/vnd.ms-excel"),
        ("docx", f"{OFFICE}.wordprocessingml.document"),
        ("xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        ("ofd", "application/ofd"),
        ("zip", "application/zip"),
        ("txt", "text/plain"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_is_declared(extension: str, mime: str) -> None:
    data = content(f"form.{extension}", "申请表")[1]
    assert [read(data, kind).mime for kind in ("text/html", "", "application/octet-stream")] == [mime] * 3


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "txt"])
def test_the_text_of_documents_sheets_and_plain_text_is_read(extension: str) -> None:
    name = f"guide.{extension}"
    kind, data = content(name, "申报指南")
    text = read(data, kind).text or ""
    assert "申报指南" in text
    assert sentence(name) in text


@pytest.mark.parametrize("extension", ["png", "jpg", "doc", "xls", "zip"])
def test_other_files_have_no_text(extension: str) -> None:
    assert read(content(f"form.{extension}", "申请表")[1]).text is None


def test_html_that_word_saved_under_the_name_of_a_document_is_one() -> None:
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        "<head><title>申报表</title></head><body><p>企业名称</p></body></html>"
    ).encode("gb18030")
    page = parse(
        replace(capture(html, "application/msword"), url="http://kfq.test/a.doc"), Profile.generic("http://kfq.test")
    )
    assert page.outcome is Outcome.FILE
    assert page.file is not None
    assert (page.file.mime, page.file.text) == ("text/html", "企业名称")
    article = replace(capture(html, "text/html"), url="http://kfq.test/news/1.html")
    assert parse(article, Profile.generic("http://kfq.test")).outcome is not Outcome.FILE


def test_every_type_of_the_sample_site_is_tried_here() -> None:
    assert set(TYPES) == {"pdf", "docx", "xlsx", "txt", "png", "jpg", "doc", "xls", "wps", "ofd", "zip"}


def test_paragraphs_and_cells_of_a_document_are_lines() -> None:
    data = document(["一、申报条件", "研发投入 & 占比 <3%"])
    assert read(data).text == "一、申报条件\n研发投入 & 占比 <3%"


def test_what_was_deleted_from_a_document_and_its_field_codes_are_no_text() -> None:
    body = (
        "<w:p><w:r><w:t>现稿</w:t></w:r><w:del><w:delText>旧稿</w:delText></w:del><w:instrText>PAGE</w:instrText></w:p>"
    )
    data = a_zip({"word/document.xml": f"<w:document xmlns:w='w'>{body}</w:document>"})
    assert read(data).text == "现稿"


def test_rows_of_a_sheet_are_lines_with_tabs_between_cells() -> None:
    assert read(workbook([["岗位", "人数"], ["综合管理", "3"]])).text == "岗位\t人数\n综合管理\t3"


def test_names_in_a_zip_of_windows_are_read_as_gbk_and_in_others_as_they_say() -> None:
    assert read(packed({"申报材料/附件一.doc": "x", "a.txt": "y"})).members == ("申报材料/附件一.doc", "a.txt")
    assert read(a_zip({"申报材料/附件一.doc": "x"})).members == ("申报材料/附件一.doc",)


def test_a_member_whose_name_is_damaged_beyond_reading_is_not_named() -> None:
    assert read(a_zip({"a.txt": "x", "b.txt": "y"}).replace(b"b.txt", b"\0.txt")).members == ("a.txt",)


def test_lines_of_a_pdf_that_were_broken_where_full_are_one_paragraph() -> None:
    lines = ["申报指南", "云岭经济技术开发区企业申报研发投入补助应当在每年", "八月底前提交材料。", "特此通知"]
    text = read(pdf(lines)).text
    assert text == "申报指南\n云岭经济技术开发区企业申报研发投入补助应当在每年八月底前提交材料。\n特此通知"


@pytest.mark.parametrize(
    ("hostile", "why"),
    [
        ("limit(seconds=1)\nwhile True: pass", "reading it takes too long"),
        ("limit(memory=2**28)\nbytes(2**28)", "reading it fails"),
    ],
)
def test_a_pdf_that_takes_all_it_can_get_is_left_unread(
    monkeypatch: pytest.MonkeyPatch, hostile: str, why: str
) -> None:
    command = [sys.executable, "-c", f"from spiders.extract.pdfpages import limit\n{hostile}"]
    monkeypatch.setattr("spiders.extract.pdf._READER", command)
    assert problems(b"%PDF-1.7") == [why]


def test_that_no_process_can_be_started_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.extract.pdf._READER", ["/nowhere/python"])
    with pytest.raises(MemoryError):
        read(b"%PDF-1.7")


def test_a_capture_of_a_file_gives_its_digest_size_and_name() -> None:
    kind, data = content("guide.pdf", "申报指南")
    name = "申报指南.pdf".encode("gb18030").decode("latin-1")
    page = parse(
        capture(data, kind, Content_Disposition=f"attachment; filename={name}"), Profile.generic("http://kfq.test")
    )
    assert page.outcome is Outcome.FILE
    assert page.file is not None
    assert (page.file.name, page.file.size, len(page.file.digest)) == ("申报指南.pdf", len(data), 64)
    assert answer("guide.pdf", page)["document"]["text"] == f"申报指南\n{sentence('guide.pdf')}"


def test_a_file_that_came_compressed_has_the_digest_of_what_was_packed() -> None:
    data = content("guide.docx", "申报指南")[1]
    taken = capture(gzip.compress(data), Content_Encoding="gzip")
    assert file(taken, decode(taken))[0] == read(data)


def test_a_zip_that_unpacks_to_too_much_keeps_what_was_read_until_then() -> None:
    paragraph = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
    bomb = a_zip(
        {"word/document.xml": f"<w:document xmlns:w='w'>{paragraph}<w:x>{' ' * 40_000_000}</w:x></w:document>"}
    )
    assert len(bomb) < 100_000
    assert read(bomb).text == "正文"
    assert len(problems(bomb)) == 1


def test_a_row_that_repeats_a_long_text_without_end_is_left_at_a_limit() -> None:
    row = "<c t='s'><v>0</v></c>" * 2_000 + f"<c t='s'><v>{'9' * 5_000}</v></c>"
    parts = {"xl/sharedStrings.xml": f"<sst><si><t>{'表' * 30_000}</t></si></sst>", "xl/workbook.xml": "<a/>"}
    data = a_zip(parts | {"xl/worksheets/sheet1.xml": f"<s><row>{row}</row></s>"})
    assert problems(data) == ["xl/worksheets/sheet1.xml is beyond what a sheet has"]


def test_a_document_of_endless_tags_is_left_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_zip({"word/document.xml": "<a>" * 200_000})
    assert "is no XML" in problems(data)[0]
    monkeypatch.setattr("spiders.extract.office._TAGS", 100_000)
    assert problems(data) == ["word/document.xml is beyond what a document has"]


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a><t>&y;</t></a>", "declares"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><p><t>&x;</t></p></a>", "declares"),
        ("<a><p><t>一", "no XML"),
        ("", "no XML"),
        ("no xml", "no XML"),
    ],
)
def test_hostile_and_broken_documents_cost_only_their_text(part: str, why: str) -> None:
    data = a_zip({"word/document.xml": part})
    assert read(data).text is None
    assert why in problems(data)[0]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(200),
        b"PK\x05\x06" + bytes(18),
        b"PK\x05\x06" + b"\xff" * 18,
        b"%PDF-1.7 nothing else",
        b"%PDF",
        a_zip({"word/document.xml": "<a/>"}, zipfile.ZIP_LZMA),
        a_zip({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": "<c t='s'><v>9</v></c>"}),
        content("form.docx", "申请表")[1][:-30],
    ],
)
def test_a_damaged_file_is_still_a_file(data: bytes) -> None:
    found = read(data)
    assert (found.size, found.text) == (len(data), None)


@given(
    st.sampled_from(("docx", "xlsx", "zip", "ofd", "doc")),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_no_damage_to_a_file_raises(extension: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(content(f"form.{extension}", "申请表")[1])
    for place, value in changes:
        data[place % len(data)] = value
    assert read(bytes(data)).size == len(data)


def test_long_texts_are_cut_and_that_is_told() -> None:
    data = document(["开发区" * 9_000] * 20)
    assert len(read(data).text or "") == TEXT
    assert problems(data) == [f"only the first {TEXT:,} characters can be searched"]
