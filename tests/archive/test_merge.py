"""Archives joined in any order, once or twice, say the same, and lose nothing."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import shutil
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import staging
from archive.errors import ArchiveDamaged, ArchiveLocked, UsageError
from archive.merge import Merged, merge
from archive.rebuild import STAGING, rebuild
from archive.records import Site
from archive.recover import recover
from archive.store import Store, logical_dump
from archive.verify import verify
from archive.warc import paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.ingest import Parse
    from tests.archive.conftest import Archive

    Make = Callable[[Path], Archive]

ROOT = Path(__file__).parents[2]
OTHER = Site(id="gxq", name="云岭高新区", home="http://gxq.test/")


@pytest.fixture
def three(tmp_path: Path, archive_in: Make) -> list[Archive]:
    """A site on days 1 and 3, the same site on day 2 with another site beside it, and a run that was killed."""
    odd, even, killed = (archive_in(tmp_path / name) for name in ("odd", "even", "killed"))
    with odd.run(1) as visit:
        visit.get("/1.html", title="甲", body="招商引资")
        visit.get("/2.html", title="乙", body="停水通知")
    with odd.run(3) as visit:
        visit.get("/1.html", title="甲", body="招商引资", noise=3)
        visit.status("/2.html", 404)
    with even.run(2) as visit:
        visit.get("/1.html", title="甲", body="招商引资一百亿元")
    with even.run(2, site=OTHER) as visit:
        visit.get("http://gxq.test/1.html", title="丙", body="开工", footer={"sponsor": "管委会"})
    with killed.run(4, killed=True) as visit:
        visit.get("/1.html", title="甲", body="招商")
        visit.write("/3.html", body=json.dumps({"title": "丁", "body": "未入库"}).encode())
    return [odd, even, killed]


def merged(into: Archive, others: list[Archive], read: Parse) -> Merged:
    return merge(into.folder, [other.folder for other in others], lambda site: read)


def told(archive: Archive) -> list[str]:
    return list(logical_dump(archive.path))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_what_happened_in_two_archives_becomes_one_history(archive: Archive, three: list[Archive], read: Parse) -> None:
    done = merged(archive, three, read)
    assert (done.files, done.captures, done.all_captures) == (5, 8, 8)
    events = [
        (row["at"][:10], row["kind"]) for row in archive.rows("events", "at") if row["article_id"] == first(archive)
    ]
    assert events == [
        ("2026-09-01", "new"),
        ("2026-09-02", "edited"),
        ("2026-09-03", "edited"),
        ("2026-09-04", "edited"),
    ]
    assert sorted(archive.column("sites", "id")) == ["gxq", "kfq"]
    assert archive.find('"开 工"') == ["丙"]
    assert verify(archive.folder).findings == ()


def first(archive: Archive) -> str:
    (found,) = [str(row["id"]) for row in archive.rows("articles") if row["title"] == "甲"]
    return found


def test_in_any_order_and_however_often_the_tables_are_the_same(
    tmp_path: Path, archive_in: Make, three: list[Archive], read: Parse
) -> None:
    dumps = []
    for number, order in enumerate(permutations(three)):
        into = archive_in(tmp_path / f"into-{number}")
        for other in order:
            merged(into, [other], read)
        assert merged(into, [*order, order[0]], read) == Merged(0, 0, 8)
        dumps.append(told(into))
    copies = [archive_in(tmp_path / f"copy-{number}") for number in range(3)]
    for number, copy in enumerate(copies):
        shutil.copytree(three[number].folder, copy.folder)
        merged(copy, three, read)
        dumps.append(told(copy))
    assert all(dump == dumps[0] for dump in dumps)
    rebuild(copies[0].folder, tmp_path / "again.db", lambda site: read)
    assert list(logical_dump(tmp_path / "again.db")) == dumps[0]


def test_of_what_is_merged_nothing_is_changed_and_the_copies_are_no_links(
    archive: Archive, three: list[Archive], read: Parse
) -> None:
    before = [contents(other.folder) for other in three]
    merged(archive, three, read)
    assert [contents(other.folder) for other in three] == before
    assert all(path.stat().st_nlink == 1 for path in paths(archive.folder))
    assert {path.name.partition("-")[0] for path in archive.folder.iterdir()} == {"archive.db", "lock", "warc"}


def test_the_next_run_goes_on_after_the_latest_of_all(archive: Archive, three: list[Archive], read: Parse) -> None:
    merged(archive, three, read)
    with archive.run(2) as visit:
        visit.get("/1.html", title="甲", body="招商引资")
    assert archive.column("captures", "captured_at", "captured_at")[-1] > "2026-09-04"
    assert verify(archive.folder).findings == ()


def test_the_torn_end_of_a_killed_run_is_no_record_and_its_archive_keeps_it(
    archive: Archive, three: list[Archive], read: Parse
) -> None:
    odd, _, killed = three
    (path,) = paths(killed.folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    merged(archive, [killed], read)
    assert archive.column("captures", "url") == ["http://kfq.test/1.html"]
    store = Store(killed.path)
    recover(killed.folder, store, lambda site: read)
    store.close()
    assert merged(archive, [killed], read).files == 0
    assert merged(archive, [odd], read).files == 2


def test_files_of_one_name_that_hold_different_runs_are_both_kept(
    tmp_path: Path, archive_in: Make, read: Parse
) -> None:
    pair = [archive_in(tmp_path / name) for name in ("one", "two")]
    for number, one in enumerate(pair):
        with one.run(1) as visit:
            visit.take(visit.write(f"/{number}.html", body=b'{"title": "x", "body": "y"}', record_id=f"urn:x:{number}"))
    assert paths(pair[0].folder)[0].name == paths(pair[1].folder)[0].name
    dumps = []
    for number, order in enumerate(permutations(pair)):
        copy = archive_in(tmp_path / f"copy-{number}")
        shutil.copytree(order[0].folder, copy.folder)
        assert merged(copy, [order[1]], read).all_captures == 2
        assert merged(copy, pair, read).files == 0
        assert len(paths(copy.folder)) == 2
        assert verify(copy.folder).findings == ()
        dumps.append(told(copy))
    assert dumps[0] == dumps[1]


def test_a_copy_made_while_a_run_was_going_on_is_part_of_what_that_run_became(
    tmp_path: Path, archive_in: Make, read: Parse
) -> None:
    live, early = archive_in(tmp_path / "live"), archive_in(tmp_path / "early")
    with live.run(1) as visit:
        visit.get("/1.html", title="甲", body="甲")
        shutil.copytree(live.folder, early.folder)
        visit.get("/2.html", title="乙", body="乙")
    into = [archive_in(tmp_path / name) for name in ("a", "b")]
    merged(into[0], [early], read)
    assert merged(into[0], [live], read) == Merged(1, 1, 2)
    merged(into[1], [live], read)
    assert merged(into[1], [early], read) == Merged(0, 0, 2)
    assert told(into[0]) == told(into[1]) == told(live)


def test_a_record_that_stands_in_two_files_has_one_row_and_is_no_finding(
    archive: Archive, three: list[Archive], read: Parse
) -> None:
    path = paths(three[0].folder)[0]
    again = b"".join(gzip.compress(record, mtime=0) for record in _records(gzip.decompress(path.read_bytes())))
    path.with_name("copy.warc.gz").write_bytes(again)
    assert merged(archive, three, read).all_captures == 8
    assert len(paths(archive.folder)) == 6
    assert verify(archive.folder).findings == ()


def test_captures_of_one_millisecond_are_ordered_by_their_ids(tmp_path: Path, archive_in: Make, read: Parse) -> None:
    pair = [archive_in(tmp_path / name) for name in ("one", "two")]
    for number, one in enumerate(pair):
        with one.run(1, site=Site(id=f"z{1 - number}", name="区", home="http://kfq.test/")) as visit:
            at = "2026-09-01T09:00:00.000Z"
            body = json.dumps({"title": str(number), "body": "同时"}).encode()
            visit.take(visit.write("/1.html", body=body, captured_at=at, record_id=f"urn:x:{number}"))
    dumps = []
    for number, order in enumerate(permutations(pair)):
        into = archive_in(tmp_path / f"into-{number}")
        merged(into, list(order), read)
        assert [row["title"] for row in into.rows("versions", "number")] == ["0", "1"]
        dumps.append(told(into))
    assert dumps[0] == dumps[1]


def test_a_damaged_file_is_named_with_its_place_and_nothing_is_merged(
    archive: Archive, three: list[Archive], read: Parse
) -> None:
    with archive.run(1) as visit:
        visit.get("/9.html", title="己", body="己")
    path = paths(three[0].folder)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    before = contents(archive.folder)
    with pytest.raises(ArchiveDamaged, match=rf"{path.name}: the record at byte \d+ is not whole"):
        merged(archive, three, read)
    assert {name: data for name, data in contents(archive.folder).items() if name.startswith("warc")} == {
        name: data for name, data in before.items() if name.startswith("warc")
    }
    assert archive.column("articles", "title") == ["己"]


def test_a_merge_that_is_killed_at_any_step_is_finished_by_the_next_start(
    archive: Archive, three: list[Archive], read: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.run(5) as visit:
        visit.get("/9.html", title="己", body="己", noise="killed")
    steps = ["rebuild", "sync_folder", "_put_in_place"]
    for step in steps:
        with monkeypatch.context() as patch:
            patch.setattr(staging, step, killed)
            patch.setattr(staging, "_clear", lambda folder: None)
            shutil.rmtree(archive.folder / STAGING, ignore_errors=True)
            with pytest.raises(Killed):
                merged(archive, three, read)
        assert archive.column("articles", "title") == ["己"]
    with monkeypatch.context() as patch:  # after the old tables went, in the midst of the files
        real = Path.replace
        moved: list[Path] = []

        def replace(self: Path, target: Path) -> Path:
            moved.append(self)
            return killed() if len(moved) == 3 and self.suffix == ".gz" else real(self, target)

        patch.setattr(Path, "replace", replace)
        shutil.rmtree(archive.folder / STAGING)
        with pytest.raises(Killed):
            merged(archive, three, read)
    assert not archive.path.exists()
    merged(archive, three, read)
    assert verify(archive.folder).findings == ()
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == told(archive)
    assert len(archive.rows("captures")) == 9


class Killed(BaseException):
    """Stands for kill -9 at this step."""


def killed(*_args: object, **_named: object) -> Path:
    raise Killed


def test_an_archive_that_is_being_written_is_neither_merged_nor_merged_into(
    archive: Archive, three: list[Archive], read: Parse
) -> None:
    (three[0].folder / "lock").write_text("4711\n")
    with (three[0].folder / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ArchiveLocked, match="odd is being written by process 4711"):
            merged(archive, three, read)
        with pytest.raises(ArchiveLocked):
            merged(three[0], [three[1]], read)
    assert merged(archive, three, read).captures == 8


def test_folders_that_are_no_archive_are_refused_before_anything_is_made(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    for wrong in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError, match="no folder warc/"):
            merge(archive.folder, [wrong], lambda site: read)
    assert not archive.folder.exists()
    with archive.run():
        pass
    with pytest.raises(UsageError, match="ARCHIVE_DIR itself"):
        merge(archive.folder, [archive.folder / ".." / "data"], lambda site: read)


def test_no_name_in_a_file_leads_out_of_the_archive(archive: Archive, three: list[Archive], read: Parse) -> None:
    path = paths(three[1].folder)[0]
    record = gzip.decompress(path.read_bytes())
    name = path.name.encode()
    evil = b"../" + b"x" * (len(name) - 3)
    path.write_bytes(b"".join(gzip.compress(part, mtime=0) for part in _records(record.replace(name, evil))))
    merged(archive, [three[1]], read)
    assert all(path.parent == archive.folder / "warc" for path in archive.folder.rglob("*.gz"))
    assert len(paths(archive.folder)) == 2
    assert verify(archive.folder).findings == ()


def _records(data: bytes) -> list[bytes]:
    return [b"WARC/1.1\r\n" + rest for rest in data.split(b"WARC/1.1\r\n")[1:]]


steps = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from("甲乙丙")), min_size=1, max_size=8)


@pytest.mark.slow
@settings(max_examples=20)
@given(visits=steps, order=st.permutations(range(3)))
def test_any_runs_spread_over_three_archives_give_what_one_archive_of_all_would(
    tmp_path_factory: pytest.TempPathFactory,
    archive_in: Make,
    read: Parse,
    visits: list[tuple[int, int, str]],
    order: list[int],
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    parts = [archive_in(folder / str(number)) for number in range(3)]
    for part in parts:
        part.folder.mkdir()
        (part.folder / "warc").mkdir()
    one = archive_in(folder / "one")
    for day, (where, page, body) in enumerate(visits, start=1):
        for target in (parts[where], one):
            with target.run(day) as visit:
                # Only the day decides when: milliseconds that passed do not.
                at = f"2026-09-{day:02}T08:00:01.000Z"
                text = json.dumps({"title": "题", "body": body}, ensure_ascii=False).encode()
                visit.take(visit.write(f"/{page}.html", body=text, captured_at=at, record_id=f"urn:x:{day}"))
    into = archive_in(folder / "into")
    for number in order:
        merged(into, [parts[number]], read)
    assert history(into) == history(one)


def history(archive: Archive) -> list[object]:
    tables = ("articles", "versions", "events", "addresses")
    return [row for table in tables for row in sorted(archive.rows(table), key=str)]


@pytest.mark.slow
def test_the_command_merges_and_tells_mistakes_in_one_line(tmp_path: Path, three: list[Archive]) -> None:
    def command(*args: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-m", "scrapy", "merge", "-s", f"ARCHIVE_DIR={tmp_path / 'into'}", *args]
        return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, env=os.environ)

    folders = [str(other.folder) for other in three]
    done = command(*folders)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("into: 5 WARC files with 8 captures came in, 8 captures in all\n")
    assert command(*folders).stdout.endswith("into: 0 WARC files with 0 captures came in, 8 captures in all\n")
    for wrong in ([], [str(tmp_path)]):
        failed = command(*wrong)
        assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (2, "", 1)
