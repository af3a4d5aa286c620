"""C: where a site may not send the crawler. What counts is that nobody on the other side was connected to."""

import ipaddress
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.address import IPv4Address

from archive.records import Capture
from archive.warc import read_all
from crawler.guard import Guard
from crawler.resolver import GuardedResolver
from tests.faults.crawling import ROOT, lured, one, rows
from tests.faults.hostile import Answer, article, listing, path_of, redirect, reply
from tests.faults.ledger import Ledger
from tests.victims import accepts, victims

UNGUARDED: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": json.dumps({"crawler.capture.CaptureMiddleware": 950}),
    "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",
    "ROBOTSTXT_OBEY": "False",
}
CODES = (301, 302, 303, 307, 308)


def luring(targets: list[str], status: int = 302) -> dict[str, Answer]:
    """A site each of whose pages redirects somewhere."""
    pages = {path_of(number): redirect(target, status) for number, target in enumerate(targets, 1)}
    return {"/": reply(listing(pages)), **pages}


def test_c1_redirects_to_this_machine_are_not_followed(ledger: Ledger, tmp_path: Path) -> None:
    with (
        ledger.row("C1", "301, 302, 303, 307 and 308 to another address of this machine") as row,
        victims("127.0.0.2") as v,
    ):
        target = f"http://127.0.0.2:{v[0].port}"
        pages = {path_of(code): redirect(f"{target}/{code}", code) for code in CODES}
        _, refused = lured(tmp_path, {"/": reply(listing(pages)), **pages})
        for code in CODES:
            row.tried(v[0].accepts == 0, code)
        assert refused == {"refused by guard: 127.0.0.2"}
        lured(tmp_path, {"/": reply(listing(pages)), **pages}, **UNGUARDED)
        row.red(f"all {len(CODES)} get there", v[0].accepts >= len(CODES))


def test_c2_what_a_page_says_leads_nowhere_else(ledger: Ledger, tmp_path: Path) -> None:
    words = "meta refresh, base, frames, links, images, canonical addresses of this machine"
    with ledger.row("C2", words) as row, victims("127.0.0.2") as v:
        to = f"http://127.0.0.2:{v[0].port}/"
        lures = [
            f'<meta http-equiv="refresh" content="0;url={to}a">',
            f'<base href="{to}">',
            f'<link rel="canonical" href="{to}b">',
            f'<iframe src="{to}c"></iframe><frame src="{to}d">',
            f'<img src="{to}e"><script src="{to}f"></script><link rel=stylesheet href="{to}g">',
            f'<a href="{to}h.html">下一页</a><a href="//127.0.0.2:{v[0].port}/i/">更多</a>',
        ]
        pages: dict[str, Answer] = {}
        for number, word in enumerate(lures, 1):
            page = article(number, word).replace(b"<head>", b"<head>" + word.encode())
            pages[path_of(number)] = reply(page)
        answers = {"/": reply(listing(pages)), **pages}
        lured(tmp_path, answers)
        for word in lures:
            row.tried(v[0].accepts == 0, word)
        lured(tmp_path, answers, METAREFRESH_ENABLED="True", **UNGUARDED)
        row.red("a refresh is followed there", v[0].accepts > 0)


ODD = (
    *("127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("localhost.", "0.0.0.0", "127.0.0.1.", "[::]", "localhost"),
)


def test_c3_this_machine_by_any_other_name_is_this_machine(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("C3", "this machine in twelve notations") as row, victims("127.0.0.1", "::1") as v:
        targets = [f"http://{name}:{v[0].port}/" for name in ODD]
        folder, refused = lured(tmp_path, luring(targets))
        told = one(folder, "SELECT count(DISTINCT url) FROM captures WHERE outcome = 'refused'")
        for name in ODD:
            row.tried(accepts(v) == 0, name)
        assert told == len(ODD), refused
        lured(tmp_path, luring(targets), **UNGUARDED)
        row.red(f"{accepts(v)} connections are made", accepts(v) > 3)


class Answers:
    """A resolver whose answers a test gives, and who gets them."""

    def __init__(self, *turns: list[str]) -> None:
        self.turns = list(turns)

    def resolveHostName(self, receiver: Any, hostName: str, portNumber: int = 0, *rest: Any, **more: Any) -> Any:
        receiver.resolutionBegan(self)
        for address in self.turns.pop(0):
            receiver.addressResolved(IPv4Address("TCP", address, portNumber))
        receiver.resolutionComplete()
        return self


class Receiver:
    def __init__(self) -> None:
        self.got: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:
        return

    def addressResolved(self, address: IPv4Address) -> None:
        self.got.append(address.host)

    def resolutionComplete(self) -> None:
        return


class Reactor:
    """What a resolver needs of one."""

    def __init__(self, answers: Answers) -> None:
        self.nameResolver = answers


def connected(resolver: Any) -> list[str]:
    """The addresses that a connection to a name would be tried at."""
    receiver = Receiver()
    resolver.resolveHostName(receiver, "kfq.test", 80)
    return receiver.got


@pytest.mark.quick
def test_c4_a_name_is_judged_by_each_address_that_it_gets(ledger: Ledger) -> None:
    with ledger.row("C4", "names of private addresses, of public and private ones, of others each time") as row:
        for number in range(ledger.times(100, 20)):
            private = ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1")[number % 5]
            turns = (["8.8.4.4"], [private], ["8.8.4.4", private], [private, "223.5.5.5", private])
            guarded: Any = GuardedResolver(Reactor(Answers(*turns)), 0, Guard(), None)  # type: ignore[arg-type]
            got = [connected(guarded) for _ in turns]
            row.tried(got == [["8.8.4.4"], [], ["8.8.4.4"], ["223.5.5.5"]], got)
        open_to_all: Any = CachingHostnameResolver(Reactor(Answers(["8.8.4.4", "127.0.0.1"])), 0)  # type: ignore[arg-type]
        row.red("Scrapy's resolver gives them all", "127.0.0.1" in connected(open_to_all))


PRIVATE = ("169.254.169.254", "10.1.2.3", "172.16.0.9", "192.168.1.1", "100.64.0.1", "127.0.0.1", "fd00::7", "::1")
IN_A_NAMESPACE = """
ip link set lo up
for address in $ADDRESSES; do
    case $address in *:*) bits=128;; *) bits=32;; esac
    ip addr add $address/$bits dev lo
done
exec "$PYTHON" -m tests.faults.namespace "$@"
"""


def test_c5_by_default_nothing_private_is_connected_to(ledger: Ledger, tmp_path: Path) -> None:
    if sys.platform != "linux" or shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("a network of one's own needs unshare(1) and ip(8) of Linux")
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system does not let a user make a network namespace")

    def inside(how: str) -> dict[str, Any]:
        environment = os.environ | {"ADDRESSES": " ".join(("8.8.4.4", *PRIVATE)), "PYTHON": sys.executable}
        arguments = ["unshare", "-rn", "sh", "-c", IN_A_NAMESPACE, "sh", str(tmp_path / how), how, *PRIVATE]
        done = subprocess.run(
            arguments, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    with ledger.row("C5", "the address of cloud metadata and every private range, with the settings as shipped") as row:
        shipped = inside("shipped")
        assert shipped["pages"] > 0, "the site at a public address is crawled"
        for address in PRIVATE:
            row.tried(shipped["accepts"].get(address) == 0, (address, shipped))
        stock = inside("unguarded")
        reached = [address for address, count in stock["accepts"].items() if count]
        row.red(f"{len(reached)} of {len(PRIVATE)} are reached", len(reached) >= 5)


SCHEMES = (
    *("file:///etc/hostname", "file://localhost/etc/hostname", "data:text/html,secret", "ftp://127.0.0.2/a"),
    *("s3://bucket/key", "gopher://127.0.0.2/", "javascript:alert(1)", "view-source:http://kfq.test/", "about:blank"),
)


def test_c6_no_scheme_but_http_is_followed(ledger: Ledger, tmp_path: Path) -> None:
    secret = Path("/etc/hostname").read_text().strip()
    with ledger.row("C6", "file, data, ftp, s3, gopher, javascript and more, in redirects and links") as row:
        pages = dict(luring(list(SCHEMES)))
        links = "".join(f'<a href="{scheme}">链接</a>' for scheme in SCHEMES)
        pages[path_of(50)] = reply(article(50, links))
        pages["/"] = reply(listing([path for path in pages if path != "/"], links))
        folder, _ = lured(tmp_path, pages)
        asked = " ".join(url for (url,) in rows(folder, "SELECT url FROM captures UNION SELECT url FROM frontier"))
        told = " ".join(str(cell) for line in rows(folder, "SELECT * FROM versions") for cell in line)
        bodies = b"".join(item.body for item in read_all(folder) if isinstance(item, Capture) and item.status == 200)
        for scheme in SCHEMES:
            name = scheme.partition(":")[0]
            row.tried(f"{name}:" not in asked and secret not in told and secret.encode() not in bodies, scheme)
        fetched = subprocess.run(
            [sys.executable, "-m", "scrapy", "fetch", "--nolog", "file:///etc/hostname"],
            cwd=tmp_path,
            env=os.environ | {"SCRAPY_SETTINGS_MODULE": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        row.red("Scrapy reads this machine's files", secret in fetched.stdout)


def test_c7_no_port_but_the_sites_own_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    words = "odd ports, user names, back slashes, tabs and line breaks in addresses"
    with ledger.row("C7", words) as row, victims("127.0.0.1") as v:
        odd = f"127.0.0.1:{v[0].port}"
        targets = [
            f"http://{odd}/",
            f"http://a@{odd}/",
            f"http://a:b@{odd}/",
            f"http:\\\\{odd}\\x",
            f"http:/\\{odd}/",
            f"ht\ttp://{odd}/",
            f"//{odd}/y",
            f"http://kfq.test@{odd}/",
            f"http://{odd}#@kfq.test/",
            f"\t http://{odd}/z",
        ]
        lured(tmp_path, luring(targets))
        for target in targets:
            row.tried(v[0].accepts == 0, target)
        lured(tmp_path, luring(targets), GUARD_ALLOW="127.0.0.0/8", **UNGUARDED)
        row.red("they are connected to", v[0].accepts > 0)


def test_c8_what_leads_off_the_site_leaves_a_record(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.row("C8", "a page, the start or robots.txt that redirect to another site") as row:
        off = [f"http://other{number}.test/" for number in range(1, 6)]
        folder, _ = lured(tmp_path, luring(off))
        told = dict(rows(folder, "SELECT url, error FROM captures WHERE outcome = 'refused'"))
        for number, url in enumerate(off, 1):
            said = f"refused by guard: host other{number}.test is not of this site"
            row.tried(told.get(url) == said, (url, told.get(url)))
        for path in ("/", "/robots.txt"):
            folder, _ = lured(tmp_path, {path: redirect("http://other.test/")})
            row.tried(one(folder, "SELECT count(*) FROM captures WHERE url LIKE 'http://other.test/%'") >= 1, path)
        stock = UNGUARDED | {
            "DOWNLOADER_MIDDLEWARES": json.dumps(
                {
                    "crawler.guard.GuardMiddleware": None,
                    "crawler.capture.CaptureMiddleware": None,
                    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": 50,
                }
            )
        }
        folder, _ = lured(tmp_path, luring(off), **stock)
        row.red("nothing tells of them", one(folder, "SELECT count(*) FROM captures WHERE url LIKE '%other%'") == 0)


def test_c10_proxies_of_the_environment_are_not_used(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.row("C10", "proxies named by the environment") as row, victims("127.0.0.1") as v:
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{v[0].port}")
        pages: dict[str, Answer] = {path_of(1): reply(article(1))}
        folder, _ = lured(tmp_path, {"/": reply(listing(pages)), **pages})
        got = one(folder, "SELECT count(*) FROM captures WHERE status = 200")
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            row.tried(v[0].accepts == 0 and got >= 2, name)
        lured(tmp_path, {"/": reply(listing(pages)), **pages}, HTTPPROXY_ENABLED="True", **UNGUARDED)
        row.red("they are", v[0].accepts > 0)


@pytest.mark.quick
def test_no_private_address_is_let_through_however_it_is_carried() -> None:
    guard = Guard()
    for text in PRIVATE:
        address = ipaddress.ip_address(text)
        assert not guard.lets_through(address, 80)
