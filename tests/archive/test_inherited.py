"""What an archive has beside its captures, earlier readings and marks of poison, goes along where they go."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.imports import import_warc
from archive.ingest import Parse
from archive.merge import Merged, merge
from archive.poison import DEATHS
from archive.rebuild import STAGING, rebuild
from archive.records import Capture, Page
from archive.store import logical_dump
from archive.verify import verify
from tests.archive.conftest import SITE
from tests.archive.foreign_warc import Foreign

if TYPE_CHECKING:
    from tests.archive.conftest import Archive

    Make = Callable[[Path], Archive]
    Extractor = Callable[[str], Parse]


@pytest.fixture
def extractor(read: Parse, monkeypatch: pytest.MonkeyPatch) -> Extractor:
    """The program by its version, which it writes after each source."""

    def of(version: str) -> Parse:
        monkeypatch.setattr("archive.store.articles.EXTRACTOR", f"zone-archive {version}")

        def parse(capture: Capture) -> Page:
            page = read(capture)
            if page.article is None:
                return page
            return replace(page, article=replace(page.article, source=f"{page.article.source} {version}"))

        return parse

    return of


@pytest.fixture
def three(tmp_path: Path, archive_in: Make, extractor: Extractor) -> list[Archive]:
    """Archives that version 1 read; the second was made anew by version 2, and the third then by 10."""
    made = []
    for number in range(1, 4):
        made.append(archive_in(tmp_path / f"from-{number}"))
        made[-1].read = extractor("1")
        with made[-1].run(number) as visit:
            for name in ("/shared.html", f"/{number}.html"):
                visit.get(name, title=name, body="通知", source=f"第{number}天")
            visit.get(f"/twin-{number}.html", title="请稍候", body="正在进入网站", noise=number)
    for version, archives in (("2", made[1:]), ("10", made[2:])):
        for archive in archives:
            rebuild(archive.folder, archive.path, always(extractor(version)))
    return made


def always(parse: Parse) -> Callable[[object], Parse]:
    return lambda site: parse


def merged(into: Archive, others: list[Archive], parse: Parse) -> Merged:
    return merge(into.folder, [other.folder for other in others], always(parse))


def told(archive: Archive) -> tuple[list[str], str | None]:
    """All that an archive says, and what is poison in it."""
    poison = archive.folder / DEATHS
    return list(logical_dump(archive.path)), poison.read_text() if poison.exists() else None


def in_any_order(tmp_path: Path, make: Make, archives: list[Archive], parse: Parse) -> list[Archive]:
    """The archives merged into an empty one and into each other, in several orders, and once more."""
    into = []
    for number, order in enumerate((archives, archives[::-1], [*archives[1:], archives[0]])):
        empty, first = make(tmp_path / f"empty-{number}"), make(tmp_path / f"first-{number}")
        shutil.copytree(order[0].folder, first.folder)
        for one, others in ((empty, order), (first, order[1:])):
            for other in others:
                merged(one, [other], parse)
            before = told(one)
            merged(one, archives, parse)
            assert told(one) == before, "merging once more changes nothing"
            into.append(one)
    return into


@pytest.mark.slow
def test_earlier_readings_come_along_in_any_order(
    tmp_path: Path, archive_in: Make, three: list[Archive], extractor: Extractor
) -> None:
    into = in_any_order(tmp_path, archive_in, three, extractor("11"))
    assert all(told(one) == told(into[0]) for one in into)
    kept = [(row["value"], row["number"]) for row in into[0].rows("readings") if "第" in str(row["value"])]
    expected = [("第1天 1", 1), ("第2天 1", 1), ("第2天 2", 2), ("第3天 1", 1), ("第3天 2", 2), ("第3天 10", 3)]
    assert sorted(kept) == sorted(2 * expected), "of two pages each, the oldest version first"
    assert into[0].column("captures", "outcome").count("quarantined") == 3
    assert {row["field"] for row in into[0].rows("readings")} == {"source"}, "what is withdrawn was not read otherwise"
    assert verify(into[0].folder).findings == ()


def test_readings_of_captures_that_are_there_already_come_along_too(
    tmp_path: Path, archive_in: Make, three: list[Archive], extractor: Extractor
) -> None:
    lost = archive_in(tmp_path / "lost")
    shutil.copytree(three[2].folder / "warc", lost.folder / "warc")
    rebuild(lost.folder, lost.path, always(extractor("10")))
    assert lost.rows("readings") == []
    assert merged(lost, [three[2]], extractor("10")) == Merged(0, 0, 3)
    assert told(lost) == told(three[2])


def test_what_is_read_alike_again_is_no_earlier_reading(three: list[Archive], extractor: Extractor) -> None:
    rebuild(three[2].folder, three[2].path, always(extractor("2")))
    assert {row["extractor"].split()[1] for row in three[2].rows("readings")} == {"1", "10"}


@pytest.mark.parametrize("content", [None, b"damaged"])
def test_of_an_archive_whose_database_is_lost_its_captures_come(
    archive: Archive, three: list[Archive], extractor: Extractor, content: bytes | None
) -> None:
    three[0].path.unlink()
    if content is not None:
        three[0].path.write_bytes(content)
    assert merged(archive, three, extractor("11")).captures == 9
    assert len([row for row in archive.rows("readings") if row["article_id"]]) > 0


def poisoned(archive: Archive, url: str, times: int = 2) -> None:
    """As if parsing the capture of an address had killed the program."""
    (record_id,) = [row["record_id"] for row in archive.rows("captures") if row["url"].endswith(url)]
    (archive.folder / DEATHS).write_text(json.dumps({record_id: times}))


@pytest.mark.slow
def test_poison_stays_poison_in_any_order(
    tmp_path: Path, archive_in: Make, three: list[Archive], extractor: Extractor
) -> None:
    parse = extractor("11")
    poisoned(three[0], "/shared.html")
    poisoned(three[1], "/2.html", times=1)
    into = in_any_order(tmp_path, archive_in, three, parse)
    assert all(told(one) == told(into[0]) for one in into)
    assert [row["url"] for row in into[0].rows("captures") if row["outcome"] == "poison"] == [
        "http://kfq.test/shared.html"
    ]
    assert list(json.loads((into[0].folder / DEATHS).read_text()).values()) == [2]


def test_poison_of_captures_that_are_there_already_comes_along(
    tmp_path: Path, archive_in: Make, three: list[Archive], extractor: Extractor
) -> None:
    copy = archive_in(tmp_path / "copy")
    shutil.copytree(three[0].folder, copy.folder)
    poisoned(three[0], "/1.html")
    assert merged(copy, [three[0]], extractor("1")) == Merged(0, 0, 3)
    assert copy.column("captures", "outcome", "captured_at") == ["ok", "poison", "ok"]


# A merge whose parser ends the process on one page, as a fault in a library would.
MERGE = """
import os, signal, sys
from pathlib import Path
from archive.merge import merge
from archive.records import Article, Outcome, Page

def parse(capture):
    if b"kill" in capture.body:
        os.kill(os.getpid(), signal.SIGKILL)
    return Page(outcome=Outcome.OK, article=Article(title=capture.url, body=capture.body.decode()))

merge(Path(sys.argv[1]), [Path(sys.argv[2])], lambda site: parse)
"""


@pytest.mark.slow
def test_a_page_that_kills_a_merge_is_poison_in_the_next(tmp_path: Path, archive: Archive, archive_in: Make) -> None:
    other = archive_in(tmp_path / "other")
    with other.run(killed=True) as visit:
        visit.write("/1.html", body="甲".encode())
        visit.write("/2.html", body=b"kill")
    command = [sys.executable, "-c", MERGE, str(archive.folder), str(other.folder)]
    assert [subprocess.run(command, check=False).returncode for _ in range(3)] == [-9, 0, 0]
    assert archive.column("captures", "outcome", "captured_at") == ["ok", "poison"]


def told_readings(archive: Archive) -> set[tuple[object, ...]]:
    return {tuple(row.values()) for row in archive.rows("readings")}


def test_an_import_keeps_readings_and_poison(tmp_path: Path, three: list[Archive], extractor: Extractor) -> None:
    poisoned(three[2], "/3.html")
    parse = extractor("10")
    before = told_readings(three[2])
    file = Foreign().add("http://kfq.test/other.html", 1, b'{"title": "x", "body": "y"}').save(tmp_path / "x.warc.gz")
    import_warc(three[2].folder, [file], lambda url: SITE, "2027-01-01T00:00:00.000Z", always(parse))
    assert three[2].column("captures", "outcome").count("poison") == 1
    assert before < told_readings(three[2]), "what was read of the page before it was poison is kept as well"


def test_a_merge_that_is_killed_between_old_and_new_tables_loses_no_reading(
    three: list[Archive], extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = extractor("11")

    class Killed(BaseException):
        """Stands for kill -9."""

    def killed(_folder: Path) -> None:
        if not three[2].path.exists():
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("archive.staging.sync_folder", killed)
        patch.setattr("archive.staging._clear", lambda folder: None)
        with pytest.raises(Killed):
            merged(three[2], [three[0]], parse)
    assert not three[2].path.exists()
    three[2].read = parse
    with three[2].run(9):
        pass
    assert {row["extractor"].split()[1] for row in three[2].rows("readings")} == {"1", "2", "10"}
    assert not (three[2].folder / STAGING).exists()
