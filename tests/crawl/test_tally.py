"""The counts of a run as they grow."""

from archive.ingest import Ingested
from archive.records import Article, Outcome, Page
from crawler.tally import Tally


def tally(*pages: tuple[int, Page], event: str | None = None) -> Tally:
    counts = Tally()
    for number, page in pages:
        for _ in range(number):
            counts.add(Ingested(page=page, article_id="a" * 12, event=event))
    return counts


def article() -> Page:
    return Page(outcome=Outcome.OK, article=Article(title="题", published_at="2026-09-01", body="正文"))


def test_robots_txt_and_what_was_refused_are_no_pages() -> None:
    counts = tally((1, Page(outcome=Outcome.ROBOTS)), (2, Page(outcome=Outcome.REFUSED)), (3, article()))
    assert (counts.pages, counts.read) == (3, 3)


def test_events_are_counted() -> None:
    assert tally((3, article()), event="new").events["new"] == 3
    assert tally((3, article())).unchanged == 3
