"""What is written to WARC is what is read back, by us and by others."""

import errno
import gzip
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.errors import ArchiveDamaged, DiskFull
from archive.records import Capture, Run, Site
from archive.warc import Torn, Writer, entries, members, paths, read_all, read_at

SITE = Site(id="demo", name="铁山经济开发区", home="http://kfq.test/", profile_digest="ab")
RUN = Run(id="20260901-demo", site_id="demo", started_at="2026-09-01T08:00:00.000Z")
PAGE = "<p>招商引资".encode()


def capture(number: int = 1, **changes: object) -> Capture:
    fields: dict[str, object] = {
        "record_id": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "run_id": RUN.id,
        "site_id": SITE.id,
        "url": f"http://kfq.test/news/{number}.html",
        "captured_at": f"2026-09-01T08:00:{number:02}.000Z",
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html"),),
        "body": PAGE,
    }
    return Capture(**(fields | changes))  # type: ignore[arg-type]


def writer(folder: Path, run: Run = RUN, size_limit: int = 10**9) -> Writer:
    return Writer(folder, SITE, run, {"software": "zone-archive"}, size_limit)


def written(folder: Path, *captures: Capture) -> list[Capture]:
    out = writer(folder)
    kept = [out.append(each, [("Accept", "*/*")]) for each in captures]
    out.close()
    return kept


def the_file(folder: Path) -> Path:
    (path,) = paths(folder)
    return path


def plain(folder: Path) -> bytes:
    return gzip.decompress(the_file(folder).read_bytes())


octets = st.text(st.characters(max_codepoint=0x2FF), max_size=30)
lengths = st.sampled_from(["Content-Length", "Transfer-Encoding", "Content-Encoding", "content-length"])
responses = st.builds(
    capture,
    url=st.text(max_size=40).map("http://kfq.test/".__add__),
    status=st.integers(200, 599),
    reason=octets,
    headers=st.lists(st.tuples(octets | lengths, octets), max_size=6).map(tuple),
    body=st.binary(max_size=400),
    truncated=st.none() | st.sampled_from(["length", "time", "disconnect"]),
    ip_address=st.none() | st.just("127.0.0.1"),
)
failures = st.builds(capture, status=st.none(), error=st.text(max_size=40))


@pytest.mark.slow
@given(each=responses | failures)
def test_any_capture_reads_back_as_it_was_kept(tmp_path_factory: pytest.TempPathFactory, each: Capture) -> None:
    folder = tmp_path_factory.mktemp("archive")
    (kept,) = written(folder, each)
    assert list(read_all(folder)) == [SITE, RUN, kept]
    assert read_at(folder, str(kept.warc_file), int(str(kept.warc_offset))) == kept
    assert kept.body == (each.body if each.status else b"")


@pytest.mark.slow
@given(each=responses)
def test_what_is_kept_once_is_kept_the_same_again(tmp_path_factory: pytest.TempPathFactory, each: Capture) -> None:
    (once,) = written(tmp_path_factory.mktemp("archive"), each)
    (twice,) = written(tmp_path_factory.mktemp("archive"), once)
    assert twice == once


@pytest.mark.slow
@given(each=responses)
def test_warcio_and_fastwarc_read_the_same_response(tmp_path_factory: pytest.TempPathFactory, each: Capture) -> None:
    folder = tmp_path_factory.mktemp("archive")
    (kept,) = written(folder, each)
    with the_file(folder).open("rb") as file:
        ours = [record for record in ArchiveIterator(file) if record.record_id == f"<{kept.record_id}>"]
        assert len(ours) == 1
    with the_file(folder).open("rb") as file:
        for record in WarcioIterator(file, check_digests="raise"):
            content = record.raw_stream.read()
            if record.rec_headers["WARC-Record-ID"] == f"<{kept.record_id}>":
                assert content == kept.body
                assert record.rec_headers["WARC-Target-URI"] == kept.url
                assert record.http_headers.get_statuscode() == str(kept.status)
                assert len(record.http_headers.headers) == len(kept.headers)


def test_gzip_and_warcio_find_every_file_sound(tmp_path: Path) -> None:
    out = writer(tmp_path)
    out.append(capture(1), [("User-Agent", "zone-archive")])
    out.append(capture(2, status=None, error="timeout"))
    out.append(capture(3, status=304, body=b""), [])
    out.end(replace(RUN, finished_at="2026-09-01T09:00:00.000Z", reason="finished", exit_code=0))
    out.close()
    assert subprocess.run(["gzip", "-t", the_file(tmp_path)]).returncode == 0
    check = [str(Path(sys.executable).with_name("warcio")), "check", str(the_file(tmp_path))]
    assert subprocess.run(check).returncode == 0
    with the_file(tmp_path).open("rb") as file:
        kinds = [str(record.record_type) for record in ArchiveIterator(file, verify_digests=True)]
    assert kinds == ["warcinfo", "request", "response", "metadata", "request", "revisit", "metadata"]


def test_every_record_is_a_member_of_its_own_and_the_rows_point_at_them(tmp_path: Path) -> None:
    kept = written(tmp_path, capture(1), capture(2))
    found = {(member.offset, member.length) for member in members(the_file(tmp_path))}
    assert len(found) == 5  # warcinfo, and each response with its request
    assert {(each.warc_offset, each.warc_length) for each in kept} < found


def test_a_response_keeps_repeated_headers_and_their_bytes(tmp_path: Path) -> None:
    headers = (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Name", "中".encode().decode("latin-1")))
    (kept,) = written(tmp_path, capture(headers=headers))
    assert kept.headers == headers
    assert "X-Name: 中\r\n".encode() in plain(tmp_path)


def test_no_line_break_from_a_site_begins_a_header(tmp_path: Path) -> None:
    evil = "x\r\nWARC-Forged: 1\r\n\r\nbody"
    attack = capture(
        url=f"http://kfq.test/{evil}", reason=evil, headers=((evil, evil),), ip_address=evil, truncated=evil
    )
    out = writer(tmp_path)
    out.append(attack, [(evil, evil)], method=evil)
    out.close()
    assert b"\nWARC-Forged" not in plain(tmp_path)
    assert len(list(members(the_file(tmp_path)))) == 3


def test_a_body_that_came_in_chunks_is_kept_with_its_length_instead(tmp_path: Path) -> None:
    (kept,) = written(tmp_path, capture(headers=(("Transfer-Encoding", "chunked"), ("Server", "x"))))
    assert kept.headers == (("Server", "x"), ("Content-Length", str(len(PAGE))))


def test_a_cut_body_is_told_as_cut_and_keeps_the_length_it_was_to_have(tmp_path: Path) -> None:
    (kept,) = written(tmp_path, capture(headers=(("Content-Length", "9000"),), truncated="disconnect"))
    assert b"WARC-Truncated: disconnect\r\n" in plain(tmp_path)
    assert kept.headers == (("X-Archive-Orig-Content-Length", "9000"), ("Content-Length", str(len(PAGE))))


def test_not_modified_is_a_revisit_without_a_digest_of_its_own(tmp_path: Path) -> None:
    (kept,) = written(tmp_path, capture(status=304, body=b"", headers=(("Content-Length", "812"),)))
    assert kept.digest is None
    assert kept.header("content-length") == "812"
    assert b"WARC-Type: revisit\r\n" in plain(tmp_path)


def test_requests_keep_no_credentials(tmp_path: Path) -> None:
    out = writer(tmp_path)
    out.append(capture(), [("Authorization", "canary"), ("Cookie", "canary"), ("Proxy-Authorization", "canary")])
    out.close()
    assert b"canary" not in plain(tmp_path)
    assert b"GET /news/1.html HTTP/1.1\r\nHost: kfq.test\r\n" in plain(tmp_path)


def test_a_file_is_open_while_written_and_named_when_closed(tmp_path: Path) -> None:
    out = writer(tmp_path)
    assert the_file(tmp_path).name == "demo-20260901080000-00000.warc.gz.open"
    kept = out.append(capture())
    out.sync()
    assert read_at(tmp_path, str(kept.warc_file), int(str(kept.warc_offset))) == kept
    out.close()
    assert the_file(tmp_path).name == kept.warc_file == "demo-20260901080000-00000.warc.gz"


def test_a_large_run_goes_on_in_a_new_file(tmp_path: Path) -> None:
    out = writer(tmp_path, size_limit=2000)
    kept = [out.append(capture(number, body=os.urandom(600))) for number in range(1, 8)]
    out.close()
    assert len(paths(tmp_path)) > 2
    assert all(path.stat().st_size <= 2000 for path in paths(tmp_path))
    told = [item for item in read_all(tmp_path) if isinstance(item, Capture)]
    assert told == kept
    for path in paths(tmp_path):
        with path.open("rb") as file:
            info, *rest = [dict(record.headers.items()) for record in ArchiveIterator(file)]
        assert {headers["WARC-Warcinfo-ID"] for headers in rest} == {info["WARC-Record-ID"]}


def test_two_runs_that_begin_in_the_same_second_have_files_of_their_own(tmp_path: Path) -> None:
    first, second = writer(tmp_path), writer(tmp_path)
    first.close()
    second.close()
    third = writer(tmp_path)
    third.close()
    assert len(paths(tmp_path)) == 3


def test_runs_that_overlap_are_read_in_order_of_time(tmp_path: Path) -> None:
    first, second = writer(tmp_path), writer(tmp_path, replace(RUN, id="other", started_at="2026-09-01T08:00:02.500Z"))
    for out, number in [(first, 1), (first, 2), (second, 3), (first, 4), (second, 5)]:
        out.append(capture(number))
    first.close()
    second.close()
    times = [item.captured_at for item in read_all(tmp_path) if isinstance(item, Capture)]
    assert times == sorted(times)
    assert len(times) == 5


def test_captures_out_of_order_are_refused(tmp_path: Path) -> None:
    out = writer(tmp_path)
    out.append(capture(2))
    with pytest.raises(ValueError, match="not after"):
        out.append(capture(1))
    out.close()


def test_a_run_that_was_killed_has_no_end(tmp_path: Path) -> None:
    out = writer(tmp_path)
    out.append(capture())
    out.sync()
    runs = [item for item in read_all(tmp_path) if isinstance(item, Run)]
    assert runs == [RUN]
    out.close()


@pytest.mark.slow
def test_a_tail_torn_anywhere_is_told_and_what_came_before_is_read(tmp_path: Path) -> None:
    (first, last) = written(tmp_path, capture(1), capture(2))
    path = the_file(tmp_path)
    whole = path.read_bytes()
    begin = int(str(last.warc_offset))
    for end in range(begin + 1, begin + int(str(last.warc_length))):
        path.write_bytes(whole[:end])
        with pytest.raises(Torn) as torn:
            list(entries(path))
        assert torn.value.offset == begin
        assert read_at(tmp_path, str(first.warc_file), int(str(first.warc_offset))) == first
        with pytest.raises(ArchiveDamaged):
            read_at(tmp_path, str(last.warc_file), begin)


@pytest.mark.parametrize("garbage", [b"\0" * 600, b"not gzip at all", b"\x1f\x8b\x08\0"])
def test_garbage_at_the_end_is_a_torn_tail(tmp_path: Path, garbage: bytes) -> None:
    written(tmp_path, capture())
    path = the_file(tmp_path)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + garbage)
    with pytest.raises(Torn) as torn:
        list(entries(path))
    assert torn.value.offset == size
    with pytest.raises(ArchiveDamaged, match=f"byte {size}"):
        list(read_all(tmp_path))
    path.rename(path.with_name(path.name + ".open"))
    assert len(list(read_all(tmp_path))) == 3


@pytest.mark.slow
def test_every_flipped_byte_of_a_record_is_noticed(tmp_path: Path) -> None:
    (kept,) = written(tmp_path, capture(body=b"<p>plain words</p>"))
    path = the_file(tmp_path)
    whole = path.read_bytes()
    begin, length = int(str(kept.warc_offset)), int(str(kept.warc_length))
    header = {4, 5, 6, 7, 8, 9}  # gzip's time, flags of the compressor and system: they carry nothing
    for at in range(begin, begin + length):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        if at - begin in header:
            assert read_at(tmp_path, str(kept.warc_file), begin) == kept
        else:
            with pytest.raises(ArchiveDamaged):
                read_at(tmp_path, str(kept.warc_file), begin)


def test_a_full_disk_leaves_whole_records_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = writer(tmp_path)
    kept = out.append(capture(1))
    real = os.write

    def half(descriptor: int, data: bytes) -> int:
        if len(data) > 100:
            return real(descriptor, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(DiskFull, match=r"demo-.*open: no room after \d+ bytes") as full:
            out.append(capture(2))
    assert full.value.exit_code == 3
    again = out.append(capture(3))
    out.close()
    assert [item for item in read_all(tmp_path) if isinstance(item, Capture)] == [kept, again]


def test_after_a_failed_fsync_nothing_more_is_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = writer(tmp_path)
    out.append(capture(1))

    def fails(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(ArchiveDamaged):
            out.sync()
    with pytest.raises(ArchiveDamaged):
        out.sync()
    with pytest.raises(ArchiveDamaged):
        out.append(capture(2))


def test_offsets_follow_each_other_without_gaps(tmp_path: Path) -> None:
    written(tmp_path, *(capture(number) for number in range(1, 6)))
    found = list(members(the_file(tmp_path)))
    assert found[0].offset == 0
    assert all(a.offset + a.length == b.offset for a, b in pairwise(found))
