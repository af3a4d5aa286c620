"""Files and bodies as other programs leave them: read where they are whole, and named with their place where not."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.verify import verify
from archive.warc import http
from tests.archive.foreign_warc import Foreign, page, taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive.ingest import Parse
    from tests.archive.conftest import Archive

    Make = Callable[[Path], Archive]


@pytest.mark.parametrize(
    ("framed", "body", "is_cut"),
    [
        (b"4\r\nabcd\r\n2;x=y\r\nef\r\n0\r\n\r\n", b"abcdef", False),
        (b"4\nabcd\n0\n\n", b"abcd", False),
        (b"4\r\nabcd\r\n9\r\nef", b"abcdef", True),
        (b"4\r\nabcd\r\n", b"abcd", True),
        (b"<p>never in chunks</p>\n", b"<p>never in chunks</p>\n", False),
    ],
)
def test_chunks_are_put_together_where_the_body_is_in_chunks(framed: bytes, body: bytes, is_cut: bool) -> None:
    answer = http.response(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed)
    assert answer is not None
    assert (answer.body, answer.is_cut) == (body, is_cut)


def bad_files() -> dict[str, bytes]:
    whole = Foreign().add("http://kfq.test/1.html", 1, page("甲")).out.getvalue()
    plain = gzip.decompress(whole)
    flipped = bytearray(whole)
    flipped[-12] ^= 0xFF
    return {
        "empty": b"",
        "no WARC": b"<html>" * 99,
        "cut gzip": whole[:-9],
        "flipped": bytes(flipped),
        "cut plain": plain[:-40],
        "without a length": plain.replace(b"Content-Length", b"Content-Lenght"),
        "endless line": b"WARC/1.0\r\n" + b"x" * 200_000,
    }


@pytest.mark.parametrize("name", list(bad_files()))
def test_a_bad_file_is_named_with_its_place_and_nothing_is_taken_from_any(
    tmp_path: Path, archive: Archive, read: Parse, name: str
) -> None:
    good = Foreign().add("http://kfq.test/2.html", 2, page("乙")).save(tmp_path / "good.warc.gz")
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(bad_files()[name])
    with pytest.raises(UsageError, match=r"bad\.warc\.gz: the record at byte \d+ is not whole: .*--partial"):
        taken(archive, [good, bad], read)
    assert archive.rows("captures") == []
    assert taken(archive, [good, bad], read, partial=True).left_out == {"not whole": 1}
    assert archive.column("articles", "title") == ["乙"]


def test_of_a_file_that_ends_too_early_what_is_whole_can_be_taken(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    foreign = Foreign().add("http://kfq.test/1.html", 1, page("甲")).add("http://kfq.test/2.html", 2, page("乙"))
    file = tmp_path / "x.warc.gz"
    file.write_bytes(foreign.out.getvalue()[:-9])
    assert taken(archive, [file], read, partial=True).captures == 1
    assert archive.column("articles", "title") == ["甲"]
    whole = foreign.save(tmp_path / "whole.warc.gz")
    assert taken(archive, [whole], read).captures == 1
    assert verify(archive.folder).findings == ()


def test_damage_in_one_record_costs_none_of_those_before_it(tmp_path: Path, archive: Archive, read: Parse) -> None:
    foreign = Foreign().add("http://kfq.test/1.html", 1, page("甲"))
    place = len(foreign.out.getvalue())
    damaged = bytearray(foreign.add("http://kfq.test/2.html", 2, page("乙")).out.getvalue())
    damaged[place + 12] ^= 0xFF
    file = tmp_path / "x.warc.gz"
    file.write_bytes(damaged)
    with pytest.raises(UsageError, match=f"the record at byte {place} is not whole"):
        taken(archive, [file], read)
    taken(archive, [file], read, partial=True)
    assert archive.column("articles", "title") == ["甲"]


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.binary(max_size=300), at=st.integers(0, 10_000))
def test_no_bytes_make_the_reader_fail_in_any_other_way(
    tmp_path_factory: pytest.TempPathFactory, read: Parse, archive_in: Make, data: bytes, at: int
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    whole = Foreign(zipped=at % 2 == 0).add("http://kfq.test/1.html", 1, page("甲")).out.getvalue()
    place = at % len(whole)
    file = folder / "x.warc"
    file.write_bytes(whole[:place] + data + whole[place + len(data) :])
    taken(archive_in(folder / "data"), [file], read, partial=True)
