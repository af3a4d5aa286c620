"""Telling the operator that something is wrong: a command that is run, an address that is posted to."""

import json
import shlex
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.records import Problem

COMMAND_SECONDS = 30
URL_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told of a run: what was found, nothing when all is well again, and what had been found `before`.

    `run_id` and `finished_at` are None where the archive could not record the run.
    """

    site_id: str
    exit_code: int
    reason: str
    problems: tuple[Problem, ...] = ()
    before: tuple[str, ...] = ()
    run_id: str | None = None
    finished_at: str | None = None

    @property
    def text(self) -> str:
        """All of it in one line."""
        found = "; ".join(problem.message for problem in self.problems) or f"well again ({', '.join(self.before)})"
        return f"{self.site_id}: {found}"

    def as_json(self) -> bytes:
        """The object that is sent; `text` is what chat services show of it."""
        findings = [{"monitor": problem.field, "message": problem.message} for problem in self.problems]
        told = {
            "text": self.text,
            "site": self.site_id,
            "run": self.run_id,
            "finished_at": self.finished_at,
            "exit_code": self.exit_code,
            "reason": self.reason,
            "findings": findings,
            "before": list(self.before),
        }
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")


def is_news(found: Collection[str], before: Collection[str]) -> bool:
    """Whether to tell of it: not the same again every night, but what comes, what goes, and that all is well."""
    return set(found) != set(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """How the operator wants to be told. The address is the operator's own word, so the guard has no say in it."""

    command: tuple[str, ...] = ()
    url: str = ""

    @classmethod
    def parse(cls, command: str, url: str) -> "Operator":
        """From NOTIFY_COMMAND and NOTIFY_URL, each of which may be empty; UsageError for what can't be."""
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise UsageError(f"NOTIFY_COMMAND can't be read: {error}; give a program and its arguments") from error
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise UsageError("NOTIFY_URL is no http address; give one like https://chat.example.org/hooks/zone")
        return cls(command=words, url=url)

    def tell(self, notice: Notice) -> list[str]:
        """Tell it; what failed, each in one line."""
        body = notice.as_json()
        failures = [_run(self.command, body) if self.command else None, _post(self.url, body) if self.url else None]
        return [failure for failure in failures if failure is not None]


NOBODY = Operator()


def _run(command: tuple[str, ...], body: bytes) -> str | None:
    """Give a program the notice on its standard input; no shell sees it. What failed, None if nothing."""
    name = f"NOTIFY_COMMAND {command[0]}"
    with tempfile.TemporaryFile() as said:  # not a pipe: what the program leaves running would hold that open
        try:
            done = subprocess.run(  # noqa: S603  (the operator's own command)
                command, input=body, stdout=subprocess.DEVNULL, stderr=said, timeout=COMMAND_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return f"{name} took longer than {COMMAND_SECONDS} s and was ended"
        except OSError as error:
            return f"{name}: {error.strerror}"
        if done.returncode == 0:
            return None
        said.seek(0)
        first = said.read(500).decode("utf-8", "replace").strip().partition("\n")[0]
        return f"{name} ended with {done.returncode}" + (f": {first}" if first else "")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Nobody but the operator says where a notice goes."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(url: str, body: bytes) -> str | None:
    """Send the notice, straight and nowhere else. What failed, None if nothing; addresses may hold secrets."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310  (http: see parse)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=URL_SECONDS):
            return None
    except urllib.error.HTTPError as error:
        error.close()
        return f"NOTIFY_URL at {urlsplit(url).hostname} answered {error.code}"
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        return f"NOTIFY_URL at {urlsplit(url).hostname}: {getattr(why, 'strerror', None) or why}"
