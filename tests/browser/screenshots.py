"""Pictures of the sample archive for the documents; `make screenshots` makes them anew, and a person looks at them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """Crawl the sample site into a folder that is thrown away, serve it, and take the pictures."""
    with TemporaryDirectory() as folder:
        scrapy = Path(sys.executable).with_name("scrapy")
        subprocess.run([scrapy, "demo", "--no-serve", "--archive", folder], cwd=ROOT, check=True)
        with serving(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            IMAGES.mkdir(parents=True, exist_ok=True)
            take(browser, address)
            browser.close()


def take(browser: Browser, address: str) -> None:
    """The start page, a search, an article that was edited, and the same in Chinese on a phone in the dark."""
    page = browser.new_page(viewport=DESKTOP, locale="en-US")  # type: ignore[arg-type]
    page.goto(f"{address}/")
    page.screenshot(path=IMAGES / "start.png")
    page.goto(f"{address}/search?q=經濟 技术")
    page.screenshot(path=IMAGES / "search.png")
    page.goto(f"{address}/archive/changes.json?kind=edited&_shape=array")
    edited = page.evaluate("JSON.parse(document.body.innerText).map(row => row.article_id).sort()")[-1]
    page.goto(f"{address}/a/{edited}")
    page.screenshot(path=IMAGES / "article.png")
    phone = browser.new_page(viewport=PHONE, locale="zh-CN", color_scheme="dark")  # type: ignore[arg-type]
    phone.goto(f"{address}/a/{edited}")
    phone.screenshot(path=IMAGES / "phone.png")


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """The archive in a folder, served; its address."""
    command = [sys.executable, "-m", "archive.web.serve", folder, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().partition("/ (")[0]
    finally:
        process.terminate()
        process.communicate()


if __name__ == "__main__":
    main()
