"""`python -m archive.web.serve`: one line with the address, or one line with what is wrong."""

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.publish import publish
from archive.web.public import PUBLIC_SETTINGS
from archive.web.serve import main
from tests.archive.web_archive import build
from tests.archive.web_samples import EDITED

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
    path = build(tmp_path, [])
    with serving(tmp_path, "--port", "0") as (_, line):
        address = line.partition(" ")[0]
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("INSERT INTO sites (id, name, home) VALUES ('new', '新网站', 'http://new.test/')")
            with urllib.request.urlopen(address, timeout=10) as response:
                assert "新网站" in response.read().decode()


def fetched(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:
        return str(response.read().decode())


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_snapshot_is_followed_by_the_next_one_that_is_whole(tmp_path: Path) -> None:
    build(tmp_path / "archive", [EDITED])
    snapshot = tmp_path / "public" / "archive.db"
    snapshot.parent.mkdir()
    publish(tmp_path / "archive", snapshot)
    with serving(snapshot, "--port", "0") as (process, line):
        home = line.partition(" ")[0]
        until(lambda: EDITED.edits[-1]["title"] in fetched(home))
        with closing(sqlite3.connect(tmp_path / "archive" / "archive.db", isolation_level=None)) as writer:
            writer.execute("UPDATE articles SET title = '新的标题'")
        publish(tmp_path / "archive", snapshot)
        until(lambda: "新的标题" in fetched(home))
        broken = tmp_path / "public" / "broken"
        broken.write_bytes(b"no database" * 100)
        broken.replace(snapshot)
        assert process.stderr
        assert "not served: " in process.stderr.readline()
        assert "新的标题" in fetched(home)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_strangers_get_what_an_archive_says_and_not_its_files(tmp_path: Path) -> None:
    build(tmp_path / "archive", [EDITED])
    snapshot = tmp_path / "archive.db"
    publish(tmp_path / "archive", snapshot)
    with serving(snapshot, "--port", "0") as (_, line):
        home = line.partition(" ")[0]
        settings = json.loads(fetched(f"{home}-/settings.json"))
        assert {name: settings[name] for name in PUBLIC_SETTINGS} == PUBLIC_SETTINGS
        capture = json.loads(fetched(f"{home}archive/captures.json?_shape=array&_size=1"))[0]
        for path in (f"capture/{capture['id']}", "archive.db"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                fetched(home + path)
            refused.value.close()
            assert refused.value.code in (403, 404)


def test_a_database_that_crawls_write_is_served_by_its_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "archive.db")]) == 2
    assert "serve its folder" in capsys.readouterr().err
    assert main([str(folder), "--host", "0.0.0.0"]) == 2
    assert "to this machine alone" in capsys.readouterr().err


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
