"""G10: people read the archive that a crawl is writing. The site changes all its articles from run to run."""

import json
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from tests.faults.crawling import crawl, one, oracle, rows
from tests.faults.hostile import Answer, Hostile, article, listing, path_of, reply
from tests.faults.ledger import Ledger
from tests.faults.serving import Served, served, stock

SECONDS, FEW_SECONDS = 300, 1
ARTICLES = 60
READERS = 4
# What must hold at any moment: no row is there before those that it needs, in whatever transaction they came.
WHOLE = """
select (select count(*) from articles where versions <> (select count(*) from versions where article_id = articles.id))
     + (select count(*) from articles where id not in (select article_id from events where kind = 'new'))
     + (select count(*) from versions where capture_id not in (select id from captures where outcome = 'ok'))
     + (select count(*) from articles where search_id not in (select rowid from articles_search)
        and search_id not in (select search_id from unindexed))
     + (select count(*) from articles_search where rowid not in (select search_id from articles))
     + (select count(*) from articles join versions on article_id = articles.id and number = articles.versions
        where articles.body is not versions.body or articles.title is not versions.title)
"""


@dataclass
class Edited:
    """A site whose articles say which edition they are; `edition` is raised for the next run."""

    edition: int = 1

    def answer(self, path: str) -> Answer | None:
        number = re.fullmatch(r"/news/202608/t20260801_(\d+)\.html", path)
        return reply(article(int(number[1]), f"<p>这是第{self.edition}版。</p>")) if number else None


@dataclass
class Reader:
    """Somebody who reads without a pause; `wrong` is what cannot have been so."""

    server: Served
    site: Edited
    ids: dict[str, int]
    done: Event
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    slow: int = 0
    _captures: int = 0

    def read(self) -> None:
        chosen = random.Random(id(self))
        while not self.done.is_set():
            chosen.choice((self._article, self._question, self._counts, self._pages))(chosen)
            self.answers += 1
            time.sleep(0.01)

    def _got(self, path: str, **parameters: str) -> str:
        got = self.server.get(path, **parameters)
        if got.status == 503 or b"time limit" in got.body:
            self.slow += 1
            return ""
        if got.status != 200 or b"locked" in got.body or b"malformed" in got.body:
            self.wrong.append(f"{path}: {got.status} {got.text[:200]}")
        return got.text

    def _article(self, chosen: random.Random) -> None:
        id, number = chosen.choice(list(self.ids.items()))
        text = self._got(f"/a/{id}")
        editions = {int(edition) for edition in re.findall(r"这是第(\d+)版", text)}
        if text and (f"第{number}号项目开工" not in text or not editions or max(editions) > self.site.edition):
            self.wrong.append(f"article {number}: {editions}")

    def _question(self, chosen: random.Random) -> None:
        text = self._got("/archive.json", sql=WHOLE, _shape="arrayfirst")
        if text and text != "[0]":
            self.wrong.append(f"rows without others: {text}")

    def _counts(self, chosen: random.Random) -> None:
        text = self._got("/archive.json", sql="select count(*) from captures", _shape="arrayfirst")
        count = int(text.strip("[]") or self._captures)
        if count < self._captures:
            self.wrong.append(f"{count} captures after {self._captures}")
        self._captures = count

    def _pages(self, chosen: random.Random) -> None:
        self._got(chosen.choice(("/", "/search?q=%E9%A1%B9%E7%9B%AE", "/archive/articles", "/archive/changes")))


@pytest.mark.quick
def test_g10_a_crawl_and_four_readers(ledger: Ledger, tmp_path: Path) -> None:
    site, done = Edited(), Event()
    paths = [path_of(number) for number in range(1, ARTICLES + 1)]
    with (
        ledger.row("G10", "a site crawled again and again while four read the archive that this writes") as row,
        Hostile({"/": reply(listing(paths))}, fallback=site.answer) as hostile,
    ):

        def crawled(day: int) -> None:
            ended = crawl(hostile, tmp_path, "full=1", CLOCK=f"+{day}d")
            row.tried(ended.code == 0 and "locked" not in ended.err, (ended.code, ended.err[-300:]))

        crawled(0)
        numbers = {url: number for number, url in enumerate((f"http://trap.test{path}" for path in paths), 1)}
        ids = {id: numbers[url] for id, url in rows(tmp_path, "SELECT id, url FROM articles")}
        with served(tmp_path) as server, stock(tmp_path / "archive.db", "--immutable") as careless:
            readers = [Reader(server, site, ids, done) for _ in range(READERS)]
            until = time.monotonic() + ledger.times(SECONDS, FEW_SECONDS)
            with ThreadPoolExecutor(READERS) as people:
                reading = [people.submit(reader.read) for reader in readers]
                while time.monotonic() < until:
                    site.edition += 1
                    crawled(site.edition)
                done.set()
            for finished in reading:
                finished.result()
            got = careless.sql("select count(*) from captures", _shape="arrayfirst")
        for reader in readers:
            row.tried(reader.wrong == [] and reader.answers > 0, reader.wrong[:3])
        made = one(tmp_path, "SELECT count(*) FROM captures")
        versions = one(tmp_path, "SELECT count(*) FROM versions")
        assert versions == ARTICLES * site.edition
        assert oracle(tmp_path) == []
        answers, slow = sum(reader.answers for reader in readers), sum(reader.slow for reader in readers)
        row.measured = f"{versions} versions written, {answers} answers read, {slow} of them that it takes too long"
        # As long as the log isn't written into the file nothing is new there; after that pages of it contradict others.
        told = json.loads(got.body)[0] if got.status == 200 else json.loads(got.body)["error"]
        row.red(f"opened as a file that never changes it says {told} and not {made}", told != made)
