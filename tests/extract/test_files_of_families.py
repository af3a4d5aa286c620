"""Files that the pages of a family link in a way of its own. All names and addresses are invented."""

import pytest

from archive.records import Attachment
from spiders.extract.attachments import attachments, is_file
from spiders.extract.page import document
from spiders.extract.shapes import shape

SITE = "http://kfq.test"


def found(body: str) -> list[tuple[str, str, str]]:
    doc = document(f"<body><div>{body}</div></body>", f"{SITE}/a/1.htm")
    files: tuple[Attachment, ...] = attachments(doc, doc.tree, ())
    return [(file.url.removeprefix(SITE), file.name, file.kind) for file in files]


@pytest.mark.parametrize(
    "address",
    [
        "/module/download/downfile.jsp?classid=0&filename=0a.pdf",  # jcms
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=7",  # VSB
        "/virtual_attach_file.vsb?afc=7",
        "/e/DownSys/DownFile/?classid=3&id=7",  # EmpireCMS
        "/plus/download.php?open=0&aid=7",  # dedecms
        "/xwzx/202403/P020240305123456789012.et",  # TRS
        "/group6/M00/0A/1B/rBIabc.wps",  # LKCMS
        "/attachment/0/12/12345/4021.pdf",  # NFCMS
    ],
)
def test_addresses_that_serve_files_are_known(address: str) -> None:
    assert is_file(address)
    assert shape(SITE + address) == "file"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div class=wp_pdf_player pdfsrc=/_upload/a.pdf></div>", [("/_upload/a.pdf", "", "file")]),
        (
            "<a href=/_upload/0a.doc sudyfile-attr=\"{'title':'申报表.doc'}\">0a.doc</a>",
            [("/_upload/0a.doc", "申报表.doc", "file")],
        ),
        (
            "<a class=nfw-cms-attachment href=/attachment/0/7/12/4021.pdf alt=申报表.pdf>点击下载</a>",
            [("/attachment/0/7/12/4021.pdf", "申报表.pdf", "file")],
        ),
        ("<a href=/_upload/0a.doc sudyfile-attr='{}'>0a.doc</a>", [("/_upload/0a.doc", "0a.doc", "file")]),
        ('<script>showVsbpdfIframe("/__local/7/a.pdf", 100)</script>', [("/__local/7/a.pdf", "", "file")]),
        ("<img orisrc=/__local/b.jpg src=/lazy.jpg alt=现场>", [("/__local/b.jpg", "现场", "image")]),
        ("<img src='/_visitcount?siteId=7&type=3'><img src=/_ueditor/icon_doc.gif>", []),
    ],
)
def test_what_holds_the_address_or_the_name_of_a_file(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(body) == expected
