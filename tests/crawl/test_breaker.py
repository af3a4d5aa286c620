"""A site that fails for five addresses in a row is left alone; one whose pages are gone is not."""

from pathlib import Path

import pytest

from spiders.profile import Profile
from tests.faults.hostile import article, listing, path_of
from tests.played import Answer, Site, played

pytestmark = pytest.mark.slow

HOME = "http://kfq.test/"
PATHS = [path_of(number) for number in range(1, 21)]


def site_of(status: int, *, but: tuple[str, ...] = ()) -> Site:
    """A home page that lists twenty articles, all of which have this status, but for some."""

    def answer(url: str) -> Answer:
        path = "/" + url.removeprefix(HOME)
        if path == "/":
            return 200, listing(PATHS)
        return (200, article(PATHS.index(path) + 1)) if path in but else (status, b"<h1>-</h1>")

    return answer


def asked(folder: Path, site: Site) -> int:
    """How many different articles a run asks for."""
    found = played(folder, Profile(name="kfq", home=HOME), site, "2026-09-01T08:00:00Z")
    return sum("/t2026" in url for url in found)


@pytest.mark.parametrize("status", [429, 500, 503, 403, 412, 521])
def test_five_that_fail_in_a_row_end_the_run(tmp_path: Path, status: int) -> None:
    assert asked(tmp_path, site_of(status)) == 5


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_no_failure(tmp_path: Path, status: int) -> None:
    assert asked(tmp_path, site_of(status)) == 20


def test_one_that_is_well_begins_the_count_anew(tmp_path: Path) -> None:
    assert asked(tmp_path, site_of(403, but=tuple(PATHS[::4]))) == 20
