"""Reading a page: all of `parse` beside trafilatura with metadata, which reads neither footer nor links."""

import gc
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import trafilatura
from trafilatura.meta import reset_caches

from archive.garbage import collect_seldom
from archive.records import Capture
from bench.figure import Figure, rounds
from bench.pages import captures
from spiders.parse import parse
from spiders.profile import Profile

_REAL = Path(__file__).parents[2] / "shared" / "pages"
_ROUNDS, _PAGES = 9, 40
_GOAL = 12
_OURS = ("archive", "spiders")
_LRU_CACHE = type(lru_cache(len))


def figures() -> Iterator[Figure]:
    """On made pages, a new set in each round; and on real ones where they are at hand, each as if never seen before."""
    _read(next(captures(1, seed=0)))
    _extract(next(captures(1, seed=0)))
    collect_seldom()  # as our commands do
    yield _figure(
        "read a page of 45 KB: article, footer, links", (list(captures(_PAGES, seed)) for seed in range(1, _ROUNDS + 1))
    )
    if _REAL.is_dir():
        pages = list(_articles())
        size = sum(len(page.body) for page in pages) // len(pages) // 1000
        yield _figure(f"the same, {len(pages)} real articles of {size} KB", _unseen(pages))


def _figure(what: str, sets: Iterator[list[Capture]]) -> Figure:
    times = rounds(_read, _extract, sets)
    return Figure(
        what=what,
        ours=f"{times.ours:.2f} ms",
        peer=f"trafilatura {times.peer:.1f} ms",
        ratio=times.ratio,
        goal=_GOAL,
    )


def _read(capture: Capture) -> object:
    return parse(capture, Profile.generic(capture.url))


def _extract(capture: Capture) -> object:
    return trafilatura.bare_extraction(capture.body, url=capture.url, with_metadata=True)


def _articles() -> Iterator[Capture]:
    for line in (_REAL / "index.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        if page["kind"] == "article":
            url = page["url"] or f"http://saved.invalid/{page['file']}"
            yield Capture(
                record_id="",
                run_id="",
                site_id="",
                url=url,
                captured_at="",
                status=200,
                body=(_REAL / page["file"]).read_bytes(),
            )


def _unseen(pages: list[Capture]) -> Iterator[list[Capture]]:
    """The same pages in each round, with all forgotten that either has kept from the round before."""
    caches = [kept for kept in gc.get_objects() if isinstance(kept, _LRU_CACHE)]
    for _ in range(_ROUNDS):
        for cache in caches:
            if cache.cache_parameters()["maxsize"] is not None and cache.__module__.startswith(_OURS):
                cache.cache_clear()
        reset_caches()
        yield pages
