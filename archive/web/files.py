"""Files of the archive for readers: what sort each is, what it is called when saved, and what of its text was found."""

import json
import re
from dataclasses import dataclass
from urllib.parse import quote

from archive.filenames import tidy
from archive.magic import extension
from archive.web.reader import Row
from archive.web.snippets import Pieces, part

_SIZE = 100  # characters of a snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHit:
    """A file found: its row, and a part of its text, or of the names of what is packed in it, in pieces."""

    row: Row
    text: Pieces

    @classmethod
    def of(cls, row: Row, query: str) -> "FileHit":
        """A row of queries.found_files as a page shows it."""
        return cls(row=row, text=part(row["text"] or "\n".join(json.loads(row["members"])), query, _SIZE))


def sort_of(mime: str, size: int) -> str:
    """Type and size in a few characters.

    >>> sort_of("application/pdf", 2048), sort_of("application/x-unknown", 7)
    ('PDF · 2 KB', 'application/x-unknown · 7 B')
    """
    return f"{extension(mime).upper() or mime} · {_size(size)}"


def saved_as(fallback: str, name: str | None, mime: str) -> str:
    """The Content-Disposition (RFC 6266) of a file to be saved: a name for browsers of this century, one for others."""
    suffix = f".{extension(mime)}" if extension(mime) else ""
    told = tidy(re.sub(r"[/\\]", "_", name or "")) or fallback
    told += "" if told.lower().endswith(suffix) else suffix
    return f"attachment; filename=\"{fallback}{suffix or '.bin'}\"; filename*=UTF-8''{quote(told, safe='')}"


def _size(size: int) -> str:
    for unit, bytes_ in (("MB", 1024**2), ("KB", 1024)):
        if size >= bytes_:
            return f"{size / bytes_:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} B"
