"""Files by their bytes, where they stood and when, and which of them the versions of articles link."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive.contents import Contents
from archive.filenames import of_address
from archive.records import Capture, File
from archive.search import search_id
from archive.store.indexes import Indexes
from archive.store.rows import Rows
from archive.urls import content_id, told_apart

_STANDING = "SELECT digest, name, capture_id FROM file_addresses WHERE identity = ?"


@dataclass(frozen=True, slots=True)
class Standing:
    """The file that stands at an address: what the answer called it, and the capture that brought it there."""

    digest: str
    name: str | None
    capture_id: str


class Files:
    """Rows of `files`, `file_addresses` and `attachments`."""

    def __init__(self, rows: Rows, indexes: Indexes) -> None:
        self._rows, self._indexes = rows, indexes

    def put(self, file: File, capture: Capture) -> None:
        """A file as a capture brought it; what has these bytes is one file, as it was first read."""
        if self._rows.one("SELECT 1 FROM files WHERE digest = ?", file.digest) is not None:
            return
        row = search_id(file.digest, capture.captured_at)
        self._rows.insert(
            "files",
            digest=file.digest,
            mime=file.mime,
            bytes=file.size,
            text=file.text,
            members=json.dumps(file.members, ensure_ascii=False),
            capture_id=content_id(capture.record_id),
            search_id=row,
        )
        if file.text or file.members:
            self._indexes.note_file(row)

    def standing(self, url: str) -> Standing | None:
        """The file that stood at an address when it was last asked; None where there was none."""
        row = self._rows.one(f"{_STANDING} ORDER BY first_seen DESC LIMIT 1", told_apart(url))
        return Standing(**dict(row)) if row else None

    def stand(self, file: Standing, urls: Iterable[str], at: str) -> None:
        """A file stands at some addresses at a time, whether or not it did before."""
        for url in urls:
            here, identity = self.standing(url), told_apart(url)
            if here is not None and here.digest == file.digest:
                self._rows.run(
                    "UPDATE file_addresses SET last_seen = ? WHERE identity = ? AND first_seen = "
                    "(SELECT max(first_seen) FROM file_addresses WHERE identity = ?)",
                    *(at, identity, identity),
                )
                continue
            self._rows.insert(
                "file_addresses",
                identity=identity,
                digest=file.digest,
                name=file.name,
                first_seen=at,
                last_seen=at,
                capture_id=file.capture_id,
            )
            self._fill("identity = ?", identity)

    def link(self, article: str, number: int, contents: Contents) -> None:
        """What a version of an article links, in place of what it did."""
        self._rows.run("DELETE FROM attachments WHERE article_id = ? AND version_number = ?", article, number)
        for attachment in contents.attachments:
            self._rows.insert(
                "attachments",
                article_id=article,
                version_number=number,
                url=attachment.url,
                identity=told_apart(attachment.url),
                label=attachment.name,
                name=attachment.name or of_address(attachment.url),
                kind=attachment.kind,
            )
        if contents.attachments:
            self._fill("links.article_id = ? AND version_number = ?", article, number)

    def link_anew(self, article: str) -> None:
        """The files that the versions of an article link, after these have been dealt out anew."""
        self._fill("links.article_id = ?", article)

    def is_linked(self, url: str) -> bool:
        """Whether an article links an address as a file."""
        return self._rows.one("SELECT 1 FROM attachments WHERE identity = ?", told_apart(url)) is not None

    def _fill(self, which: str, *values: str | int) -> None:
        """The file of each link: the last that stood there before the version was replaced, else the first after."""
        links = self._rows.all(
            "SELECT links.rowid, url, identity, label, seen_at AS until FROM attachments AS links "
            "LEFT JOIN versions ON versions.article_id = links.article_id AND number = version_number + 1 "
            f"WHERE {which}",
            *values,
        )
        before = f"{_STANDING} AND first_seen < ? ORDER BY first_seen DESC LIMIT 1"
        after = f"{_STANDING} ORDER BY first_seen LIMIT 1"
        for link in links:
            until = link["until"] or "9999"
            found = self._rows.one(before, link["identity"], until) or self._rows.one(after, link["identity"])
            if found is None:
                continue
            self._rows.run(
                "UPDATE attachments SET name = ?, digest = ?, capture_id = ?, "
                "(mime, bytes) = (SELECT mime, bytes FROM files WHERE digest = ?) WHERE rowid = ?",
                *(link["label"] or found["name"] or of_address(link["url"]), found["digest"], found["capture_id"]),
                *(found["digest"], link["rowid"]),
            )
