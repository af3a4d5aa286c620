"""Archives joined into one: their WARC files together, and the tables of all."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from archive.errors import ArchiveDamaged, ArchiveError, SchemaNewer, UsageError, is_full, of_folder
from archive.lock import lock, lock_for_reading
from archive.poison import poison, watching
from archive.rebuild import reader, take_readings
from archive.recover import ParserFor, Then, nothing, recover
from archive.staging import WarcFile, put_files
from archive.store import NAME, open_for_reading
from archive.upgrade import open_store
from archive.urls import content_id
from archive.warc import Torn, birth_name, entries, final_name, paths
from archive.warc.files import FOLDER, OPEN

COPIES = "copies"  # of databases that are read, in the folder of the archive while it lasts
_SUFFIX = ".warc.gz"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Merged:
    """How many WARC files and captures came in, and how many captures the archive has now."""

    files: int
    captures: int
    all_captures: int


def merge(archive: Path, others: Iterable[Path], parser_for: ParserFor, then: Then = nothing) -> Merged:
    """Take into an archive what others have. Of these nothing is written; a file that is there already comes once.

    With them come what earlier extractors read of their captures, and which pages are poison. The outcome depends on
    what there is alone: whichever archive is merged into which, in any order, once or twice, the same files have the
    same names and the tables say the same. UsageError for a folder that is no archive, ArchiveLocked where one is being
    written, ArchiveDamaged where a file of theirs is not whole, SchemaNewer where a newer program wrote one.
    """
    sources = _sources(archive, others)
    with ExitStack() as locks:
        locks.enter_context(lock(archive))
        for source in sources:
            locks.enter_context(lock_for_reading(source))
        before = settled(archive, parser_for, then)
        own = [WarcFile(path, path.stat().st_size) for path in paths(archive)]
        theirs = [file for source in sources for path in paths(source) if (file := _proven(path))]
        files = named([*own, *theirs])
        databases = locks.enter_context(_copied(archive, sources))
        if files == {file.path.name: file for file in own} and poison(archive) == poison(archive, *sources):
            _take_readings(archive, databases, parser_for)
            return Merged(0, 0, before)
        put_files(archive, files, parser_for, then, sources, databases)
        after = count(archive)
    return Merged(sum(file not in own for file in files.values()), after - before, after)


def settled(archive: Path, parser_for: ParserFor, then: Then) -> int:
    """Finish what a killed run left, as the start of the next would; how many captures the archive has then."""
    store = open_store(archive, parser_for, then)
    try:
        recover(archive, store, parser_for, then)
    finally:
        store.close()
    return count(archive)


@contextmanager
def _copied(archive: Path, sources: Iterable[Path]) -> Iterator[list[Path]]:
    """Copies of the databases of other archives: SQLite leaves files beside one that it reads."""
    folder = archive / COPIES
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield [_copy(source, folder / str(number)) for number, source in enumerate(sources)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(source: Path, folder: Path) -> Path:
    copy = folder / NAME
    try:
        folder.mkdir(parents=True)
        for name in (NAME, f"{NAME}-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(source / name, folder / name)
    except OSError as error:
        if is_full(error):
            raise of_folder(folder, error) from error
        raise UsageError(f"{source}: {error.strerror}; give an archive that can be read") from error
    try:
        open_for_reading(copy, older=True).close()
    except SchemaNewer as error:
        raise SchemaNewer(f"{source / NAME} was made by a newer version of this program; update the program") from error
    except ArchiveError:
        pass  # it is lost or damaged: what its captures tell is in its WARC files
    return copy


def _take_readings(archive: Path, databases: Iterable[Path], parser_for: ParserFor) -> None:
    store = open_store(archive, parser_for)
    try:
        with watching(archive) as watch:
            take_readings(store, databases, reader(archive, store, lambda site: watch.over(parser_for(site))))
    finally:
        store.close()


def count(archive: Path) -> int:
    """How many captures the tables of an archive have."""
    with closing(open_for_reading(archive / NAME)) as connection:
        return int(connection.execute("SELECT count(*) FROM captures").fetchone()[0])


def named(files: Iterable[WarcFile]) -> dict[str, WarcFile]:
    """Each distinct file by the name it shall have: the one it was begun with, which follows from its contents.

    Of files that hold the same, one as far as the other goes, the longest is kept; of equal ones the first. Where
    two archives began different files with one name, each gets its digest in its name.
    """
    by_birth = sorted(((birth_name(file.path), file) for file in files), key=lambda pair: pair[0])
    found = {}
    for birth, group in groupby(by_birth, key=lambda pair: pair[0]):
        kept = _distinct(file for _, file in group)
        for file in kept:
            name = birth if len(kept) == 1 else f"{birth.removesuffix(_SUFFIX)}-{_digest(file)}{_SUFFIX}"
            found[name] = file
    return found


def _distinct(files: Iterable[WarcFile]) -> list[WarcFile]:
    kept: list[WarcFile] = []
    for file in sorted(files, key=lambda file: -file.end):
        if not any(_begins(longer, file) for longer in kept):
            kept.append(file)
    return kept


def _begins(longer: WarcFile, file: WarcFile) -> bool:
    """Whether a file is the beginning of another: a copy that was made while that was being written."""
    pairs = zip(_chunks(longer.path, file.end), _chunks(file.path, file.end), strict=True)
    return all(one == other for one, other in pairs)


def _chunks(path: Path, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        for offset in range(0, end, _CHUNK):
            yield file.read(min(_CHUNK, end - offset))


def _digest(file: WarcFile) -> str:
    digest = sha256()
    for chunk in _chunks(file.path, file.end):
        digest.update(chunk)
    return content_id(digest.hexdigest())


def _sources(archive: Path, others: Iterable[Path]) -> list[Path]:
    """The folders to take from, each once."""
    found = {path.resolve(): path for path in others}
    for path in found.values():
        if not (path / FOLDER).is_dir():
            raise UsageError(f"{path} is no archive: it has no folder {FOLDER}/; give the folder of one")
    if archive.resolve() in found:
        raise UsageError(f"{archive} is ARCHIVE_DIR itself; give the folders of other archives")
    return list(found.values())


def _proven(path: Path) -> WarcFile | None:
    """A file of another archive, every record of it seen; None for one that was left before its first was whole.

    The torn end of a file that a killed run left is passed over, as its own archive will do.
    """
    end = 0
    try:
        for entry in entries(path):
            end = entry.offset + entry.length
    except Torn as torn:
        if not path.name.endswith(OPEN):
            raise ArchiveDamaged(f"{path.parent}: {torn}; restore {final_name(path)} from a copy") from torn
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give an archive that can be read") from error
    return WarcFile(path, end) if end else None
