"""What it costs to look after a site on which nothing happens."""

from bench.crawled import Crawled, crawl
from bench.figure import Figure


def figure(site: Crawled) -> Figure:
    """Requests of a second run, a day later, as a share of those of the first."""
    crawl(site.origin, site.folder, CLOCK="+1d")
    (first,), (second,) = site.rows("SELECT requests FROM runs ORDER BY started_at")
    return Figure(
        what="second run of an unchanged site, a day later",
        ours=f"{second} requests",
        peer=f"first run {first}",
        ratio=100 * second / first,
        goal=5,
        unit="%",
        at_most=True,
    )
