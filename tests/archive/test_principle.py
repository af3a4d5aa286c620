"""Captures are the truth: whatever happens in whatever order, the tables follow from the WARC files alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import Parse
from archive.rebuild import rebuild
from archive.recover import recover
from archive.store import Store, logical_dump
from archive.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.archive.conftest import Archive, Visit

pytestmark = pytest.mark.slow

URLS = ("http://kfq.test/1.html", "https://www.kfq.test/1.html", "http://kfq.test/2.html", "http://kfq.test/list.html")
urls = st.sampled_from(URLS)
names = st.sampled_from(("动态", "公告"))
footers = st.none() | st.fixed_dictionaries({"sponsor": st.sampled_from(("甲办", "乙办"))})

Act = tuple[str, tuple[object, ...], dict[str, object]]
acts: st.SearchStrategy[Act] = st.one_of(
    st.tuples(
        st.just("get"),
        st.tuples(urls),
        st.fixed_dictionaries(
            {
                "title": st.sampled_from(("甲", "乙")),
                "body": st.sampled_from(("", "经济", "經濟")),
                "published_at": st.sampled_from((None, "2026-08-30", "2026-08-31T10:00:00+08:00")),
                "section": names,
                "footer": footers,
                "noise": st.integers(0, 1),
            }
        ),
    ),
    st.tuples(
        st.just("get"),
        st.tuples(urls),
        st.fixed_dictionaries(
            {
                "section": st.none() | names,
                "rows": st.lists(urls, max_size=3),
                "next_url": st.none() | urls,
                "footer": footers,
            }
        ),
    ),
    st.tuples(st.just("status"), st.tuples(urls, st.sampled_from((304, 404, 410, 503))), st.just({})),
    st.tuples(st.just("status"), st.tuples(urls, st.just(302), urls), st.just({})),
    st.tuples(st.just("fails"), st.tuples(urls), st.just({})),
    st.tuples(st.just("get"), st.tuples(urls), st.just({"published_at": "no date", "title": "甲"})),
)
# What a run did; and what it had only written when it was killed, None for one that came to its end.
visits = st.lists(st.tuples(st.lists(acts, max_size=6), st.none() | st.lists(acts, max_size=2)), max_size=5)


def act(visit: Visit, what: Act) -> None:
    name, where, says = what
    getattr(visit, name)(*where, **says)


@settings(max_examples=30)
@given(visits=visits)
def test_any_history_of_crawls_is_rebuilt_from_its_captures(
    archive_in: Callable[[Path], Archive],
    tmp_path_factory: pytest.TempPathFactory,
    read: Parse,
    visits: list[tuple[list[Act], list[Act] | None]],
) -> None:
    archive = archive_in(tmp_path_factory.mktemp("archive"))
    for number, (done, lost) in enumerate(visits):
        with archive.run(1 + 6 * number, killed=lost is not None) as visit:
            for what in done:
                act(visit, what)
            visit.is_dying = True
            for what in lost or ():
                act(visit, what)
    store = Store(archive.path)
    recover(archive.folder, store, lambda site: read)
    store.close()
    rebuild(archive.folder, archive.folder / "again.db", lambda site: read)
    assert list(logical_dump(archive.folder / "again.db")) == list(logical_dump(archive.path))
    assert verify(archive.folder).findings == ()
