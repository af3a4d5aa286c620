"""A body that comes again is kept once: later records point to the one that has it."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.errors import ArchiveDamaged
from archive.imports import import_warc
from archive.merge import merge
from archive.packing import pack_site
from archive.rebuild import rebuild
from archive.records import Capture, Original, Outcome, Page, Run, Site
from archive.replay.server import answered, placed
from archive.store import logical_dump
from archive.verify import verify
from archive.warc import Writer, paths, read_all, read_at, revisits

if TYPE_CHECKING:
    from archive.ingest import Parse
    from tests.archive.conftest import Archive, Visit

SITE = Site(id="kfq", name="铁山经济开发区", home="http://kfq.test/")
UNTIL = "2026-12-31T00:00:00.000Z"
RUN = Run(id="run", site_id="kfq", started_at="2026-09-01T08:00:00.000Z")
BODY = "招商引资推进会在会议中心召开。".encode() * 40
PAGE = "/1.html"


def capture(number: int, **changes: object) -> Capture:
    fields: dict[str, object] = {
        "record_id": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "run_id": "run",
        "site_id": "kfq",
        "url": "http://kfq.test/1.html",
        "captured_at": f"2026-09-01T08:00:{number:02}.000Z",
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html"), ("Date", f"{number}")),
        "body": BODY,
    }
    return Capture(**(fields | changes))  # type: ignore[arg-type]


def original_of(kept: Capture) -> Original:
    file, offset = str(kept.warc_file), int(str(kept.warc_offset))
    return Original(
        record_id=kept.record_id, url=kept.url, captured_at=kept.captured_at, warc_file=file, warc_offset=offset
    )


def written(folder: Path) -> list[Capture]:
    """A page, the same again, and a 304."""
    out = Writer(folder, SITE, RUN, {})
    first = out.append(capture(1))
    again = out.append(capture(2, original=original_of(first)))
    same = out.append(capture(3, status=304, reason="Not Modified", body=b"", original=original_of(first)))
    out.close()
    return [first, again, same]


def test_a_body_that_comes_again_is_read_back_from_the_record_that_has_it(tmp_path: Path) -> None:
    kept = written(tmp_path)
    assert [item for item in read_all(tmp_path) if isinstance(item, Capture)] == kept
    assert [read_at(tmp_path, str(each.warc_file), int(str(each.warc_offset))) for each in kept] == kept
    assert [each.body for each in kept] == [BODY, BODY, b""]
    assert [each.digest for each in kept] == [kept[0].digest, kept[0].digest, None]
    assert gzip.decompress(paths(tmp_path)[0].read_bytes()).count(BODY) == 1


def test_other_programs_read_them_as_revisits_that_name_their_original(tmp_path: Path) -> None:
    first, *_ = written(tmp_path)
    with paths(tmp_path)[0].open("rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            if record.rec_type == "revisit":
                found.append(record.rec_headers)
    assert [headers["WARC-Profile"].rpartition("/")[2] for headers in found] == [
        "identical-payload-digest",
        "server-not-modified",
    ]
    for headers in found:
        assert headers["WARC-Refers-To"] == f"<{first.record_id}>"
        assert headers["WARC-Refers-To-Target-URI"] == first.url
        assert headers["WARC-Refers-To-Date"] == first.captured_at
    assert found[0]["WARC-Payload-Digest"] == f"sha256:{first.digest}"


def get(visit: Visit, body: bytes = BODY) -> None:
    """A page as the crawl takes it: kept without its body where that is there already."""
    given = visit.capture(PAGE, body=body)
    original = visit.store.evidence.original(given.url, hashlib.sha256(body).hexdigest())
    kept = visit.writer.append(replace(given, original=original))
    visit.writer.sync()
    visit.take(kept)


SAYS = ['{"title": "甲", "body": "初稿"}'.encode(), '{"title": "甲", "body": "终稿"}'.encode()]


def crawled(archive: Archive) -> None:
    """The same page on two days, another on the third, and the first again."""
    for day, body in enumerate((SAYS[0], SAYS[0], SAYS[1], SAYS[0]), 1):
        with archive.run(day) as visit:
            get(visit, body)


def test_an_archive_of_revisits_is_sound_and_made_anew_alike(archive: Archive, read: Parse) -> None:
    crawled(archive)
    rows = archive.rows("captures", "captured_at")
    assert [row["original_id"] for row in rows] == [None, rows[0]["id"], None, rows[0]["id"]]
    assert archive.column("versions", "number") == [1, 2, 3]
    assert verify(archive.folder).findings == ()
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))


def test_a_run_that_was_killed_leaves_revisits_that_are_taken_in(archive: Archive, read: Parse) -> None:
    with archive.run(1) as visit:
        get(visit, SAYS[0])
    with archive.run(2, killed=True) as visit:
        visit.is_dying = True
        get(visit, SAYS[0])
    with archive.run(3):
        pass
    assert archive.column("captures", "outcome", "captured_at") == ["ok", "unchanged"]
    assert verify(archive.folder).findings == ()


def test_without_its_original_a_revisit_is_told_by_name(archive: Archive, read: Parse) -> None:
    crawled(archive)
    paths(archive.folder)[0].unlink()
    told = [str(finding) for finding in verify(archive.folder).findings]
    assert sum("stands for the body of" in line for line in told) == 2
    with pytest.raises(ArchiveDamaged, match="restore the file from a copy"):
        read_at(archive.folder, *archive.query("SELECT warc_file, warc_offset FROM captures")[1].values())


def test_where_a_file_is_gone_for_good_all_that_is_left_is_made_anew(archive: Archive, read: Parse) -> None:
    crawled(archive)
    paths(archive.folder)[0].unlink()

    def read_or_cut(capture: Capture) -> Page:
        return read(capture) if capture.truncated is None else Page(outcome=Outcome.TRUNCATED)

    rebuilt = rebuild(archive.folder, archive.path, lambda site: read_or_cut)
    assert (rebuilt.captures, rebuilt.bodiless) == (3, 2)
    assert archive.column("captures", "outcome", "captured_at") == ["truncated", "ok", "truncated"]
    assert archive.one("articles")["body"] == "终稿"
    with archive.run(5) as visit:
        get(visit, SAYS[0])
    assert archive.one("articles")["body"] == "初稿", "what is lost is kept anew when it comes again"


def test_an_original_is_found_whatever_its_file_is_called_now(archive: Archive, read: Parse) -> None:
    crawled(archive)
    path = paths(archive.folder)[0]
    path.rename(path.with_name("zz-" + path.name))
    rebuild(archive.folder, archive.path, lambda site: read)
    assert archive.column("versions", "number") == [1, 2, 3]
    assert verify(archive.folder).findings == ()


def test_a_body_is_read_without_a_look_at_the_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, again, _ = written(tmp_path)
    monkeypatch.setattr(revisits, "paths", lambda archive: pytest.fail("the files of the archive were listed"))
    assert read_at(tmp_path, str(again.warc_file), int(str(again.warc_offset))).body == first.body


def test_archives_of_revisits_are_merged_in_any_order(tmp_path: Path, archive: Archive, read: Parse) -> None:
    crawled(archive)
    others = [tmp_path / "one", tmp_path / "two"]
    for other in others:
        shutil.copytree(archive.folder / "warc", other / "warc")
    paths(others[0])[3].unlink()
    dumps: list[list[str]] = []
    for order in (others, others[::-1]):
        into = tmp_path / f"into-{len(dumps)}"
        for other in order:
            merge(into, [other], lambda site: read)
        assert verify(into).findings == ()
        dumps.append(list(logical_dump(into / "archive.db")))
    assert dumps[0] == dumps[1] == list(logical_dump(archive.path))


def test_files_of_revisits_are_imported_in_any_order(tmp_path: Path, archive: Archive, read: Parse) -> None:
    crawled(archive)
    files = paths(archive.folder)
    into = [tmp_path / "one", tmp_path / "two"]
    for folder, order in zip(into, (files, files[::-1]), strict=True):
        import_warc(folder, order, lambda url: SITE, UNTIL, lambda site: read)
        assert verify(folder).findings == ()
    dumps = [list(logical_dump(folder / "archive.db")) for folder in into]
    assert dumps[0] == dumps[1]
    told = [json.loads(line) for line in dumps[0]]
    assert [row["body"] for table, row in told if table == "versions"] == ["初稿", "终稿", "初稿"]


def test_a_page_that_came_again_is_shown_as_it_looked(archive: Archive) -> None:
    body = "<html><body><p>招商引资推进会</p></body></html>".encode()
    for day in (1, 2):
        with archive.run(day) as visit:
            get(visit, body)
    for row in archive.rows("captures"):
        page = answered(archive.folder, placed(row["captured_at"])(row["url"]))
        assert "招商引资推进会" in page.body.decode()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the packer
def test_a_packed_site_has_the_record_that_its_revisits_point_to(tmp_path: Path, archive: Archive) -> None:
    crawled(archive)
    to = tmp_path / "kfq.wacz"
    pack_site(archive.folder, "kfq", to)
    with zipfile.ZipFile(to) as packed:
        index = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode()
    assert index.count('"warc/revisit"') == 2
    assert index.count(PAGE) >= 4
