"""The system calls of a run, as strace(1) sees them.

`python -m tests.faults.syscalls FOLDER ACKS HOW` is that run: a crawl without a network, which writes the record ids of
what it has taken in to the file ACKS. HOW is "ours", or "unsynced": the syncs of WARC files are left out.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapy.utils.project import get_project_settings

from archive.clock import Clock
from archive.records import Capture
from archive.warc import Writer
from crawler.options import Options
from crawler.session import opened
from spiders.loader import ProfileLoader
from spiders.profile import Profile
from tests.faults.hostile import HTML, article, path_of
from tests.faults.kept import ROOT

CAPTURES = 30
SMALL = 8_000  # bytes of a WARC file, so that there are several

_NAMES = "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat"
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (\d+)")
_FILE = re.compile(r"\d+<((?:\\x..)*)>")
_TEXT = re.compile(r'"((?:\\x..)*)"')


def main(folder: str, acks: str, how: str) -> None:
    """Take in groups of captures, and acknowledge each group."""
    if how == "unsynced":
        Writer.sync = lambda self: None  # type: ignore[method-assign]
    Writer.__init__.__defaults__ = (SMALL,)
    start = "2026-09-01T08:00:00Z"
    options = Options(archive_dir=Path(folder), clock=Clock.parse(start), clock_setting=start, contact="")
    told = os.open(acks, os.O_WRONLY | os.O_CREAT)
    loader = ProfileLoader.from_settings(get_project_settings())
    with opened(options, Profile.generic("http://kfq.test/"), loader, {}) as run:
        waiting = []
        for number in range(CAPTURES):
            record_id, at = run.next_record()
            capture = Capture(
                record_id=record_id,
                run_id=run.run.id,
                site_id=run.site.id,
                url=f"http://kfq.test{path_of(number)}",
                captured_at=at,
                status=200,
                headers=(HTML,),
                body=article(number),
            )
            run.take(capture, (("Accept", "*/*"),))
            waiting.append(record_id)
            if number % 3 == 0:
                run.flush()
                os.write(told, "".join(f"{each}\n" for each in waiting).encode())
                waiting.clear()


@dataclass(frozen=True)
class Call:
    """A system call that changed a file or made it durable. `data` is what was written, or the length that was set."""

    name: str
    path: str
    offset: int = -1
    data: bytes = b""
    to: str = ""


def traced(folder: Path, how: str) -> list[Call]:
    """The calls of a run that makes an archive in `folder`, and its acknowledgements, in order."""
    log, acks = folder.with_name("strace.log"), folder.with_name("acks")
    arguments = ["strace", "-y", "-xx", "-s", "100000000", "-o", str(log), "-e", f"trace={_NAMES}"]
    run = [sys.executable, "-m", "tests.faults.syscalls", str(folder), str(acks), how]
    subprocess.run([*arguments, *run], cwd=ROOT, capture_output=True, timeout=300, check=True)
    with log.open(encoding="ascii") as lines:
        calls = [call for line in lines for call in _calls(line)]
    return [call for call in calls if call.path.startswith((str(folder), str(acks))) or call.path == str(folder.parent)]


def _calls(line: str) -> Iterator[Call]:
    found = _CALL.match(line)
    if found is None:
        return
    name, given, result = found.groups()
    files, texts = [[_bytes(text) for text in form.findall(given)] for form in (_FILE, _TEXT)]
    if name in ("write", "pwrite64"):
        offset = int(given.rpartition(", ")[2]) if name == "pwrite64" else -1
        yield Call("write", os.fsdecode(files[0]), offset, texts[0][: int(result)])
    elif name in ("fsync", "fdatasync"):
        yield Call("sync", os.fsdecode(files[0]))
    elif name == "ftruncate":
        yield Call("truncate", os.fsdecode(files[0]), int(given.rpartition(", ")[2]))
    elif name.startswith("rename"):
        yield Call("rename", os.fsdecode(texts[0]), to=os.fsdecode(texts[1]))
    elif name.startswith(("unlink", "mkdir")):
        yield Call(name.removesuffix("at"), os.fsdecode(texts[0]))
    elif "O_CREAT" in given:
        yield Call("create", os.fsdecode(texts[0]))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
