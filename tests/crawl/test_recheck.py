"""How many articles that were well a run asks for again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest import ingest
from archive.records import Address, Article, Capture, Outcome, Page, Run, Site
from archive.store import Store
from crawler.recheck import EVERYTHING, LEAST, Budget, is_recheck

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


def filled(store: Store, number: int) -> None:
    with store.transaction():
        store.add(address(each) for each in range(number))


def test_a_run_asks_for_three_in_a_hundred_and_twenty_at_least(store: Store) -> None:
    assert Budget(store, "kfq", None).left == LEAST
    filled(store, 2000)
    assert Budget(store, "kfq", None).left == 60
    assert Budget(store, "kfq", 7).left == 7


def test_what_is_new_missing_doubted_or_lists_is_within_any_budget(store: Store) -> None:
    free = [
        address(1, last_outcome=None),
        address(2, last_outcome="not_found"),
        address(3, last_outcome="drift"),
        address(4, kind="section", last_outcome="unchanged"),
    ]
    budget = Budget(store, "kfq", 1)
    assert budget.within([*free, address(5), address(6), *free]) == [*free, address(5), *free]
    budget.spend([*free, address(5)])
    assert budget.left == 0
    assert budget.within([address(6)]) == []


def test_when_nothing_is_left_only_what_is_free_is_due(store: Store) -> None:
    filled(store, 3)
    with store.transaction():
        store.add([address(9, last_outcome=None)])
    assert [entry.url for entry in store.due("kfq", NOW, 9, rechecks=False)] == ["http://kfq.test/9.html"]
    assert len(store.due("kfq", NOW, 9)) == 4


def test_where_nothing_ever_was_is_looked_at_last_and_within_a_twentieth_of_all(store: Store) -> None:
    with store.transaction():
        store.add(address(number, state="absent", last_outcome="not_found") for number in range(300))
    assert store.due("kfq", NOW, 9) == []
    assert len(Budget(store, "kfq", None).absent(NOW, 5, 99)) == 10
    assert len(Budget(store, "kfq", 7).absent(NOW, 5, 99)) == 7
    assert len(Budget(store, "kfq", EVERYTHING).absent(NOW, 5, 99)) == 99
    budget = Budget(store, "kfq", None)
    looks = budget.absent(NOW, 400, 99)
    assert [entry.url for entry in looks] == ["http://kfq.test/299.html"], "one at least, and the latest"
    budget.spend(looks)
    assert budget.absent(NOW, 401, 99) == []


def test_a_missing_article_brings_others_to_compare_it_with_once(store: Store) -> None:
    filled(store, 10)
    with store.transaction():
        store.put_run(Run(id="1", site_id="kfq", started_at=NOW))
        capture = Capture(
            record_id="urn:uuid:1",
            run_id="1",
            site_id="kfq",
            url="http://kfq.test/1.html",
            captured_at=NOW,
            status=200,
            warc_file="a",
            warc_offset=0,
            warc_length=1,
        )
        ingest(store, capture, lambda _: Page(outcome=Outcome.OK, article=Article(title="甲", body="甲")))
    budget = Budget(store, "kfq", None)
    budget.spend([address(1, last_outcome="not_found"), address(77, last_outcome="not_found")])
    controls = budget.controls()
    assert len(controls) == 3
    assert all(map(is_recheck, controls))
    assert budget.controls() == []
