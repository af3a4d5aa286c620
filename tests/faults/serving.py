"""An archive served to hostile readers, with our server, with a guard of it taken out, or by Datasette alone."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]
_PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Got:
    """An answer; names of headers are in lower case. A `status` of 0: the connection broke."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Served:
    """A server on this machine, and its process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **parameters: str) -> Got:
        """Ask for a path, which is sent as it stands."""
        return ask(self.url, f"{path}?{urlencode(parameters)}" if parameters else path)

    def sql(self, sql: str, suffix: str = ".json", **parameters: str) -> Got:
        """Ask the archive a question in SQL."""
        return self.get(f"/archive{suffix}", sql=sql, **parameters)


def ask(url: str, target: str) -> Got:
    """Ask a server for what stands after its address."""
    begun = time.monotonic()
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=_PATIENCE)) as connection:
        try:
            connection.putrequest("GET", target, skip_accept_encoding=True)
            connection.endheaders()
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            return Got(0, {}, b"", time.monotonic() - begun)
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Got(response.status, headers, body, time.monotonic() - begun)


@contextmanager
def served(path: Path, without: str = "") -> Iterator[Served]:
    """Our server on the folder of an archive or on a snapshot; `without` is code that takes a guard out of it."""
    program = f"{without}\nimport sys\nfrom archive.web.serve import main\nsys.exit(main())"
    command = [sys.executable, "-c", program, str(path), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    try:
        port = int(process.stdout.readline().rpartition("/ (")[0].rpartition(":")[2])
        yield _ready(Served(port, process))
    finally:
        _end(process)


@contextmanager
def stock(path: Path, *arguments: str) -> Iterator[Served]:
    """Datasette without any plugin on the file of a database."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    program = (
        "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"  # it loads no plugins then
    )
    command = [sys.executable, "-c", program, "serve", *arguments, str(path), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    try:
        yield _ready(Served(port, process))
    finally:
        _end(process)


def _ready(server: Served) -> Served:
    deadline = time.monotonic() + 60
    while server.get("/").status != 200:
        assert server.process.poll() is None, "the server has ended"
        assert time.monotonic() < deadline, "the server does not answer"
        time.sleep(0.1)
    return server


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@dataclass
class Memory:
    """What a process and its children hold, watched from beside; `growth` is the most above the start, in MB."""

    pid: int
    growth: float = 0.0
    _done: Event = field(default_factory=Event)

    def __enter__(self) -> "Memory":
        self._before = self._held()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            self.growth = max(self.growth, self._held() - self._before)

    def _held(self) -> float:
        return sum(_resident(pid) for pid in tree(self.pid))


def tree(pid: int) -> list[int]:
    """A process and all that it has started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text("latin-1").rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0
