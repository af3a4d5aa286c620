"""E: a real site, where it lies beside the project, over three weeks: an outage, edits and removals."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from archive.rebuild import rebuild
from archive.store import logical_dump
from crawler.reading import Readings
from spiders.loader import ProfileLoader
from spiders.profile import Profile, Section
from tests.faults.crawling import oracle, rows
from tests.faults.ledger import Ledger
from tests.faults.test_e_truth import blindly
from tests.played import Site, failing, played, saved

HOST = "www.zhecheng.gov.cn"
HOME = f"http://{HOST}/"
SITE = Path(__file__).parents[2] / ".." / "shared" / "sites" / HOST
PART = tuple(Section(name=name, url=f"{HOME}ywdt/{name}/index.html") for name in ("xzdt", "bmdt"))
FIRST_DAY = 1  # of September 2026
OUTAGE = range(2, 7)
EDITED_ON = 7
FORTNIGHT = 14
LATER = (1, 3, 7, FORTNIGHT, 15)  # days after the edits

pytestmark = [
    pytest.mark.quick,
    pytest.mark.skipif(not SITE.is_dir(), reason="no folder of a real site beside the project"),
]


@dataclass(frozen=True)
class Changes:
    """A folder to lie over the site, and the addresses that it changes."""

    folder: Path
    edited: frozenset[str]
    removed: frozenset[str]


def day(number: int) -> str:
    return f"2026-09-{number:02}"


def run(folder: Path, profile: Profile, site: Site, number: int, *, full: bool = False) -> int:
    """A run on a day; how many requests it made."""
    return played(folder, profile, site, f"{day(number)}T08:00:00Z", full=full).total()


def changes(folder: Path, archive: Path, edits: int, removals: int) -> Changes:
    """So many articles with a character more in one of their paragraphs, and so many that are not there any more."""
    edited: set[str] = set()
    removed: set[str] = set()
    found = rows(archive, "SELECT url, body FROM articles ORDER BY id")
    for url, changed in _changed(found):
        path = unquote(urlsplit(url).path).lstrip("/")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if len(edited) < edits:
            (folder / path).write_bytes(changed)
            edited.add(url)
        elif len(removed) < removals:
            (folder / path).write_bytes(b"")
            removed.add(url)
    assert (len(edited), len(removed)) == (edits, removals)
    return Changes(folder, frozenset(edited), frozenset(removed))


def _changed(articles: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Each article whose text has a line of its own in its markup, with a character more in that line."""
    for url, body in articles:
        markup = saved(SITE)(url)[1].decode()
        line = next((line for line in body.splitlines() if len(line) >= 10 and markup.count(line) == 1), None)
        if line is not None:
            yield url, markup.replace(line, f"{line[:5]}改{line[5:]}").encode()


def test_e13_three_weeks_of_a_real_site_leave_what_happened_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    folder, edits, removals = tmp_path / "data", ledger.times(20, 6), ledger.times(10, 3)
    profile = Profile.generic(HOME) if ledger.full else Profile(name="part", home=HOME, sections=PART)
    with ledger.row("E13", "a real site: five days of 500, then pages edited and removed, over three weeks") as row:
        first = run(folder, profile, saved(SITE), FIRST_DAY)
        articles = rows(folder, "SELECT count(*) FROM articles")[0][0]
        for number in OUTAGE:
            run(folder, profile, failing, number)
            row.tried(events(folder, since=day(OUTAGE[0])) == [], ("outage", number))
        what = changes(tmp_path / "edits", folder, edits, removals)
        run(folder, profile, saved(SITE, what.folder), EDITED_ON, full=True)
        told = events(folder, since=day(EDITED_ON))
        for kind, urls in (("edited", what.edited), ("missing", what.removed)):
            for url in urls:
                row.tried((url, kind) in told, (url, kind))
        row.tried(len(told) == edits + removals, told)
        asked = []
        for later in LATER:
            if later <= FORTNIGHT:
                row.tried(status(folder, "gone") == set(), ("before its day", later))
            asked.append(run(folder, profile, saved(SITE, what.folder), EDITED_ON + later))
        for url in what.removed:
            row.tried(url in status(folder, "gone"), url)
        after = events(folder, since=day(EDITED_ON + LATER[0]))
        row.tried(sorted(after) == sorted((url, "gone") for url in what.removed), after)
        row.tried(rows(folder, "SELECT count(*) FROM versions")[0][0] == articles + edits, "versions")
        row.tried(oracle(folder) == [], oracle(folder))
        if ledger.full:
            readings = Readings(ProfileLoader().profile_of)
            rebuild(folder, tmp_path / "again.db", readings.parser_for, readings.then)
            same = list(logical_dump(tmp_path / "again.db")) == list(logical_dump(folder / "archive.db"))
            row.tried(same, "rebuilt")
        row.measured = (
            f"{articles} articles, {edits} edits, {removals} removals; {first} requests, then {min(asked)} to "
            f"{max(asked)} a day"
        )
        with pytest.MonkeyPatch.context() as patch:
            blindly(patch)
            run(folder, profile, failing, 29, full=True)
        row.red("the outage is edits", len(events(folder, since=day(29))) > 0)


def events(folder: Path, since: str) -> list[tuple[str, str]]:
    """Address and kind of what happened to articles from a time on."""
    sql = "SELECT url, kind FROM events JOIN articles ON articles.id = article_id WHERE at >= ? ORDER BY at"
    return [(url, kind) for url, kind in rows(folder, sql, since)]


def status(folder: Path, wanted: str) -> set[str]:
    """The addresses of articles with this status."""
    return {url for (url,) in rows(folder, "SELECT url FROM articles WHERE status = ?", wanted)}
