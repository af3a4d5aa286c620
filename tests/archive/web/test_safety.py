"""What a hostile page, a hostile address and a hostile query come to."""

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.web import policy
from archive.web.files import saved_as
from tests.archive.web.conftest import QUIET, Get, Page
from tests.archive.web_archive import PDF
from tests.archive.web_samples import EDITED, GARBLED, GONE, HOSTILE

pytestmark = [pytest.mark.slow, QUIET]

OUR_PAGES = ["/", "/search", "/search?q=恶意", f"/a/{HOSTILE.id}", f"/a/{HOSTILE.id}/v/1", "/a/aaaaaaaaaaaa"]
TABLES = [
    *("/archive", "/archive/articles", f"/archive/articles/{HOSTILE.id}", "/archive/footers", "/archive/attachments"),
    *("/archive?sql=select+*+from+versions", "/archive/articles?_search=恶意"),
]
ACTIVE = {"script", "iframe", "object", "embed", "base", "svg", "math", "img", "video", "audio", "style"}


@pytest.mark.parametrize("path", OUR_PAGES)
async def test_archived_text_never_becomes_markup(get: Get, path: str) -> None:
    page = Page((await get(path)).text)
    assert {tag for tag, _ in page.elements} & ACTIVE == set()
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
    for link in page.attributes("a", "href"):
        assert link.startswith(("/", "?", "#", "http://", "https://"))


@pytest.mark.parametrize("path", TABLES)
async def test_archived_text_never_becomes_markup_in_tables(get: Get, path: str) -> None:
    html = (await get(path)).text
    page = Page(html)
    assert "alert(1)" in html or path == "/archive"
    assert "<script>alert" not in html
    assert "img" not in {tag for tag, _ in page.elements}
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
    assert not [link for link in page.attributes("a", "href") if link.lower().startswith(("javascript:", "data:"))]


async def test_links_of_a_page_that_are_no_web_addresses_are_shown_as_text(get: Get) -> None:
    page = Page((await get(f"/a/{HOSTILE.id}")).text)
    assert "附件 <script>alert(1)</script>" in page.text
    outside = [
        attributes for tag, attributes in page.elements if tag == "a" and "external" in attributes.get("rel", "")
    ]
    assert [link["href"] for link in outside] == [HOSTILE.url]
    assert {"noopener", "noreferrer", "nofollow"} <= set(outside[0]["rel"].split())


@pytest.mark.parametrize("path", ["/", "/search?q=招商", f"/a/{EDITED.id}"])
async def test_our_pages_load_nothing_but_our_style_and_run_no_script(get: Get, path: str) -> None:
    response = await get(path)
    page = Page(response.text)
    assert response.headers["Content-Security-Policy"] == policy.OURS
    assert "script" not in policy.OURS
    loaded = [link["href"] for tag, link in page.elements if tag == "link" and link["rel"] != "alternate"]
    assert all(href.startswith("/-/static-plugins/zone-archive/") for href in loaded)


@pytest.mark.parametrize(
    "path",
    ["/", "/archive/articles", "/archive/articles.json", "/-/static/app.css", "/nothing", "/archive/articles.csv"],
)
async def test_every_answer_forbids_frames_sniffing_and_referrers(get: Get, path: str) -> None:
    headers = (await get(path)).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_datasettes_own_scripts_are_allowed_by_digest_alone() -> None:
    scripts = next(part for part in policy.of_datasette().split("; ") if part.startswith("script-src"))
    assert scripts.count("'sha256-") == 4
    assert "unsafe" not in scripts


async def captured(get: Get, article_id: str, number: int) -> Any:
    rows = await get("/archive/versions.json", article_id=article_id, number=str(number), _shape="array")
    return await get(f"/capture/{rows.json()[0]['capture_id']}")


async def test_a_capture_is_text_that_can_do_nothing(get: Get) -> None:
    response = await captured(get, HOSTILE.id, 1)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == policy.OF_A_CAPTURE
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    assert f"<title>{HOSTILE.title}</title>" in response.text


async def test_a_capture_is_read_in_its_own_charset_and_uncompressed(get: Get) -> None:
    response = await captured(get, GONE.id, 1)
    assert f"<title>{GONE.title}</title>" in response.text
    assert "企業(yè)調(diào)研" in (await captured(get, GARBLED.id, 1)).text


async def test_captures_without_text_say_what_they_are(get: Get) -> None:
    async def told(**filters: str) -> str:
        rows = await get("/archive/captures.json", _shape="array", **filters)
        return str((await get(f"/capture/{rows.json()[0]['id']}")).text)

    assert await told(outcome="error") == "[no response: timeout after 30 s]\n"


async def test_a_file_is_saved_and_never_shown_under_the_name_that_its_page_gives(get: Get) -> None:
    (row, *_) = (await get("/archive/captures.json", _shape="array", outcome="file")).json()
    response = await get(f"/capture/{row['id']}")
    assert (response.status_code, response.content) == (200, PDF)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Security-Policy"] == policy.OF_A_CAPTURE
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    name = quote("申报表.pdf", safe="")
    assert (
        response.headers["Content-Disposition"] == f"attachment; filename=\"{row['id']}.pdf\"; filename*=UTF-8''{name}"
    )


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1", 'a"; filename=b.exe', "../../etc/passwd", "报表\u202egnp.exe", None]
)
def test_no_name_of_a_file_forges_a_header_or_leads_to_a_folder(name: str | None) -> None:
    said = saved_as("abc234abc234", name, "application/pdf")
    assert re.fullmatch(r"attachment; filename=\"abc234abc234\.pdf\"; filename\*=UTF-8''[\w.%-]+\.pdf", said, re.ASCII)
    assert not re.search("%2F|%0D|%E2%80%AE", said)


BOMBS = [
    "select length(hex(zeroblob(400000000)))",
    "select length(randomblob(900000000))",
    "select length(replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000))))",
    "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c",
    "select count(*) from articles a, articles b, articles c, articles d, articles e",
    "select group_concat(hex(zeroblob(100000))) from versions a, versions b, versions c",
    "select '\0'",
]


@pytest.mark.parametrize("sql", BOMBS)
async def test_a_query_that_would_hurt_ends_soon_and_is_the_askers_fault(get: Get, sql: str) -> None:
    begun = time.monotonic()
    for path in ("/archive", "/archive.json", "/archive.csv"):
        assert (await get(path, sql=sql)).status_code == 400
    assert time.monotonic() - begun < 5


async def test_a_text_too_long_to_make_is_not_made(get: Get) -> None:
    response = await get("/archive.json", sql="select printf('%.*c', 200000000, 'x') as it", _shape="array")
    assert response.json() == [{"it": None}]


WRITES = [
    "insert into sites values ('a', 'b', 'c', null, null)",
    "delete from articles",
    "update articles set title = ''",
    "with a as (select 1) delete from articles",
    "replace into sites values ('a', 'b', 'c', null, null)",
    "pragma user_version = 9",
    "attach 'other.db' as other",
    "vacuum into '/tmp/zone-archive-copy.db'",
    "create temp table t (a)",
    "drop table articles",
    "select load_extension('x')",
    "select writefile('/tmp/zone-archive-file', 'x')",
    "insert into articles_search (articles_search) values ('rebuild')",
    "select 1; delete from articles",
]


@pytest.mark.parametrize("sql", WRITES)
async def test_no_query_writes(get: Get, served: Any, sql: str) -> None:
    assert (await get("/archive.json", sql=sql)).status_code in (400, 403)
    count = await get("/archive.json", sql="select count(*) as n from articles", _shape="array")
    assert count.json() == [{"n": 60}]


async def test_csv_of_tables_rows_and_queries_is_text_to_a_spreadsheet(get: Get) -> None:
    csv = (await get("/archive.csv", sql="select '=1+1' as a, '+x' as \"=b\", -5 as c")).text
    assert csv == "a,'=b,c\r\n'=1+1,'+x,-5\r\n"
    table = await get("/archive/articles.csv", _where="search_id in (select search_id from articles limit 1)")
    assert table.status_code == 200
    assert (await get("/archive.json", sql="select '=1+1' as a", _shape="array")).json() == [{"a": "=1+1"}]


async def test_csv_of_a_query_that_failed_is_an_error_and_not_a_table_without_rows(get: Get) -> None:
    for sql in ("select title from sites", "select zeroblob(5000000)", "delete from sites"):
        response = await get("/archive.csv", sql=sql)
        assert response.status_code == 400
    assert (await get("/archive.csv", sql="select 1 as n where 0")).text == "n\r\n"


async def test_a_trace_is_no_way_to_a_page_of_csv(get: Get) -> None:
    response = await get("/archive.csv", sql="select '<b>' as a", _trace="1")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "<textarea" not in response.text


async def test_a_page_that_nobody_knows_lets_nothing_run(get: Get) -> None:
    assert (await get("/nothing")).headers["Content-Security-Policy"] == policy.OURS
    assert (await get("/archive/nothing")).headers["Content-Security-Policy"] == policy.of_datasette()


async def test_where_the_file_stands_is_told_to_nobody(get: Get, folder: Path) -> None:
    tools = ["databases", "threads", "metadata", "versions", "plugins", "settings", "patterns", "actor", "allow-debug"]
    for path in ("/archive", "/archive.json?sql=select+*+from+pragma_database_list", "/archive/articles", "/nothing"):
        assert str(folder) not in (await get(path)).text
    for tool in tools:
        for suffix in ("", ".json", "/"):
            assert str(folder) not in (await get(f"/-/{tool}{suffix}")).text
    assert (await get("/-/versions.json")).status_code == 200
    assert (await get("/-/databases.json")).status_code == 404
