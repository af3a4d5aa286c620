"""Captures taken in from WARC files that other programs wrote; docs/decisions/0009-foreign-warc.md tells why so."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import msgspec

from archive.errors import UsageError, of_folder
from archive.harvest import Harvest, Original, SiteOf, harvest
from archive.lock import lock
from archive.merge import count, named, settled
from archive.records import Capture, Run
from archive.recover import ParserFor, Then, nothing
from archive.spool import Kept, Place, Spool
from archive.staging import WarcFile, put_files
from archive.store import NAME, open_for_reading
from archive.urls import canonical, content_id
from archive.warc import birth_name, compose, paths, read_at
from archive.warc.foreign import Unreadable

SPOOL = "importing"

# For people who read the file. Nothing of this program's version: the same records give the same bytes.
ABOUT: Mapping[str, str] = {
    "software": "zone-archive import-warc",
    "not-kept": "chunk framing of bodies, records that are no response or request, credentials in requests",
}

_ORIGINAL = """
SELECT warc_file, warc_offset FROM captures
WHERE (record_id = ? OR (url = ? AND substr(captured_at, 1, 19) = ?)) AND status <> 304 AND digest IS NOT NULL
ORDER BY record_id = ? DESC, captured_at, record_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """Captures that came in and that the archive has now; what was left out, by reason, and of what other hosts."""

    captures: int
    all_captures: int
    left_out: Counter[str]
    hosts: Counter[str]


def import_warc(
    archive: Path,
    files: Iterable[Path],
    site_of: SiteOf,
    until: str,
    parser_for: ParserFor,
    then: Then = nothing,
    *,
    partial: bool = False,
) -> Imported:
    """Take into an archive the responses that belong to a site, from files that are only read.

    Each comes with its record id, so a file that is taken in twice, or two that overlap, change nothing. UsageError
    names the file and the byte where one can't be read, and the revisit whose original is neither in the files nor
    in the archive; nothing is taken in then. With `partial` these are left out, and what is whole is taken.
    """
    with ExitStack() as stack:
        stack.enter_context(lock(archive))
        before = settled(archive, parser_for, then)
        folder = archive / SPOOL
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            spool = Spool(stack.enter_context((folder / "spool").open("w+b")))
            told = Harvest()
            gathered = [_gather(path, spool, site_of, until, told, partial) for path in dict.fromkeys(files)]
            made = [
                path
                for path_read, places in gathered
                for path in _converted(archive, folder, spool, path_read, places, told, partial)
            ]
        except OSError as error:
            raise of_folder(archive, error) from error
        own = [WarcFile(path, path.stat().st_size) for path in paths(archive)]
        known = {birth_name(file.path) for file in own}
        new = [WarcFile(path, path.stat().st_size) for path in made if path.name not in known]
        if new:
            put_files(archive, named([*own, *new]), parser_for, then)
        after = count(archive)
    return Imported(after - before, after, told.left_out, told.hosts)


def _gather(
    path: Path, spool: Spool, site_of: SiteOf, until: str, told: Harvest, partial: bool
) -> tuple[Path, list[Place]]:
    """Put what a file has of our sites into the spool."""
    one, pending, places = Harvest(), [], []
    try:
        for found in harvest(path, site_of, until, one):
            pending.append(spool.put(found.site, Kept(found.capture, found.original, "GET", None)))
    except Unreadable as error:
        if not partial:
            raise UsageError(f"{error}; mend the file, or take what is whole with --partial") from error
        one.left_out["not whole"] += 1
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give WARC files that can be read") from error
    for place in pending:  # only now all requests are known
        kept = spool.get(place)
        method, headers = one.request_of(kept.capture.record_id) or ("GET", None)
        if method != "GET":
            one.left_out["not asked for with GET"] += 1
            continue
        places.append(spool.put(place.site, msgspec.structs.replace(kept, method=method, request=headers)))
    told.left_out += one.left_out
    told.hosts += one.hosts
    return path, places


def _converted(
    archive: Path, folder: Path, spool: Spool, read: Path, places: list[Place], told: Harvest, partial: bool
) -> Iterator[Path]:
    """One file of ours for each site of a file that was read. Its name and bytes follow from what it holds."""
    by_site: dict[str, list[Place]] = {}
    for place in places:
        kept = spool.get(place)
        if kept.original is not None:
            capture = _with_body(archive, spool, kept.capture, kept.original)
            if capture is None and not partial:
                what = kept.original.record_id or f"{kept.original.url} at {kept.original.date}"
                raise UsageError(
                    f"{read}: {kept.capture.record_id} only refers to {what}, which is neither in these files nor in "
                    "the archive; give its file too, or leave such records out with --partial"
                )
            if capture is None:
                told.left_out["revisits without their original"] += 1
                continue
            place = spool.put(place.site, Kept(capture, None, kept.method, kept.request))
        by_site.setdefault(place.site.id, []).append(place)
    for _, of_site in sorted(by_site.items()):
        yield _written(folder, spool, sorted(of_site, key=lambda place: place.order))


def _with_body(archive: Path, spool: Spool, capture: Capture, original: Original) -> Capture | None:
    """A revisit with the body that its original has: in the files first, then in the archive; None if in neither."""
    found = _in_spool(spool, original) or _in_archive(archive, original)
    if found is None:
        return None
    if capture.status is None:
        return replace(capture, status=found.status, reason=found.reason, headers=found.headers, body=found.body)
    return replace(capture, body=found.body, truncated=found.truncated)


def _in_spool(spool: Spool, original: Original) -> Capture | None:
    place = spool.by_id.get(original.record_id) or spool.by_time.get(_when(original))
    return spool.get(place).capture if place else None


def _in_archive(archive: Path, original: Original) -> Capture | None:
    url, second = _when(original)
    with closing(open_for_reading(archive / NAME)) as connection:
        row = connection.execute(_ORIGINAL, (original.record_id, url, second, original.record_id)).fetchone()
    return read_at(archive, row["warc_file"], row["warc_offset"]) if row else None


def _when(original: Original) -> tuple[str, str]:
    try:
        return canonical(original.url), original.date[:19]
    except ValueError:
        return original.url, original.date[:19]


def _written(folder: Path, spool: Spool, places: list[Place]) -> Path:
    """A file of ours with these responses, in order of time."""
    site = places[0].site
    said = sha256()
    for place in places:
        capture = compose.clean(spool.get(place).capture)
        head = (capture.record_id, capture.captured_at, capture.url, capture.status, capture.headers)
        said.update(repr(head).encode("utf-8", "surrogatepass") + sha256(capture.body).digest())
    digest = content_id("import", site.id, said.hexdigest())
    begun, ended = places[0].order[0], places[-1].order[0]
    run = Run(id=digest, site_id=site.id, started_at=begun)
    path = folder / f"import-{digest}.warc.gz"
    info_id = compose.derived_id(run.id, path.name)
    with path.open("wb") as out:
        out.write(compose.member(compose.info(info_id, begun, path.name, site, run, ABOUT)))
        for place in places:
            kept = spool.get(place)
            capture = replace(compose.clean(kept.capture), run_id=run.id)
            out.write(compose.member(compose.response(capture, info_id)))
            if kept.request is not None:
                out.write(compose.member(compose.request(capture, kept.request, info_id, kept.method)))
        over = replace(run, finished_at=ended, reason="imported", exit_code=0)
        out.write(compose.member(compose.end(compose.derived_id(run.id, "end"), ended, over, info_id)))
    return path
