"""F: files that are torn, cut, flipped, renamed or gone."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArchiveDamaged
from archive.rebuild import rebuild
from archive.store import NAME, logical_dump
from archive.verify import verify
from archive.warc import members, paths
from tests.archive.conftest import Archive
from tests.faults.hostile import HTML, article, path_of
from tests.faults.kept import READ, filled, is_sound, sound
from tests.faults.ledger import Ledger


@pytest.mark.quick
def test_f3_a_torn_tail_is_set_aside_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    whole = Archive(tmp_path / "whole", READ)
    with whole.run(1, killed=True) as visit:
        for number in range(1, 6):
            end = paths(whole.folder)[0].stat().st_size
            visit.is_dying = number == 5  # it reaches its file and no table
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
    (path,) = paths(whole.folder)
    size, steps = path.stat().st_size, ledger.times(50, 8)
    tails = {f"cut {step}": (end + (size - end) * step // steps, b"") for step in range(1, steps + 1)}
    tails |= {f"zeros {step}": (size, bytes(1 + 97 * step)) for step in range(steps)}
    tails |= {f"garbage {step}": (size, random.Random(step).randbytes(1 + 97 * step)) for step in range(steps)}
    with ledger.row("F3", "the last request and response cut anywhere, zeros or garbage after them") as row:
        for name, (length, more) in tails.items():
            kept = Archive(tmp_path / name, READ)
            shutil.copytree(whole.folder, kept.folder)
            (torn,) = paths(kept.folder)
            torn.write_bytes(torn.read_bytes()[:length] + more)
            with kept.run(2) as visit:
                visit.take(visit.write(path_of(9), body=article(9), headers=(HTML,)))
            found = len(kept.rows("articles"))
            fits = sound(kept) and found == (5 if length < size else 6)
            row.tried(fits, name)
        blind = Archive(tmp_path / "blind", READ)
        shutil.copytree(whole.folder, blind.folder)
        (torn,) = paths(blind.folder)
        torn.write_bytes(torn.read_bytes() + b"\x1f\x8b\x08garbage")
        torn.rename(torn.with_name(torn.name.removesuffix(".open")))
        row.red("the file is not whole", not sound(blind))


def test_f15_a_damaged_database_is_found_or_says_the_same(ledger: Ledger, tmp_path: Path) -> None:
    whole = filled(tmp_path / "whole", 12)
    data = whole.path.read_bytes()
    chance = random.Random(2)
    with ledger.row("F15", "bytes of the database flipped, pages zeroed, its end cut off, its log lost") as row:
        damaged = [
            (f"flip {n}", at, bytes([data[at] ^ (1 + n % 255)])) for n, at in flips(data, ledger.times(200, 20), chance)
        ]
        damaged += [("zeroed header", 0, bytes(100)), ("zeroed page", 4096, bytes(4096))]
        for name, at, new in damaged:
            spoilt = bytearray(data)
            spoilt[at : at + len(new)] = new
            row.tried(found_or_same(whole, tmp_path / "copy", bytes(spoilt)), (name, at))
        row.tried(found_or_same(whole, tmp_path / "copy", data[: len(data) // 2]), "half of it")
        row.tried(left_alone(whole, tmp_path / "copy", bytes(4096) + data[4096:]), "nobody writes it")
        for name in ("archive.db-wal", "archive.db-shm"):
            row.tried(comes_back_without(tmp_path, name), f"without {name}")
        unseen = 0
        for _, at in flips(data, 20, chance):
            spoilt = bytearray(data)
            spoilt[at] ^= 1
            (tmp_path / "plain.db").write_bytes(bytes(spoilt))
            unseen += is_sound(tmp_path / "plain.db") and spoilt != data
        row.red(f"SQLite alone sees nothing in {unseen} of 20", unseen > 0)


def flips(data: bytes, times: int, chance: random.Random) -> list[tuple[int, int]]:
    return [(number, chance.randrange(len(data))) for number in range(times)]


def digested(path: Path) -> list[Any]:
    """What of a database is told by digests: the words of versions, and what captures are."""
    with closing(sqlite3.connect(path)) as connection:
        versions = "SELECT article_id, number, title, published_at, source, author, body FROM versions ORDER BY 1, 2"
        captures = "SELECT id, record_id, url, captured_at, status, error, digest, bytes FROM captures ORDER BY 1"
        return [connection.execute(versions).fetchall(), connection.execute(captures).fetchall()]


def found_or_same(whole: Archive, copy: Path, data: bytes) -> bool:
    """Whether damage is found, or changes nothing of what is digested."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(whole.folder, copy)
    (copy / NAME).write_bytes(data)
    if verify(copy).findings:
        return True
    (copy.parent / "before.db").write_bytes(whole.path.read_bytes())
    return digested(copy / NAME) == digested(copy.parent / "before.db")


def left_alone(whole: Archive, copy: Path, data: bytes) -> bool:
    """Whether a run refuses a database, and leaves it as it is."""
    found_or_same(whole, copy, data)
    with pytest.raises(ArchiveDamaged), Archive(copy, READ).run(2):
        pass
    return (copy / NAME).read_bytes() == data


def comes_back_without(tmp_path: Path, name: str) -> bool:
    """Whether what a killed run took in is there again, though a file beside its database is lost or spoilt."""
    kept, lost = Archive(tmp_path / f"alive-{name}", READ), Archive(tmp_path / f"lost-{name}", READ)
    with kept.run(1) as visit:
        for number in range(1, 6):
            visit.take(visit.write(path_of(number), body=article(number), headers=(HTML,)))
        shutil.copytree(kept.folder, lost.folder)  # as a kill leaves it: all rows are in the log
    file = lost.folder / name
    assert file.stat().st_size > 0
    if name.endswith("-wal"):
        file.unlink()
    else:
        file.write_bytes(b"\x5a" * file.stat().st_size)
    with lost.run(2):
        pass
    return sound(lost) and len(lost.rows("articles")) == 5


def test_f16_a_damaged_record_is_found_and_named(ledger: Ledger, tmp_path: Path) -> None:
    kept = filled(tmp_path / "data", 6)
    (path,) = paths(kept.folder)
    data, chance = path.read_bytes(), random.Random(3)
    with ledger.row("F16", "bytes of a WARC file flipped, cut off anywhere, added; the file renamed") as row:
        for number, at in flips(data, ledger.times(500, 40), chance):
            spoilt = bytearray(data)
            spoilt[at] ^= 1 << number % 8
            path.write_bytes(bytes(spoilt))
            findings = verify(kept.folder).findings
            named = any(finding.offset is not None or finding.record is not None for finding in findings)
            row.tried(named, ("flip", at, 1 << number % 8))
        for step in range(1, 50, ledger.times(1, 7)):
            path.write_bytes(data[: len(data) * step // 50])
            row.tried(bool(verify(kept.folder).findings), ("cut", step))
        path.write_bytes(data + b"garbage")
        row.tried(bool(verify(kept.folder).findings), "added")
        path.write_bytes(data)
        path.rename(path.with_name("other.warc.gz"))
        row.tried(bool(verify(kept.folder).findings), "renamed")
        path.with_name("other.warc.gz").rename(path)
        for what, found in cuts_of_a_killed_run(tmp_path / "killed"):
            row.tried(found, what)
        path.write_bytes(data[:-20])
        checked = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, text=True, check=False
        )
        row.red(
            "warcio check says nothing of a cut file", checked.returncode == 0 and bool(verify(kept.folder).findings)
        )
        path.write_bytes(data)
        assert sound(kept)


def cuts_of_a_killed_run(folder: Path) -> Iterator[tuple[str, bool]]:
    """Whether cuts between its records are found, where no record of its end is missed."""
    kept = filled(folder, 6, killed=True)
    (path,) = paths(kept.folder)
    path = path.rename(path.with_name(path.name.removesuffix(".open")))  # as the next start does
    assert sound(kept)
    data = path.read_bytes()
    for member in list(members(path)):
        path.write_bytes(data[: member.offset])
        yield f"cut before byte {member.offset}", not sound(kept)


@pytest.mark.quick
def test_f17_a_deleted_database_is_made_anew_the_same(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("F17", "the database deleted, after runs that ended and runs that were killed") as row:
        for number in range(ledger.times(10, 3)):
            kept = filled(tmp_path / str(number), 4 + number, killed=number % 2 == 1)
            with kept.run(2) as visit:
                visit.status(path_of(1), 404)
                changed = article(2).replace("第8段".encode(), "末段".encode())
                visit.take(visit.write(path_of(2), body=changed, headers=(HTML,)))
            before = list(logical_dump(kept.path))
            kept.path.unlink()
            rebuild(kept.folder, kept.path, lambda site: READ)
            row.tried(list(logical_dump(kept.path)) == before and sound(kept), number)
        (path,) = (path for path in paths(kept.folder) if path == paths(kept.folder)[-1])
        path.unlink()
        rebuild(kept.folder, kept.path, lambda site: READ)
        row.red("with one file less it is another", list(logical_dump(kept.path)) != before)
