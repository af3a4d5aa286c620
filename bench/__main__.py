"""`make bench`: every figure, one after the other, as a table."""

from collections.abc import Iterator

from bench import archiving, memory, reading, rebuilding, unchanged
from bench.crawled import crawled
from bench.figure import Figure, table


def figures() -> Iterator[Figure]:
    """All figures; each is measured when it is asked for."""
    yield from reading.figures()
    with crawled() as site:
        yield archiving.figure(site)
        yield rebuilding.figure(site)
        yield unchanged.figure(site)
    yield memory.figure()


if __name__ == "__main__":
    print(table(figures()))
