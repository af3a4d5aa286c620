"""Which articles that were well a run asks for again, and how many."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest import ingest
from archive.records import Address, Article, Capture, Outcome, Page, Run, Site
from archive.store import Store
from crawler.recheck import EVERYTHING, LEAST, Budget

NOW = "2026-09-01T08:00:00.000Z"


def address(number: int, **changes: str | None) -> Address:
    known = Address(
        url=f"http://kfq.test/{number}.html", site_id="kfq", kind="article", state="done", last_outcome="ok", due_at=NOW
    )
    return replace(known, **changes)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "archive.db")
    with made.transaction():
        made.put_site(Site(id="kfq", name="铁山", home="http://kfq.test/"))
    yield made
    made.close()


def filled(store: Store, number: int, **changes: str) -> None:
    with store.transaction():
        store.add(address(each, **changes) for each in range(number))


def read(store: Store, *numbers: int, published_at: str) -> None:
    """Articles were read at these addresses."""
    with store.transaction():
        store.put_run(Run(id="1", site_id="kfq", started_at=NOW))
        for number in numbers:
            capture = Capture(
                record_id=f"urn:uuid:{number}",
                run_id="1",
                site_id="kfq",
                url=f"http://kfq.test/{number}.html",
                captured_at=NOW,
                status=200,
                warc_file="a",
                warc_offset=number,
                warc_length=1,
            )
            article = Article(title=f"第{number}号", body=f"第{number}号", published_at=published_at)
            ingest(store, capture, Page(outcome=Outcome.OK, article=article))


def batches(store: Store, budget: Budget, asked: int) -> list[str]:
    """All that a run asks for again which has asked for so many addresses that cost nothing."""
    found: list[Address] = []
    while batch := budget.rechecks(NOW, asked + len(found), 16):
        found += batch
        with store.transaction():
            for entry in batch:
                store.note(replace(entry, due_at="2026-10-01T08:00:00.000Z"))
    with store.transaction():
        for entry in found:
            store.note(entry)
    return [entry.url for entry in found]


def test_an_unchanged_site_costs_a_twentieth_of_its_first_crawl_listings_included(store: Store) -> None:
    filled(store, 2000)
    assert len(batches(store, Budget(store, "kfq", None), asked=70)) == 29, "100 in all, robots.txt among them"
    assert len(batches(store, Budget(store, "kfq", None), asked=20)) == 60, "three in a hundred, if there is room"


def test_a_small_site_whose_listings_are_more_than_a_twentieth_is_looked_at_by_three_articles_a_run(
    store: Store,
) -> None:
    filled(store, 100)
    assert len(batches(store, Budget(store, "kfq", None), asked=6)) == LEAST == 3


def test_an_operator_says_how_many(store: Store) -> None:
    filled(store, 100)
    assert len(batches(store, Budget(store, "kfq", 7), asked=50)) == 7
    assert len(batches(store, Budget(store, "kfq", 0), asked=50)) == 0
    assert len(batches(store, Budget(store, "kfq", EVERYTHING), asked=50)) == 100


def test_articles_in_their_first_week_are_asked_for_however_many_old_ones_wait(store: Store) -> None:
    filled(store, 300, due_at="2026-08-01T08:00:00.000Z")
    read(store, *range(300), published_at="2026-07-01")
    filled(store, 312)
    read(store, *range(300, 312), published_at="2026-08-30")
    found = batches(store, Budget(store, "kfq", None), asked=12)
    assert found[:12] == [f"http://kfq.test/{number}.html" for number in range(300, 312)]
    assert len(found) == 12 + LEAST, "these cost the old ones nothing"
    assert len(batches(store, Budget(store, "kfq", 14), asked=12)) == 14


def test_what_is_new_missing_doubted_or_lists_costs_nothing(store: Store) -> None:
    free = [
        address(1, last_outcome=None),
        address(2, last_outcome="not_found"),
        address(3, last_outcome="drift"),
        address(4, kind="section", last_outcome="unchanged"),
    ]
    with store.transaction():
        store.add([*free, address(5)])
    assert store.due("kfq", NOW, 9) == free
    assert store.rechecks("kfq", NOW, 9) == [address(5)]


def test_where_nothing_ever_was_is_looked_at_last_and_within_a_twentieth_of_all(store: Store) -> None:
    with store.transaction():
        store.add(address(number, state="absent", last_outcome="not_found") for number in range(300))
    assert store.due("kfq", NOW, 9) == []
    assert len(Budget(store, "kfq", None).absent(NOW, 5, 99)) == 9
    assert len(Budget(store, "kfq", 7).absent(NOW, 5, 99)) == 7
    assert len(Budget(store, "kfq", EVERYTHING).absent(NOW, 5, 99)) == 99
    budget = Budget(store, "kfq", None)
    looks = budget.absent(NOW, 400, 99)
    assert [entry.url for entry in looks] == ["http://kfq.test/299.html"], "one at least, and the latest"
    assert budget.absent(NOW, 401, 99) == []


def test_a_missing_article_brings_others_to_compare_it_with_once(store: Store) -> None:
    filled(store, 10)
    read(store, 1, published_at="2026-07-01")
    budget = Budget(store, "kfq", None)
    budget.spend([address(1, last_outcome="not_found"), address(77, last_outcome="not_found")])
    controls = budget.controls(lost=0)
    assert len(controls) == 3
    assert all(entry.last_outcome == "ok" for entry in controls)
    assert budget.controls(lost=0) == []


def test_articles_that_lost_text_bring_others_until_it_is_known_whether_all_have(store: Store) -> None:
    filled(store, 10)
    budget = Budget(store, "kfq", None)
    assert [len(budget.controls(lost)) for lost in (0, 1, 1, 3, 4, 5, 6)] == [0, 4, 0, 2, 1, 0, 0]


def test_what_costs_nothing_is_found_without_a_look_at_all_that_waits(store: Store) -> None:
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    store.due("kfq", NOW, 9)
    store._connection.set_trace_callback(None)
    (plan,) = store._connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}").fetchall()
    assert "USING INDEX frontier_free" in plan[-1]
