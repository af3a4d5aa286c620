"""The pages, over the invented archive: they answer, and say what they should."""

import json
from pathlib import Path

import pytest

from archive.urls import article_id
from tests.archive.web.conftest import QUIET, Get, Page, serving
from tests.archive.web_archive import FAILED, LISTED, MOVED, build
from tests.archive.web_samples import BARE, EDITED, GARBLED, GONE, LONG, MISSING, PARAGRAPHS, PORT, ZONE

pytestmark = [pytest.mark.slow, QUIET]


async def test_the_start_page_tells_sites_newest_articles_and_changes(get: Get) -> None:
    response = await get("/")
    page = Page(response.text)
    assert response.status_code == 200
    for told in (ZONE.name, PORT.name, "60 articles", "2 sites", "2019–2026", "Newest articles", "removed", "edited"):
        assert told in page.text
    newest = [href for href in page.attributes("a", "href") if href.startswith("/a/")]
    assert f"/a/{GONE.id}" in newest
    assert f"/a/{EDITED.id}/v/3" in newest
    assert "q" in page.attributes("input", "name")


async def test_an_empty_archive_says_so_and_no_page_fails(tmp_path: Path) -> None:
    with serving(build(tmp_path, [])) as served:
        start = await served.client.get("/")
        assert (start.status_code, "This archive has no articles yet." in start.text) == (200, True)
        assert (await served.client.get("/search?q=招商")).status_code == 200
        assert "Nothing found." in (await served.client.get("/search")).text
        assert (await served.client.get("/archive/articles?_search=招商")).status_code == 200


async def test_datasette_without_an_archive_is_left_as_it_is() -> None:
    with serving(memory=True) as served:
        assert "<h1>Datasette</h1>" in (await served.client.get("/")).text
        assert (await served.client.get("/search")).status_code == 404
        assert served.setting("suggest_facets") is True


async def test_a_page_speaks_the_language_that_the_browser_likes(get: Get) -> None:
    chinese = await get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    assert '<html lang="zh-Hans">' in chinese.text
    assert "最新文章" in chinese.text
    assert "Accept-Language" in chinese.headers["Vary"]
    assert '<html lang="en">' in (await get("/")).text


async def test_a_language_that_was_asked_for_stays_in_every_link(get: Get) -> None:
    page = Page((await get("/search", q="招商", lang="zh", headers={"Accept-Language": "en"})).text)
    own = [href for href in page.attributes("a", "href") if href.startswith(("/search?", "/a/"))]
    assert own
    assert [href for href in own if "lang=zh" not in href and "lang=en" not in href] == []
    assert ("input", {"type": "hidden", "name": "lang", "value": "zh"}) in page.elements


async def test_an_article_is_shown_with_what_proves_it(get: Get) -> None:
    response = await get(f"/a/{EDITED.id}")
    page = Page(response.text)
    row = (await get(f"/archive/articles/{EDITED.id}.json", _shape="array")).json()[0]
    version = (await get("/archive/versions.json", article_id=EDITED.id, number="3", _shape="array")).json()[0]
    capture = (await get(f"/archive/captures/{version['capture_id']}.json", _shape="array")).json()[0]
    assert response.status_code == 200
    assert row["title"] in page.text
    assert all(paragraph in page.text for paragraph in PARAGRAPHS)
    assert "2026-09-01 10:12" in page.text
    assert all(proof in page.text for proof in (capture["digest"], capture["warc_file"], version["digest"]))
    assert f"{capture['warc_offset']:,}" in page.text
    hrefs = page.attributes("a", "href")
    assert {EDITED.url, f"/capture/{capture['id']}", f"/a/{EDITED.id}/v/1", f"/a/{EDITED.id}/v/2"} <= set(hrefs)


async def test_a_version_says_which_it_is_and_shows_its_own_text_and_footer(get: Get) -> None:
    first = Page((await get(f"/a/{EDITED.id}/v/1")).text).text
    last = Page((await get(f"/a/{EDITED.id}/v/3")).text).text
    assert "This is version 1 of 3" in first
    assert "This is version 3 of 3, the latest" in last
    assert (PARAGRAPHS[3] in first, PARAGRAPHS[3] in last) == (False, True)
    assert ("0386-7210124" in first.partition("Evidence")[2], "0386-7210126" in first) == (True, False)
    assert "0386-7210126" in last


async def test_a_restored_article_says_so_and_leads_to_what_was_published(get: Get) -> None:
    restored = Page((await get(f"/a/{GARBLED.id}")).text)
    assert "31 readings were removed" in restored.text
    assert "管委会主任一行深入企业调研。" in restored.text
    assert f"/a/{GARBLED.id}?text=verbatim" in restored.attributes("a", "href")
    published = Page((await get(f"/a/{GARBLED.id}", text="verbatim")).text)
    assert "企業(yè)調(diào)研" in published.text
    assert f"/a/{GARBLED.id}" in published.attributes("a", "href")
    assert "readings" not in Page((await get(f"/a/{EDITED.id}", text="verbatim")).text).text


async def test_what_the_site_no_longer_serves_is_told_plainly(get: Get) -> None:
    assert "has counted as removed since 2026-09-01" in (await get(f"/a/{GONE.id}")).text
    assert "That alone does not mean that it was removed" in (await get(f"/a/{MISSING.id}")).text
    assert "removed" not in Page((await get(f"/a/{LONG.id}")).text).text


async def test_tables_attachments_and_images_of_an_article_are_shown(get: Get) -> None:
    page = Page((await get(f"/a/{LONG.id}")).text)
    assert [tag for tag, _ in page.elements].count("td") == 9 + 4, "and a capture with its evidence"
    assert "設備更新" in page.text
    assert {url for _, _, url in LONG.attachments} <= set(page.attributes("a", "href"))
    assert "img" not in [tag for tag, _ in page.elements]
    assert ("PDF · 5 B · in the archive" in " ".join(page.text.split()), "on the site only" in page.text) == (
        True,
        True,
    )


async def test_the_text_is_marked_with_its_script(get: Get) -> None:
    assert '<article lang="zh-Hant">' in (await get(f"/a/{LONG.id}")).text
    assert '<article lang="zh-Hans">' in (await get(f"/a/{EDITED.id}")).text
    assert '<article lang="zh-Hans">' in (await get(f"/a/{GARBLED.id}")).text
    assert '<article lang="zh-Hant">' in (await get(f"/a/{GARBLED.id}", text="verbatim")).text


async def test_an_article_without_title_date_and_text_has_a_page(get: Get) -> None:
    page = Page((await get(f"/a/{BARE.id}")).text)
    assert all(told in page.text for told in ("Untitled", "no date", "no text that could be read"))


@pytest.mark.parametrize(
    "path", ["/a/aaaaaaaaaaaa", f"/a/{EDITED.id}/v/4", "/capture/aaaaaaaaaaaa", "/a/x", "/nothing"]
)
async def test_what_is_not_there_is_a_404_in_our_frame(get: Get, path: str) -> None:
    response = await get(path)
    assert response.status_code == 404
    assert "Not in the archive" in response.text


async def test_an_address_that_is_only_listed_is_told_with_its_latest_attempt(get: Get) -> None:
    never, failed = await get(f"/a/{article_id(LISTED)}"), await get(f"/a/{article_id(FAILED)}")
    assert (never.status_code, failed.status_code) == (404, 404)
    assert all(told in never.text for told in ("尚未采集的文章", "The address was never fetched."))
    assert "Latest attempt: failed" in failed.text


async def test_a_moved_article_answers_by_its_later_address_too(get: Get) -> None:
    response = await get(f"/a/{article_id(MOVED)}", lang="zh")
    assert (response.status_code, response.headers["Location"]) == (302, f"/a/{EDITED.id}?lang=zh")


async def test_errors_of_datasette_stand_in_our_frame_and_stay_json_for_programs(get: Get) -> None:
    page = await get("/archive", sql="select nothing from nowhere")
    assert (page.status_code, "Zone Archive" in page.text) == (400, True)
    assert (await get("/archive/articles", _sort="nothing")).status_code == 400
    answer = await get("/archive/nothing.json")
    assert (answer.status_code, json.loads(answer.text)["ok"]) == (404, False)
