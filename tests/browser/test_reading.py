"""A reader at a desktop, at a phone, at the keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.archive.web_samples import BARE, EDITED, GARBLED, HOSTILE, LONG
from tests.browser.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.slow

OURS = [
    *("/", "/search", "/search?q=招商&site=kfq", "/search?q=火星", f"/a/{LONG.id}", f"/a/{EDITED.id}/v/1"),
    *(f"/a/{GARBLED.id}?text=verbatim", f"/a/{BARE.id}", f"/a/{HOSTILE.id}"),
]
TABLES = [
    *("/archive", "/archive/articles", "/archive/changes", f"/archive/articles/{EDITED.id}"),
    "/archive?sql=select+id,+title+from+articles",
]


_MOST = 120  # presses of Tab: more than a page has to go through


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def go(page: Page, to: Locator) -> None:
    """Press Tab until the focus is there, which is then seen."""
    wanted = to.first.element_handle()
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("element => element === document.activeElement", wanted):
            break
    expect(to.first).to_be_focused()
    expect(to.first).to_have_css("outline-style", "solid")


def press(page: Page, on: Locator) -> None:
    """Go there and press Enter."""
    go(page, on)
    page.keyboard.press("Enter")


def test_from_a_search_to_an_article_its_first_version_and_back(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("searchbox").fill("經濟運行")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: 經濟運行")
    expect(page.locator("mark").first).to_have_text("经济运行")
    page.get_by_role("link", name="云岭经开区集中签约二十六个项目").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云岭经开区集中签约二十六个项目 总投资48亿元")
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("This is version 1 of 3")).to_be_visible()
    page.get_by_role("link", name="Go to the latest version").click()
    expect(page).to_have_url(re.compile(f"/a/{EDITED.id}$"))
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("經濟運行")


def test_filters_are_chosen_and_removed(open_page: Open) -> None:
    page = open_page("/search?q=经济")
    everything = page.get_by_role("status").inner_text()
    page.get_by_role("link", name="東港高新技術產業園區", exact=True).click()
    expect(page.get_by_role("status")).not_to_have_text(everything)
    page.get_by_role("link", name="Remove all filters").click()
    expect(page.get_by_role("status")).to_have_text(everything)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_keyboard_alone_searches_filters_reads_compares_cites_and_follows(
    open_page: Open, viewport: dict[str, int]
) -> None:
    page = open_page("/", viewport)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    page.keyboard.press("Enter")
    go(page, page.get_by_role("searchbox"))
    page.keyboard.type("签约")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: 签约")
    press(page, page.get_by_role("link", name="园区要闻"))
    expect(page.get_by_role("status")).to_contain_text("article")
    expect(page).to_have_url(re.compile("section="))
    press(page, page.get_by_role("link", name="云岭经开区集中签约二十六个项目"))
    expect(page).to_have_url(re.compile(f"/a/{EDITED.id}"))
    go(page, page.get_by_role("textbox", name="GB/T 7714"))
    press(page, page.locator("summary").last)
    expect(page.locator(".raw")).to_be_visible()
    press(page, page.get_by_role("link", name="Compare versions"))
    go(page, page.get_by_label("From"))
    page.keyboard.press("Home")  # version 1
    press(page, page.get_by_role("button", name="Compare"))
    expect(page).to_have_url(re.compile("from=1&to=3"))
    press(page, page.get_by_role("link", name="中文"))
    expect(page.get_by_role("heading", level=1)).to_have_text("版本对比")
    press(page, page.get_by_role("link", name="变化", exact=True))
    go(page, page.get_by_role("link", name="Atom"))


def test_the_language_is_switched_on_the_page_one_reads(open_page: Open) -> None:
    page = open_page(f"/a/{EDITED.id}")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="档案信息")).to_be_visible()
    page.get_by_role("link", name="第 1 版").click()
    expect(page.get_by_text("这是第 1 版")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_browsers_language_is_spoken_at_first(open_page: Open) -> None:
    expect(open_page("/", language="zh-TW").get_by_role("button")).to_have_text("检索")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_no_page_of_ours_is_wider_than_the_window(open_page: Open, viewport: dict[str, int], language: str) -> None:
    page = open_page("/", viewport, language)
    for path in OURS:
        page.goto(path)
        assert not is_too_wide(page), path


def test_datasettes_pages_work_in_our_frame(open_page: Open) -> None:
    page = open_page("/archive/articles")
    for path in TABLES:
        page.goto(path)
        expect(page.get_by_role("link", name="Zone Archive", exact=True)).to_be_visible()
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.get_by_role("button", name="Format SQL").click()
    expect(page.locator(".CodeMirror-line").first).to_have_text("select")


def test_a_row_of_a_table_is_no_taller_than_its_lines(open_page: Open) -> None:
    rows = open_page("/archive/articles").locator("table.rows-and-columns tbody tr")
    heights = [box["height"] for row in rows.all() if (box := row.bounding_box())]
    assert heights
    assert max(heights) < 100


def test_the_search_box_of_the_table_finds(open_page: Open) -> None:
    page = open_page("/archive/articles")
    page.get_by_label("Search:").fill("經濟 技术")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=3).first).to_contain_text('search matches "經濟 技术"')
    page.get_by_role("link", name=re.compile("^東港園區第23次")).click()
    expect(page).to_have_url(re.compile("/a/[a-z2-7]{12}$"))


def test_a_capture_is_shown_as_text_and_runs_nothing(open_page: Open) -> None:
    page = open_page(f"/a/{HOSTILE.id}")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.get_by_role("link", name="Captured source as text").click()
    expect(page.locator("pre")).to_contain_text("<script>alert(1)</script>")
    assert dialogs == []


def test_dark_mode_is_dark(open_page: Open) -> None:
    for path in ("/", "/archive/articles"):
        page = open_page(path, color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(24, 23, 21)"


def test_what_is_printed_is_the_text_and_its_evidence(open_page: Open) -> None:
    page = open_page(f"/a/{EDITED.id}")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()
    expect(page.locator(".top .menu")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_hidden()


def test_two_versions_are_compared_and_a_citation_is_copied(open_page: Open) -> None:
    page = open_page(f"/a/{EDITED.id}")
    page.get_by_role("link", name="Compare versions").click()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_label("From").select_option("1")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("from=1&to=3"))
    page.get_by_role("link", name="side by side").click()
    expect(page.locator("table.beside")).to_be_visible()
    page.goto(f"/a/{EDITED.id}/v/2")
    page.locator(".citation").click()
    copied = page.evaluate("getSelection().toString()")
    assert copied.endswith(").")
    assert "[EB/OL]" in copied
    assert f"/a/{EDITED.id}/v/2" in copied


def test_a_feed_is_found_from_the_changes_and_a_language_is_switched(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Changes", exact=True).click()
    page.get_by_role("link", name="edited", exact=True).click()
    feed = page.get_by_role("link", name="Atom feed").get_attribute("href")
    assert feed == "/changes.atom?kind=edited"
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("变化")
    page.get_by_role("link", name="云岭经济技术开发区", exact=True).click()
    expect(page).to_have_url(re.compile("site=kfq"))
