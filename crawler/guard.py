"""What may be connected to: public addresses of the site's own hosts over http and https, and nothing else.

A site decides where its names point and where it redirects; without this a page could make the crawler fetch from
the operator's own network. Names are judged by the addresses that they resolve to, when a connection is made, so
that no second look-up can give another answer.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from archive.errors import UsageError
from archive.urls import host as host_of
from archive.urls import same_site
from spiders.profile import Profile

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1
# inet_aton takes 127.1, 2130706433, 0x7f.1 and 0177.0.0.1 for addresses; so do resolvers, and no host is named so.
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


class Refused(IgnoreRequest):
    """A request that we don't send; the message begins with "refused" and says by whom and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A part of the network that is let through although it is not public; `port` None means every port."""

    network: IPNetwork
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Allowed":
        """`CIDR[:port]`, as GUARD_ALLOW has it; UsageError for anything else.

        >>> Allowed.parse("127.0.0.1/32:8900").port, Allowed.parse("fd00::/8").network.version
        (8900, 6)
        """
        network, slash, rest = text.strip().partition("/")
        if slash:
            bits, colon, port = rest.partition(":")
            network += "/" + bits
        elif network.count(":") == 1:
            network, colon, port = network.partition(":")
        else:
            colon = port = ""
        try:
            return cls(network=ipaddress.ip_network(network), port=int(port) if colon else None)
        except ValueError as error:
            raise UsageError(
                f"GUARD_ALLOW has {text.strip()!r} ({error}); give CIDR[:port], like 127.0.0.1/32:8900"
            ) from error

    def has(self, address: IPAddress, port: int) -> bool:
        """Whether an address at a port is in this part of the network."""
        return address.version == self.network.version and address in self.network and self.port in (None, port)


@dataclass(frozen=True, slots=True)
class Guard:
    """What GUARD_ALLOW opens; by default nothing."""

    allowed: tuple[Allowed, ...] = ()

    @classmethod
    def parse(cls, setting: str) -> "Guard":
        """The guard of a setting: allowances separated by commas."""
        return cls(tuple(Allowed.parse(part) for part in setting.split(",") if part.strip()))

    def lets_through(self, address: IPAddress, port: int) -> bool:
        """Whether a connection to this address may be made."""
        return is_public(address) or any(allowance.has(address, port) for allowance in self.allowed)

    def objection(self, url: str, hosts: Collection[str], ports: Collection[int]) -> str | None:
        """Why an address may not be asked for, in a few words; None if it may.

        `hosts` are the site's, with or without www; `ports` those that it uses beside 80 and 443. A host that is a
        name is judged again when it resolves, unless a proxy does that.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return "not an address"
        if parts.scheme not in _PORTS:
            return f"scheme {parts.scheme}"
        if parts.username is not None or parts.password is not None:
            return "a user name in the address"
        host = (parts.hostname or "").rstrip(".")
        port = port or _PORTS[parts.scheme]
        address = literal(host)
        if address is None and _NUMERIC.fullmatch(host):
            return f"odd notation {host}"
        if address is not None and not self.lets_through(address, port):
            return str(address)
        if not same_site(url, hosts):
            return f"host {host or 'missing'} is not of this site"
        if port not in (80, 443) and port not in ports:
            return f"port {port}"
        return None


class GuardMiddleware:
    """Judges every request before anything else does, redirects and robots.txt too (order below 50).

    It also puts all requests of a site in one slot: one at a time and the delay between them hold for the site, not
    for each of its hosts.
    """

    def __init__(self, guard: Guard, profile: Profile | None) -> None:
        self._guard, self._profile = guard, profile
        starts = profile.starts if profile is not None else ()
        self._ports = {port for url in starts if (port := urlsplit(url).port) is not None}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(Guard.parse(crawler.settings.get("GUARD_ALLOW", "")), getattr(crawler.spider, "profile", None))

    def process_request(self, request: Request) -> None:
        """Refuse what the guard objects to. Without a profile the site is the host that was asked for first."""
        first = request.meta.get("redirect_urls", [request.url])[0]
        if self._profile is not None:
            hosts, ports, slot = self._profile.all_hosts, self._ports, self._profile.name
        else:
            hosts, ports, slot = (host_of(first),), {urlsplit(first).port or 80}, host_of(first)
        if objection := self._guard.objection(request.url, hosts, ports):
            raise Refused(f"refused by guard: {objection}")
        request.meta["download_slot"] = slot


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the public network; one that carries an IPv4 address is judged by that too.

    >>> is_public(ipaddress.ip_address("::ffff:10.0.0.1")), is_public(ipaddress.ip_address("8.8.4.4"))
    (False, True)
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.sixtofour is not None:
            return is_public(address.sixtofour)
        if address.teredo is not None or address in _NAT64_LOCAL or address in _COMPATIBLE or address.is_site_local:
            return False
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast and not address.is_reserved


def literal(host: str) -> IPAddress | None:
    """The address that a host is, without brackets and zone; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
