"""Telling the operator: a command, an address, and what happens when they fail."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.records import Problem
from crawler import notify
from crawler.notify import Notice, Operator, is_news

FOUND = Notice(
    site_id="kfq",
    exit_code=13,
    reason="drift",
    problems=(Problem(field="listing", message="http://kfq.test/news/ shows no items; “新闻”"),),
    run_id="r1",
    finished_at="2026-09-01T00:10:00.000Z",
)


@contextmanager
def hook(status: int = 200, location: str = "") -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that takes what is posted: its address, and what came."""
    got: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hooks/s3cret", got
        finally:
            server.shutdown()


def python(code: str) -> str:
    return f'{sys.executable} -c "{code}"'


def test_a_command_gets_the_finding_as_json_on_its_standard_input(tmp_path: Path) -> None:
    to = tmp_path / "told.json"
    code = f"import sys, pathlib; pathlib.Path('{to}').write_bytes(sys.stdin.buffer.read())"
    assert Operator.parse(python(code), "").tell(FOUND) == []
    assert json.loads(to.read_bytes()) == {
        "text": "kfq: http://kfq.test/news/ shows no items; “新闻”",
        "site": "kfq",
        "run": "r1",
        "finished_at": "2026-09-01T00:10:00.000Z",
        "exit_code": 13,
        "reason": "drift",
        "findings": [{"monitor": "listing", "message": "http://kfq.test/news/ shows no items; “新闻”"}],
        "before": [],
    }


def test_no_shell_sees_the_command(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    assert Operator.parse(f"/bin/echo $(touch {marker}); touch {marker}", "").tell(FOUND) == []
    assert not marker.exists()


def test_a_command_that_fails_is_told_with_its_first_words() -> None:
    (failure,) = Operator.parse(python("import sys; sys.exit('no route to chat')"), "").tell(FOUND)
    assert failure.endswith(" ended with 1: no route to chat")


def test_a_command_that_is_not_there_is_told() -> None:
    (failure,) = Operator.parse("/nowhere/notify --now", "").tell(FOUND)
    assert failure == "NOTIFY_COMMAND /nowhere/notify: No such file or directory"


def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "COMMAND_SECONDS", 0.2)
    begun = time.monotonic()
    (failure,) = Operator.parse("/bin/sleep 60", "").tell(FOUND)
    assert time.monotonic() - begun < 10
    assert failure == "NOTIFY_COMMAND /bin/sleep took longer than 0.2 s and was ended"


def test_an_address_of_this_machine_is_posted_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # which would refuse
    with hook() as (url, got):
        assert Operator.parse("", url).tell(FOUND) == []
    assert [json.loads(body)["site"] for body in got] == ["kfq"]


def test_an_answer_that_is_no_success_is_told_without_the_secret_of_the_address() -> None:
    with hook(500) as (url, _):
        assert Operator.parse("", url).tell(FOUND) == ["NOTIFY_URL at 127.0.0.1 answered 500"]
    (failure,) = Operator.parse("", url).tell(FOUND)
    assert failure == "NOTIFY_URL at 127.0.0.1: Connection refused"


def test_a_redirect_is_not_followed() -> None:
    with hook() as (elsewhere, got), hook(302, elsewhere) as (url, _):
        assert Operator.parse("", url).tell(FOUND) == ["NOTIFY_URL at 127.0.0.1 answered 302"]
    assert got == []


def test_both_are_told_though_the_first_fails() -> None:
    with hook() as (url, got):
        assert len(Operator.parse("/nowhere/notify", url).tell(FOUND)) == 1
    assert len(got) == 1


@pytest.mark.parametrize(
    ("command", "url", "said"),
    [
        ("mail 'me", "", "NOTIFY_COMMAND can't be read"),
        ("", "file:///etc/passwd", "NOTIFY_URL is no http address"),
        ("", "chat.example.org/hook", "NOTIFY_URL is no http address"),
        ("", "http://", "NOTIFY_URL is no http address"),
    ],
)
def test_a_mistake_is_told_with_the_remedy(command: str, url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Operator.parse(command, url)


def test_the_same_again_is_no_news_and_what_comes_or_goes_is() -> None:
    assert not is_news({"listing"}, {"listing"})
    assert not is_news((), ())
    assert is_news({"listing", "fields"}, {"listing"})
    assert is_news({"listing"}, {"listing", "fields"})
    assert is_news((), {"listing"})


def test_that_all_is_well_again_is_said_so() -> None:
    well = Notice(site_id="kfq", exit_code=0, reason="finished", before=("fields", "listing"))
    assert well.text == "kfq: well again (fields, listing)"
