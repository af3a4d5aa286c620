"""The operator's proxy, where one is set: every request goes through it. The environment's proxies are ignored."""

import base64
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """An HTTP proxy. `credentials` is what Proxy-Authorization says, None without a user name; never logged."""

    host: str
    port: int
    credentials: bytes | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, setting: str) -> "Proxy | None":
        """The proxy of CRAWL_PROXY; None where it is empty, UsageError where it can't be one."""
        if not setting.strip():
            return None
        try:
            parts = urlsplit(setting.strip())
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme != "http" or not parts.hostname or port is None or parts.path not in ("", "/"):
            raise UsageError("CRAWL_PROXY is not the address of a proxy; give http://HOST:PORT")
        credentials = None
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            credentials = b"Basic " + base64.b64encode(pair.encode())
        return cls(host=parts.hostname, port=port, credentials=credentials)

    @property
    def url(self) -> str:
        """Its address without credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


class ProxyMiddleware:
    """Sends every request through the proxy, those of robots.txt and of redirects too."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one; without CRAWL_PROXY there is none."""
        proxy = Proxy.parse(crawler.settings.get("CRAWL_PROXY", ""))
        if proxy is None:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        """Name the proxy where Scrapy's download handler looks for it."""
        request.meta["proxy"] = self._proxy.url
        if self._proxy.credentials is not None:
            request.headers["Proxy-Authorization"] = self._proxy.credentials
