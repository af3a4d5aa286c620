"""F: disks that are full, fail, may not be written or are not of this machine; limits on a process."""

import errno
import os
import re
import resource
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive import filesystem
from archive.errors import ArchiveError, DiskFull, UsageError
from archive.lock import lock
from archive.store import NAME
from archive.warc import Torn, Writer, entries, paths
from tests.archive.conftest import Archive
from tests.faults.crawling import command, crawl, crawl_unguarded, one, oracle, run, unguarded
from tests.faults.hostile import HOME, Hostile, article, path_of, reply, site_of
from tests.faults.kept import READ, ROOT, filled, sound
from tests.faults.ledger import Ledger
from tests.faults.mounts import mounted, our_lines

FEW = {path_of(number): reply(article(number)) for number in range(1, 12)}
LONG = {path_of(n): reply(article(n, "<p>" + "开发区招商引资项目。" * 600 + "</p>")) for n in range(1, 60)}

ON_A_SMALL_DISK = """
mount -t tmpfs -o size=$SIZE tmpfs "$DISK" || exit 1
"$PYTHON" "$@"; echo "first $?"
"""
AND_ON_A_LARGER_ONE = """
"$PYTHON" -m scrapy verify -s ARCHIVE_DIR="$DISK/archive"; echo "verified $?"
mount -o remount,size=64m "$DISK"
"$PYTHON" "$@"; echo "second $?"
cp -r "$DISK/archive" "$KEPT"
"""


@pytest.mark.quick
def test_f4_on_a_full_disk_a_run_ends_and_the_next_goes_on(ledger: Ledger, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with ledger.row("F4", "a disk that is full at any moment of a run, and enlarged after it") as row:
        for step in range(ledger.times(20, 1)):
            size, kept = 600 + 126 * step if ledger.full else 1500, tmp_path / f"kept-{step}"
            with Hostile(site_of(LONG)) as site:
                given = command(HOME, disk / "archive", CRAWL_PROXY=site.proxy_url)[1:]
                script = ON_A_SMALL_DISK + AND_ON_A_LARGER_ONE
                done = mounted(script, *given, disk=disk, size=f"{size}k", kept=kept)
            codes = re.findall(r"^(?:first|verified|second) (\d+)$", done.stdout, flags=re.MULTILINE)
            said = our_lines(done.stderr)
            is_told = len(said) == 1 and "no room" in said[0] and str(disk) in said[0]
            fits = codes == ["3", "0", "0"] and "Traceback" not in done.stderr and oracle(kept) == []
            whole = one(kept, "SELECT count(*) FROM articles WHERE versions = 1") == len(LONG)
            row.tried(is_told and fits and whole, (size, codes, said))
        blind = "import archive.store.database as d\nd._plainly = lambda path, error: None\n"
        with Hostile(site_of(LONG)) as site:
            given = unguarded(command(HOME, disk / "archive", CRAWL_PROXY=site.proxy_url), blind)[1:]
            done = mounted(ON_A_SMALL_DISK, *given, disk=disk, size="600k")
        row.red("a traceback", "first 3" not in done.stdout and "Traceback" in done.stderr)


class Failing:
    """os.write and os.fsync of the writer, of which the n-th call fails, and all after it where `lasting`."""

    def __init__(self, at: int, number: int, *, lasting: bool = False) -> None:
        self.left, self.number, self.lasting = at, number, lasting

    def __call__(self, call: Any) -> Any:
        def attempt(*arguments: Any) -> Any:
            self.left -= 1
            if self.left == 0 or (self.lasting and self.left < 0):
                raise OSError(self.number, os.strerror(self.number))
            return call(*arguments)

        return attempt


class Shim:
    """The module os with some functions replaced, for one module alone."""

    def __init__(self, **replaced: Any) -> None:
        self.__dict__ |= replaced

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@pytest.mark.quick
def test_f5_a_write_or_sync_that_fails_acknowledges_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.row("F5", "the n-th write or sync of a WARC file fails, once or for good; tables without room") as row:
        for at in range(1, ledger.times(31, 9)):
            for number, lasting in ((errno.EIO, at % 2 == 0), (errno.ENOSPC, at % 2 == 1)):
                folder = tmp_path / f"{at}-{number}"
                failing, told = Failing(at, number, lasting=lasting), ""
                with monkeypatch.context() as patch:
                    shim = Shim(write=failing(os.write), fsync=failing(os.fsync))
                    patch.setattr("archive.warc.writer.os", shim)
                    patch.setattr("archive.warc.files.os", shim)
                    try:
                        filled(folder, 6)
                    except ArchiveError as error:
                        told = type(error).__name__
                kept = Archive(folder, READ)
                with kept.run(2):
                    pass
                expected = {DiskFull.__name__} if number == errno.ENOSPC else {"ArchiveDamaged", "UsageError"}
                is_over = failing.left > 0 and told == ""  # there were fewer calls
                row.tried(sound(kept) and (is_over or told in expected), (at, number, told))
        for pages in range(0, ledger.times(40, 8), 4):
            row.tried(_goes_on_after_full_tables(tmp_path / f"tables-{pages}", pages), f"{pages} pages of tables")
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "_take_back", lambda self: None)
            failing = Failing(6, errno.ENOSPC)
            half = failing(lambda file, data: os.write(file, data[: len(data) // 2 + 1]))
            patch.setattr("archive.warc.writer.os", Shim(write=half))
            with pytest.raises(DiskFull):
                filled(tmp_path / "half", 6)
        torn = paths(tmp_path / "half")[0]
        try:
            is_torn = not list(entries(torn))
        except Torn:
            is_torn = True
        row.red("a record in part stays in the file", is_torn)


def _goes_on_after_full_tables(folder: Path, pages: int) -> bool:
    """Whether a run whose database may have so many more pages ends as on a full disk, and the next takes all in."""
    kept = Archive(folder, READ)
    number = 0
    with pytest.raises(DiskFull), kept.run(1) as visit:
        connection = visit.store._connection
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages}")
        while True:
            number += 1
            visit.take(visit.write(path_of(number), body=article(number), headers=()))
    with kept.run(2):
        pass
    return sound(kept) and len(kept.rows("articles")) == number


NOT_WRITABLE = """
mount -t tmpfs -o size=20m tmpfs "$DISK" || exit 1
cp -r "$KEPT" "$DISK/kept"
mount -o remount,ro "$DISK"
for where in $PLACES; do
    while read -r words; do
        "$PYTHON" -m scrapy $words -s ARCHIVE_DIR="$where" < /dev/null
        echo "$words in $where: $?"
        echo "ended" >&2
    done < "$COMMANDS"
done
"""


@pytest.mark.quick
def test_f6_a_folder_that_cannot_be_written_is_a_mistake_told_in_one_line(ledger: Ledger, tmp_path: Path) -> None:
    disk, others, file = tmp_path / "disk", tmp_path / "others", tmp_path / "file"
    disk.mkdir()
    others.mkdir(mode=0o555)
    if os.geteuid() == 0:
        os.chown(others, 65534, 65534)  # a user that the namespace does not know: even its root may not write there
    file.touch()
    kept = filled(tmp_path / "kept")
    (one_file,) = paths(kept.folder)
    lines = ["crawl site -a url=http://kfq.test/ -s CRAWL_PROXY=http://127.0.0.1:9 -s CONTACT=a@b.test"]
    if ledger.full:
        lines += ["rebuild", f"merge {kept.folder}", f"import-warc {one_file}", f"publish {disk}/public.db"]
        lines += ["verify", "report"]
    (tmp_path / "commands").write_text("".join(f"{line}\n" for line in lines))
    places = [f"{disk}/kept", f"{others}/new", f"{disk}/new", f"{file}/new"][: ledger.times(4, 2)]
    with ledger.row("F6", "a read-only disk, a folder of somebody else's, one that cannot be made") as row:
        told = {"disk": disk, "kept": kept.folder, "places": " ".join(places), "commands": tmp_path / "commands"}
        done = mounted(NOT_WRITABLE, **told)
        assert done.returncode == 0, done.stderr
        ends, errors = done.stdout.splitlines(), done.stderr.split("ended\n")[:-1]
        for end, err in zip(ends, errors, strict=True):
            row.tried(end.endswith(": 2") and err.count("\n") == 1 and len(our_lines(err)) == 1, (end, err))
        raw = "import archive.lock\narchive.lock.of_folder = lambda folder, error: error"
        blind = run(unguarded(command(HOME, file / "new", CRAWL_PROXY="http://127.0.0.1:9"), raw))
        row.red("a traceback", "Traceback" in blind.err and blind.code != 2)


def limited(arguments: list[str], limit: int, value: int) -> "subprocess.CompletedProcess[str]":
    """A command that may not have more of something; it is killed if it hangs."""

    def within() -> None:
        resource.setrlimit(limit, (value, value))

    return subprocess.run(
        arguments, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, preexec_fn=within
    )


# What Twisted does where memory ends in the middle of a body: the answer is neither there nor missed any more.
LOST = """
from scrapy.core.downloader.handlers import http11
received = http11._ResponseReader.dataReceived
def lost(self, data):
    if "第7号".encode() in data:
        self._bodybuf.close()
        raise MemoryError
    received(self, data)
http11._ResponseReader.dataReceived = lost
"""
IMPATIENT = "import crawler.stall\ncrawler.stall.PATIENCE = 1\n"
BLIND = "from crawler.stall import Watchdog\nWatchdog.look = lambda self: None\n"


def test_f7_a_limit_that_is_met_ends_a_run_and_no_page_is_blamed(ledger: Ledger, tmp_path: Path) -> None:
    big = FEW | {path_of(77): reply(article(77, "<p>" + "开发区招商引资。" * 200_000 + "</p>"))}
    memory = [(resource.RLIMIT_AS, megabytes * 10**6) for megabytes in (400, 220, 190, 170, 150, 130)]
    files = [(resource.RLIMIT_NOFILE, number) for number in (40, 16, 12)]
    sizes = [(resource.RLIMIT_FSIZE, size) for size in (1_000, 300_000, 2_000_000)]
    aborted = -signal.SIGABRT  # what nh3, which is of Rust, does without memory; it is a kill like others
    expected = {resource.RLIMIT_AS: (0, 1, aborted), resource.RLIMIT_NOFILE: (0, 2), resource.RLIMIT_FSIZE: (0, 3)}
    with ledger.row(
        "F7", "limits of memory, of open files, of the size of files; memory that ends within a body"
    ) as row:
        for limit, value in memory + files + sizes:
            folder = tmp_path / f"{limit}-{value}"
            with Hostile(site_of(big)) as site:
                arguments = command(HOME, folder, CRAWL_PROXY=site.proxy_url, DOWNLOAD_TIMEOUT=5)
                ended = limited(["env", *unguarded(arguments, IMPATIENT)], limit, value)
                again = crawl(site, folder)
            is_told = len(our_lines(ended.stderr)) == (ended.returncode > 0)
            whole = one(folder, "SELECT count(*) FROM articles WHERE versions = 1") == len(big)
            fits = ended.returncode in expected[limit] and again.code == 0 and oracle(folder) == []
            row.tried(is_told and fits and whole, (limit, value, ended.returncode, ended.stderr[-300:], again.code))
        with Hostile(site_of(FEW)) as site:
            lost = crawl_unguarded(site, tmp_path / "lost", LOST + IMPATIENT, DOWNLOAD_TIMEOUT=2)
            again = crawl(site, tmp_path / "lost")
        whole = one(tmp_path / "lost", "SELECT count(*) FROM articles") == len(FEW)
        row.tried(lost.code == 1 and again.code == 0 and whole and oracle(tmp_path / "lost") == [], lost.err[-300:])
        with Hostile(site_of(FEW)) as site:
            arguments = command(HOME, tmp_path / "held", CRAWL_PROXY=site.proxy_url, DOWNLOAD_TIMEOUT=2)
            with pytest.raises(subprocess.TimeoutExpired):
                held = unguarded(arguments, LOST + BLIND)
                subprocess.run(held, cwd=ROOT, capture_output=True, timeout=20, check=False)
        row.red("it waits for ever", True)


@pytest.mark.quick
def test_f19_an_archive_is_not_kept_where_locks_do_not_hold(ledger: Ledger, tmp_path: Path) -> None:
    kinds = ("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs")
    with ledger.row("F19", "an archive's folder on NFS, SMB or FUSE") as row, pytest.MonkeyPatch.context() as patch:
        for kind in kinds:
            patch.setattr(filesystem, "kind", lambda folder, kind=kind: kind)
            with pytest.raises(UsageError, match=kind), lock(tmp_path / kind):
                filled(tmp_path / kind)
            row.tried(not (tmp_path / kind / NAME).exists(), kind)
        patch.setattr(filesystem, "refuse_if_remote", lambda folder: None)
        with lock(tmp_path / "unguarded"):
            filled(tmp_path / "unguarded")
        row.red("SQLite keeps its log there", (tmp_path / "unguarded" / NAME).read_bytes()[18] == 2)  # 2: WAL
