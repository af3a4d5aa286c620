"""Where the WARC files of an archive lie, and how they are named while written and after."""

import os
from pathlib import Path

FOLDER = "warc"
OPEN = ".open"
_SUFFIX = ".warc.gz"


def paths(archive: Path) -> list[Path]:
    """All WARC files of an archive by name, those still open among them."""
    return sorted(path for suffix in (_SUFFIX, _SUFFIX + OPEN) for path in (archive / FOLDER).glob("*" + suffix))


def final_name(path: Path) -> str:
    """The name a file has, or will have once closed: what `captures.warc_file` holds."""
    return path.name.removesuffix(OPEN)


def resolve(archive: Path, name: str) -> Path:
    """The path of a file by its final name, whether it is closed or still open; FileNotFoundError if it is neither."""
    if (path := resolved(archive, name)) is None:
        raise FileNotFoundError(f"{archive / FOLDER / name} is missing")
    return path


def resolved(archive: Path, name: str) -> Path | None:
    """The same; None if it is neither."""
    path = archive / FOLDER / name
    return next((each for each in (path, path.with_name(name + OPEN)) if each.is_file()), None)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as fsync makes the contents of a file."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def close_name(path: Path) -> Path:
    """Give a file that was open its final name."""
    final = path.with_name(final_name(path))
    path.rename(final)
    sync_folder(path.parent)
    return final
