"""`python -m archive.web.serve`: one line with the address, or one line with what is wrong."""

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.web.serve import main

pytestmark = pytest.mark.slow


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and the line that it prints once it can be asked."""
    command = [sys.executable, "-m", "archive.web.serve", str(folder), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


def test_it_serves_on_the_next_free_port_until_it_is_interrupted(folder: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(folder, "--port", str(port)) as (process, line):
            address = re.fullmatch(r"(http://127\.0\.0\.1:(\d+)/) \(Ctrl-C ends\)\n", line)
            assert address
            assert port < int(address[2]) < port + 20
            with urllib.request.urlopen(address[1], timeout=10) as response:
                assert "Zone Archive" in response.read().decode()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=10)
            assert (process.returncode, out, err) == (0, "", "")


def test_what_a_crawl_adds_is_seen_at_once(tmp_path: Path) -> None:
    from tests.archive.web_archive import build

    path = build(tmp_path, [])
    with serving(tmp_path, "--port", "0") as (_, line):
        address = line.partition(" ")[0]
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("INSERT INTO sites (id, name, home) VALUES ('new', '新网站', 'http://new.test/')")
            with urllib.request.urlopen(address, timeout=10) as response:
                assert "新网站" in response.read().decode()


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("nothing", None, 2, "is not there"),
        ("text", b"no database, but long enough to have a header of its own" * 4, 5, "scrapy rebuild"),
        ("empty", b"", 5, "scrapy rebuild"),
    ],
)
def test_what_cannot_be_served_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, code: int, told: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    if content is not None:
        (folder / "archive.db").write_bytes(content)
    assert main([str(folder)]) == code
    error = capsys.readouterr().err
    assert (error.count("\n"), told in error) == (1, True)


def test_a_port_that_is_none_is_told_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--port", "70000"]) == 2
    assert capsys.readouterr().err == "zone-archive: 70000 is no port; give one from 1 to 65535\n"
