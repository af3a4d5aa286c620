"""The guard where names become addresses: what it does not let through is never connected to."""

import ipaddress
from collections.abc import Sequence
from typing import Any, Self, cast

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.guard import Guard
from crawler.proxy import Proxy


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's resolver less the addresses that the guard does not let through (TWISTED_DNS_RESOLVER).

    `refused` tells by host which address stood in the way, so that a failure can say why. The operator's own proxy
    is let through; everything else is resolved here only where there is no proxy.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, guard: Guard, proxy: Proxy | None) -> None:
        super().__init__(reactor, cache_size)
        self._guard, self._proxy = guard, proxy
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Scrapy's way of making one."""
        settings = crawler.settings
        guard, proxy = Guard.parse(settings.get("GUARD_ALLOW", "")), Proxy.parse(settings.get("CRAWL_PROXY", ""))
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), guard, proxy)

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolve a name, giving the receiver only what may be connected to."""
        if self._proxy is None or (self._proxy.host, self._proxy.port) != (hostName, portNumber):
            resolutionReceiver = cast("IResolutionReceiver", _Sieve(resolutionReceiver, self, hostName, portNumber))
        return super().resolveHostName(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)

    def lets_through(self, host: str, address: IAddress, port: int) -> bool:
        """The guard's word on a resolved address; a refusal is remembered."""
        text = str(getattr(address, "host", ""))
        try:
            fits = self._guard.lets_through(ipaddress.ip_address(text.partition("%")[0]), port)
        except ValueError:
            fits = False
        if not fits:
            self.refused[host] = text
        return fits


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes on what the guard lets through; with nothing left the connection fails like an unknown name."""

    def __init__(self, inner: Any, resolver: GuardedResolver, host: str, port: int) -> None:
        self._inner, self._resolver, self._host, self._port = inner, resolver, host, port

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:
        """Pass on."""
        self._inner.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: IAddress) -> None:
        """Pass on, or keep back."""
        if self._resolver.lets_through(self._host, address, self._port):
            self._inner.addressResolved(address)

    def resolutionComplete(self) -> None:
        """Pass on."""
        self._inner.resolutionComplete()
