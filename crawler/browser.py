"""The download handler of sites that need a browser; it is imported for these alone, as it needs the extra `render`."""

from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.headers import MeasuredHandler


class BrowserHandler(ScrapyPlaywrightDownloadHandler, MeasuredHandler):  # type: ignore[misc]
    """scrapy-playwright's for the pages that the browser makes, ours for all else."""
