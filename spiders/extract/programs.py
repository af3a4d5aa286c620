"""Answers that are written for programs: rows that a page fetches, sitemaps, feeds."""

from urllib.parse import urlsplit

from archive import payload
from archive.records import Outcome, Page, Problem
from spiders.extract import jsonrows
from spiders.extract.feeds import feed
from spiders.extract.lists import answered

_GZIP = b"\x1f\x8b"
_XML = (".xml", ".xml.gz")


def read(url: str, data: bytes, text: str, *, is_page: bool) -> Page | None:
    """What such an answer says; None for any other. `text` is `data` as decoded, `is_page`: it looks like HTML.

    A page at the address of an XML file is what a site says where it has none, whatever its status.
    """
    if (listing := answered(text, url) or jsonrows.answer(text, url)) is not None:
        return Page(outcome=Outcome.LISTING, listing=listing)
    path = urlsplit(url).path.lower()
    if path.endswith(".gz") and data.startswith(_GZIP):
        packed = payload.gunzip(data)
        if packed.too_large:
            problem = Problem(field="sitemap", message=f"{packed.why} when unpacked; not read")
            return Page(outcome=Outcome.TOO_LARGE, problems=(problem,))
        text, _ = payload.text(packed.data, None)
    if (told := feed(text, url)) is not None:
        return Page(outcome=Outcome.LISTING, listing=told.listing, links=told.links, problems=told.problems)
    return Page(outcome=Outcome.SOFT_404) if is_page and path.endswith(_XML) else None
