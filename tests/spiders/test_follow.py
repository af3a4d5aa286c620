"""Where pages lead. All addresses are invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Address, Article, Attachment, Capture, Footer, Link, Listing, Outcome, Page, Row
from spiders.follow import DEPTH_LIMIT, follow, is_trap
from spiders.profile import Profile, Section

SITE = "http://kfq.test"
GENERIC = Profile.generic(f"{SITE}/")
ARTICLE = f"{SITE}/news/1.html"
NOW = "2026-09-01T08:00:00.000Z"


def capture(url: str = f"{SITE}/xwzx/") -> Capture:
    return Capture(record_id="1", run_id="1", site_id="kfq", url=url, captured_at=NOW, status=200)


def entry(kind: str = "section", depth: int = 1, state: str = "known", url: str = f"{SITE}/xwzx/") -> Address:
    return Address(url=url, site_id="kfq", kind=kind, depth=depth, state=state)


def link(path: str, kind: str = "section") -> Link:
    return Link(url=path if "://" in path else SITE + path, text="栏目", kind=kind)


def page(
    rows: tuple[str, ...] = (),
    links: tuple[Link, ...] = (),
    after: str | None = None,
    outcome: Outcome = Outcome.LISTING,
) -> Page:
    found = tuple(Row(url=path if "://" in path else SITE + path, title="园区道路开工") for path in rows)
    listing = Listing(rows=found, next_url=SITE + after if after else None) if rows or after else None
    return Page(outcome=outcome, listing=listing, links=links)


def paths(found: list[Address]) -> list[tuple[str, str]]:
    return [(address.kind, address.url.removeprefix(SITE)) for address in found]


def test_a_listing_leads_to_its_next_page_its_items_and_then_to_sections() -> None:
    links = (
        link("/zwgk/"),
        link("/news/1.html", "article"),
        link("/xwzx/index_9.html", "page"),
        link("/news/7.html", "article"),
    )
    found = follow(capture(), page(("/news/1.html", "/news/2.html"), links, "/xwzx/index_2.html"), GENERIC, entry())
    assert paths(found) == [
        ("page", "/xwzx/index_2.html"),
        ("page", "/xwzx/index_9.html"),
        ("article", "/news/1.html"),
        ("article", "/news/2.html"),
        ("section", "/zwgk/"),
        ("article", "/news/7.html"),
    ]


def test_what_is_found_is_due_at_once_and_says_where_it_was_found() -> None:
    (found,) = follow(capture(), page(("/news/1.html",)), GENERIC, entry(depth=2))
    assert found == Address(
        url=f"{SITE}/news/1.html",
        site_id="kfq",
        kind="article",
        depth=3,
        found_on=f"{SITE}/xwzx/",
        found_by="listing",
        due_at=NOW,
    )


def test_steps_of_a_pager_do_not_lead_deeper() -> None:
    found = follow(capture(), page(("/news/1.html",), after="/xwzx/index_2.html"), GENERIC, entry(depth=DEPTH_LIMIT))
    assert [(address.kind, address.depth) for address in found] == [("page", DEPTH_LIMIT), ("article", DEPTH_LIMIT + 1)]


def test_sections_end_at_the_depth_limit() -> None:
    links = (link("/a/"), link("/news/1.html", "article"))
    article = page(links=links, outcome=Outcome.OK)
    assert follow(capture(), article, GENERIC, entry("article", DEPTH_LIMIT)) == []
    assert len(follow(capture(), article, GENERIC, entry("article", DEPTH_LIMIT - 1))) == 2


def test_a_pager_is_left_where_all_items_are_known() -> None:
    listing = page(("/news/1.html", "/news/2.html"), after="/xwzx/index_3.html")
    kinds = [
        [address.kind for address in follow(capture(), listing, GENERIC, entry("page"), known)]
        for known in (lambda url: True, lambda url: url.endswith("1.html"), lambda url: False)
    ]
    assert kinds == [["article", "article"], ["page", "article", "article"], ["page", "article", "article"]]


def test_the_first_page_of_a_new_list_is_turned_even_if_its_items_are_known() -> None:
    listing = page(("/news/1.html",), after="/xwzx/index_2.html")
    assert [a.kind for a in follow(capture(), listing, GENERIC, entry(), lambda _: True)] == ["page", "article"]
    assert [a.kind for a in follow(capture(), listing, GENERIC, entry(state="done"), lambda _: True)] == ["article"]


def test_an_endless_list_of_the_same_items_ends() -> None:
    known: set[str] = set()
    asked = [entry()]
    for number, address in enumerate(asked, 2):
        listing = page(("/news/1.html", "/news/2.html"), after=f"/xwzx/index_{number}.html")
        found = follow(capture(address.url), listing, GENERIC, address, known.__contains__)
        asked += [new for new in found if new.kind == "page" and new.url not in known]
        known |= {new.url for new in found}
    assert len(asked) == 2


def test_nothing_is_followed_off_the_site_but_a_profile_may_name_further_hosts() -> None:
    links = (link("http://www.kfq.test/a/"), link("http://sub.kfq.test/b/"), link("http://other.test/"))
    both = Profile(home=f"{SITE}/", hosts=("sub.kfq.test",))
    listing = page(("http://other.test/news/1.html",), links)
    assert paths(follow(capture(), listing, GENERIC, entry())) == [("section", "/a/")]
    assert [a.url for a in follow(capture(), listing, both, entry())] == [f"{SITE}/a/", "http://sub.kfq.test/b/"]


def test_a_profile_that_names_its_sections_gets_their_items_and_pages_alone() -> None:
    profile = Profile(home=f"{SITE}/", sections=(Section(name="要闻", url=f"{SITE}/xwzx/"),))
    links = (link("/zwgk/"), link("/news/9.html", "article"), link("/xwzx/index_2.html", "page"))
    assert paths(follow(capture(), page(("/news/1.html",), links), profile, entry())) == [
        ("page", "/xwzx/index_2.html"),
        ("article", "/news/1.html"),
    ]
    assert follow(capture(), page(links=links, outcome=Outcome.OK), profile, entry("article")) == []


def test_an_article_leads_to_sections_and_articles_but_to_no_further_pages() -> None:
    links = (
        link("/news/2.html", "article"),
        link("/xwzx/"),
        link("/news/1_2.html", "page"),
        link("/x.jsp?a=1", "other"),
    )
    found = follow(capture(ARTICLE), page(links=links, outcome=Outcome.OK), GENERIC, entry("article", url=ARTICLE))
    assert paths(found) == [("section", "/xwzx/"), ("article", "/news/2.html"), ("section", "/x.jsp?a=1")]


def with_files(*urls: str) -> Page:
    attachments = tuple(Attachment(url=url if "://" in url else SITE + url, name="附件") for url in urls)
    return replace(page(outcome=Outcome.OK), article=Article(title="通知", attachments=attachments))


def test_files_that_a_page_links_by_the_way_are_not_followed() -> None:
    assert follow(capture(), page(links=(link("/b.docx", "file"),)), GENERIC, entry()) == []


def test_files_and_pictures_of_an_article_come_last_and_know_which_page_led_to_them() -> None:
    links = (link("/news/2.html", "article"),)
    found = follow(capture(ARTICLE), replace(with_files("/a.pdf", "/b.jpg"), links=links), GENERIC, entry("article"))
    assert paths(found) == [("article", "/news/2.html"), ("file", "/a.pdf"), ("file", "/b.jpg")]
    assert {file.found_on for file in found} == {ARTICLE}


def test_files_are_followed_at_any_depth_and_for_named_sections_too() -> None:
    profile = Profile(home=f"{SITE}/", sections=(Section(name="要闻", url=f"{SITE}/xwzx/"),))
    found = follow(capture(ARTICLE), with_files("/a.pdf"), profile, entry("article", DEPTH_LIMIT + 1))
    assert paths(found) == [("file", "/a.pdf")]


def test_files_of_other_sites_stay_links() -> None:
    assert (
        follow(capture(ARTICLE), with_files("http://other.test/a.pdf", "ftp://kfq.test/a.pdf"), GENERIC, entry()) == []
    )


def test_a_file_may_stand_in_a_folder_that_pages_are_not_looked_for_in() -> None:
    assert paths(follow(capture(ARTICLE), with_files("/admin/upload/a.pdf"), GENERIC, entry())) == [
        ("file", "/admin/upload/a.pdf")
    ]
    assert follow(capture(ARTICLE), with_files("/admin/login?name=a"), GENERIC, entry()) == []


def test_a_file_that_a_listing_lists_is_one() -> None:
    assert paths(follow(capture(), page(("/a/notice.pdf", "/news/1.html")), GENERIC, entry())) == [
        ("article", "/news/1.html"),
        ("file", "/a/notice.pdf"),
    ]


def test_twins_of_one_address_are_asked_for_once() -> None:
    twins = ("/a/1.html", "https://kfq.test/a/1.html", "http://www.kfq.test/a/1.html#top", "/a/1.html?_=1700000000000")
    assert paths(follow(capture(), page(twins), GENERIC, entry())) == [("article", "/a/1.html")]
    links = (link("/b/"), link("/b/index.html"), link("/b/index.html?from=home"))
    assert paths(follow(capture(), page(links=links), GENERIC, entry())) == [("section", "/b/")]


def test_addresses_are_spelled_as_on_the_page_that_links_them() -> None:
    found = follow(capture("https://www.kfq.test/"), page(("/a/1.html",)), GENERIC, entry(depth=0))
    assert [address.url for address in found] == ["https://www.kfq.test/a/1.html"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?link=news", False),
        ("?from=home", False),
        ("?uid=7&pageNum=2", True),
        ("?cid=12", True),
        ("?infoId=abc", True),
        ("?y=2024", True),
    ],
)
def test_a_query_is_kept_where_it_selects_something(query: str, kept: bool) -> None:
    (found,) = follow(capture(), page(links=(link(f"/a/b.html{query}"),)), GENERIC, entry())
    assert found.url == f"{SITE}/a/b.html" + (query if kept else "")


def test_traps_are_not_followed() -> None:
    paths_of_traps = (
        "/a/b/a/b/a/b/a/b/",
        "/x?" + "&".join(f"a{n}=1" for n in range(9)),
        "/" + "a" * 3000,
        "/search/?q=1",
    )
    assert follow(capture(), page(links=tuple(map(link, paths_of_traps))), GENERIC, entry()) == []
    assert not is_trap(f"{SITE}/gzjg/zfgzbm/gzjg/")


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.SOFT_404, Outcome.TRUNCATED, Outcome.QUARANTINED])
def test_a_page_that_is_none_leads_nowhere(outcome: Outcome) -> None:
    assert follow(capture(), page(("/news/1.html",), (link("/a/"),), outcome=outcome), GENERIC, entry()) == []


def test_a_page_does_not_lead_to_itself() -> None:
    assert follow(capture(), page(("/xwzx/index.html",), (link("/xwzx/"),)), GENERIC, entry()) == []


def test_an_article_without_listing_or_links_leads_nowhere() -> None:
    assert follow(capture(), Page(outcome=Outcome.OK, article=Article(title="园区道路开工")), GENERIC, entry()) == []


@given(st.lists(st.text(alphabet="/.?&=:[]@#%ahtpkfqes0419\u65b0", max_size=40), max_size=10))
def test_any_addresses_give_only_addresses_of_the_site(urls: list[str]) -> None:
    links = tuple(Link(url=url, text="", kind="section") for url in urls)
    found = follow(capture(), Page(outcome=Outcome.LISTING, links=links), GENERIC, entry())
    assert all(address.url.startswith(f"{SITE}/") for address in found)
    assert len({address.url for address in found}) == len(found)


@pytest.mark.parametrize(
    ("own", "expected"),
    [(None, [("footer", "/foot.js")]), (Footer(), [("footer", "/foot.js")]), (Footer(sponsor="云岭管委会"), [])],
)
def test_what_a_footer_comes_from_is_asked_for_where_a_page_has_none(
    own: Footer | None, expected: list[tuple[str, str]]
) -> None:
    found = follow(capture(), replace(page(links=(link("/foot.js", "footer"),)), footer=own), GENERIC, entry())
    assert paths(found) == expected


def test_each_address_says_what_named_it() -> None:
    links = (
        link("/zwgk/"),
        link("/news/7.html", "article"),
        link("/xwzx/index_9.html", "page"),
        link("/rss.xml", "feed"),
        link("/footer.js", "footer"),
        link("/gkmlpt/api/all/7?page=1&sid=2", "api"),
        link("/sitemap2.xml", "sitemap"),
    )
    listed = page(("/news/1.html",), links, "/xwzx/index_2.html")
    assert {
        (a.kind, a.found_by, a.url.removeprefix(SITE)) for a in follow(capture(), listed, GENERIC, entry("home"))
    } == {
        ("section", "link", "/zwgk/"),
        ("article", "link", "/news/7.html"),
        ("article", "listing", "/news/1.html"),
        ("page", "pager", "/xwzx/index_2.html"),
        ("page", "pager", "/xwzx/index_9.html"),
        ("section", "feed", "/rss.xml"),
        ("footer", "link", "/footer.js"),
        ("section", "api", "/gkmlpt/api/all/7?page=1&sid=2"),
        ("sitemap", "sitemap", "/sitemap2.xml"),
        ("sitemap", "sitemap", "/sitemap.xml"),
    }


def test_a_feed_is_followed_from_the_home_page_and_from_a_page_of_feeds_alone() -> None:
    linked = page(links=(link("/rss.xml", "feed"),))
    assert follow(capture(), linked, GENERIC, entry()) == []
    assert follow(capture(), linked, GENERIC, replace(entry("article"), found_by="feed")) == []
    of_feeds = follow(capture(), linked, GENERIC, replace(entry(), found_by="feed"))
    assert [(address.kind, address.found_by) for address in of_feeds] == [("section", "feed")]


@pytest.mark.parametrize("by", ["sitemap", "feed", "api"])
def test_items_of_a_list_for_programs_say_so(by: str) -> None:
    rows = (
        Row(url=f"{SITE}/news/1.html", title=""),
        Row(url=f"{SITE}/a.pdf", title=""),
        Row(url=f"{SITE}/zwgk/", title=""),
    )
    found = follow(
        capture(f"{SITE}/s"), Page(outcome=Outcome.LISTING, listing=Listing(rows=rows, by=by)), GENERIC, entry()
    )
    assert [(address.kind, address.found_by) for address in found] == [("article", by), ("section", by), ("file", by)]


def test_what_a_page_fetches_its_rows_from_is_asked_as_often_as_the_page() -> None:
    shell = Page(
        outcome=Outcome.LISTING, listing=Listing(rows=(), next_url=f"{SITE}/was5/web/search?channelid=7&page=1")
    )
    for state in ("known", "done"):
        assert paths(follow(capture(), shell, GENERIC, entry(state=state), known=lambda _: True)) == [
            ("section", "/was5/web/search?channelid=7&page=1")
        ]


def test_a_search_is_only_asked_where_it_is_the_list_of_a_page() -> None:
    search = "/was5/web/search?channelid=7&page=2"
    assert paths(follow(capture(), page(links=(link(search),)), GENERIC, entry())) == []
    assert paths(follow(capture(), page(("/news/1.html",), after=search), GENERIC, entry()))[0] == ("page", search)
    many = "/module/web/jpage/dataproxy.jsp?" + "&".join(f"x{n}={n}" for n in range(12))
    assert paths(follow(capture(), page(("/news/1.html",), after=many), GENERIC, entry()))[0] == ("page", many)
    assert paths(follow(capture(), page(("/news/1.html",), after=f"/xwzx/{many[28:]}"), GENERIC, entry())) == [
        ("article", "/news/1.html")
    ]


def test_a_robots_txt_and_an_index_lead_to_sitemaps_but_not_where_sections_are_chosen() -> None:
    links = (link("/s.xml", "sitemap"),)
    chosen = Profile(name="kfq", home=f"{SITE}/", sections=(Section(name="要闻", url=f"{SITE}/xwzx/"),))
    for outcome in (Outcome.ROBOTS, Outcome.LISTING):
        found = follow(capture(), page(links=links, outcome=outcome), GENERIC, entry())
        assert [(address.kind, address.found_by) for address in found] == [("sitemap", "sitemap")]
        assert follow(capture(), page(links=links, outcome=outcome), chosen, entry()) == []
