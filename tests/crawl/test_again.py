"""What a crawl keeps of pages that are as they were."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from archive.store import NAME
from archive.verify import verify
from spiders.profile import Profile
from tests.faults.hostile import article, listing, path_of
from tests.played import Answer, played

pytestmark = pytest.mark.slow

HOME = "http://kfq.test/"
LONG = "".join(sha256(str(number).encode()).hexdigest() for number in range(200))  # packing does not make it shorter
PATHS = [path_of(number) for number in range(1, 6)]


def site(url: str) -> Answer:
    path = "/" + url.removeprefix(HOME)
    if path == "/":
        return 200, listing(PATHS)
    return (200, article(PATHS.index(path) + 1, f"<!--{LONG}-->")) if path in PATHS else (404, b"")


def test_pages_that_are_as_they_were_point_to_the_record_that_has_them(tmp_path: Path) -> None:
    profile = Profile(name="kfq", home=HOME)
    sizes, rows = [], []
    for day, full in ((1, False), (2, True), (3, False)):
        played(tmp_path, profile, site, f"2026-09-{day:02}T08:00:00Z", full=full)
        sizes.append(sum(path.stat().st_size for path in (tmp_path / "warc").iterdir()))
        with closing(sqlite3.connect(tmp_path / NAME)) as connection:
            rows.append(
                connection.execute(
                    "SELECT later.status, later.url = first.url, first.original_id IS NULL, first.status "
                    "FROM captures AS later LEFT JOIN captures AS first ON first.id = later.original_id "
                    "WHERE later.captured_at LIKE ? AND later.status <> 404",
                    (f"2026-09-{day:02}%",),
                ).fetchall()
            )
    assert {row[1:] for row in rows[0]} == {(None, 1, None)}, "the first ones have their bodies"
    assert set(rows[1]) == {(200, 1, 1, 200)}, "asked without a condition they come again, and are kept once"
    assert set(rows[2]) == {(304, 1, 1, 200)}
    assert sizes[2] - sizes[0] < sizes[0], "two later runs take less than the first"
    assert verify(tmp_path).findings == ()
