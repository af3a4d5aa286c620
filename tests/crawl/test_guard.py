"""What the guard lets through, and what it keeps from being connected to."""

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from crawler.demo.faults import Fault
from crawler.demo.server import DemoServer
from crawler.guard import Allowed, Guard, is_public
from tests.victims import Victim, victims

if TYPE_CHECKING:
    from tests.crawl.conftest import Archive, Scrapy

HOSTS = ("kfq.test",)
NOWHERE: tuple[int, ...] = ()


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.9.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
        ),
        *("192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fec0::1", "fd00::1", "ff02::1", "2001:db8::1", "::127.0.0.1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2001::1"),
    ],
)
def test_an_address_that_is_not_public_is_kept_out(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert not Guard().lets_through(ipaddress.ip_address(address), 80)


@pytest.mark.parametrize("address", ["8.8.4.4", "223.5.5.5", "2400:3200::1", "64:ff9b::808:404", "2002:808:404::1"])
def test_a_public_address_is_let_through(address: str) -> None:
    assert Guard().lets_through(ipaddress.ip_address(address), 80)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_ipv6_carries_it(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    carried = [
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
    ]
    assert {is_public(each) for each in carried} == {is_public(address)}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/hostname", "scheme file"),
        ("ftp://kfq.test/", "scheme ftp"),
        ("gopher://kfq.test/", "scheme gopher"),
        ("javascript:alert(1)", "scheme javascript"),
        ("http://kfq.test:22/", "port 22"),
        ("http://kfq.test:6379/", "port 6379"),
        ("http://kfq.test:99999/", "not an address"),
        ("http://user:secret@kfq.test/", "a user name in the address"),
        ("http://www.other.test/", "host www.other.test is not of this site"),
        ("http://xxgk.kfq.test/", "host xxgk.kfq.test is not of this site"),
        ("http://kfq.test.other.test/", "host kfq.test.other.test is not of this site"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:7f00:1"),
        ("http://169.254.169.254/latest/", "169.254.169.254"),
        ("http://127.1/", "odd notation 127.1"),
        ("http://2130706433/", "odd notation 2130706433"),
        ("http://0x7f000001/", "odd notation 0x7f000001"),
        ("http://0177.0.0.1/", "odd notation 0177.0.0.1"),
        ("http://127.0.0.1./", "127.0.0.1"),
        ("http://8.8.4.4/", "host 8.8.4.4 is not of this site"),
        ("http:///a", "host missing is not of this site"),
    ],
)
def test_what_the_guard_objects_to(url: str, why: str) -> None:
    assert Guard().objection(url, HOSTS, NOWHERE) == why


@pytest.mark.parametrize("url", ["http://kfq.test/", "https://www.kfq.test/a?b=1", "http://KFQ.test:80/"])
def test_the_sites_own_pages_are_asked_for(url: str) -> None:
    assert Guard().objection(url, HOSTS, NOWHERE) is None


def test_a_port_that_the_profile_names_is_the_sites(tmp_path: Path) -> None:
    assert Guard().objection("http://kfq.test:8080/", HOSTS, {8080}) is None


@given(st.text(max_size=60))
def test_the_guard_judges_any_text_without_a_fault(text: str) -> None:
    assert Guard().objection(text, HOSTS, NOWHERE)
    assert Guard().objection("http://" + text, ["other.test"], NOWHERE) or "other.test" in text.lower()


@pytest.mark.parametrize(
    ("setting", "address", "port", "fits"),
    [
        ("127.0.0.1/32:8900", "127.0.0.1", 8900, True),
        ("127.0.0.1/32:8900", "127.0.0.1", 8901, False),
        ("127.0.0.1/32:8900", "127.0.0.2", 8900, False),
        ("127.0.0.1:8900", "127.0.0.1", 8900, True),
        ("10.0.0.0/8, fd00::/8", "fd00::7", 443, True),
        ("::1/128:8900", "::1", 8900, True),
        ("", "127.0.0.1", 80, False),
    ],
)
def test_guard_allow_opens_what_it_names(setting: str, address: str, port: int, fits: bool) -> None:
    assert Guard.parse(setting).lets_through(ipaddress.ip_address(address), port) is fits


@pytest.mark.parametrize("setting", ["localhost", "127.0.0.1/33", "127.0.0.1/32:http", "127.0.0.1/8"])
def test_a_guard_allow_that_cannot_be_read_is_told_in_one_line(setting: str) -> None:
    with pytest.raises(UsageError, match=r"GUARD_ALLOW has .* give CIDR"):
        Allowed.parse(setting)


@pytest.fixture
def victim() -> Iterator[Victim]:
    with victims("127.0.0.1") as found:
        yield found[0]


@pytest.mark.slow
def test_a_name_that_resolves_to_loopback_is_not_connected_to(
    scrapy: "Scrapy", archive: "Archive", victim: Victim
) -> None:
    url = f"url=http://localhost:{victim.port}/"
    ended = scrapy("crawl", "site", "-a", url, ARCHIVE_DIR=archive.folder, DOWNLOAD_DELAY=0)
    assert (ended.code, victim.accepts) == (12, 0)
    assert "refused by guard: " in ended.err.splitlines()[-1]
    told = dict(archive.rows("SELECT url, error FROM captures WHERE outcome = 'refused'"))
    assert told.pop(f"http://localhost:{victim.port}/robots.txt").startswith("refused by guard: ")
    assert list(told) == [f"http://localhost:{victim.port}/"], "its turn came, and it was not asked for"


@pytest.mark.slow
def test_without_the_guard_the_same_name_is_connected_to(scrapy: "Scrapy", archive: "Archive", victim: Victim) -> None:
    url = f"url=http://localhost:{victim.port}/"
    given = {"GUARD_ALLOW": "127.0.0.0/8,::1/128", "ARCHIVE_DIR": archive.folder, "DOWNLOAD_DELAY": 0}
    scrapy("crawl", "site", "-a", url, **given)
    assert victim.accepts > 0


@pytest.mark.slow
def test_redirects_to_loopback_and_to_files_are_captures_that_were_refused(
    scrapy: "Scrapy", archive: "Archive", site: DemoServer
) -> None:
    site.faults |= {"/investment/": Fault.REDIRECT_LOOPBACK, "/policy/": Fault.REDIRECT_FILE}
    ended = scrapy.crawl(site, archive.folder, "max_pages=12")
    assert ended.code == 0, ended.err
    assert archive.rows("SELECT DISTINCT url, error FROM captures WHERE outcome = 'refused'") == [
        ("http://127.0.0.2/", "refused by guard: 127.0.0.2")
    ]
    assert archive.one("SELECT count(*) FROM captures WHERE url LIKE 'file:%'") == 0
    assert not [request for request in site.requests if request.host != "kfq.test"]


@pytest.mark.slow
def test_proxies_of_the_environment_are_ignored(scrapy: "Scrapy", archive: "Archive", victim: Victim) -> None:
    with DemoServer() as site:
        proxy = f"http://127.0.0.1:{victim.port}"
        where = f"url=http://127.0.0.1:{site.port}/"
        given = {"GUARD_ALLOW": f"127.0.0.1/32:{site.port}", "ARCHIVE_DIR": archive.folder, "DOWNLOAD_DELAY": 0}
        environment = os.environ | {"http_proxy": proxy, "HTTP_PROXY": proxy, "ALL_PROXY": proxy}
        ended = scrapy.run_in(environment, "crawl", "site", "-a", where, "-a", "max_pages=2", **given)
    assert (ended.code, victim.accepts) == (0, 0), ended.err
    assert len(site.requests) >= 3
