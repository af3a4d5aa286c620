"""Replay: a captured page as it looked, with nothing in it that runs, asks or leads out of the archive."""

import http.client
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.replay import Replay
from archive.replay.rendering import LIMIT, rendered
from archive.replay.server import POLICY
from tests.archive.web_archive import build
from tests.archive.web_samples import EDITED

URL = "http://kfq.test/news/1001.html"
AT = "2026-09-01T08:00:00.123Z"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jAvAsCrIpT:alert(1)">x</a>',
    '<iframe src="http://kfq.test/x.html"></iframe>',
    '<form action="http://evil.test/"><input name=a><button>x</button></form>',
    '<base href="http://evil.test/">',
    '<meta http-equiv="refresh" content="0;url=http://evil.test/">',
    '<object data="http://evil.test/x.swf"></object><embed src="http://evil.test/x.swf">',
    '<link rel="import" href="http://evil.test/x.html"><link rel="prefetch" href="http://evil.test/x">',
    '<video poster="http://evil.test/x.png" src="http://evil.test/x.mp4"></video>',
    '<img srcset="http://evil.test/x.png 2x" src="data:image/svg+xml,<svg/onload=alert(1)>">',
    '<p onclick="alert(1)" style="position:fixed">x</p>',
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
]


def place(url: str) -> str:
    return f"/20260901080000/{url}"


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_of_a_page_is_at_work(markup: str) -> None:
    for tag, attributes in Elements(rendered(f"<p>正文</p>{markup}", URL, AT, place)).found:
        assert tag not in {
            "script",
            "iframe",
            "form",
            "input",
            "button",
            "base",
            "object",
            "embed",
            "svg",
            "video",
            "math",
        }
        assert not [name for name in attributes if name.startswith("on") or name == "srcset"]
        assert attributes.get("rel") != "import"
        for name in ("href", "src"):
            if (value := attributes.get(name)) is not None:
                assert value.startswith("/20260901080000/http"), (tag, value)


def test_links_and_pictures_lead_to_the_archive_s_own_copies() -> None:
    page = rendered(
        '<img src="../a.png"><a href="/b.html?x=1&amp;y=2#top">B</a><link rel=stylesheet href=c.css>', URL, AT, place
    )
    found = [
        value for _, attributes in Elements(page).found for name, value in attributes.items() if name in ("src", "href")
    ]
    assert found == [
        place("http://kfq.test/a.png"),
        place("http://kfq.test/b.html?x=1&y=2#top"),
        place("http://kfq.test/news/c.css"),
    ]


def test_a_page_of_too_many_tags_is_not_rendered() -> None:
    with pytest.raises(ValueError, match="tags"):
        rendered("<p>" * (LIMIT + 1), URL, AT, place)


def test_a_notice_says_what_it_is() -> None:
    page = rendered("<p>正文", "http://kfq.test/<script>", AT, place)
    assert "archived copy" in page
    assert "<script>" not in page
    assert AT in page


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    with Replay(build(tmp_path_factory.mktemp("replay")).parent) as served:
        yield served


def get(replay: Replay, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(replay.url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.slow
def test_a_capture_is_shown_by_address_and_the_nearest_time(replay: Replay) -> None:
    early, _ = get(replay, f"/2001/{EDITED.url}")
    late, page = get(replay, f"/20991231235959/{EDITED.url}")
    assert (early.status, late.status) == (200, 200)
    assert late.getheader("Content-Type") == "text/html; charset=utf-8"
    assert EDITED.url in page.decode()
    shown = {re.search(r"· (\S+Z) ·", get(replay, f"/{stamp}/{EDITED.url}")[1].decode()) for stamp in ("2001", "2099")}
    assert len({found[1] for found in shown if found}) == 2


@pytest.mark.slow
def test_every_answer_is_sandboxed_and_says_to_ask_nothing_elsewhere(replay: Replay) -> None:
    for path in (
        f"/2099/{EDITED.url}",
        "/",
        "/2099/http://nowhere.test/",
        "/aaaaaaaaaaaa",
        "/%2e%2e/etc/passwd",
        "/2099/ftp://x/",
    ):
        response, _ = get(replay, path)
        assert response.getheader("Content-Security-Policy") == POLICY, path
        assert response.getheader("X-Content-Type-Options") == "nosniff"
        assert response.getheader("Referrer-Policy") == "no-referrer"
        assert response.status == (200 if EDITED.url in path else 404), path


@pytest.mark.slow
def test_a_capture_is_found_by_its_id(replay: Replay) -> None:
    folder = replay._server.archive
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        capture_id, url = connection.execute("SELECT id, url FROM captures WHERE bytes > 0 LIMIT 1").fetchone()
    response, _ = get(replay, f"/{capture_id}")
    assert response.status == 302
    assert (response.getheader("Location") or "").endswith(f"/{url}")


def test_an_archive_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Replay(tmp_path)
