"""The sample site is whole: links lead somewhere, its days differ as they should, pages say what is expected."""

import re
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html as lxml_html

from crawler.demo.content import sections, zone
from crawler.demo.expected import Expected
from crawler.demo.expected import expected as every_article
from crawler.demo.paths import DOWNLOAD
from crawler.demo.render import Noise
from crawler.demo.site import Response, site_on
from crawler.demo.site import pages as every_page
from spiders.extract.restore import Restorer

ROOT = f"http://{zone().host}"
DEAD = f"{ROOT}/news/202501/t20250115_0997.html"
DAYS = (1, 2)
UNLISTED = "/news/202508/t20250806_1045.html"  # on the later day, though it is still up
pages, expected = cache(every_page), cache(every_article)


def text_of(response: Response) -> str:
    """A page's markup, decoded as what it is."""
    charset = "gb18030" if response.header("Content-Type") == "text/html" else "utf-8"
    return response.body.decode(charset)


@cache
def html_pages(day: int) -> dict[str, str]:
    return {
        path: text_of(response)
        for path, response in pages(day).items()
        if (response.header("Content-Type") or "").startswith("text/html") and response.status == 200
    }


def links(path: str, markup: str) -> set[str]:
    """What a page links to: links, pictures, styles, the buttons of EasySite's pager and the pages of TRS's script."""
    tree = lxml_html.fromstring(markup.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = {str(value) for value in tree.xpath("//a/@href | //img/@src | //link/@href | //*[@tagname]/@tagname")}
    if script := re.search(r'createPageHTML\((\d+), \d+, "index", "html"\)', markup):
        found |= {f"index_{number}.html" for number in range(1, int(script[1]))}
    plain = (link for link in found if not link.startswith(("#", "javascript:", "[")))
    return {urljoin(ROOT + path, link) for link in plain}


def article_text(one: Expected) -> str:
    return one.body if one.verbatim is None else one.verbatim


@pytest.mark.parametrize("day", DAYS)
def test_every_link_within_the_site_leads_to_a_page_but_the_dead_one(day: int) -> None:
    known = {ROOT + path for path in pages(day)}
    linked = {link for path, markup in html_pages(day).items() for link in links(path, markup)}
    within = {link for link in linked if urlsplit(link).netloc == zone().host}
    assert within - known == {DEAD}


@pytest.mark.parametrize("day", DAYS)
def test_every_article_can_be_reached_from_the_home_page_through_listings(day: int) -> None:
    markup = html_pages(day)
    articles = {url.removeprefix(ROOT) for url in expected(day)}
    seen, todo = {"/"}, ["/"]
    while todo:
        path = todo.pop()
        if path in articles:
            continue  # articles link each other; the listings alone must do
        found = {link.removeprefix(ROOT) for link in links(path, markup[path])} & markup.keys()
        todo += sorted(found - seen)
        seen |= found
    unlisted = {UNLISTED} if day == 2 else set()
    assert articles - seen == unlisted


def test_there_are_sixty_articles_in_six_sections_with_listings_of_several_pages() -> None:
    assert len(expected(1)) >= 60
    assert len({one.section for one in expected(1).values()}) == len(sections()) == 6
    assert all(len(section.articles) > section.page_size for section in sections())


def test_the_later_day_adds_edits_and_removes() -> None:
    first, later = expected(1), expected(2)
    assert len(later.keys() - first.keys()) == 4
    edited = {url for url in first.keys() & later.keys() if first[url] != later[url]}
    fields = {
        name
        for url in edited
        for name in ("title", "published_at", "body", "files")
        if getattr(first[url], name) != getattr(later[url], name)
    }
    assert len(edited) == 4
    assert fields == {"published_at", "body", "files"}
    gone = {url.removeprefix(ROOT) for url in first.keys() - later.keys()}
    assert sorted(pages(2)[path].status for path in gone) == [200, 404, 410]


def test_one_edit_is_of_a_single_character() -> None:
    first, later = expected(1), expected(2)
    distances = [
        sum(a != b for a, b in zip(first[url].body, later[url].body, strict=True))
        for url in first.keys() & later.keys()
        if first[url].body != later[url].body and len(first[url].body) == len(later[url].body)
    ]
    assert 1 in distances


@pytest.mark.parametrize("day", DAYS)
def test_every_article_page_says_what_is_expected_of_it(day: int) -> None:
    for url, one in expected(day).items():
        markup = html_pages(day)[url.removeprefix(ROOT)]
        tree = lxml_html.fromstring(markup.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
        shown = "".join("".join(tree.xpath("//body//text()")).split())
        for line in article_text(one).split("\n"):
            for cell in line.split("\t"):
                assert "".join(cell.split()) in shown, (url, cell)
        assert one.published_text is None or "".join(one.published_text.split()) in shown
        if one.verbatim is None:
            assert "".join(one.title.split()) in shown
            assert {link.removeprefix(ROOT) for link in (*one.files, *one.images)} <= pages(day).keys()


def test_policy_pages_say_gb2312_and_need_gb18030() -> None:
    policy = next(section for section in sections() if section.key == "policy")
    bodies = [pages(1)[f"/policy/{path}"].body for path in ("list.htm", "2026/2069.htm", "2026/2070.htm")]
    assert policy.charset == "gb18030"
    for body in bodies:
        assert b"charset=gb2312" in body
        assert "示例内容" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        bodies[1].decode("gbk")  # a character that only GB18030 has
    with pytest.raises(UnicodeDecodeError):
        bodies[2].decode("gb2312")


def test_garbled_pages_are_judged_injected_and_can_be_restored() -> None:
    garbled = {url: one for url, one in expected(1).items() if one.verbatim is not None}
    assert len(garbled) == 6
    for url, one in garbled.items():
        markup = html_pages(1)[url.removeprefix(ROOT)]
        restorer = Restorer.for_page(markup)
        assert restorer.verdict == "injected"
        assert restorer.apply(article_text(one))[0] == one.body
        assert one.readings_removed >= 30


def test_every_page_says_that_the_site_is_invented() -> None:
    assert all(zone().notice in markup for markup in html_pages(1).values())


def test_two_visits_differ_in_noise_alone() -> None:
    path = "/news/202608/t20260827_1062.html"
    first, second = site_on(1).response(path, visit=1), site_on(1).response(path, visit=2)
    assert first.body != second.body
    assert first.header("ETag") == second.header("ETag")


def test_an_edit_changes_the_validators_and_noise_does_not() -> None:
    unedited, edited = "/info/1021/2352.htm", "/news/202607/t20260722_1060.html"
    assert pages(1)[unedited].header("ETag") == pages(2)[unedited].header("ETag")
    assert pages(2)[unedited].header("Last-Modified") == "Tue, 01 Sep 2026 00:00:00 GMT"
    assert pages(1)[edited].header("ETag") != pages(2)[edited].header("ETag")
    assert pages(2)[edited].header("Last-Modified") == "Tue, 08 Sep 2026 00:00:00 GMT"


def test_the_footer_names_another_phone_on_the_later_day() -> None:
    assert "0386-7210124 7210254" in html_pages(1)["/"]
    assert "0386-7210124 7210386" in html_pages(2)["/"]


def test_an_old_address_leads_to_the_article() -> None:
    response = pages(1)["/zone/show.asp?id=1062"]
    assert (response.status, response.header("Location")) == (301, "/news/202608/t20260827_1062.html")


def test_files_are_what_their_names_say() -> None:
    magic = {
        ".png": b"\x89PNG",
        ".jpg": b"\xff\xd8\xff",
        ".pdf": b"%PDF-1.4",
        ".txt": "签约项目名单".encode("gb18030"),
        **dict.fromkeys((".doc", ".xls", ".wps"), b"\xd0\xcf\x11\xe0"),
        **dict.fromkeys((".docx", ".xlsx", ".ofd", ".zip"), b"PK\x03\x04"),
    }
    linked = [link for one in expected(1).values() for link in (*one.files, *one.images)]
    named = [link for link in linked if urlsplit(link).path != DOWNLOAD and "/lost-" not in link]
    assert {link[link.rindex(".") :] for link in named} == set(magic)
    for link in named:
        assert pages(1)[urlsplit(link).path].body.startswith(magic[link[link.rindex(".") :]])


def test_a_file_without_an_extension_goes_to_who_comes_from_a_page_and_has_its_name_in_gbk() -> None:
    links = [link.removeprefix(ROOT) for one in expected(1).values() for link in one.files if DOWNLOAD in link]
    assert len(links) == 2
    for link in links:
        response = site_on(1).response(link, referer=f"{ROOT}/info/1021/2409.htm")
        said = (response.header("Content-Disposition") or "").encode("latin-1").decode("gb18030")
        assert re.fullmatch(r"attachment; filename=附件\d+\.(pdf|docx)", said)
        assert not response.body.startswith(b"\n<!DOCTYPE")
        assert "不支持直接打开" in site_on(1).response(link).body.decode()


def test_a_lost_file_is_a_page_that_says_so_with_status_200() -> None:
    (link,) = (link for one in expected(1).values() for link in one.files if "/lost-" in link)
    response = pages(1)[link.removeprefix(ROOT)]
    assert (response.status, response.header("Content-Type")) == (200, "text/html; charset=utf-8")


def test_one_file_is_another_on_the_later_day_under_the_same_address() -> None:
    files = {link.removeprefix(ROOT) for one in expected(1).values() for link in one.files} & pages(2).keys()
    changed = [path for path in files if pages(1)[path].body != pages(2)[path].body and "/lost-" not in path]
    assert [path.rpartition("/")[2] for path in changed] == ["final-accounts-tables.xlsx"]


def test_noise_tells_the_day_of_the_week() -> None:
    assert Noise(visit=0, today=zone().days[0]).date_text == "今天是2026年9月1日 星期二"
