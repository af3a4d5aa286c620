"""What a run's counts say."""

from archive.ingest import Ingested
from archive.records import Article, Outcome, Page
from crawler.check import Tally, findings


def tally(*pages: tuple[int, Page], event: str | None = None) -> Tally:
    counts = Tally()
    for number, page in pages:
        for _ in range(number):
            counts.add(Ingested(page=page, article_id="a" * 12, event=event))
    return counts


def article(published_at: str | None = "2026-09-01", body: str = "正文") -> Page:
    return Page(outcome=Outcome.OK, article=Article(title="题", published_at=published_at, body=body))


def test_a_run_without_anything_odd_has_no_findings() -> None:
    assert findings(tally((30, article()), (5, article(None)), (5, Page(outcome=Outcome.NOT_FOUND)))) == []


def test_articles_without_a_single_date_are_found() -> None:
    assert findings(tally((10, article(None)))) == ["none of 10 articles has a date"]
    assert findings(tally((9, article(None)))) == [], "too few to judge by"


def test_articles_without_any_text_are_found() -> None:
    assert findings(tally((10, article(body="")))) == ["none of 10 articles has text"]


def test_a_fifth_of_pages_that_can_no_longer_be_read_is_drift() -> None:
    drifted = Page(outcome=Outcome.DRIFT)
    assert findings(tally((20, article()), (6, drifted))) == ["6 of 26 article pages can no longer be read"]
    assert findings(tally((24, article()), (6, drifted))) == []
    assert findings(tally((4, drifted))) == [], "too few to judge by"


def test_pages_that_are_as_before_count_among_the_articles() -> None:
    pages = ((30, Page(outcome=Outcome.UNCHANGED)), (6, Page(outcome=Outcome.DRIFT)))
    assert findings(tally(*pages)) == []


def test_robots_txt_and_what_was_refused_are_no_pages() -> None:
    counts = tally((1, Page(outcome=Outcome.ROBOTS)), (2, Page(outcome=Outcome.REFUSED)), (3, article()))
    assert (counts.pages, counts.read) == (3, 3)


def test_events_are_counted() -> None:
    assert tally((3, article()), event="new").events["new"] == 3
    assert tally((3, article())).unchanged == 3
