"""The layer before every answer, asked as a server asks it: addresses, redirects, and too many questions at once."""

import asyncio
from typing import Any
from urllib.parse import unquote

import pytest

from archive.web.asgi import answer
from archive.web.gate import PAGES, TABLES
from archive.web.safety import asgi_wrapper, leads_elsewhere
from tests.archive.web.conftest import QUIET

pytestmark = [pytest.mark.slow, QUIET]


async def answered(app: Any, path: str) -> tuple[int, dict[str, str]]:
    """Status and headers of the answer to a path, which is as a client would write it."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asked = {"type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode()}
    await app({**asked, "query_string": b"", "headers": []}, receive, send)
    return sent[0]["status"], {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize("path", ["//example.com/", "/\\example.com/", "/%5Cexample.com/", "/%2Fexample.com/"])
async def test_an_address_that_leads_to_another_host_is_refused(served: Any, path: str) -> None:
    status, headers = await answered(served.app(), path)
    assert status == 400
    assert "location" not in headers
    assert headers["x-content-type-options"] == "nosniff"


def test_an_address_of_this_host_is_none_that_leads_elsewhere() -> None:
    assert not leads_elsewhere("/a//b")
    assert not leads_elsewhere("/")


@pytest.mark.parametrize(
    "to", ["https://evil.test/", "//evil.test/", "/\\evil.test", "\t//evil.test", "javascript:alert(1)"]
)
async def test_no_page_redirects_to_another_host_but_those_where_plugins_log_people_in(served: Any, to: str) -> None:
    async def page(scope: Any, receive: Any, send: Any) -> None:
        await answer(send, 302, "", location=to)

    app = asgi_wrapper(served)(page)
    assert (await answered(app, "/go"))[1]["location"] == "/"
    assert (await answered(app, "/archive/go"))[1]["location"] == "/"
    assert (await answered(app, "/-/login"))[1]["location"] == to


async def test_questions_beyond_those_in_work_are_put_off_and_pages_are_not(served: Any) -> None:
    done = asyncio.Event()

    async def page(scope: Any, receive: Any, send: Any) -> None:
        if "page" not in scope["path"]:
            await done.wait()
        await answer(send, 200, "")

    app = asgi_wrapper(served)(page)
    spelled = ["/archive", "/archive.json", "/~61rchive", "/archive/articles.csv"]
    working = [asyncio.create_task(answered(app, spelled[n % 4])) for n in range(TABLES)]
    await asyncio.sleep(0)
    status, headers = await answered(app, "/archive/articles")
    assert (status, headers["retry-after"]) == (503, "5")
    assert (await answered(app, "/page"))[0] == 200
    working += [asyncio.create_task(answered(app, f"/search{n}")) for n in range(PAGES)]
    await asyncio.sleep(0)
    assert (await answered(app, "/page"))[0] == 503
    assert (await answered(app, "/-/static/page.css"))[0] == 200
    done.set()
    assert {status for status, _ in await asyncio.gather(*working)} == {200}
    assert (await answered(app, "/archive/articles"))[0] == 200


async def test_an_answer_that_is_being_read_holds_up_nobody(served: Any) -> None:
    read = asyncio.Event()

    async def download(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await read.wait()
        await send({"type": "http.response.body", "body": b""})

    app = asgi_wrapper(served)(download)
    slow = [asyncio.create_task(answered(app, "/archive.csv")) for _ in range(TABLES)]
    await asyncio.sleep(0)
    read.set()
    assert (await answered(app, "/archive.csv"))[0] == 200
    await asyncio.gather(*slow)
