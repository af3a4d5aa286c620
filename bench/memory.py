"""What a crawl needs of memory that knows many addresses."""

from pathlib import Path
from tempfile import TemporaryDirectory

from archive.records import Address
from archive.store import NAME, Store
from archive.urls import host
from bench.crawled import crawl
from bench.figure import Figure
from bench.process import python, serving

_KNOWN, _ARTICLES = 100_000, 300


def figure() -> Figure:
    """The most memory that a crawl has had, of a site of which a hundred thousand addresses are known already."""
    with TemporaryDirectory() as folder, serving(_ARTICLES) as origin:
        crawl(origin, Path(folder), "-a", "max_pages=1")
        store = Store(Path(folder, NAME))
        with store.transaction():
            store.add(_known(origin, number) for number in range(_KNOWN))
        store.close()
        ours = crawl(origin, Path(folder)).memory
        peer = python("bench.bare", origin, _ARTICLES).memory
    return Figure(
        what="memory of a crawl that knows 100,000 addresses",
        ours=f"{ours:.0f} MB",
        peer=f"bare Scrapy {peer:.0f} MB",
        ratio=ours,
        goal=250,
        unit="MB",
        at_most=True,
    )


def _known(origin: str, number: int) -> Address:
    return Address(
        url=f"{origin}/ywdt/zwyw/2025-01-01/{number}.html",
        site_id=host(origin),
        kind="article",
        state="done",
        depth=2,
        found_on=f"{origin}/c1/",
        due_at="2036-01-01T00:00:00.000Z",
        last_outcome="ok",
    )
