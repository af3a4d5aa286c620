"""The name that a file was given when it was begun, whatever it is called now."""

import re
from hashlib import sha256
from pathlib import Path

from fastwarc.warc import WarcRecord

from archive.errors import ArchiveDamaged
from archive.urls import content_id
from archive.warc.members import Torn, members

# What we name files, and nothing that leads out of a folder: the name comes from the file's own first record.
_OURS = re.compile(r"\w[\w.-]{0,150}\.warc\.gz", re.ASCII)


def birth_name(path: Path) -> str:
    """The WARC-Filename of a file of ours; made from its first record where that names none that can be used.

    ArchiveDamaged where the file has no whole first record.
    """
    try:
        first = next(members(path), None)
        if first is None:
            raise ArchiveDamaged(f"{path} is empty; restore the file from a copy")
        name = WarcRecord.from_bytes(first.data).headers.get("WARC-Filename") or ""
    except (Torn, ValueError) as error:
        raise ArchiveDamaged(f"{path}: {error}; restore the file from a copy") from error
    return name if _OURS.fullmatch(name) else f"{content_id(sha256(first.data).hexdigest())}.warc.gz"
