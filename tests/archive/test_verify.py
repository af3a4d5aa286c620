"""Whatever is changed in an archive is found, and told where."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archive.errors import UsageError
from archive.verify import verify
from archive.warc import members, paths

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.conftest import Archive


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    with archive.run() as visit:
        for number in range(1, 4):
            attachments = [{"url": "http://kfq.test/a", "name": "附"}]
            visit.get(f"/{number}.html", title=f"甲{number}", body="乙", attachments=attachments)
        visit.fails("/9.html")
    return archive


def the_file(archive: Archive) -> Path:
    (path,) = paths(archive.folder)
    return path


def execute(archive: Archive, sql: str) -> None:
    with closing(sqlite3.connect(archive.path)) as connection, connection:
        connection.execute(sql)


def messages(archive: Archive) -> list[str]:
    return [str(finding) for finding in verify(archive.folder).findings]


def test_a_sound_archive_has_no_findings(crawled: Archive) -> None:
    report = verify(crawled.folder)
    assert (report.findings, report.captures, report.files) == ((), 4, 1)


def test_a_crawl_that_is_going_on_is_no_finding(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get("/1.html", title="甲", body="乙")
        visit.write("/2.html", body=b"{}")
        whole = the_file(archive).read_bytes()
        the_file(archive).write_bytes(whole + b"\x1f\x8b half a record")
        assert verify(archive.folder).findings == ()
        the_file(archive).write_bytes(whole)


@pytest.mark.slow
def test_a_byte_flipped_in_any_record_is_found_at_its_place(crawled: Archive) -> None:
    path = the_file(crawled)
    whole = path.read_bytes()
    rows = set(crawled.column("captures", "warc_offset"))
    for member in list(members(path)):
        at = member.offset + member.length // 2
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        findings = verify(crawled.folder).findings
        assert findings[0].offset == member.offset
        assert findings[0].file == f"warc/{path.name}"
        assert (findings[0].record is not None) == (member.offset in rows)
    path.write_bytes(whole)
    assert messages(crawled) == []


@pytest.mark.slow
def test_a_bit_flipped_where_no_checksum_looks_is_found(crawled: Archive) -> None:
    path = the_file(crawled)
    whole = path.read_bytes()
    last = list(members(path))[-1].offset
    for at in range(last, last + 10):
        for bit in (4, 7):  # a comment that is said to be there; a flag that some readers refuse, and some pass over
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
            assert str(last) in messages(crawled)[0], (at - last, bit)


@pytest.mark.slow
def test_a_bit_flipped_that_fills_the_last_byte_is_found(crawled: Archive) -> None:
    path = the_file(crawled)
    whole = path.read_bytes()
    for member in members(path):
        at = member.offset + member.length - 9
        for bit in range(8):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
            found = messages(crawled)
            assert found, (member, bit)
            assert f"byte {member.offset}" in found[0]


def test_a_text_that_is_none_is_a_finding(crawled: Archive) -> None:
    execute(crawled, "UPDATE versions SET body = CAST(x'ff41' AS TEXT) WHERE number = 1")
    (found,) = messages(crawled)
    assert "Could not decode to UTF-8" in found
    assert "scrapy rebuild" in found


def test_a_schema_that_is_no_text_is_a_finding(crawled: Archive) -> None:
    data = crawled.path.read_bytes()
    crawled.path.write_bytes(data.replace(b"CREATE TABLE sites", b"CREATE TABLE \xde\xde \xde\xde", 1))
    (found,) = messages(crawled)
    assert "its schema is no text" in found


@pytest.mark.parametrize("name", [b"\xfcharset", b"bharset"])
def test_a_column_that_has_another_name_is_a_finding(crawled: Archive, name: bytes) -> None:
    data = crawled.path.read_bytes()
    crawled.path.write_bytes(data.replace(b"charset ", name + b" ", 1))
    (found,) = messages(crawled)
    assert "its tables are not as they were made" in found


@pytest.mark.slow
def test_a_file_cut_anywhere_is_found(crawled: Archive) -> None:
    path = the_file(crawled)
    whole = path.read_bytes()
    ends = {member.offset for member in members(path)}
    for end in range(1, len(whole), 23):
        path.write_bytes(whole[:end])
        found = messages(crawled)
        assert found, end
        assert end in ends or "not whole" in found[0]


def test_a_file_of_a_killed_run_that_is_cut_between_records_is_found(archive: Archive) -> None:
    with archive.run(killed=True) as visit:
        for number in range(1, 4):
            visit.get(f"/{number}.html", title="甲", body="乙")
    path = the_file(archive)
    path = path.rename(path.with_name(path.name.removesuffix(".open")))  # as the next start does; no run's end is in it
    assert messages(archive) == []
    whole = path.read_bytes()
    for member in list(members(path)):
        path.write_bytes(whole[: member.offset])
        assert messages(archive), member.offset


def test_bytes_added_to_a_closed_file_are_found(crawled: Archive) -> None:
    with the_file(crawled).open("ab") as file:
        file.write(b"\0\0")
    assert messages(crawled) == [
        f"warc/{the_file(crawled).name}, byte {the_file(crawled).stat().st_size - 2}: the record is not whole"
    ]


def test_a_missing_and_a_renamed_file_are_found(crawled: Archive) -> None:
    path = the_file(crawled)
    path.rename(path.with_name("other.warc.gz"))
    found = messages(crawled)
    assert found[0] == f"warc/{path.name}: the file is missing"
    assert len([line for line in found if "has no row" in line]) == 4


def test_a_row_that_tells_something_else_is_found(crawled: Archive) -> None:
    execute(crawled, "UPDATE captures SET url = 'http://kfq.test/x', digest = 'ab' WHERE url LIKE '%/2.html'")
    (found,) = messages(crawled)
    assert found.endswith("row and record differ in url, digest")
    assert "urn:uuid:" in found


def test_a_row_that_points_elsewhere_is_found(crawled: Archive) -> None:
    execute(crawled, "UPDATE captures SET warc_offset = warc_offset + 1 WHERE url LIKE '%/2.html'")
    found = messages(crawled)
    assert len(found) == 2
    assert "the capture has no row" in found[0]
    assert "no record can be read where the row says" in found[1]


def test_a_capture_whose_row_is_lost_is_found(crawled: Archive) -> None:
    execute(crawled, "DELETE FROM captures WHERE url LIKE '%/9.html'")
    (found,) = messages(crawled)
    assert found.endswith("the capture has no row")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE versions SET body = '丙' WHERE number = 1", "the digest is of other contents"),
        ("UPDATE attachments SET label = '别的'", "the digest is of other contents"),
        ("UPDATE attachments SET name = '别的'", "differs from its file"),
        ("UPDATE attachments SET bytes = 7", "differs from its file"),
        ("UPDATE articles SET body = '丙'", "differs from its latest version"),
        ("DELETE FROM sites", "points at a row of sites that is not there"),
    ],
)
def test_text_that_was_changed_in_the_database_is_found(crawled: Archive, sql: str, message: str) -> None:
    execute(crawled, sql)
    assert any(line.startswith("archive.db") and message in line for line in messages(crawled))


def test_a_damaged_database_is_a_finding_and_none_is_a_mistake_of_use(crawled: Archive) -> None:
    data = bytearray(crawled.path.read_bytes())
    data[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    crawled.path.write_bytes(data)
    assert messages(crawled)
    crawled.path.write_bytes(b"no database")
    assert len(messages(crawled)) == 1
    crawled.path.unlink()
    with pytest.raises(UsageError):
        verify(crawled.folder)
