"""Articles that are told in several pages: what was last read of each, and what they say together."""

from dataclasses import dataclass, replace

import msgspec

from archive.records import Article, Attachment, Capture, Part
from archive.store.rows import Rows
from archive.urls import article_id, content_id, identity


@dataclass(frozen=True, slots=True)
class Told:
    """An article from its pages; `whole`: none is missing at its end."""

    article: Article
    whole: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What was last read of one page, and the digest of the response that said it."""

    article: Article
    digest: str | None


class Parts:
    """Rows of `parts`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def put(self, part: Part, article: Article, capture: Capture) -> None:
        """A page as a capture shows it."""
        self._rows.run(
            "INSERT OR REPLACE INTO parts (own_id, number, identity, capture_id, reading) VALUES (?, ?, ?, ?, ?)",
            *(article_id(part.first), part.number, identity(capture.url), content_id(capture.record_id)),
            msgspec.json.encode(article).decode(),
        )

    def at(self, url: str) -> Read | None:
        """The page at an address; None where none of several pages was read."""
        try:
            page = identity(url)
        except ValueError:
            return None
        sql = "SELECT reading, digest FROM parts JOIN captures ON captures.id = capture_id WHERE identity = ?"
        row = self._rows.one(sql, page)
        return Read(_article(row["reading"]), row["digest"]) if row else None

    def told(self, first: str) -> Told | None:
        """The article whose first page is at an address, from its pages as they lead on; None where it was not read."""
        rows = self._rows.all("SELECT identity, reading FROM parts WHERE own_id = ? ORDER BY number", article_id(first))
        pages = {row["identity"]: _article(row["reading"]) for row in rows}
        found: list[Article] = []
        following: str | None = first
        while following is not None and (page := pages.pop(identity(following), None)) is not None:
            found.append(page)
            following = page.part.next if page.part is not None else None
        return Told(_joined(found), whole=following is None) if found else None

    def forget(self, url: str) -> None:
        """What stands at an address is no page of several any more, nor the first of them."""
        self._rows.run("DELETE FROM parts WHERE identity = ? OR own_id = ?", identity(url), article_id(url))


def _article(reading: str) -> Article:
    return msgspec.json.decode(reading, type=Article)


def _joined(pages: list[Article]) -> Article:
    """What pages say together: title, date and source are those of the first."""
    files: dict[str, Attachment] = {file.url: file for page in reversed(pages) for file in reversed(page.attachments)}
    is_garbled = any(page.verbatim is not None for page in pages)
    return replace(
        pages[0],
        body="\n".join(page.body for page in pages if page.body),
        body_html="\n".join(page.body_html for page in pages if page.body_html),
        verbatim="\n".join(page.verbatim or page.body for page in pages) if is_garbled else None,
        readings_removed=sum(page.readings_removed for page in pages),
        attachments=tuple(reversed(files.values())),
    )
