"""Files that articles link: what stands where, and which version links what."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from archive.rebuild import rebuild
from archive.records import Outcome
from archive.search import match_query
from archive.store import logical_dump
from archive.verify import verify

if TYPE_CHECKING:
    from archive.ingest import Parse
    from tests.archive.conftest import Archive

PAGE, PDF = "http://kfq.test/1.html", "http://kfq.test/a.pdf"
LINK = {"url": PDF, "name": "申报指南"}
ARTICLE: dict[str, Any] = {"title": "通知", "body": "请各企业申报。", "attachments": [LINK]}
FIRST, SECOND = {"text": "研发投入不低于3%"}, {"text": "研发投入不低于5%"}


def digest(**says: object) -> str:
    """The digest of what `Visit.get` sends for this."""
    return hashlib.sha256(json.dumps(says, ensure_ascii=False).encode()).hexdigest()


def found(archive: Archive, query: str) -> list[str]:
    sql = "SELECT files.text FROM files JOIN files_search ON files_search.rowid = search_id WHERE files_search MATCH ?"
    return [row["text"] for row in archive.query(sql, match_query(query))]


def test_a_file_that_was_not_fetched_is_a_link_with_a_name_and_nothing_else(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
    row = archive.one("attachments")
    assert (row["url"], row["label"], row["name"], row["kind"]) == (PDF, "申报指南", "申报指南", "file")
    assert (row["mime"], row["digest"], row["bytes"], row["capture_id"]) == (None, None, None, None)


def test_a_file_fills_the_rows_of_every_version_that_links_it(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get("/2.html", title="转发", attachments=[{"url": "https://www.kfq.test/a.pdf", "name": "指南"}])
        ingested = visit.get(PDF, file=FIRST)
    assert ingested.page.outcome is Outcome.FILE
    file = archive.one("files")
    assert (file["digest"], file["mime"], file["text"]) == (digest(file=FIRST), "application/pdf", FIRST["text"])
    for row in archive.rows("attachments"):
        assert (row["digest"], row["bytes"], row["capture_id"]) == (file["digest"], file["bytes"], file["capture_id"])


def test_a_version_that_comes_later_has_the_file_that_stands_there(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get(PDF, file=FIRST)
        visit.get(PAGE, **ARTICLE | {"body": "请各企业抓紧申报。"})
    assert archive.column("attachments", "digest", "version_number") == [digest(file=FIRST)] * 2


def test_the_same_bytes_at_two_addresses_are_one_file(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PDF, file=FIRST)
        visit.get("/copy.pdf", file=FIRST)
    assert len(archive.rows("files")) == 1
    assert archive.column("file_addresses", "identity", "identity") == ["kfq.test/a.pdf", "kfq.test/copy.pdf"]


def test_the_same_bytes_again_are_unchanged(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(PDF, file=FIRST)
    with archive.run(2) as visit:
        again = visit.get(PDF, file=FIRST)
        visit.status(PDF, 304)
    assert again.page.outcome is Outcome.UNCHANGED
    row = archive.one("file_addresses")
    assert row["last_seen"] == archive.column("captures", "captured_at", "captured_at")[-1]


def test_a_file_that_was_replaced_is_kept_beside_the_one_before_and_told(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get(PDF, file=FIRST)
    with archive.run(2) as visit:
        visit.get(PDF, file=SECOND)
        visit.get(PAGE, **ARTICLE)
    assert archive.one("articles")["versions"] == 1
    assert archive.column("file_addresses", "digest", "first_seen") == [digest(file=FIRST), digest(file=SECOND)]
    assert archive.one("attachments")["digest"] == digest(file=SECOND)
    told = archive.one("replaced_files")
    assert (told["day"], told["title"], told["name"]) == ("2026-09-02", "通知", "申报指南")
    assert (told["before"], told["after"]) == (digest(file=FIRST), digest(file=SECOND))


def test_a_version_keeps_the_file_that_stood_there_when_it_was_replaced(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get(PDF, file=FIRST)
        visit.get(PAGE, **ARTICLE | {"body": "请各企业抓紧申报。"})
        visit.get(PDF, file=SECOND)
    assert archive.column("attachments", "digest", "version_number") == [digest(file=FIRST), digest(file=SECOND)]


def test_a_version_that_was_replaced_before_its_file_came_has_the_first_that_did(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get(PAGE, **ARTICLE | {"body": "请各企业抓紧申报。"})
        visit.get(PDF, file=FIRST)
        visit.get(PDF, file=SECOND)
    assert archive.column("attachments", "digest", "version_number") == [digest(file=FIRST), digest(file=SECOND)]


def test_a_file_is_found_through_the_addresses_that_redirect_to_it(archive: Archive) -> None:
    link = {"url": "http://kfq.test/downfile.jsp?id=7", "name": ""}
    with archive.run(1) as visit:
        visit.get(PAGE, **ARTICLE | {"attachments": [link]})
        visit.status(link["url"], 302, "/attach/7.pdf")
        visit.get("/attach/7.pdf", file=FIRST | {"name": "指南.pdf"})
    with archive.run(2) as visit:
        visit.status(link["url"], 302, "/attach/7.pdf")
        visit.status("/attach/7.pdf", 304)
    row = archive.one("attachments")
    assert (row["name"], row["label"], row["digest"]) == ("指南.pdf", "", archive.one("files")["digest"])
    assert [row["last_seen"] > row["first_seen"] for row in archive.rows("file_addresses")] == [True, True]


def test_the_name_of_the_page_comes_first_then_the_answers_then_that_of_the_address(archive: Archive) -> None:
    urls = ("http://kfq.test/1.pdf", "http://kfq.test/2.pdf", "http://kfq.test/%B8%BD%BC%FE.pdf")
    names = ("指南", "", "")
    links = [{"url": url, "name": name} for url, name in zip(urls, names, strict=True)]
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE | {"attachments": links})
        for url, name in zip(urls, ("甲.pdf", "乙.pdf", None), strict=True):
            visit.get(url, file={"name": name, "text": url})
    assert archive.column("attachments", "name", "url") == ["附件.pdf", "指南", "乙.pdf"]


def test_a_page_that_comes_for_a_file_is_no_article_and_a_problem(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        ingested = visit.get(PDF, title="系统提示", body="您访问的附件需要登录后下载")
    assert ingested.page.outcome is Outcome.SOFT_404
    assert [row["title"] for row in archive.rows("articles")] == ["通知"]
    assert archive.one("attachments")["digest"] is None
    assert (archive.one("problems")["field"], archive.rows("files")) == ("attachment", [])


def test_a_page_that_a_redirect_of_a_file_leads_to_is_no_article_either(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.status(PDF, 302, "/login.html")
        ingested = visit.get("/login.html", title="登录", body="请先登录")
    assert ingested.page.outcome is Outcome.SOFT_404
    assert len(archive.rows("articles")) == 1


def test_an_article_that_another_links_by_the_name_of_a_file_is_one_where_a_section_lists_it(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE | {"attachments": [{"url": "http://kfq.test/7.html", "name": "决定.doc"}]})
        visit.get("/news/", section="通知", rows=["http://kfq.test/7.html"])
        ingested = visit.get("/7.html", title="决定", body="全文。")
    assert ingested.page.outcome is Outcome.OK


def test_a_listed_article_that_a_link_to_a_file_redirects_to_is_one(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get("/news/", section="通知", rows=["http://kfq.test/7.html"])
        visit.status(PDF, 302, "/7.html")
        ingested = visit.get("/7.html", title="决定", body="全文。")
    assert ingested.page.outcome is Outcome.OK


def test_texts_and_packed_names_are_found_in_either_script(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(PDF, file=FIRST)
        visit.get("/b.zip", file={"mime": "application/zip", "members": ["申报材料/承诺书.doc"]})
    assert found(archive, "研發投入") == [FIRST["text"]]
    assert found(archive, "承诺书") == [None]
    assert found(archive, "招商") == []


def test_what_is_withdrawn_takes_its_links_with_it_and_the_others_are_as_before(archive: Archive, read: Parse) -> None:
    wall = {"title": "温馨提示", "body": "您的访问过于频繁，请稍后再试。" * 5, "attachments": [LINK]}
    with archive.run() as visit:
        visit.get(PAGE, **ARTICLE)
        visit.get(PDF, file=FIRST)
        for number in (1, 2, 3):
            visit.get(f"/{number}.html", **wall)
        visit.get(PDF, file=SECOND)
    assert archive.column("attachments", "digest") == [digest(file=SECOND)]
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))
    assert verify(archive.folder).findings == ()
