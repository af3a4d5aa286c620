"""What a capture means for the frontier."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ingest import Ingested
from archive.records import Address, Capture, Link, Listing, Outcome, Page, Row, Run, Site
from archive.store import Store
from crawler.frontier import advance, noted_as, starts
from spiders.profile import Profile, Section

HOME = "http://www.kfq.test/"
ARTICLE = "http://www.kfq.test/news/202608/t20260827_1062.html"
AT = "2026-09-01T00:00:00.000Z"
PROFILE = Profile(name="kfq", home=HOME)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(tmp_path / "archive.db")
    with found.transaction():
        found.put_site(Site(id="kfq", name="kfq", home=HOME))
        found.put_run(Run(id="run", site_id="kfq", started_at=AT))
        found.add(starts(PROFILE, "kfq", AT))
        yield found
    found.close()


def capture(url: str, status: int | None = 200, number: int = 1, headers: dict[str, str] | None = None) -> Capture:
    return Capture(
        record_id=f"urn:uuid:{number}",
        run_id="run",
        site_id="kfq",
        url=url,
        captured_at=f"2026-09-01T00:00:00.{number:03}Z",
        status=status,
        headers=tuple((headers or {}).items()),
        error=None if status else "timeout",
        warc_file="a.warc.gz",
        warc_offset=number,
        warc_length=1,
    )


def went(outcome: Outcome) -> Ingested:
    return Ingested(page=Page(outcome=outcome))


def listing(*urls: str, next_url: str | None = None) -> Ingested:
    rows = tuple(Row(url=url, title="题") for url in urls)
    return Ingested(page=Page(outcome=Outcome.LISTING, listing=Listing(rows=rows, next_url=next_url)))


def noted(
    entry: Address | None = None, outcome: Outcome = Outcome.OK, headers: dict[str, str] | None = None
) -> Address:
    status = {Outcome.ERROR: 503, Outcome.BLOCKED: 429}.get(outcome, 200)
    entry = entry or Address(url=ARTICLE, site_id="kfq", kind="article")
    return noted_as(entry, capture(ARTICLE, status, headers=headers), went(outcome))


def test_a_crawl_begins_at_home_seeds_and_sections() -> None:
    sections = (Section(name="要闻", url="http://www.kfq.test/news/"),)
    profile = Profile(name="kfq", home="http://WWW.kfq.test", seeds=("http://www.kfq.test/",), sections=sections)
    assert [(start.url, start.kind, start.found_by) for start in starts(profile, "kfq", AT)] == [
        (HOME, "home", "seed"),
        ("http://www.kfq.test/news/", "section", "seed"),
    ]


def test_a_site_that_is_wanted_whole_is_asked_for_its_sitemap_once_its_home_page_has_come(store: Store) -> None:
    chosen = Profile(name="kfq", home=HOME, sections=(Section(name="要闻", url=f"{HOME}news/"),))
    advance(store, capture(HOME), listing(ARTICLE), chosen)
    assert store.known(f"{HOME}sitemap.xml") is None
    advance(store, capture(HOME, number=2), listing(ARTICLE), PROFILE)
    found = store.known(f"{HOME}sitemap.xml")
    assert found is not None
    assert (found.kind, found.found_by, found.due_at) == ("sitemap", "sitemap", capture(HOME, number=2).captured_at)


def test_what_a_listing_names_is_due_and_knows_where_it_was_found(store: Store) -> None:
    advance(store, capture(HOME), listing(ARTICLE), PROFILE)
    known = store.known(ARTICLE)
    assert known is not None
    assert (known.kind, known.state, known.depth, known.found_on) == ("article", "known", 1, HOME)
    home = store.known(HOME)
    assert home is not None
    assert (home.state, home.last_outcome, home.attempts) == ("done", "listing", 0)


def test_a_pager_is_turned_though_articles_named_all_that_the_page_lists(store: Store) -> None:
    first, second = f"{HOME}news/index_1.html", f"{HOME}news/index_2.html"
    other = ARTICLE.replace("1062", "1061")
    advance(store, capture(HOME), listing(ARTICLE, next_url=first), PROFILE)
    linked = Page(outcome=Outcome.OK, links=(Link(url=other, text="上一篇", kind="article"),))
    advance(store, capture(ARTICLE, number=2), Ingested(page=linked), PROFILE)
    assert store.known(other) is not None
    advance(store, capture(first, number=3), listing(other, next_url=second), PROFILE)
    assert store.known(second) is not None


def test_a_page_that_was_asked_for_waits_its_time_where_nothing_is_new(store: Store) -> None:
    first, other = f"{HOME}news/index_1.html", ARTICLE.replace("1062", "1061")
    linked = Page(outcome=Outcome.OK, links=(Link(url=other, text="上一篇", kind="article"),))
    advance(store, capture(HOME), listing(ARTICLE, next_url=first), PROFILE)
    advance(store, capture(ARTICLE, number=2), Ingested(page=linked), PROFILE)
    page = advance(store, capture(first, number=3), listing(other), PROFILE)
    advance(store, capture(HOME, number=4), listing(ARTICLE, other, next_url=first), PROFILE)
    assert page is not None
    assert store.known(first) == page


def test_a_pager_that_repeats_what_was_listed_is_left(store: Store) -> None:
    first, second = f"{HOME}news/index_1.html", f"{HOME}news/index_2.html"
    advance(store, capture(HOME), listing(ARTICLE, next_url=first), PROFILE)
    advance(store, capture(first, number=2), listing(ARTICLE, next_url=second), PROFILE)
    assert store.known(second) is None


def test_robots_txt_is_none_of_the_frontiers_but_the_sitemaps_are_that_it_names(store: Store) -> None:
    named = Page(outcome=Outcome.ROBOTS, links=(Link(url=f"{HOME}s.xml", text="", kind="sitemap"),))
    assert advance(store, capture(f"{HOME}robots.txt"), Ingested(page=named), PROFILE) is None
    assert store.known(f"{HOME}robots.txt") is None
    found = store.known(f"{HOME}s.xml")
    assert found is not None
    assert (found.kind, found.found_by, found.found_on) == ("sitemap", "sitemap", f"{HOME}robots.txt")


def test_a_sitemap_is_one_however_its_address_was_come_by(store: Store) -> None:
    sitemap = Page(outcome=Outcome.LISTING, listing=Listing(rows=(Row(url=ARTICLE, title=""),), by="sitemap"))
    taken_in = advance(store, capture(f"{HOME}map.xml"), Ingested(page=sitemap), PROFILE)
    assert taken_in is not None
    assert (taken_in.kind, taken_in.found_by) == ("sitemap", None)


def test_a_pager_is_turned_though_a_sitemap_named_all_that_the_page_lists(store: Store) -> None:
    first, second = f"{HOME}news/index_1.html", f"{HOME}news/index_2.html"
    sitemap = Listing(rows=(Row(url=ARTICLE, title=""),), by="sitemap")
    advance(
        store, capture(f"{HOME}sitemap.xml"), Ingested(page=Page(outcome=Outcome.LISTING, listing=sitemap)), PROFILE
    )
    advance(store, capture(HOME, number=2), listing(next_url=first), PROFILE)
    advance(store, capture(first, number=3), listing(ARTICLE, next_url=second), PROFILE)
    assert store.known(second) is not None
    known = store.known(ARTICLE)
    assert known is not None
    assert known.found_by == "sitemap"


def test_where_a_redirect_leads_is_known_by_the_page_that_sent_us(store: Store) -> None:
    store.add_capture(capture(HOME, 302), Outcome.REDIRECT, f"{HOME}index.html")
    told = advance(store, capture(f"{HOME}index.html", number=2), went(Outcome.LISTING), PROFILE)
    assert told is not None
    assert (told.kind, told.depth, told.found_on) == ("home", 0, HOME)


def test_a_redirect_that_was_refused_is_not_remembered_as_an_address(store: Store) -> None:
    store.add_capture(capture(HOME, 302), Outcome.REDIRECT, "http://127.0.0.2/")
    assert advance(store, capture("http://127.0.0.2/", None, number=2), went(Outcome.REFUSED), PROFILE) is None
    assert store.known("http://127.0.0.2/") is None


def test_failures_of_one_kind_in_a_row_are_counted_and_another_answer_ends_them() -> None:
    first = noted(outcome=Outcome.ERROR)
    second = noted(first, Outcome.TRUNCATED)
    third = noted(second, Outcome.DRIFT)
    assert [each.attempts for each in (first, second, third, noted(third))] == [1, 2, 1, 0]
    assert [each.state for each in (first, second, third, noted(third))] == ["failed", "failed", "failed", "done"]


def test_where_nothing_ever_was_is_told_from_what_is_missing(store: Store) -> None:
    told = []
    for number, outcome in enumerate((Outcome.NOT_FOUND, Outcome.OK, Outcome.NOT_FOUND, Outcome.GONE), 1):
        asked = capture(ARTICLE, {Outcome.OK: 200, Outcome.GONE: 410}.get(outcome, 404), number=number)
        store.add_capture(asked, outcome, None)
        told.append(advance(store, asked, went(outcome), PROFILE))
    assert [(noted.state, noted.attempts) for noted in told if noted] == [
        ("absent", 1),
        ("done", 0),
        ("failed", 1),
        ("failed", 2),
    ]
    assert store.evidence.missed_since(ARTICLE) == "2026-09-01T00:00:00.003Z"


FOLDER, INDEX = f"{HOME}news/", f"{HOME}news/index.html"


def due(store: Store, url: str) -> bool:
    known = store.known(url)
    return known is not None and known.due_at is not None


def test_of_a_folder_and_its_index_page_one_is_asked_for(store: Store) -> None:
    advance(store, capture(HOME), listing(FOLDER, ARTICLE), PROFILE)
    advance(store, capture(f"{HOME}about/", number=2), listing(INDEX), PROFILE)
    assert (due(store, FOLDER), due(store, INDEX)) == (True, False)
    advance(store, capture(FOLDER, number=3), listing(ARTICLE), PROFILE)
    advance(store, capture(INDEX, number=4), listing(ARTICLE), PROFILE)
    assert (due(store, FOLDER), due(store, INDEX)) == (True, False), "nor where both were asked for before"


def test_the_index_page_is_asked_for_where_its_folder_gives_nothing(store: Store) -> None:
    advance(store, capture(HOME), listing(FOLDER), PROFILE)
    advance(store, capture(f"{HOME}about/", number=2), listing(INDEX), PROFILE)
    advance(store, capture(FOLDER, 404, number=3), went(Outcome.NOT_FOUND), PROFILE)
    assert due(store, INDEX)
    advance(store, capture(INDEX, number=4), listing(ARTICLE), PROFILE)
    assert due(store, INDEX)


def test_where_a_folder_sends_us_to_its_index_page_that_is_asked_for(store: Store) -> None:
    advance(store, capture(HOME), listing(FOLDER), PROFILE)
    advance(store, capture(f"{HOME}about/", number=2), listing(INDEX), PROFILE)
    advance(store, capture(FOLDER, 302, number=3), went(Outcome.REDIRECT), PROFILE)
    advance(store, capture(INDEX, number=4), listing(ARTICLE), PROFILE)
    assert due(store, INDEX)


def test_the_home_page_never_waits_for_its_index(store: Store) -> None:
    advance(store, capture(f"{HOME}about/"), listing(f"{HOME}index.html"), PROFILE)
    advance(store, capture(f"{HOME}index.html", number=2), listing(ARTICLE), PROFILE)
    advance(store, capture(HOME, number=3), listing(ARTICLE), PROFILE)
    assert due(store, HOME)


def test_validators_are_those_of_the_last_good_body() -> None:
    good = noted(headers={"ETag": '"1"', "Last-Modified": "Tue, 01 Sep 2026 00:00:00 GMT"})
    assert (good.etag, good.last_modified) == ('"1"', "Tue, 01 Sep 2026 00:00:00 GMT")
    assert noted(good, Outcome.ERROR, {"ETag": '"2"'}).etag == '"1"'
    assert noted(good).etag is None, "a body without a validator has none"
    assert noted(headers={"ETag": f'"{"x" * 2000}"'}).etag is None, "a request with it would be refused"
    same = noted_as(good, capture(ARTICLE, 304), went(Outcome.UNCHANGED))
    assert same.etag == '"1"'


def test_an_address_is_not_due_before_the_site_allows_it() -> None:
    assert noted(outcome=Outcome.ERROR, headers={"Retry-After": "120"}).due_at == "2026-09-01T00:02:00.001Z"
    assert noted(outcome=Outcome.ERROR).due_at == "2026-09-01T00:00:00.001Z"


def test_an_article_that_proves_a_list_is_asked_for_like_one() -> None:
    assert noted(outcome=Outcome.LISTING).kind == "section"


def test_the_same_captures_make_the_same_frontier(store: Store) -> None:
    def go() -> list[Address]:
        advance(store, capture(HOME), listing(ARTICLE), PROFILE)
        advance(store, capture(ARTICLE, number=2), went(Outcome.OK), PROFILE)
        return store.due("kfq", "2027-01-01T00:00:00.000Z", 99)

    assert go() == go()


def test_the_next_page_of_a_listing_with_something_new_is_asked_for_in_this_run(store: Store) -> None:
    first, second = "http://www.kfq.test/news/index.html", "http://www.kfq.test/news/index_2.html"
    later = "2026-09-08T00:00:00.000Z"
    store.add([Address(url=second, site_id="kfq", kind="page", state="done", due_at=later)])
    for url, is_new in ((ARTICLE, True), (ARTICLE, False)):
        listing = Listing(rows=(Row(url=url, title="题"),), next_url=second)
        advance(store, capture(first), Ingested(page=Page(outcome=Outcome.LISTING, listing=listing)), PROFILE)
        known = store.known(second)
        assert known is not None
        assert (known.due_at != later) is is_new
        store.note(Address(url=second, site_id="kfq", kind="page", state="done", due_at=later))


def test_a_page_that_this_run_has_read_is_not_due_again_for_what_an_earlier_page_lists(store: Store) -> None:
    first, second = "http://www.kfq.test/news/index.html", "http://www.kfq.test/news/index_2.html"
    later = "2026-09-08T00:00:00.000Z"
    store.add([Address(url=second, site_id="kfq", kind="page", state="done", due_at=later)])
    store.add_capture(capture(second), Outcome.LISTING, None)
    listing = Listing(rows=(Row(url=ARTICLE, title="题"),), next_url=second)
    advance(store, capture(first, number=2), Ingested(page=Page(outcome=Outcome.LISTING, listing=listing)), PROFILE)
    known = store.known(second)
    assert known is not None
    assert known.due_at == later
