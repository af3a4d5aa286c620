"""Files that are zips: documents and sheets of Office (ECMA-376), OFD (GB/T 33190), and plain ones of Windows."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MIME = "application/vnd.openxmlformats-officedocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
# A fixed date: the bytes, and so the digest in the archive, must not depend on when they are made.
_DATE = (2026, 9, 1, 0, 0, 0)


def document(paragraphs: Sequence[str]) -> bytes:
    """The least that Office Open XML asks of a document."""
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return packed(
        {
            "[Content_Types].xml": _types({"/word/document.xml": "wordprocessingml.document.main"}),
            "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        }
    )


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet; its texts stand apart, and cells refer to them by number."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row if not cell.isdecimal()))

    def cell(text: str) -> str:
        return f"<c><v>{text}</v></c>" if text.isdecimal() else f'<c t="s"><v>{texts.index(text)}</v></c>'

    cells = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    sheet = f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'
    return packed(
        {
            "[Content_Types].xml": _types(
                {
                    "/xl/workbook.xml": "spreadsheetml.sheet.main",
                    "/xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
                    "/xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
                }
            ),
            "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("sharedStrings", "sharedStrings.xml")}
            ),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{_SHEET}">'
            + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
            + "</sst>",
        }
    )


def ofd(text: str) -> bytes:
    """One page with one line, in a font that the reader has to bring."""
    return packed(
        {
            "OFD.xml": f'{_HEAD}<ofd:OFD {_OFD} DocType="OFD" Version="1.0"><ofd:DocBody>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"{_HEAD}<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/Page_0/Content.xml": f'{_HEAD}<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="2">'
            '<ofd:TextObject ID="3" Boundary="20 20 170 10" Font="4" Size="5"><ofd:TextCode X="0" Y="5">'
            f"{escape(text)}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip. Names that are not ASCII are in GBK and do not say so, as Windows in Chinese packs."""
    out = io.BytesIO()
    stand_ins = {name: f"{number}".rjust(len(name.encode("gb18030")), "~") for number, name in enumerate(members)}
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name if name.isascii() else stand_ins[name], _DATE)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    whole = out.getvalue()
    for name, stand_in in stand_ins.items():
        whole = whole if name.isascii() else whole.replace(stand_in.encode(), name.encode("gb18030"))
    return whole


def _types(parts: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_MIME}.{kind}+xml"/>' for part, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
