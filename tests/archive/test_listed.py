"""The date of an article where a list says another: which one is believed, and that nothing looks like an edit."""

import json
from typing import Any

from archive.rebuild import rebuild
from archive.store import logical_dump
from tests.archive.conftest import Archive, parse

URL, LIST = "http://kfq.test/news/4247.html", "http://kfq.test/news/"
TAGGED = {"origin": "tagged", "at": "2023-05-12T23:20:00+08:00", "text": "2023-05-12 23:20"}
BARE = {"origin": "unlabelled", "at": "2009-09-30T10:53:00+08:00", "text": "2009-09-30 10:53"}
PRINTED = {"origin": "printed", "at": "2009-10-01", "text": "2009-10-01"}


def article(*dates: dict[str, str], **more: Any) -> dict[str, Any]:
    """A page whose first date is the one that it would be given without any list."""
    told = {"published_at": dates[0]["at"], "published_text": dates[0]["text"]} if dates else {}
    places = [{"field": f"dates.{date['origin']}", "rule": date["origin"], "where": "/html"} for date in dates]
    return {"title": "推进会", "body": "会议强调。", "dates": list(dates), "origins": places, **told, **more}


def row(date_text: str = "2009-09-30", at: str = "2009-09-30", *, inferred: bool = False) -> dict[str, Any]:
    return {"url": URL, "title": "推进会", "date_text": date_text, "published_at": at, "year_inferred": inferred}


def test_a_list_is_believed_before_a_tag_and_a_time_of_the_same_day_completes_it(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(LIST, section="动态", rows=[row()])
        visit.get(URL, **article(TAGGED, BARE))
    one, version = archive.one("articles"), archive.one("versions")
    assert (one["published_at"], one["published_text"]) == ("2009-09-30T10:53:00+08:00", "2009-09-30 10:53")
    assert [date["origin"] for date in json.loads(version["dates"])] == ["tagged", "unlabelled", "listed"]
    provenance = json.loads(version["provenance"])
    assert provenance["published_at"] == provenance["published_text"] == {"rule": "unlabelled", "where": "/html"}
    (problem,) = archive.rows("problems")
    assert problem["message"] == "listed 2009-09-30, tagged 2023-05-12 23:20"


def test_what_the_page_labels_as_its_date_is_believed_before_a_list(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(LIST, section="动态", rows=[row()])
        visit.get(URL, **article(PRINTED))
    assert archive.one("articles")["published_at"] == "2009-10-01"
    assert archive.rows("problems") == []


def test_a_day_without_its_year_dates_only_what_has_no_other_date(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(LIST, section="动态", rows=[row("09-30", "2025-09-30", inferred=True)])
        visit.get(URL, **article(TAGGED))
        assert archive_date(archive) == TAGGED["at"]
        visit.get("/2.html", title="乙", body="正文。")
        visit.get(LIST, section="动态", rows=[row("09-30", "2025-09-30", inferred=True), other("/2.html")])
        visit.get("/3.html", title="丙", body="正文又一。")
    dates = dict(zip(archive.column("articles", "title"), archive.column("articles", "published_at"), strict=True))
    assert dates == {"推进会": TAGGED["at"], "乙": None, "丙": None}
    assert archive.column("sightings", "year_inferred") == [1, 1]


def test_a_list_that_is_read_after_the_article_makes_no_edit_of_it(archive: Archive) -> None:
    with archive.run(1) as visit:
        visit.get(URL, **article(TAGGED))
    with archive.run(2) as visit:
        visit.get(LIST, section="动态", rows=[row()])
        visit.get(URL, **article(TAGGED, noise=1))
    assert archive.column("events", "kind") == ["new"]
    assert archive.one("articles")["published_at"] == TAGGED["at"]


def test_a_rebuild_comes_to_the_same_date(archive: Archive) -> None:
    with archive.run() as visit:
        visit.get(LIST, section="动态", rows=[row()])
        visit.get(URL, **article(TAGGED, BARE))
    rebuild(archive.folder, archive.folder / "again.db", lambda site: parse)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))


def test_a_day_without_its_year_gets_that_of_its_article_whichever_is_read_first(archive: Archive) -> None:
    rows = [row("05-12", "2026-05-12", inferred=True), other("/2.html")]
    with archive.run() as visit:
        visit.get("/2.html", title="乙", body="正文。", published_at="2019-09-29")
        visit.get(LIST, section="动态", rows=rows)
        visit.get(URL, **article(TAGGED))
        visit.get(LIST, section="动态", rows=rows, noise=1)
    sightings = {each["url"]: (each["published_at"], each["year_inferred"]) for each in archive.rows("sightings")}
    assert sightings == {URL: ("2023-05-12", 1), "http://kfq.test/2.html": ("2019-09-29", 1)}


def archive_date(archive: Archive) -> str | None:
    date: str | None = archive.one("articles")["published_at"]
    return date


def other(path: str) -> dict[str, Any]:
    return row("09-29", "2025-09-29", inferred=True) | {"url": f"http://kfq.test{path}"}
