"""The pages for those who read them otherwise: by screen reader, by keyboard, in the dark."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.archive.web_samples import EDITED, GARBLED, LONG, ZONE
from tests.browser.conftest import PHONE, Open

pytestmark = pytest.mark.slow

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PAGES = [
    *("/", "/search?q=签约", "/search?q=火星", "/changes?kind=edited", f"/site/{ZONE.id}", "/schema"),
    *(f"/a/{LONG.id}", f"/a/{GARBLED.id}?text=both", f"/a/{EDITED.id}/v/1", f"/a/{EDITED.id}/compare"),
    *("/archive", "/archive/articles"),
]
IN_THE_DARK = ["/", "/search?q=签约", f"/a/{EDITED.id}/compare?from=1&to=3&view=beside"]


def violations(page: Page) -> list[str]:
    """What axe-core (WCAG 2.1 A and AA, and its own best practices) calls serious or critical."""
    found: dict[str, Any] = page.evaluate(f"async () => {{ {AXE}; return await axe.run(document); }}")
    return [
        f"{each['id']}: {node['html'][:100]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def test_no_page_has_a_serious_fault_for_those_who_hear_it(open_page: Open) -> None:
    page = open_page("/")
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(page) == [], path


def test_nor_has_one_on_a_phone_in_the_dark(open_page: Open) -> None:
    page = open_page("/", viewport=PHONE, color_scheme="dark")
    for path in IN_THE_DARK:
        page.goto(path)
        assert violations(page) == [], path


def test_axe_finds_what_is_wrong_with_a_page(open_page: Open) -> None:
    page = open_page("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<a href=\"/x\"></a><input>')")
    assert {each.partition(":")[0] for each in violations(page)} >= {"link-name", "label"}
