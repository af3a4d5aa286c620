"""Commands as processes, with what they cost."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PAUSE = 0.05  # seconds
_SCRAPY = Path(sys.executable).with_name("scrapy")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a process, user and system, and the most memory it had, in MB."""

    cpu: float
    memory: float


def scrapy(*arguments: object, **settings: object) -> Cost:
    """What a command of this project costs; settings are keywords."""
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return _cost([_SCRAPY, *map(str, arguments), "-s", "LOG_LEVEL=ERROR", *given])


def python(module: str, *arguments: object) -> Cost:
    """What a module costs that is run as a program."""
    return _cost([sys.executable, "-m", module, *map(str, arguments)])


@contextmanager
def serving(articles: int) -> Iterator[str]:
    """The made site with so many articles; its origin."""
    command = [sys.executable, "-m", "bench.site", str(articles)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()


def _cost(command: list[str | Path]) -> Cost:
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        status, memory = Path(f"/proc/{process.pid}/status"), 0
        while True:
            # The kernel's own sum at the end would count what we had when we started it.
            memory = max(memory, *map(int, re.findall(r"VmHWM:\s+(\d+)", status.read_text())), 0)
            ended, code, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(_PAUSE)
        process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, memory / 1024)
