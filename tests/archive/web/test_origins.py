"""Where each field was read, and the figures of a text: on the page of an article, in both languages, and as JSON."""

import pytest

from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_samples import BARE, EDITED

pytestmark = [pytest.mark.slow, QUIET]


async def test_a_page_tells_of_each_field_the_rule_that_gave_it_and_its_place(get: Get) -> None:
    page = await get(f"/a/{EDITED.id}")
    said = _said(page.text)
    assert "Published 2026-09-01T10:12:00+08:00 label 发布时间 /html/body/div[1]/span[2] characters 5–21" in said
    assert "Text 本网讯" in said
    assert "density /html/body/div[2]" in said
    assert page.text.count("<details") == 4, "figures, fields, dates, footer: folded away"
    assert "<details open" not in page.text


async def test_all_dates_that_are_told_stand_there_with_what_tells_them(get: Get) -> None:
    said = _said((await get(f"/a/{EDITED.id}", lang="zh")).text)
    assert "本文有 2 个日期可考" in said
    assert "标注的发布时间 2026-09-01T10:12:00+08:00 2026年9月1日 10:12 label 发布时间" in said
    assert "服务器 2026-09-01T02:20:31Z Tue, 01 Sep 2026 02:20:31 GMT – –" in said


async def test_the_figures_of_a_text_are_marked_in_it_and_listed_below(get: Get) -> None:
    page = Page((await get(f"/a/{EDITED.id}")).text)
    start = EDITED.body.index("约四十八亿元")
    assert {"id": f"figure-{start}", "class": "figure", "title": "总投资 48 亿元 = 4,800,000,000 CNY"} in [
        attributes for tag, attributes in page.elements if tag == "mark"
    ]
    assert f"#figure-{start}" in page.attributes("a", "href")
    assert "2 figures in the text" in page.text
    plain = Page((await get(f"/a/{BARE.id}")).text)
    assert ("mark" in [tag for tag, _ in plain.elements], "figures" in plain.text) == (False, False)


async def test_programs_get_the_same(get: Get) -> None:
    told = (await get(f"/a/{EDITED.id}.json")).json()
    assert told["version"]["provenance"] == EDITED.provenance
    assert told["version"]["dates"] == list(EDITED.dates)
    assert [(figure["text"], figure["value"]) for figure in told["figures"]] == [("二十六个", 26), ("约四十八亿元", 48)]


def _said(html: str) -> str:
    """The text of a page, with a space between the cells of a table."""
    return " ".join(Page(html.replace("<t", " <t")).text.split())
