"""What the operator gives is checked before anything begins."""

from pathlib import Path

import pytest
from scrapy.settings import Settings

from archive.errors import UsageError
from crawler.options import MAX_PAGES, Options, site_url, user_agent
from crawler.proxy import Proxy


def settings(**given: object) -> Settings:
    found = Settings()
    found.setmodule("crawler.settings")
    for name, value in given.items():
        found.set(name, value, priority="cmdline")
    return found


def test_nothing_needs_to_be_given() -> None:
    options = Options.of(settings(), {})
    assert (options.archive_dir, options.full, options.max_pages) == (Path("data"), False, MAX_PAGES)


def test_arguments_are_read() -> None:
    options = Options.of(settings(ARCHIVE_DIR="/a", CONTACT=" a@kfq.test "), {"full": "1", "max_pages": "7"})
    assert (options.archive_dir, options.contact, options.full, options.max_pages) == (
        Path("/a"),
        "a@kfq.test",
        True,
        7,
    )


@pytest.mark.parametrize(
    ("given", "arguments", "said"),
    [
        ({"CLOCK": "yesterday"}, {}, "CLOCK is 'yesterday'; give"),
        ({"DOWNLOAD_DELAY": "soon"}, {}, "DOWNLOAD_DELAY is 'soon'; give a number"),
        ({"DOWNLOAD_DELAY": "nan"}, {}, "DOWNLOAD_DELAY is 'nan'; give a number"),
        ({"DOWNLOAD_DELAY": "-1"}, {}, "DOWNLOAD_DELAY is '-1'; give a number, 0 or more"),
        ({"CONCURRENT_REQUESTS": "1.5"}, {}, "CONCURRENT_REQUESTS is '1.5'; give a whole number"),
        ({"GUARD_ALLOW": "home"}, {}, "GUARD_ALLOW has 'home'"),
        ({"CRAWL_PROXY": "localhost:8900"}, {}, "CRAWL_PROXY is not the address of a proxy; give http://HOST:PORT"),
        ({"CRAWL_PROXY": "socks5://a:1"}, {}, "CRAWL_PROXY is not"),
        ({"CRAWL_PROXY": "http://a:port"}, {}, "CRAWL_PROXY is not"),
        ({"CONTACT": "管委会"}, {}, "CONTACT has characters"),
        ({"CONTACT": "a\r\nX-Forged: 1"}, {}, "CONTACT has characters"),
        ({}, {"max_pages": "many"}, "-a max_pages is 'many'; give a whole number, 1 or more"),
        ({}, {"max_pages": "0"}, "-a max_pages is '0'"),
        ({}, {"full": "maybe"}, "-a full=maybe is neither yes nor no"),
        ({}, {"max_page": "3"}, "-a max_page is not known; did you mean `max_pages`?"),
    ],
)
def test_a_mistake_is_one_line_with_the_remedy(given: dict[str, str], arguments: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as mistake:
        Options.of(settings(**given), arguments)
    assert said in str(mistake.value)
    assert "\n" not in str(mistake.value)


def test_a_site_without_profile_needs_an_address() -> None:
    assert site_url({"url": "HTTP://www.KFQ.test"}) == "http://www.kfq.test/"
    for arguments in ({}, {"url": "kfq.test"}, {"url": "file:///etc/hostname"}):
        with pytest.raises(UsageError, match="scrapy crawl site -a url="):
            site_url(arguments)


def test_the_user_agent_names_program_and_contact() -> None:
    assert user_agent("").startswith("ZoneArchive/")
    assert user_agent("archive@kfq.test").endswith(" (+archive@kfq.test)")


def test_a_proxys_password_is_not_in_what_is_shown_of_it() -> None:
    proxy = Proxy.parse("http://me:s3cret@proxy.test:3128")
    assert proxy is not None
    assert proxy.url == "http://proxy.test:3128"
    assert proxy.credentials == b"Basic bWU6czNjcmV0"
    assert "s3cret" not in repr(proxy)
    assert "bWU6" not in repr(proxy)
