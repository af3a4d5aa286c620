"""One Chromium and one served archive for a file of browser tests, and a watch on what pages ask for and say."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.archive.web_archive import build

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

Open = Callable[..., Page]


# Not for the session: while Playwright is at work its event loop runs, and no asynchronous test of another file can.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it these tests are skipped, and fail where CI=true."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not there; install it with: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an archive is served, as a reader is told it."""
    folder = build(tmp_path_factory.mktemp("archive")).parent
    command = [sys.executable, "-m", "archive.web.serve", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().partition("/ (")[0]
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """A new page at a path. At its end: nothing was asked of another host, and the console is empty."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    said: list[str] = []

    def opening(path: str, viewport: dict[str, int] = DESKTOP, language: str = "en-US", **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, locale=language, base_url=address, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}
    assert said == []
