"""Captures are the truth: whatever happens in whatever order, the tables follow from the WARC files alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

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

URLS = (
    *("http://kfq.test/1.html", "https://www.kfq.test/1.html", "http://kfq.test/list.html"),
    *(f"http://kfq.test/{number}.html" for number in range(2, 8)),
)
LONG = "经济技术开发区召开招商引资推进会，会议强调要加快项目建设。" * 5
urls = st.sampled_from(URLS)
names = st.sampled_from(("动态", "公告"))
FILES = ("http://kfq.test/a.doc", "http://kfq.test/down.jsp", "http://kfq.test/2.html")
attachments = st.lists(
    st.fixed_dictionaries({"url": st.sampled_from(FILES), "name": st.sampled_from(("", "附件"))}),
    max_size=2,
    unique_by=lambda link: link["url"],
)
dated_rows = st.fixed_dictionaries(
    {
        "url": urls,
        "title": st.just("甲"),
        "date_text": st.just("08-30"),
        "published_at": st.sampled_from(("2026-08-30", "2025-08-30")),
        "year_inferred": st.booleans(),
    }
)
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
                "attachments": attachments,
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
                "rows": st.lists(urls | dated_rows, max_size=3),
                "next_url": st.none() | urls,
                "footer": footers,
            }
        ),
    ),
    # An article in several pages, whose pages come and go.
    st.tuples(
        st.just("get"),
        st.tuples(urls),
        st.fixed_dictionaries(
            {
                "title": st.just("甲"),
                "body": st.sampled_from((LONG, LONG[:60], "经济")),
                "published_at": st.sampled_from((None, "2026-08-30")),
                "part": st.fixed_dictionaries(
                    {"first": urls, "number": st.integers(0, 3), "next": st.none() | urls},
                ),
            }
        ),
    ),
    # A wall, a redesign, a page cut short and one with broken characters, on many addresses at once.
    st.tuples(
        st.just("each"),
        st.tuples(st.lists(urls, min_size=1, max_size=6, unique=True)),
        st.fixed_dictionaries(
            {
                "title": st.sampled_from(("温馨提示", "推进会")),
                "body": st.sampled_from((LONG, LONG[:60], LONG[:30], LONG[:9] + "\ufffd", "")),
                "published_at": st.sampled_from((None, "2026-08-30")),
                "partial": st.booleans(),
                "own": st.booleans(),
            }
        ),
    ),
    st.tuples(
        st.just("get"),
        st.tuples(st.sampled_from(FILES)),
        st.fixed_dictionaries(
            {
                "file": st.fixed_dictionaries(
                    {"text": st.sampled_from(("一稿", "二稿")), "name": st.sampled_from(("甲", None))}
                )
            }
        ),
    ),
    st.tuples(st.just("status"), st.tuples(st.just(FILES[1]), st.just(302), st.sampled_from(FILES)), st.just({})),
    st.tuples(st.just("status"), st.tuples(st.sampled_from(FILES), st.just(304)), st.just({})),
    st.tuples(st.just("status"), st.tuples(urls, st.sampled_from((304, 404, 410, 503))), st.just({})),
    st.tuples(st.just("status"), st.tuples(urls, st.just(302), urls), st.just({})),
    st.tuples(st.just("fails"), st.tuples(urls), st.just({})),
    st.tuples(st.just("get"), st.tuples(urls), st.just({"published_at": "no date", "title": "甲"})),
)
# What a run did; and what it had only written when it was killed, None for one that came to its end.
visits = st.lists(st.tuples(st.lists(acts, max_size=6), st.none() | st.lists(acts, max_size=2)), max_size=5)


def act(visit: Visit, what: Act) -> None:
    name, where, says = what
    if name == "each":
        (several,) = where
        own, says = says["own"], {name: value for name, value in says.items() if name != "own"}
        for number, url in enumerate(cast("list[str]", several)):
            visit.get(url, **says | ({"title": f"{says['title']}{number}"} if own else {}))
        return
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
