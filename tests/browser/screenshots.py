"""Pictures of every page for the documents; `make screenshots` takes them anew, and a person looks at them."""

import base64
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.archive.web_archive import build
from tests.archive.web_samples import LONG
from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
_CHINESE, _DARK, _PHONE = {"locale": "zh-CN"}, {"color_scheme": "dark"}, {"viewport": PHONE}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, what a click or two opens on it, and how the browser is set."""

    name: str
    path: str
    clicks: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


# {edited}, {restored} and {replaced} are ids of articles of the sample archive; {capture} of a page of it.
OF_THE_SAMPLE = (
    Picture("start", "/"),
    Picture("start-phone", "/", options=_CHINESE | _PHONE),
    Picture("search", "/search?q=經濟 技术"),
    Picture("search-chinese-dark", "/search?q=招商&from=2026-01-01", options=_CHINESE | _DARK),
    Picture("search-phone", "/search?q=企业", options=_CHINESE | _PHONE),
    Picture("search-nothing", "/search?q=火星 基地"),
    Picture("article", "/a/{plain}", options=_CHINESE),
    Picture("article-edited", "/a/{edited}"),
    Picture(
        "article-origins",
        "/a/{edited}",
        ("#origins ~ details:nth-of-type(1) summary", "#origins ~ details:nth-of-type(2) summary"),
    ),
    Picture("article-restored", "/a/{restored}?text=both", options=_CHINESE),
    Picture("article-phone-dark", "/a/{edited}", options=_CHINESE | _PHONE | _DARK),
    Picture("compare", "/a/{edited}/compare"),
    Picture("compare-beside", "/a/{edited}/compare?view=beside", options=_CHINESE),
    Picture("compare-phone", "/a/{edited}/compare", options=_CHINESE | _PHONE),
    Picture("changes", "/changes"),
    Picture("site", "/site/demo"),
    Picture("site-phone", "/site/demo", options=_CHINESE | _PHONE),
    Picture("schema", "/schema"),
    Picture("capture", "/capture/{capture}"),
    Picture("table", "/archive/articles", options={"viewport": {"width": 1280, "height": 1500}}),
    Picture("table-dark", "/archive/articles?_search=招商", options=_DARK),
    Picture("query", "/archive/coverage"),
    Picture("missing", "/a/aaaaaaaaaaaa"),
)
OF_THE_EXTREMES = (
    Picture("long-title", f"/a/{LONG.id}"),
    Picture("long-title-phone", f"/a/{LONG.id}", options=_PHONE),
)
IDS = """
SELECT (SELECT article_id FROM versions WHERE changed LIKE '%body%' ORDER BY length(body) DESC LIMIT 1) AS edited,
       (SELECT id FROM articles WHERE readings_removed > 0 ORDER BY id LIMIT 1) AS restored,
       (SELECT id FROM articles WHERE versions = 1 ORDER BY length(body) DESC LIMIT 1) AS plain,
       (SELECT capture_id FROM versions ORDER BY seen_at, capture_id LIMIT 1) AS capture
"""


def main() -> None:
    """Crawl the sample site into a folder that is thrown away, serve it, and take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        sample, extremes = Path(folder, "sample"), Path(folder, "extremes")
        scrapy = Path(sys.executable).with_name("scrapy")
        subprocess.run([scrapy, "demo", "--no-serve", "--archive", sample], cwd=ROOT, check=True)
        build(extremes)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(sample) as address:
            ids = _ids(browser, address)
            for picture in OF_THE_SAMPLE:
                take(browser, address, picture, ids)
            _take_replay(browser, address, ids)
        with serving(extremes) as address:
            for picture in OF_THE_EXTREMES:
                take(browser, address, picture, {})
        browser.close()


def take(browser: Browser, address: str, picture: Picture, ids: dict[str, str]) -> None:
    """Open a page as a reader would, and keep what the window shows."""
    context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-US", **picture.options})
    page = context.new_page()
    page.goto(address + picture.path.format(**ids))
    for selector in picture.clicks:
        page.click(selector)
    _keep(page, picture.name)
    context.close()


def _take_replay(browser: Browser, address: str, ids: dict[str, str]) -> None:
    """A capture as it looked, at the address that its article's page leads to."""
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{address}/a/{ids['plain']}")
    page.goto(page.get_attribute("a[href^='http'][href*='/'][rel='noopener noreferrer']", "href") or "")
    _keep(page, "replay")
    page.close()


def _ids(browser: Browser, address: str) -> dict[str, str]:
    page = browser.new_page()
    found = page.request.get(f"{address}/archive.json", params={"sql": IDS, "_shape": "array"}).json()
    page.close()
    ids: dict[str, str] = found[0]
    return ids


def _keep(page: Page, name: str) -> None:
    """As WebP, which is a third as large as PNG."""
    page.screenshot()  # waits until all is painted, which the next does not
    browser = page.context.new_cdp_session(page)
    shot = browser.send("Page.captureScreenshot", {"format": "webp", "quality": 80})
    (IMAGES / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The archive in a folder, served; its address."""
    command = [sys.executable, "-m", "archive.web.serve", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().partition("/ (")[0]
    finally:
        process.terminate()
        process.communicate()


if __name__ == "__main__":
    main()
