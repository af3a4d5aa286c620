"""WARC files of other programs: what is ours comes in, once, in any order; all else is counted."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.errors import ArchiveLocked, UsageError
from archive.lock import lock
from archive.rebuild import rebuild
from archive.recover import recover
from archive.store import Store, logical_dump
from archive.verify import verify
from archive.warc import paths, read_at
from crawler.demo.server import DemoServer
from tests.archive.foreign_warc import SHA1, SITE, Foreign, page, taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.ingest import Parse
    from archive.records import Capture
    from tests.archive.conftest import Archive

    Make = Callable[[Path], Archive]

ROOT = Path(__file__).parents[2]


def captures(archive: Archive) -> list[Capture]:
    rows = archive.rows("captures", "captured_at")
    return [read_at(archive.folder, row["warc_file"], row["warc_offset"]) for row in rows]


def told(archive: Archive) -> list[str]:
    return list(logical_dump(archive.path))


def test_a_page_comes_in_with_its_record_id_its_time_its_headers_and_its_bytes(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    headers = [("Set-Cookie", "a=1"), ("Content-Type", "text/html"), ("Set-Cookie", "b=2")]
    zipped = gzip.compress(page("甲"), mtime=0)
    foreign = Foreign().add("http://kfq.test/1.html", 1, zipped, headers=[*headers, ("Content-Encoding", "gzip")])
    file = foreign.save(tmp_path / "x.warc.gz")
    assert taken(archive, [file], read).captures == 1
    (capture,) = captures(archive)
    assert capture.record_id == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert capture.captured_at == "2026-09-01T08:00:01.000Z"
    assert [value for name, value in capture.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert capture.body == zipped
    run = archive.one("runs")
    assert (run["reason"], run["started_at"], run["finished_at"]) == ("imported", *[capture.captured_at] * 2)
    assert verify(archive.folder).findings == ()
    assert {path.name.partition("-")[0] for path in archive.folder.iterdir()} == {"archive.db", "lock", "warc"}


@pytest.mark.parametrize("form", ["members", "whole", "plain"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_the_same_records_in_any_form_are_the_same_archive(
    tmp_path: Path, archive_in: Make, read: Parse, form: str, version: str
) -> None:
    foreign = Foreign(version, zipped=form == "members").add("http://kfq.test/1.html", 1, page("甲"))
    foreign.add("http://kfq.test/2.html", 2, page("乙"))
    data = foreign.out.getvalue()
    file = tmp_path / "x.warc"
    file.write_bytes(gzip.compress(data) if form == "whole" else data)
    archive = archive_in(tmp_path / "data")
    assert taken(archive, [file], read).captures == 2
    assert archive.column("articles", "title", "title") == ["乙", "甲"]
    other = archive_in(tmp_path / "other")
    other_file = Foreign().add("http://kfq.test/1.html", 1, page("甲")).add("http://kfq.test/2.html", 2, page("乙"))
    taken(other, [other_file.save(tmp_path / "other.warc.gz")], read)
    assert told(archive) == told(other)


def test_a_body_kept_in_chunks_reads_as_if_it_had_come_whole(tmp_path: Path, archive: Archive, read: Parse) -> None:
    body = page("甲")
    framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:], b""))
    foreign = Foreign().add("http://kfq.test/1.html", 1, framed, headers=[("Transfer-Encoding", "chunked")])
    taken(archive, [foreign.save(tmp_path / "x.warc.gz")], read)
    (capture,) = captures(archive)
    assert (capture.body, capture.header("Transfer-Encoding")) == (body, None)
    assert archive.column("articles", "title") == ["甲"]


def test_a_body_that_is_shorter_than_it_says_came_cut(tmp_path: Path, archive: Archive, read: Parse) -> None:
    foreign = Foreign().add("http://kfq.test/1.html", 1, page("甲")[:9], headers=[("Content-Length", "500")])
    taken(archive, [foreign.save(tmp_path / "x.warc.gz")], read)
    assert captures(archive)[0].truncated == "disconnect"


def test_what_is_not_ours_is_counted_and_said(tmp_path: Path, archive: Archive, read: Parse) -> None:
    foreign = Foreign().add("http://kfq.test/1.html", 1, page("甲"))
    foreign.add("http://other.test/1.html", 2, page("乙")).add("http://news.kfq.test/", 3, page("丙"))
    foreign.add("dns:kfq.test", 4, b"kfq.test. 60 IN A 127.0.0.1", http=False)
    foreign.add("http://kfq.test/shot.png", 5, b"png", kind="resource", http=False)
    foreign.add("http://kfq.test/2.html", 6, page("丁"), warc={"WARC-Date": "2099-01-01T00:00:00Z"})
    foreign.add("http://kfq.test/3.html", 7, page("戊"))
    foreign.add(
        *("http://kfq.test/3.html", 8), kind="request", status="POST /3.html HTTP/1.1", headers=[],
        warc={"WARC-Concurrent-To": "<urn:uuid:00000000-0000-4000-8000-000000000007>"},
    )  # fmt: skip
    done = taken(archive, [foreign.save(tmp_path / "x.warc.gz")], read)
    assert done.captures == 1
    assert done.left_out == {
        "of other hosts": 2,
        "not http": 1,
        "of kind resource": 1,
        "without a time that can be": 1,
        "not asked for with GET": 1,
    }
    assert done.hosts == {"other.test": 1, "news.kfq.test": 1}


def test_requests_come_in_beside_their_responses_without_credentials(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    foreign = Foreign().add("http://kfq.test/1.html", 1, page("甲"))
    foreign.add(
        *("http://kfq.test/1.html", 2), kind="request", status="GET /1.html HTTP/1.1",
        headers=[("User-Agent", "Wget/1.21"), ("Cookie", "canary")],
        warc={"WARC-Concurrent-To": "<urn:uuid:00000000-0000-4000-8000-000000000001>"},
    )  # fmt: skip
    taken(archive, [foreign.save(tmp_path / "x.warc.gz")], read)
    plain = gzip.decompress(paths(archive.folder)[0].read_bytes())
    assert b"User-Agent: Wget/1.21" in plain
    assert b"canary" not in plain


def revisit(url: str, number: int, of: int, *, http: bool = True) -> Foreign:
    refers = {
        "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "WARC-Refers-To-Target-URI": url,
        "WARC-Refers-To-Date": f"2026-09-01T08:00:{of:02}Z",
        "WARC-Payload-Digest": SHA1,
    }
    return Foreign("1.1").add(url, number, kind="revisit", warc=refers, http=http)


def test_a_revisit_has_the_body_of_its_original_so_that_a_return_to_old_text_is_seen(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    url = "http://kfq.test/1.html"
    first = Foreign().add(url, 1, page("甲")).add(url, 2, page("甲", "招商引资一百亿元")).save(tmp_path / "1.warc.gz")
    again = revisit(url, 3, of=1).save(tmp_path / "2.warc.gz")
    done = taken(archive, [again, first], read)
    assert (done.captures, done.left_out) == (3, {})
    assert [row["kind"] for row in archive.rows("events", "at")] == ["new", "edited", "edited"]
    assert captures(archive)[2].body == page("甲")


def test_the_original_may_have_come_in_before(tmp_path: Path, archive_in: Make, read: Parse) -> None:
    url = "http://kfq.test/1.html"
    first = Foreign().add(url, 1, page("甲")).save(tmp_path / "1.warc.gz")
    again = revisit(url, 3, of=1, http=False).save(tmp_path / "2.warc.gz")
    one, both = archive_in(tmp_path / "one"), archive_in(tmp_path / "both")
    taken(one, [first], read)
    taken(one, [again], read)
    taken(both, [again, first], read)
    assert told(one) == told(both)
    assert len(one.rows("captures")) == 2


def test_a_revisit_whose_original_is_nowhere_is_told_and_left_out_only_if_asked(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    foreign = revisit("http://kfq.test/1.html", 3, of=1).add("http://kfq.test/2.html", 4, page("乙"))
    file = foreign.save(tmp_path / "2.warc.gz")
    with pytest.raises(UsageError, match=r"2\.warc\.gz: urn:uuid:\S+ only refers to http://kfq\.test/1\.html at 2026"):
        taken(archive, [file], read)
    assert archive.rows("captures") == []
    done = taken(archive, [file], read, partial=True)
    assert (done.captures, done.left_out) == (1, {"revisits without their original": 1})


def test_not_modified_says_that_the_article_is_as_it_was(tmp_path: Path, archive: Archive, read: Parse) -> None:
    url = "http://kfq.test/1.html"
    foreign = Foreign("1.1").add(url, 1, page("甲"))
    foreign.add(url, 2, kind="revisit", status="304 Not Modified", headers=[("ETag", '"x"')])
    taken(archive, [foreign.save(tmp_path / "x.warc.gz")], read)
    assert [capture.status for capture in captures(archive)] == [200, 304]
    assert archive.one("articles")["last_seen"] == "2026-09-01T08:00:02.000Z"


def test_a_redirect_of_the_same_second_stays_before_its_target(tmp_path: Path, archive: Archive, read: Parse) -> None:
    at = {"WARC-Date": "2026-09-01T08:00:00Z"}
    foreign = Foreign().add("http://kfq.test/old", 9, status="302 Found", headers=[("Location", "/1.html")], warc=at)
    foreign.add("http://kfq.test/1.html", 1, page("甲"), warc=at)
    taken(archive, [foreign.save(tmp_path / "x.warc.gz")], read)
    assert [capture.captured_at[17:] for capture in captures(archive)] == ["00.000Z", "00.001Z"]
    assert sorted(archive.column("addresses", "url")) == ["http://kfq.test/1.html", "http://kfq.test/old"]


def test_in_any_order_together_or_one_by_one_or_twice_the_tables_are_the_same(
    tmp_path: Path, archive_in: Make, read: Parse
) -> None:
    one = Foreign().add("http://kfq.test/1.html", 1, page("甲")).add("http://kfq.test/2.html", 3, page("乙"))
    two = Foreign().add("http://kfq.test/1.html", 2, page("甲", "改")).add("http://kfq.test/2.html", 3, page("乙"))
    three = Foreign().add("http://kfq.test/1.html", 1, page("甲")).add("http://kfq.test/2.html", 5, page("乙", "改"))
    files = [each.save(tmp_path / f"{number}.warc.gz") for number, each in enumerate((one, two, three))]
    dumps = []
    for number, order in enumerate(permutations(files)):
        archive = archive_in(tmp_path / f"each-{number}")
        for file in (*order, order[0]):
            taken(archive, [file], read)
        dumps.append(told(archive))
    together = archive_in(tmp_path / "together")
    assert (taken(together, files, read).captures, taken(together, files, read).captures) == (4, 0)
    dumps.append(told(together))
    assert all(dump == dumps[0] for dump in dumps)
    assert verify(together.folder).findings == ()
    rebuild(together.folder, tmp_path / "again.db", lambda site: read)
    assert list(logical_dump(tmp_path / "again.db")) == dumps[0]


def test_a_file_that_overlaps_wholly_is_not_taken_in_again_at_every_start(
    tmp_path: Path, archive_in: Make, read: Parse
) -> None:
    one = Foreign().add("http://kfq.test/1.html", 1, page("甲")).save(tmp_path / "0.warc.gz")
    more = [
        Foreign().add("http://kfq.test/1.html", 1, page("甲")).add(f"http://kfq.test/{number}.html", number, page("乙"))
        for number in range(2, 6)
    ]
    files = [one, *(each.save(tmp_path / f"{number}.warc.gz") for number, each in enumerate(more, start=1))]
    archive = archive_in(tmp_path / "data")
    taken(archive, files, read)
    assert len(set(archive.column("captures", "warc_file"))) == 4  # all that `one` has stands in another file too
    with archive.run(3, site=replace(SITE, name="改名")) as visit:
        visit.get("/1.html", title="甲", body="招商引资")
    before = told(archive)
    store = Store(archive.path)
    recover(archive.folder, store, lambda site: read)
    store.close()
    assert told(archive) == before
    assert archive.column("sites", "name") == ["改名"]


def test_what_was_crawled_and_what_was_imported_is_one_history(tmp_path: Path, archive: Archive, read: Parse) -> None:
    with archive.run(3) as visit:
        visit.get("/1.html", title="甲", body="改过")
    foreign = Foreign().add("http://www.kfq.test/1.html", 1, page("甲")).save(tmp_path / "x.warc.gz")
    taken(archive, [foreign], read)
    assert [row["kind"] for row in archive.rows("events", "at")] == ["new", "edited"]
    with archive.run(4) as visit:
        visit.get("/1.html", title="甲", body="改过")
    assert verify(archive.folder).findings == ()


def test_files_that_are_not_there_and_archives_that_are_written_are_told(
    tmp_path: Path, archive: Archive, read: Parse
) -> None:
    with pytest.raises(UsageError, match="No such file"):
        taken(archive, [tmp_path / "nowhere.warc"], read)
    with lock(archive.folder), pytest.raises(ArchiveLocked):
        taken(archive, [], read)


def command(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "scrapy", "import-warc", "-s", f"ARCHIVE_DIR={folder}", *args]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True)


def test_what_browsertrix_archived_comes_in(tmp_path: Path, archive: Archive, read: Parse) -> None:
    """Bodies without the encoding that they came in, page by page with all that a browser asks for beside it."""
    url = "http://kfq.test/1.html"
    page_id = {"WARC-Page-ID": "a4ad8b0f", "WARC-Resource-Type": "document", "WARC-Protocol": "h2"}
    millis = {"WARC-Date": "2026-09-01T08:00:01.482Z"}
    headers = [("content-type", "text/html"), ("x-orig-content-encoding", "gzip"), ("x-orig-content-length", "77")]
    foreign = Foreign("1.1", software="Browsertrix-Crawler 1.5.0 (with warcio.js 2.4.0)")
    foreign.add(url, 1, page("甲"), status="200 OK", headers=headers, warc=page_id | millis)
    foreign.add(
        *(url, 2), kind="request", status="GET /1.html HTTP/1.1", headers=[("User-Agent", "Chrome")],
        warc={"WARC-Concurrent-To": "<urn:uuid:00000000-0000-4000-8000-000000000001>"},
    )  # fmt: skip
    foreign.add("urn:pageinfo:http://kfq.test/1.html", 3, b"{}", kind="resource", http=False)
    foreign.add("urn:thumbnail:http://kfq.test/1.html", 4, b"png", kind="resource", http=False)
    foreign.add("urn:text:http://kfq.test/1.html", 5, b"text", kind="resource", http=False)
    again = {
        "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        "WARC-Refers-To-Target-URI": url,
        "WARC-Refers-To-Date": millis["WARC-Date"],
        "WARC-Payload-Digest": f"sha256:{sha256(page('甲')).hexdigest()}",
    }
    foreign.add(url, 6, kind="revisit", headers=headers, warc=again | {"WARC-Date": "2026-09-02T08:00:00.120Z"})
    done = taken(archive, [foreign.save(tmp_path / "rec-20260901.warc.gz")], read)
    assert (done.captures, done.left_out) == (2, {"of kind resource": 3})
    assert archive.column("captures", "captured_at", "captured_at")[0] == millis["WARC-Date"]
    assert [capture.body for capture in captures(archive)] == [page("甲")] * 2
    assert archive.one("articles")["last_seen"] == "2026-09-02T08:00:00.120Z"
    assert verify(archive.folder).findings == ()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("wget") is None, reason="GNU wget is not installed")
def test_what_wget_archived_of_the_sample_site_comes_in(tmp_path: Path, archive: Archive) -> None:
    with DemoServer() as site:
        wget = ["wget", "--quiet", "--recursive", "--level=2", "--warc-file=x", "--execute=robots=off"]
        environment = os.environ | {"http_proxy": site.proxy_url, "no_proxy": ""}
        subprocess.run([*wget, "http://kfq.test/"], cwd=tmp_path, env=environment, timeout=100)
    file = tmp_path / "x.warc.gz"
    done = command(archive.folder, str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(archive.rows("articles")) > 20
    assert archive.column("sites", "id") == ["demo"]
    assert verify(archive.folder).findings == ()
    before = told(archive)
    assert " 0 captures came in" in command(archive.folder, str(file)).stdout
    assert told(archive) == before


@pytest.mark.slow
def test_the_command_takes_a_site_without_a_profile_if_it_is_named(tmp_path: Path, archive: Archive) -> None:
    html = "<html><title>x</title><h1>高新区开工仪式举行</h1><p>正文。</p></html>".encode()
    file = Foreign().add("http://gxq.test/1.html", 1, html).save(tmp_path / "x.warc.gz")
    done = command(archive.folder, str(file))
    assert done.stdout.splitlines() == [
        f"{archive.folder}: 0 captures came in, 0 captures in all",
        "left out: 1 of other hosts",
        "other hosts: gxq.test 1; take one with --site http://HOST/",
    ]
    done = command(archive.folder, "--site", "http://gxq.test/", str(file))
    assert (done.returncode, done.stdout) == (0, f"{archive.folder}: 1 captures came in, 1 captures in all\n")
    assert archive.column("sites", "id") == ["gxq.test"]
    for wrong in ([], ["--site", "nobody", str(file)], ["--site", "ftp://x/", str(file)], [str(tmp_path / "none")]):
        failed = command(archive.folder, *wrong)
        assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (2, "", 1)
