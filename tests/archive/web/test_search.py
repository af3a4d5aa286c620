"""Searching by our page and by Datasette's own: both give what a scan of the texts gives."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from archive.search import scan
from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_archive import PDF_TEXT
from tests.archive.web_samples import EDITED, LONG, SPECIAL, ZONE, Sample, plain_samples

pytestmark = [pytest.mark.slow, QUIET]

QUERIES = [
    *("招商", "招", "經濟", "经济 技术", "技術 经济", '"经济运行" 调度', "一网通办", "新质生产力", "火星"),
    *("5g", "c++", "ABC-2026", "acme", "0386-7210124", "４小时", "news_desk@port.test", "script"),
]
EVERYTHING = {sample.id for sample in (*SPECIAL, *plain_samples())}
PIECES = [*"招商經济技 　,。\"“”'*^():-+_Aa1ａ%\\&;#\x00\n", "AND", "NEAR(", "body:", "😀"]


def latest(sample: Sample) -> str:
    """Title and text of an article as it was last read, apart, as the index has them."""
    fields = {"title": sample.title or "", "body": sample.body}
    for edit in sample.edits:
        fields |= edit
    return "\n".join((fields["title"], fields["body"]))


def scanned(query: str) -> set[str]:
    return {sample.id for sample in (*SPECIAL, *plain_samples()) if scan(query, latest(sample))}


async def found(get: Get, **parameters: str) -> list[str]:
    """The ids on all pages of a search, in order."""
    ids: list[str] = []
    for number in range(1, 10):
        response = await get("/search", page=str(number), **parameters)
        assert response.status_code == 200
        page = Page(response.text)
        links = [
            attributes for tag, attributes in page.elements if tag == "a" and attributes.get("class") == "headline"
        ]
        ids += [attributes["href"].partition("?")[0].removeprefix("/a/") for attributes in links]
        if "next" not in page.attributes("a", "rel"):
            break
    return ids


@pytest.mark.parametrize("query", QUERIES)
async def test_the_search_page_gives_what_a_scan_gives(get: Get, query: str) -> None:
    ids = await found(get, q=query)
    assert set(ids) == scanned(query)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("query", QUERIES)
async def test_the_search_of_the_table_gives_what_a_scan_gives(get: Get, query: str) -> None:
    for mode in ("escaped", "raw"):
        response = await get(
            "/archive/articles.json", _search=query, _searchmode=mode, _shape="array", _size="max", _col="title"
        )
        assert {row["id"] for row in response.json()} == scanned(query)


async def test_the_queries_find_something_and_not_everything() -> None:
    counts = {query: len(scanned(query)) for query in QUERIES}
    assert counts.pop("火星") == 0
    assert all(0 < count < 60 for count in counts.values()), counts


async def test_sql_can_search_as_the_pages_do(get: Get) -> None:
    rows = "select rowid from articles_search where articles_search match escape_fts(:q)"
    sql = f"select id from articles where search_id in ({rows})"
    response = await get("/archive.json", sql=sql, q="经济 技术", _shape="array")
    assert {row["id"] for row in response.json()} == scanned("经济 技术")
    folded = await get("/archive.json", sql="select fold('經濟 Ａ') as it", _shape="array")
    assert folded.json() == [{"it": "经济 a"}]


async def test_a_search_of_one_column_finds_only_there(get: Get) -> None:
    titles = await get("/archive/articles.json", _search_title="招商", _shape="array", _size="max")
    expected = {sample.id for sample in (*SPECIAL, *plain_samples()) if scan("招商", sample.title or "")}
    assert {row["id"] for row in titles.json()} == expected
    assert expected < scanned("招商")
    bodies = await get("/archive/articles.json", _search_body="it's", _shape="array")
    assert (bodies.status_code, bodies.json()) == (200, [])


async def test_facets_of_many_articles_count_the_newest_and_say_so(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = {"q": "招商"}, {"q": "招商", "site": "kfq"}, {"site": "kfq"}
    all_of_them = [(await get("/search.json", **asked)).json()["total"] for asked in counted]
    assert "最新的" not in (await get("/search", q="招商", lang="zh")).text
    monkeypatch.setattr("archive.web.queries.NEWEST_FOUND", 5)
    page = (await get("/search", q="招商", lang="zh")).text
    assert "以下数字按最新的 5 篇统计。" in page
    assert f"共 {all_of_them[0]} 篇" in page
    totals = [(await get("/search.json", **asked)).json()["total"] for asked in counted]
    assert min(filter(None, totals)) > 5
    assert totals == [all_of_them[0], None, all_of_them[2]]


async def test_newest_stand_first(get: Get) -> None:
    page = Page((await get("/search")).text)
    days = [value[:10] for value in page.attributes("time", "datetime")]
    assert len(days) > 10
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"site": "kfq"}, lambda sample: sample.site is ZONE),
        ({"year": "2020"}, lambda sample: (sample.published_at or "").startswith("2020")),
        ({"source": "本网", "site": "kfq"}, lambda sample: sample.source == "本网" and sample.site is ZONE),
        (
            {"q": "经济", "year": "2026"},
            lambda s: (s.published_at or "").startswith("2026") and scan("经济", latest(s)),
        ),
    ],
)
async def test_filters_narrow_and_the_count_agrees(get: Get, filters: dict[str, str], expected: Any) -> None:
    ids = await found(get, **filters)
    assert set(ids) == {sample.id for sample in (*SPECIAL, *plain_samples()) if expected(sample)}
    text = Page((await get("/search", **filters)).text).text
    assert f"{len(ids)} articles found" in text


async def test_each_value_of_a_facet_leads_to_as_many_articles_as_it_says(get: Get) -> None:
    html = (await get("/search", q="经济")).text
    facets = re.findall(r'<a href="(/search\?[^"]+)">[^<]+</a> <span class="number">([\d,]+)</span>', html)
    assert len(facets) > 10
    for href, count in facets:
        answer = await get(href.replace("&amp;", "&"))
        told = re.search(r"(\d+) articles? found", Page(answer.text).text)
        assert told
        assert told[1] == count


async def test_hits_are_marked_in_the_glyphs_of_the_page(get: Get) -> None:
    html = (await get("/search", q="经济 技术", site="port")).text
    assert set(re.findall(r"<mark>([^<]*)</mark>", html)) == {"經濟", "技術"}


async def test_nothing_found_says_what_to_try(get: Get) -> None:
    text = Page((await get("/search", q="火星", site="kfq")).text).text
    assert "Nothing found." in text
    assert f"Site {ZONE.name}" in text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "３", "", "1e3"])
async def test_a_page_number_that_makes_no_sense_is_the_first(get: Get, page: str) -> None:
    assert (await get("/search", page=page)).text.count('class="headline"') == 20


async def test_a_page_after_the_last_leads_back_to_the_first(get: Get) -> None:
    response = await get("/search", q="经济", page="400")
    assert (response.status_code, response.headers["Location"]) == (302, "/search?q=%E7%BB%8F%E6%B5%8E")


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
async def test_whatever_is_typed_is_answered_as_a_scan_would(served: Any, query: str) -> None:
    page = await served.client.get("/search", params={"q": query})
    assert page.status_code == 200
    for mode in ("raw", "escaped"):
        parameters = {"_search": query, "_searchmode": mode, "_shape": "array", "_size": "max", "_col": "title"}
        table = await served.client.get("/archive/articles.json", params=parameters)
        assert table.status_code == 200
        assert {row["id"] for row in table.json()} == (scanned(query) if query.strip() else EVERYTHING)
    column = await served.client.get("/archive/articles.json", params={"_search_title": query, "_shape": "array"})
    assert column.status_code == 200


async def test_an_edited_article_is_found_by_its_latest_text(get: Get) -> None:
    assert EDITED.id in await found(get, q="一网通办")


async def test_files_are_found_by_their_text_with_the_article_that_links_them(get: Get) -> None:
    for query in ("研发投入", "申报单位 3%"):
        page = Page((await get("/search", q=query)).text)
        assert "In attachments" in page.text
        assert "申报表.pdf" in page.text
        assert f"/a/{LONG.id}" in page.attributes("a", "href")
        assert [link for link in page.attributes("a", "href") if link.startswith("/capture/")]
    assert "In attachments" not in (await get("/search", q="研发投入", site=ZONE.id)).text
    assert "In attachments" not in (await get("/search", q="招商")).text
    assert "In attachments" not in (await get("/search")).text


async def test_the_search_of_the_table_of_files_finds_them_too(get: Get) -> None:
    for parameters in ({"_search": "研發投入"}, {"_search_text": "研发投入"}):
        rows = (await get("/archive/files.json", _shape="array", **parameters)).json()
        assert [row["text"] for row in rows] == [PDF_TEXT]
    assert (await get("/archive/files.json", _shape="array", _search="招商")).json() == []


async def ids(get: Get, **given: str) -> list[str]:
    """All articles found, in their order."""
    read = await get("/search.csv", **given)
    return [row["id"] for row in csv.DictReader(io.StringIO(read.content.decode("utf-8-sig")))]


async def test_words_with_a_minus_leave_articles_out(get: Get) -> None:
    both = set(await ids(get, q="经济")) & set(await ids(get, q="签约"))
    assert both
    assert set(await ids(get, q="经济 -签约")) == set(await ids(get, q="经济")) - both


async def test_dates_and_state_limit_what_is_found(get: Get) -> None:
    for asked in ({"from": "2026-01-01"}, {"to": "2020-12-31"}, {"from": "2026-08-20", "to": "2026-08-20"}):
        rows = (await get("/search.json", **asked)).json()["articles"]
        dates = [row["published_at"][:10] for row in rows]
        assert dates
        assert all(asked.get("from", "") <= day <= asked.get("to", "9999") for day in dates)
    gone = (await get("/search.json", status="gone")).json()["articles"]
    assert {row["status"] for row in gone} == {"gone"}
    assert (await get("/search", **{"from": "yesterday"})).status_code == 200


async def test_the_best_come_first_where_that_is_asked_for(get: Get) -> None:
    page = Page((await get("/search", q="签约", order="relevance")).text)
    assert "best first" in page.text
    best = await ids(get, q="签约", order="relevance")
    assert sorted(best) == sorted(await ids(get, q="签约"))
    assert best != await ids(get, q="签约")


async def test_what_is_found_can_be_had_in_every_form(get: Get) -> None:
    found = (await get("/search.json", q="经济")).json()
    assert found["total"] >= len(found["articles"]) > 1
    rows = list(csv.DictReader(io.StringIO((await get("/search.csv", q="经济")).content.decode("utf-8-sig"))))
    assert len(rows) == found["total"]
    feed = ElementTree.fromstring((await get("/search.atom", q="经济")).content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(found["articles"])
    for form, count in (
        ("bib", len(parse_string((await get("/search.bib", q="经济")).text).entries)),
        ("ris", len(rispy.loads((await get("/search.ris", q="经济")).text))),
        ("csl.json", len((await get("/search.csl.json", q="经济")).json())),
    ):
        assert count == found["total"], form
    assert (await get("/search.pdf")).status_code == 404
