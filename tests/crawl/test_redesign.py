"""A site redesigned while few of its articles are due: others are asked, so that it is no edit of these few."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.store import NAME
from crawler.recheck import LEAST, Budget
from spiders.profile import Profile
from tests.faults.hostile import article, listing, path_of
from tests.played import Answer, Site, played

pytestmark = pytest.mark.slow

HOME = "http://kfq.test/"
NUMBERS = range(1, 41)


def old(number: int) -> bytes:
    """An article of the year before last, so that none is due but by its turn."""
    return re.sub("2026-(\\d\\d-\\d\\d) 来源", "2024-\\1 来源", article(number).decode()).encode()


def halved(number: int) -> bytes:
    """The same in a template of which three paragraphs of eight are read."""
    body = old(number).decode()
    paragraphs = re.findall("<p>.*?</p>", body)
    return body.replace("".join(paragraphs[3:]), f"<script>more({number})</script>").encode()


def site_of(changed: set[int]) -> Site:
    pages = {path_of(number): halved(number) if number in changed else old(number) for number in NUMBERS}

    def answer(url: str) -> Answer:
        path = "/" + url.removeprefix(HOME)
        return (200, listing(pages)) if path == "/" else (200, pages[path]) if path in pages else (404, b"")

    return answer


def counts(folder: Path, changed: set[int]) -> tuple[int, int, int]:
    """Versions beyond the first, captures that are told to be of a redesign, and looks in a run that comes later."""
    profile = Profile(name="kfq", home=HOME)
    played(folder, profile, site_of(set()), "2026-09-01T08:00:00Z")
    asked = played(folder, profile, site_of(changed), "2027-10-20T08:00:00Z")
    with closing(sqlite3.connect(folder / NAME)) as connection:
        edits = connection.execute("SELECT count(*) FROM versions WHERE number > 1").fetchone()[0]
        drift = connection.execute("SELECT count(*) FROM captures WHERE outcome = 'drift'").fetchone()[0]
    return edits, drift, sum("/t2026" in url for url in asked)


def test_a_redesign_is_none_of_the_few_articles_that_were_due(tmp_path: Path) -> None:
    edits, drift, looks = counts(tmp_path, set(NUMBERS))
    assert (edits, drift) == (0, 5)
    assert looks == 5, "as many as it takes to tell"


def test_one_article_that_was_shortened_is_an_edit_and_costs_a_few_looks_more(tmp_path: Path) -> None:
    edits, drift, looks = counts(tmp_path, {1})
    assert (edits, drift) == (1, 0)
    assert LEAST < looks <= LEAST + 4


def test_without_the_others_it_would_be_an_edit_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget, "controls", lambda self, lost: [])
    assert counts(tmp_path, set(NUMBERS)) == (LEAST, 0, LEAST)
