"""How to cite a version of an article: GB/T 7714, BibTeX, RIS and CSL-JSON, each with original and archived address.

What is cited is a version as it was captured: its digest and the time of its capture stand in every form, so that a
reader can check that the archive still has just that.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

# What LaTeX reads as a command, and what it reads as itself (biblatex manual, 2.2.2: names and texts are literal).
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX_TABLE = str.maketrans(_TEX)
_NAMES = re.compile(r"[、,，;；/\s]+")
_URL_TABLE = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\r": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What is cited. `key` is the article's id and the version's number, `url` the address at the site,
    `archived_url` the one of the version in the archive.

    `published_at` is a date, or a time that begins with one; None where the page prints none. `captured_at` is UTC;
    `digest` the SHA-256 of the body as received, None where there is none; `accessed` the day on which the archive
    was read.
    """

    key: str
    title: str
    site: str
    source: str | None
    author: str | None
    published_at: str | None
    url: str
    archived_url: str
    captured_at: str
    digest: str | None
    accessed: date

    @property
    def published(self) -> date | None:
        """The day of publication."""
        return date.fromisoformat(self.published_at[:10]) if self.published_at else None

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it; where the page names nobody, who it says that it is from, else the site."""
        names = tuple(name for name in _NAMES.split(self.author or "") if name)
        return names or (self.source or self.site,)

    @property
    def evidence(self) -> str:
        """When the archive captured it, and what of."""
        proof = f", SHA-256 {self.digest}" if self.digest else ""
        return f"captured {self.captured_at}{proof}"


def gbt7714(cited: Citation) -> str:
    """GB/T 7714-2015, 8.8: an electronic resource online. The archived address follows the original one."""
    authors = ", ".join([*cited.authors[:3], *(["等"] if len(cited.authors) > 3 else [])])
    dated = f", ({cited.published.isoformat()})" if cited.published else " "
    proof = f", SHA-256 {cited.digest}" if cited.digest else ""
    what = f"{authors}. {_line(cited.title)}[EB/OL]. {_line(cited.site)}{dated}[{cited.accessed.isoformat()}]"
    return f"{what}. {cited.url}. 存档: {cited.archived_url} (采集于 {cited.captured_at}{proof})."


def bibtex(cited: Citation) -> str:
    """A biblatex entry @online, in UTF-8."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "organization": f"{{{_tex(cited.site)}}}",
        "date": cited.published.isoformat() if cited.published else None,
        "year": str(cited.published.year) if cited.published else None,
        "url": cited.url.translate(_URL_TABLE),
        "urldate": cited.accessed.isoformat(),
        "note": f"Archived at {_tex(cited.archived_url)}, {_tex(cited.evidence)}",
        "langid": "chinese",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{cited.key},\n{lines}}}\n"


def ris(cited: Citation) -> str:
    """A RIS record of the type ELEC; the archived address is in AV, the location in archives."""
    fields = [
        ("TY", "ELEC"),
        ("ID", cited.key),
        ("TI", cited.title),
        *(("AU", name) for name in cited.authors),
        ("PB", cited.site),
        ("PY", str(cited.published.year) if cited.published else None),
        ("DA", f"{cited.published:%Y/%m/%d}/" if cited.published else None),
        ("UR", cited.url),
        ("AV", cited.archived_url),
        ("Y2", f"{cited.accessed:%Y/%m/%d}/"),
        ("N1", cited.evidence),
        ("LA", "zh"),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def csl(cited: Citation) -> dict[str, Any]:
    """An item of CSL-JSON, as Zotero and citeproc read it."""
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "author": [{"literal": name} for name in cited.authors],
        "container-title": cited.site,
        "issued": _parts(cited.published) if cited.published else None,
        "URL": cited.url,
        "accessed": _parts(cited.accessed),
        "archive": "Zone Archive",
        "archive_location": cited.archived_url,
        "note": cited.evidence,
        "language": "zh",
    }
    return {name: value for name, value in item.items() if value is not None}


def _tex(text: str) -> str:
    return _line(text).translate(_TEX_TABLE)


def _line(text: str) -> str:
    return " ".join(text.split())


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
